"""A naive server, for the control: it answers « received » at once, and writes a moment later."""

import re
import threading

from django.http import HttpResponseRedirect

from charmilles.settings import *  # noqa: F403

MIDDLEWARE = [*MIDDLEWARE, "tests.proofs.later.acknowledge_then_write"]  # noqa: F405
SENDING = re.compile(r"(/candidature/dossier/[^/]+/)verifier/$")
MOMENT = 0.3  # seconds


def acknowledge_then_write(get_response):
    def middleware(request):
        sending = SENDING.match(request.path) if request.method == "POST" else None
        if not sending:
            return get_response(request)
        request.body  # noqa: B018 - read while the visitor is still there
        threading.Timer(MOMENT, get_response, [request]).start()
        return HttpResponseRedirect(sending[1])

    return middleware
