"""The candidate's interview: how, when, check, booked; then moved, cancelled, confirmed.

`visit` says whose interview it is and by which way one came; `bookings` decides.
"""

from functools import wraps

from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from enrolment.applications import drafts
from enrolment.applications.answers import EXPECTATIONS
from enrolment.forms import interview as forms
from enrolment.interviews import bookings, choice, link, slots
from enrolment.interviews.appointment import Appointment
from enrolment.models import Mode, Slot, Status
from enrolment.views import refused
from enrolment.views.base import show

# Where the application stands


def home(request, visit):
    """Shows the right step for this application: nothing yet, the choice, or the interview."""
    if visit.booking:
        return visit.show(request, "booked")
    if visit.application.status == Status.TO_BOOK:
        return how(request, visit)
    if visit.application.status == Status.DRAFT:
        return redirect("enrolment:dossier", visit.application.reference)
    return visit.show(request, "none_now", expectation=EXPECTATIONS[visit.application.status])


# Choosing: the same steps for a first choice and for another one


def _choosing(view):
    """Leads back to where the application stands when no slot may be chosen now."""

    @wraps(view)
    def wrapped(request, visit):
        return view(request, visit) if visit.may_choose else redirect(visit.url())

    return wrapped


@_choosing
def how(request, visit):
    now = timezone.now()
    ways = choice.modes(choice.free(visit.application, now=now))
    held = choice.held(visit.application, now=now)
    if not ways and not held:
        return _nothing_free(request, visit)
    if len(ways) == 1 and not held and request.method != "POST":
        return redirect(visit.url("when", mode=ways[0][0].value))
    choices = [
        (mode.value, f"{mode.label} : dès le {Appointment(first).when}") for mode, first, _ in ways
    ]
    form = forms.ModeForm(refused.data_for(request), ways=choices)
    if request.method == "POST" and form.is_valid():
        return redirect(visit.url("when", mode=form.cleaned_data["mode"]))
    context = {"held": held, "ways": ways}
    if held:
        context["held_label"] = Appointment(held.slot).label
        context["held_url"] = visit.url("check", creneau=held.slot_id)
    return show(request, "enrolment/interview/how.html", form, **visit.context, **context)


def _nothing_free(request, visit):
    wish = getattr(visit.application, "wish", None)
    return visit.show(request, "none_free", wish=wish)


@_choosing
def when(request, visit):
    """One week at a time; the choice is checked on the next page."""
    mode = request.GET.get("mode", "")
    if mode not in Mode.values:
        return redirect(visit.url("how"))
    every = choice.free(visit.application, now=timezone.now())
    slots = [slot for slot in every if slot.mode == mode]
    form = forms.SlotForm(refused.data_for(request))
    if request.method == "POST" and form.is_valid():
        return redirect(visit.url("check", creneau=form.cleaned_data["creneau"]))
    if not slots:
        return redirect(visit.url("how"))
    shown = choice.shown(choice.weeks(slots), request.GET.get("semaine", ""))
    weeks = {
        name: (week, visit.url("when", mode=mode, semaine=week.monday.isoformat()))
        for name, week in (("before", shown.before), ("after", shown.after))
        if week
    }
    context = {
        "mode": Mode(mode).label,
        "week": shown.week,
        "weeks": weeks,
        "several_ways": len(choice.modes(every)) > 1,
        "several_places": len({slot.campus_id for slot in slots}) > 1,
        "first": choice.tile(slots[0]),
        "first_url": visit.url("check", creneau=slots[0].pk),
    }
    return show(request, "enrolment/interview/when.html", form, **visit.context, **context)


@_choosing
def check(request, visit):
    """Shows the whole interview before it is booked, then books or moves it."""
    now, source = timezone.now(), refused.data_for(request) or request.GET
    asked = forms.SlotForm(source)
    if not asked.is_valid():
        return redirect(visit.url("how"))
    pk = asked.cleaned_data["creneau"]
    form = _check_form(request, visit, pk)
    if request.method == "POST" and form.is_valid():
        return _book(visit, form.cleaned_data, now)
    slot = choice.find(visit.application, pk, now=now)
    if slot is None:
        raise bookings.SlotTaken(_nearest(visit, pk, now))
    told = Appointment(slot, visit.application)
    asked = {
        "facts": told.facts,
        "map_url": told.map_url,
        "back": visit.url("when", mode=slot.mode),
    }
    return show(request, "enrolment/interview/check.html", form, **visit.context | asked)


def _check_form(request, visit, pk):
    """The form of this page. Access needs are asked once, and never shown through a link."""
    first = not visit.booking
    known = {"creneau": pk}
    if first:
        known["access_needs"] = visit.application.access_needs
    form = forms.NeedsForm if first else forms.CheckForm
    return form(refused.data_for(request), initial=known)


def _book(visit, given, now):
    """Books or moves. Access needs are written first: they are kept even if the slot is lost."""
    application = visit.application
    if "access_needs" in given:
        drafts.tell_needs(application, given["access_needs"])
    known = Slot.objects.select_related("interviewer", "campus")
    slot = known.filter(pk=given["creneau"]).first()
    if slot is None:
        raise bookings.SlotTaken(_nearest(visit, given["creneau"], now))
    act = bookings.move if visit.booking else bookings.book
    made = act(application, slot, now=now)
    if visit.token:
        return redirect("enrolment:interview_link", link.make(made))
    return redirect(visit.url())


def _nearest(visit, pk, now):
    """The slots closest to this one; the first ones if the agenda no longer has it."""
    slot = Slot.objects.filter(pk=pk).first()
    when, mode = (slot.starts, slot.mode) if slot else (now, "")
    return slots.nearest(when, programme=visit.application.programme, now=now, mode=mode)


# Once booked


def confirm(request, visit):
    if not visit.booking:
        return redirect(visit.url())
    if request.method == "POST":
        bookings.confirm(visit.booking, now=timezone.now())
        return redirect(visit.url())
    return visit.show(request, "confirm")


def cancel(request, visit):
    if not visit.booking:
        return redirect(visit.url())
    if request.method == "POST":
        if not bookings.cancel(visit.booking, now=timezone.now()):
            return redirect(visit.url())  # moved, or cancelled, in another tab
        return visit.show(request, "cancelled")
    return visit.show(request, "cancel")


@require_POST
def wish(request, visit):
    """« Prévenez-moi »: joins the queue for a slot, or leaves it."""
    if "oublier" in request.POST:
        slots.leave_queue(visit.application, now=timezone.now())
    else:
        slots.join_queue(visit.application, now=timezone.now())
    return redirect(visit.url())
