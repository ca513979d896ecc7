"""Pages of « Me prévenir »: ask, then confirm from the mailbox, and stop; no account."""

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from catalogue.models import Programme
from catalogue.sheet.action import early_url, wait
from catalogue.sheet.opening import alert_url, is_open
from catalogue.sheet.sheet import Sheet
from charmilles.private import private
from charmilles.throttle import TooMany, visitor
from enrolment import alerts
from enrolment.forms.alert import AlertForm
from enrolment.models import Alert
from enrolment.views import refused
from enrolment.views.base import ask_to_wait, form_page, show

PUBLIC = Programme.objects.exclude(state=Programme.State.DRAFT)


@form_page
@private
def ask(request, slug):
    """Asks for the e-mail address; answers the same whether it is known or not."""
    programme, now = get_object_or_404(PUBLIC.with_cohorts(), slug=slug), timezone.now()
    if not programme.is_published:  # its page says so, and what replaces it
        return redirect(programme)
    sheet = Sheet(programme, on=timezone.localdate(now))
    if not alert_url(programme, sheet.intake):
        return _nothing_to_wait_for(request, sheet)
    form = AlertForm(refused.data_for(request), now=now)
    if request.method != "POST" or not form.is_valid():
        said = {"sentence": wait(sheet).sentence, "early_url": early_url(sheet)}
        keep = {"keep": settings.RETENTION}
        return show(request, "enrolment/alert/ask.html", form, programme=programme, **said, **keep)
    if not form.cleaned_data["site"]:
        try:
            alerts.ask(form.cleaned_data["email"], programme, now=now, ip=visitor(request))
        except TooMany as refusal:
            template, seconds = "enrolment/alert/too_many.html", refusal.retry_after
            return ask_to_wait(request, template, seconds=seconds)
    return redirect("enrolment:alert_sent", slug)


def _nothing_to_wait_for(request, sheet):
    """Says that one may enrol now, or arrange a session; 409 to a page shown before."""
    programme = sheet.programme
    context = {"programme": programme, "is_open": is_open(programme, sheet.intake)}
    status = 409 if request.method == "POST" else 200
    return render(request, "enrolment/alert/open.html", context, status=status)


@require_safe
@private
def sent(request, slug):
    context = {"programme": get_object_or_404(PUBLIC, slug=slug), "keep": settings.RETENTION}
    return render(request, "enrolment/alert/sent.html", context)


@form_page
@private
def link(request, token):
    """Confirms on POST only: mail scanners open the links they see."""
    now = timezone.now()
    alert = alerts.read(token, now=now)
    if alert is None:
        return _over(request)
    if request.method == "POST":
        alerts.confirm(alert, now=now)
        return redirect("enrolment:alert_link", token)
    context = {"alert": alert, "keep": settings.RETENTION}
    return render(request, "enrolment/alert/link.html", context)


@csrf_exempt
@form_page
@private
def stop(request, token):
    """Erases on POST, which a mailbox sends by itself (RFC 8058): the link is the proof."""
    alert = Alert.objects.of_token(token).select_related("programme").first()
    if alert is None:
        return _over(request)
    if request.method == "POST":
        alerts.stop(alert)
        return render(request, "enrolment/alert/stopped.html", {"programme": alert.programme})
    return render(request, "enrolment/alert/stop.html", {"alert": alert})


def _over(request):
    context = {"unconfirmed": settings.RETENTION["unconfirmed"]}
    return render(request, "enrolment/alert/over.html", context, status=410)
