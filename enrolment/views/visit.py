"""Two ways to an interview: the file, of who has signed in, and the signed link of a reminder,
which opens one interview and nothing else. Both lead to the same pages."""

from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from urllib.parse import urlencode

from charmilles.private import private
from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from enrolment.interviews import appointment, choice, link
from enrolment.interviews.bookings import SlotTaken
from enrolment.mails.interviews import REMINDERS
from enrolment.mails.letter import Role, person
from enrolment.models import Application, Booking, Status
from enrolment.views.base import candidate, form_page
from enrolment.workflow import Refused


@dataclass
class Visit:
    """Whose interview, by which way in."""

    application: Application
    booking: Booking | None
    token: str = ""

    def url(self, step="", **query):
        name = "enrolment:interview" + ("_link" if self.token else "") + (step and f"_{step}")
        path = reverse(name, args=[self.token or self.application.reference])
        return f"{path}?{urlencode(query)}" if query else path

    @property
    def may_change(self):
        """The interview is booked, and far enough for the candidate to change it alone."""
        limit = timezone.now() + settings.CHANGE_DELAY
        return bool(self.booking) and self.booking.slot.starts >= limit

    @property
    def may_choose(self):
        return self.application.status == Status.TO_BOOK or self.may_change

    def show(self, request, template, *, status=200, **context):
        template = f"enrolment/interview/{template}.html"
        return render(request, template, self.context | context, status=status)

    @property
    def context(self):
        """What every page of an interview may say."""
        programme = self.application.programme
        steps = ("", "how", "check", "confirm", "cancel", "event", "sheet", "paper")
        return {
            "application": self.application,
            "booking": self.booking,
            "by_link": bool(self.token),
            "may_change": self.may_change,
            "to": {step or "home": self.url(step) for step in steps},
            "human": person(programme, Role.LEAD, Role.ADMISSIONS, reached_by="phone"),
        } | (_told(self.booking.slot, self.application) if self.booking else {})


def _told(slot, application):
    ahead = slot.starts - timezone.now()
    return {
        "current": appointment.when(slot),
        "is_past": ahead <= timedelta(0),
        "asks": ahead <= max(REMINDERS.values()),  # not of who has just booked
        "facts": appointment.facts(slot, application),
        "bring": appointment.bring(slot),
        "prepare": appointment.prepare(slot),
    }


def from_file(view):
    """By the file of who has signed in; somebody else's does not exist."""

    @candidate
    @form_page
    @wraps(view)
    def wrapped(request, email, reference):
        files = Application.objects.of(email).select_related("programme", "cohort")
        application = get_object_or_404(files, reference=reference)
        live = application.bookings.live().select_related("slot__interviewer", "slot__campus")
        return _answer(request, view, Visit(application, live.first()))

    return wrapped


def from_link(view):
    """By the link of a reminder: what it led to may be over."""

    @private
    @form_page
    @wraps(view)
    def wrapped(request, token):
        try:
            found = link.read(token, now=timezone.now())
        except link.Over as over:
            return _again(request, over.booking) or _over(request, over.booking)
        return _answer(request, view, Visit(found.application, found, token))

    return wrapped


def _again(request, found):
    """The button that moved the interview, pressed twice: the same answer."""
    live = found and found.application.bookings.live().select_related("application")
    made = live and live.filter(key=request.POST.get("cle", "")).first()
    return made and redirect("enrolment:interview_link", link.make(made))


def _over(request, found):
    """Why, and how to go on; a link that is not one of ours says nothing of anybody."""
    if found is None:
        why, file = "Vérifiez que vous avez ouvert le lien en entier.", reverse("enrolment:mine")
    else:
        file = reverse("enrolment:interview", args=[found.application.reference])
        why = _why(found)
    context = {"why": why, "file": file}
    return render(request, "enrolment/interview/over.html", context, status=410)


def _why(found):
    if not found.cancelled_at:
        return "L’heure de cet entretien est passée."
    if found.application.bookings.live().exists():
        return "Cet entretien a été déplacé : un courriel plus récent donne le nouveau créneau."
    return "Cet entretien a été annulé."


def _answer(request, view, visit):
    try:
        return view(request, visit)
    except SlotTaken as taken:
        return _taken(request, visit, taken.nearest)
    except Refused as refusal:
        return visit.show(request, "refused", refusal=str(refusal), status=409)


def _taken(request, visit, nearest):
    found = [(choice.tile(slot), visit.url("check", creneau=slot.pk)) for slot in nearest]
    return visit.show(request, "taken", nearest=found, status=409)
