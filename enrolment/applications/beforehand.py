"""Says what awaits a candidate before anything is typed: the screens, the interview, the answer.

Nothing is invented: the interview is told from the hours in which staff receive, the answer from
the delay that the centre promises, else from those of earlier applications. What is not known is
not said.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_save

from catalogue.models import ContentVersion, Programme
from charmilles import typography
from enrolment.applications import tasks, usual_delay
from enrolment.models import Availability, DocumentKind, Interviewer, Mode, Status

AROUND = 3  # screens beside the parts: the address, the code, the last reading
PROMISED = "Le centre répond sous {days}."
USUAL = "D’habitude, un dossier est lu en {days} : la moitié ont attendu moins, depuis un an."


@dataclass(frozen=True)
class Beforehand:
    """What the page of a programme tells of applying; the interview is "" when it is not known."""

    screens: int
    interview: str


def about(programme: Programme, *, today: date) -> Beforehand:
    screens = len(tasks.tasks_ahead(programme)) + AROUND
    return Beforehand(screens, interview(programme, today=today))


def connect():
    """Raises the number of the public pages with each change of what `about` is told from."""
    for model in (Availability, DocumentKind, Interviewer):
        uid = f"beforehand {model.__name__}"
        post_save.connect(_raise_number, sender=model, dispatch_uid=uid)
        post_delete.connect(_raise_number, sender=model, dispatch_uid=uid)
        for field in model._meta.many_to_many:
            through = field.remote_field.through
            m2m_changed.connect(_raise_number, sender=through, dispatch_uid=uid)


def _raise_number(**kwargs):
    ContentVersion.raise_number(on_pages_alone=True)


def interview(programme: Programme, *, today: date) -> str:
    """Says how long it lasts and where, from the hours open to this programme from today on."""
    open_until = Q(until=None) | Q(until__gte=today)
    hours = Availability.objects.filter(
        open_until, programmes=programme, interviewer__is_active=True
    ).select_related("campus")
    if not hours:
        return ""
    lengths = sorted({each.length for each in hours})
    ways = [_way(mode, hours) for mode in Mode if any(each.mode == mode for each in hours)]
    chosen = "le jour et la façon" if len(ways) > 1 else "le jour"
    where = typography.enumeration(ways, "ou")
    return f"Il dure {_lengths(lengths)}, {where}. Vous choisissez {chosen}."


def _lengths(lengths):
    longest = typography.minutes(lengths[-1])
    return longest if len(lengths) == 1 else f"{lengths[0]} à {longest}"


def _way(mode, hours):
    words = mode.label[0].lower() + mode.label[1:]
    places = {each.campus.name for each in hours if each.campus and each.mode == mode}
    named = typography.enumeration(sorted(places), "ou")
    return f"{words} ({named})" if mode == Mode.ON_SITE and named else words


def answer(programme: Programme, *, now: datetime) -> str:
    """Says in how many working days the centre promises to answer, else how long it took."""
    if days := programme.answer_days:
        plural = "s" if days > 1 else ""
        return PROMISED.format(days=f"{days}{typography.NBSP}jour{plural} ouvré{plural}")
    days = usual_delay.usual_days_of(programme, Status.SUBMITTED, now=now)
    return USUAL.format(days=typography.quantity(days, "jour")) if days else ""
