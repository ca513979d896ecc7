"""Two ways to an interview: the account of the candidate, or the signed link of a reminder.

The link opens one interview and nothing else. Both lead to the same pages.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from charmilles.private import private
from enrolment.interviews import choice, link
from enrolment.interviews.appointment import Appointment
from enrolment.interviews.bookings import SlotTaken
from enrolment.mails.interviews import REMINDERS
from enrolment.mails.letter import Role, contact_for
from enrolment.models import Application, Booking, Status
from enrolment.views.base import candidate, form_page, own
from enrolment.workflow import Refused

DOUBLE_CLICK = timedelta(minutes=1)  # between two requests of the same press


@dataclass
class Visit:
    """An interview, and the way by which one came to it: `token` is that of a signed link."""

    application: Application
    booking: Booking | None
    token: str = ""

    def url(self, step="", **query):
        name = "enrolment:interview" + ("_link" if self.token else "") + (step and f"_{step}")
        path = reverse(name, args=[self.token or self.application.reference])
        return f"{path}?{urlencode(query)}" if query else path

    @property
    def may_change(self):
        """Whether the interview is far enough for the candidate to change it alone."""
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
        """What every page of an interview needs."""
        programme = self.application.programme
        steps = ("", "how", "check", "confirm", "cancel", "event", "sheet", "paper")
        return {
            "application": self.application,
            "booking": self.booking,
            "by_link": bool(self.token),
            "may_change": self.may_change,
            "to": {step or "home": self.url(step) for step in steps},
            "human": contact_for(programme, Role.LEAD, Role.ADMISSIONS, reached_by="phone"),
        } | (_told(self.booking.slot, self.application) if self.booking else {})


def _told(slot, application):
    ahead = slot.starts - timezone.now()
    told = Appointment(slot, application)
    return {
        "current": told.when,
        "is_past": ahead <= timedelta(0),
        "asks": ahead <= max(REMINDERS.values()),  # not of who has just booked
        "facts": told.facts,
        "map_url": told.map_url,
        "bring": told.bring,
        "prepare": told.prepare,
    }


def from_account(view):
    """Wraps a page of an interview for the candidate who has signed in."""

    @candidate
    @form_page
    @wraps(view)
    def wrapped(request, mailbox, reference):
        application = own(mailbox, reference)
        live = application.bookings.live().select_related("slot__interviewer", "slot__campus")
        return _answer(request, view, Visit(application, live.first()))

    return wrapped


def from_link(view):
    """Wraps a page of an interview for whoever follows the link of a reminder."""

    @private
    @form_page
    @wraps(view)
    def wrapped(request, token):
        try:
            booking = link.read(token, now=timezone.now())
        except link.LinkExpired as over:
            return _same_answer(request, over.booking) or _over(request, over.booking)
        return _answer(request, view, Visit(booking.application, booking, token))

    return wrapped


def _same_answer(request, booking):
    """The answer to a second click on the button that has just moved this very interview.

    For a minute only: an older link must not lead to the interview that was moved away from it.
    """
    live = booking and booking.application.bookings.live().select_related("application").first()
    if live is None or request.POST.get("creneau") != str(live.slot_id):
        return None
    is_that_move = live.booked_at == booking.cancelled_at
    if not is_that_move or live.booked_at < timezone.now() - DOUBLE_CLICK:
        return None
    return redirect("enrolment:interview_link", link.make(live))


def _over(request, booking):
    """Says why the link opens nothing and how to go on; a link that is not ours tells nothing."""
    if booking is None:
        why, way_on = "Vérifiez que vous avez ouvert le lien en entier.", reverse("enrolment:mine")
    else:
        way_on = reverse("enrolment:interview", args=[booking.application.reference])
        why = _why(booking)
    context = {"why": why, "way_on": way_on}
    return render(request, "enrolment/interview/over.html", context, status=410)


def _why(booking):
    if not booking.cancelled_at:
        return "L’heure de cet entretien est passée."
    if booking.application.bookings.live().exists():
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
    tiles = [(choice.tile(slot), visit.url("check", creneau=slot.pk)) for slot in nearest]
    return visit.show(request, "taken", nearest=tiles, status=409)
