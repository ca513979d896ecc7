"""Pages where candidates see, download and erase their own data."""

from datetime import timedelta

from django.conf import settings
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from charmilles.download import private_download
from charmilles.pdf.printing import PrintingFailed
from charmilles.private import private
from charmilles.throttle import TooMany, hit
from enrolment import sign_in
from enrolment.applications import leaving, recap
from enrolment.models import Alert, Application, Guest, Question, Status
from enrolment.privacy import access_log, export, retention
from enrolment.views import refused
from enrolment.views.base import DEVICE, ask_to_wait, candidate, form_page, own

HOUR = timedelta(hours=1)
DOWNLOADS = 20  # per hour: each one takes the server some work


@candidate
@require_safe
def my_data(request, mailbox, reference):
    """Shows what is kept about the candidate: every application, not only this one."""
    application, now = own(mailbox, reference), timezone.now()
    applications = retention.with_end(Application.objects.of(mailbox))
    applications = applications.select_related("programme").order_by("-created_at")
    context = {
        "application": application,
        "applications": applications,
        "alerts": Alert.objects.filter(mailbox=mailbox).select_related("programme"),
        "guests": _guests(mailbox),
        "questions": Question.objects.filter(mailbox=mailbox),
        "keep": settings.RETENTION,
        "devices": sign_in.other_devices(request.COOKIES[DEVICE], now=now).count(),
        "opened": application.openings.exclude(by=None).count(),
        "today": timezone.localdate(now),
    }
    return render(request, "enrolment/privacy/my_data.html", context)


def _guests(mailbox):
    """The registrations of this mailbox to meetings."""
    return Guest.objects.filter(mailbox=mailbox).select_related("meeting")


@candidate
@require_POST
def close_devices(request, mailbox, reference):
    """Closes every browser but this one; each must prove the mailbox again."""
    application, now = own(mailbox, reference), timezone.now()
    sign_in.other_devices(request.COOKIES[DEVICE], now=now).delete()
    return redirect("enrolment:my_data", application.reference)


@candidate
@require_safe
def download(request, mailbox, reference):
    application, now = own(mailbox, reference), timezone.now()
    try:
        hit("export", mailbox, limit=DOWNLOADS, period=HOUR, now=now)
    except TooMany as refusal:
        return _wait(request, application, refusal.retry_after)
    for exported in Application.objects.of(mailbox):
        access_log.note_opening(exported, "Mes données, téléchargées", now=now)
    content = export.export(mailbox, now=now)
    return private_download(content, name="mes-donnees.zip", content_type="application/zip")


@candidate
@require_safe
def paper(request, mailbox, reference):
    application, now = own(mailbox, reference), timezone.now()
    try:
        hit("recap", application.reference, limit=DOWNLOADS, period=HOUR, now=now)
        content = recap.recap(application, now=now)
    except TooMany as refusal:
        return _wait(request, application, refusal.retry_after)
    except PrintingFailed:
        return _wait(request, application, 60, status=503)
    access_log.note_opening(application, "Récapitulatif", now=now)
    name = recap.file_name(application)
    return private_download(content, name=name, content_type="application/pdf")


def _wait(request, application, seconds, *, status=429):
    template = "enrolment/privacy/wait.html"
    return ask_to_wait(request, template, seconds=seconds, status=status, application=application)


@candidate
@form_page
def erase(request, mailbox, reference):
    """Explains what erasing does; erases the application on POST, for good."""
    application = own(mailbox, reference)
    if request.method == "POST":
        leaving.forget(application, now=timezone.now())
        refused.forget(request)
        return _erased(mailbox)
    others = Application.objects.of(mailbox).exclude(pk=application.pk)
    alerts = Alert.objects.filter(mailbox=mailbox).select_related("programme")
    context = {
        "application": application,
        "alerts": [] if others.exists() else alerts,
        "guests": [] if others.exists() else _guests(mailbox),
        "questions": [] if others.exists() else Question.objects.filter(mailbox=mailbox),
        "is_admitted": application.status == Status.ADMITTED,
        "is_sent": application.status != Status.DRAFT,
    }
    return render(request, "enrolment/privacy/erase.html", context)


def _erased(mailbox):
    """Confirms. Signs the browser out if the candidate has no application left."""
    response = redirect("enrolment:erased")
    if not Application.objects.of(mailbox).exists():
        response.delete_cookie(DEVICE)
    return response


@require_safe
@private
def erased(request):
    return render(request, "enrolment/privacy/erased.html")
