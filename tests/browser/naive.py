"""A naive site, for the control of test_drafts.py: answers stay in the browser until the end."""

import re

from django.http import HttpResponseRedirect

from tests.browser.settings import *  # noqa: F403 - a settings module

MIDDLEWARE = [*MIDDLEWARE, "tests.browser.naive.keep_in_the_browser"]  # noqa: F405 - of the import above
STEP = re.compile(r"(/candidature/dossier/[^/]+/)([a-z]+)/$")


def keep_in_the_browser(get_response):
    def middleware(request):
        step = STEP.match(request.path) if request.method == "POST" else None
        if not step:
            return get_response(request)
        response = HttpResponseRedirect(step[1])
        response.set_cookie(step[2], request.body.decode())  # until the browser is closed
        return response

    return middleware
