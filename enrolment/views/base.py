"""What the pages of a candidate share: who is reading, whose application, how a form is shown."""

from functools import wraps

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from charmilles.private import private
from charmilles.throttle import in_minutes
from enrolment import sign_in, workflow
from enrolment.forms.base import form_errors
from enrolment.models import Application
from enrolment.views import refused

# Names of the two cookies: the browser that stays signed in, and the one that asked for a code.
PREFIX = "__Host-" if settings.PRODUCTION else ""
DEVICE, BROWSER = f"{PREFIX}dossier", f"{PREFIX}navigateur"

form_page = require_http_methods(["GET", "HEAD", "POST"])


def candidate(view):
    """Hands the view the mailbox that this browser has proved; else asks to sign in."""

    @private
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        mailbox = sign_in.mailbox_of(request.COOKIES.get(DEVICE, ""), now=timezone.now())
        if mailbox is None:
            return redirect("enrolment:come_back")
        return view(request, mailbox, *args, **kwargs)

    return wrapped


def own(mailbox, reference):
    """The candidate's own application. Somebody else's raises Gone, as if it did not exist."""
    applications = Application.objects.of(mailbox).select_related("programme", "cohort")
    return workflow.find(applications.prefetch_related("cohort__years"), reference=reference)


def show(request, template, form, **context):
    """Shows a page with a form, its errors all listed first.

    A form that was just refused is shown after a redirection; at once, with status 422, when it
    cannot be kept for that.
    """
    if request.method == "POST":
        if again := refused.show_again(request, form):
            return again
    else:
        refused.restore(request, form)
    errors = form_errors(form)
    status = 422 if errors and request.method == "POST" else 200
    return render(request, template, {"form": form, "errors": errors, **context}, status=status)


def ask_to_wait(request, template, *, seconds, status=429, **context):
    """Shows for how many minutes to wait; machines read it in Retry-After."""
    context |= {"minutes": in_minutes(seconds)}
    response = render(request, template, context, status=status)
    response["Retry-After"] = str(seconds)
    return response
