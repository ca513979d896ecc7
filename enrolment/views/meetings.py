"""Pages of open days, meetings and visits: register, confirm from the mailbox; no account."""

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from charmilles.addresses import absolute_url
from charmilles.download import private_download
from charmilles.private import private
from charmilles.throttle import TooMany, visitor
from enrolment import announced, meetings
from enrolment.announced import Announced
from enrolment.forms.guest import GuestForm
from enrolment.models import Guest, Meeting
from enrolment.views import refused
from enrolment.views.base import ask_to_wait, form_page, show

PUBLIC = Meeting.objects.select_related("campus").prefetch_related("programmes")


@require_safe
@private
def listed(request):
    meetings = map(Announced, PUBLIC.announced(now=timezone.now()))
    return render(request, "enrolment/meeting/list.html", {"meetings": list(meetings)})


@form_page
@private
def ask(request, pk):
    """Asks for a name and an address; answers the same whether they are known or not."""
    meeting, now = get_object_or_404(PUBLIC, pk=pk), timezone.now()
    context = {"told": Announced(meeting), "keep": settings.RETENTION}
    if not meetings.is_open(meeting, now=now):
        status = 409 if request.method == "POST" else 200
        return render(request, "enrolment/meeting/past.html", context, status=status)
    form = GuestForm(refused.data_for(request), now=now)
    if request.method != "POST" or not form.is_valid():
        return show(request, "enrolment/meeting/ask.html", form, **context)
    typed = form.cleaned_data
    if not typed["site"]:
        try:
            who = {"name": typed["name"], "email": typed["email"], "ip": visitor(request)}
            meetings.register(meeting, now=now, **who)
        except TooMany as refusal:
            template, seconds = "enrolment/alert/too_many.html", refusal.retry_after
            return ask_to_wait(request, template, seconds=seconds)
    return redirect("enrolment:meeting_sent", pk)


@require_safe
@private
def sent(request, pk):
    told = Announced(get_object_or_404(PUBLIC, pk=pk))
    return render(
        request, "enrolment/meeting/sent.html", {"told": told, "keep": settings.RETENTION}
    )


@form_page
@private
def guest(request, token):
    """Shows a registration. Confirms on POST only: mail scanners open the links they see."""
    now = timezone.now()
    one = meetings.read(token, now=now)
    if one is None:
        return _over(request)
    if request.method == "POST" and meetings.may_confirm(one, now=now):
        meetings.confirm(one, now=now)
        return redirect("enrolment:guest", token)
    context = {
        "guest": one,
        "told": Announced(one.meeting),
        "is_open": meetings.is_open(one.meeting, now=now),
        "keep": settings.RETENTION,
    }
    return render(request, "enrolment/meeting/guest.html", context)


@csrf_exempt
@form_page
@private
def cancel(request, token):
    """Erases on POST, which a mailbox sends by itself (RFC 8058): the link is the proof."""
    one = Guest.objects.of_token(token).select_related("meeting__campus").first()
    if one is None:
        return _over(request)
    told = Announced(one.meeting)
    if request.method == "POST":
        meetings.cancel(one, now=timezone.now())
        return render(request, "enrolment/meeting/cancelled.html", {"told": told})
    return render(request, "enrolment/meeting/cancel.html", {"guest": one, "told": told})


@require_safe
@private
def event(request, token):
    """The calendar file of whoever has a place."""
    one = meetings.read(token, now=timezone.now())
    if one is None or not one.seated_at:
        return _over(request)
    content = announced.event_file(one, url=absolute_url("enrolment:guest_cancel", token))
    return private_download(content, name=announced.FILE, content_type="text/calendar")


def _over(request):
    return render(request, "enrolment/meeting/over.html", status=410)
