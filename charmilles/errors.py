"""The pages of errors, each with the number of its request, so that whoever reads it can quote it.

All but « forbidden » are made without the request nor the database: they may be the fault.
"""

import sys

from django.http import HttpResponse
from django.shortcuts import render
from django.template import loader

from charmilles import held, logs, trouble


def bad_request(request, exception):
    return _bare(request, "400.html", status=400)


def forbidden(request, exception):
    return render(request, "403.html", {"identifier": logs.identifier(request)}, status=403)


def csrf_failure(request, reason=""):
    """Says that the page has expired; gives back to staff what they typed, with a new token."""
    if held.may_hold(request, reason):
        return held.answer(request)
    return _bare(request, "403_csrf.html", status=403)


def server_error(request):
    """Answers what nothing caught, middleware included: a fault of ours, or of the machine."""
    if trouble.is_trouble(sys.exc_info()[1]):
        return trouble.answer(request, identifier=logs.identifier(request))
    return _bare(request, "500.html", status=500)


def _bare(request, template, *, status):
    text = loader.get_template(template).render({"identifier": logs.identifier(request)})
    return HttpResponse(text, status=status)
