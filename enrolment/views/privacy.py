"""What a candidate may do with their own data: see what is kept, take it away, erase it."""

from datetime import timedelta

from charmilles.private import private
from django.conf import settings
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from charmilles.download import saved
from charmilles.pdf.printing import PrintingFailed
from charmilles.throttle import TooMany, hit
from enrolment.applications import leaving, recap
from enrolment.models import Application, Status
from enrolment.privacy import access_log, export, retention
from enrolment.views.base import DEVICE, candidate, form_page, own
from enrolment.workflow import Refused

HOUR = timedelta(hours=1)
DOWNLOADS = 20  # an hour: each one is work for the machine


@candidate
@require_safe
def my_data(request, email, reference):
    """All the files of the person, since that is what they ask for."""
    application, now = own(email, reference), timezone.now()
    files = Application.objects.of(email).select_related("programme").order_by("-created_at")
    context = {
        "application": application,
        "files": [(one, retention.end(one)) for one in files],
        "keep": settings.RETENTION,
        "opened": application.openings.exclude(by=None).count(),
        "today": timezone.localdate(now),
    }
    return render(request, "enrolment/my_data.html", context)


@candidate
@require_safe
def download(request, email, reference):
    application, now = own(email, reference), timezone.now()
    try:
        hit("export", email.lower(), limit=DOWNLOADS, period=HOUR, now=now)
    except TooMany as refusal:
        return _wait(request, application, refusal.retry_after)
    for one in Application.objects.of(email):
        access_log.opened(one, "Mes données, téléchargées", now=now)
    content = export.export(email, now=now)
    return saved(content, name="mes-donnees.zip", content_type="application/zip")


@candidate
@require_safe
def paper(request, email, reference):
    application, now = own(email, reference), timezone.now()
    try:
        hit("recap", application.reference, limit=DOWNLOADS, period=HOUR, now=now)
        content = recap.recap(application, now=now)
    except TooMany as refusal:
        return _wait(request, application, refusal.retry_after)
    except PrintingFailed:
        return _wait(request, application, 60, status=503)
    access_log.opened(application, "Récapitulatif", now=now)
    name = recap.file_name(application)
    return saved(content, name=name, content_type="application/pdf")


def _wait(request, application, seconds, *, status=429):
    context = {"application": application, "minutes": -(-seconds // 60)}
    response = render(request, "enrolment/wait.html", context, status=status)
    response["Retry-After"] = str(seconds)
    return response


@candidate
@form_page
def erase(request, email, reference):
    """Explains; the button erases, at once and for good."""
    application = own(email, reference)
    status = 200
    if request.method == "POST":
        try:
            leaving.forget(application, now=timezone.now())
        except Refused:
            status = 409
        else:
            return _erased(email)
    context = {
        "application": application,
        "is_admitted": application.status == Status.ADMITTED,
        "is_sent": application.status != Status.DRAFT,
    }
    return render(request, "enrolment/erase.html", context, status=status)


def _erased(email):
    """With the last file, the browser is forgotten too."""
    response = redirect("enrolment:erased")
    if not Application.objects.of(email).exists():
        response.delete_cookie(DEVICE)
    return response


@require_safe
@private
def erased(request):
    return render(request, "enrolment/erased.html")
