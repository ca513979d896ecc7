"""Settings whose submissions are answered long after they are written, so that a stop falls between
the two: DJANGO_SETTINGS_MODULE=tests.support.late_answers."""

import time

from charmilles.settings import *  # noqa: F403

MIDDLEWARE = ["tests.support.late_answers.answer_late", *MIDDLEWARE]  # noqa: F405
DELAY = 6  # seconds: the state of the application is read meanwhile, by another process


def answer_late(get_response):
    def middleware(request):
        response = get_response(request)
        if request.method == "POST":
            time.sleep(DELAY)
        return response

    return middleware
