"""Functions run on the server's database by the races of bookings: scenes, actions, outcome."""

import secrets
from datetime import timedelta

from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from enrolment import sign_in
from enrolment.interviews import bookings, slots
from enrolment.mails import outbox
from enrolment.models import Application, Booking, Message, Slot, Status, Wish
from enrolment.workflow import Refused
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as factories
from tests.support import staff
from tests.support.rush import at_once

FREE = 3  # slots that nobody asks for, to be proposed to who is refused


def fill():
    member = factories.staff(username="accueil", rights=["view", "change"])
    colleague = factories.staff(username="scolarité", rights=["view", "change"])
    return {"staff": member.pk, "sessions": [_session(member), _session(colleague)]}


def _session(user):
    browser = Client()
    staff.sign_in(browser, user)
    return browser.cookies["sessionid"].value


def scenes(wanted):
    """Makes several scenes at once."""
    return {name: scene(**of) for name, of in wanted.items()}


@transaction.atomic  # hundreds of writes, which the disk would each wait for
def scene(places, crowd=0, seated=0, wishes=0):
    """Makes slots with these places, `seated` candidates booked in each, and a crowd not booked.

    The first `wishes` candidates of the crowd wait for a slot.
    """
    now, programme = timezone.now(), _programme()
    made = [_slot(programme, now, n, capacity=n_places) for n, n_places in enumerate(places)]
    for n in range(FREE):
        _slot(programme, now, len(places) + n)
    people = [_person(programme, now) for _ in range(crowd)]
    for minutes, person in enumerate(people[:wishes]):
        slots.join_queue(person, now=now + timedelta(minutes=minutes))
    return {
        "slots": [slot.pk for slot in made],
        "crowd": [_known(person, now) for person in people],
        "seated": [[_known(_seat(slot, now), now) for _ in range(seated)] for slot in made],
    }


def _programme():
    """Makes a programme with a random slug: other processes use the same database."""
    kinds = {"certification": catalogue.certification, "domain": catalogue.domain}
    made = {name: make(slug=secrets.token_hex(4)) for name, make in kinds.items()}
    return catalogue.programme(slug=secrets.token_hex(4), **made)


def _slot(programme, now, n, **fields):
    starts, campus = now + timedelta(days=7, hours=n), catalogue.campus(slug=secrets.token_hex(4))
    return factories.slot(programme=programme, starts=starts, campus=campus, **fields)


def _person(programme, now):
    email = f"{secrets.token_hex(6)}@exemple.test"
    named = {"programme": programme, "email": email}
    return factories.application(status=Status.TO_BOOK, since=now, **named)


def _seat(slot, now):
    person = _person(slot.programmes.get(), now)
    bookings.book(person, slot, now=now)
    return person


def _known(person, now):
    cookie = sign_in.remember(person.email, now=now)
    return {"pk": person.pk, "reference": person.reference, "cookie": cookie}


def outcome(keys):
    """Returns the counters and rows of these slots, and the slots whose counter is wrong."""
    rows = Slot.objects.in_bulk(keys)
    live = Booking.objects.live()
    return {
        "taken": [rows[key].taken for key in keys],
        "booked": [live.filter(slot=key).count() for key in keys],
        "held": [Wish.objects.filter(slot=key).count() for key in keys],
        "wrong": [slot.pk for slot in slots.miscounted()],
    }


def interviews(people):
    """Lists (status, number of live interviews, number of confirmations) for each application."""
    outbox.write()
    return [
        (
            Application.objects.get(pk=pk).status,
            Booking.objects.live().filter(application=pk).count(),
            Message.objects.filter(application=pk, name="interview_confirmed").count(),
        )
        for pk in people
    ]


def booked(keys):
    """Lists the applications that have an interview in these slots."""
    return list(Booking.objects.live().filter(slot__in=keys).values_list("application", flat=True))


def verdict(keys, people):
    """Returns all the checks after a crash at once."""
    return {
        "outcome": outcome(keys),
        "applications": interviews(people),
        "booked": booked(keys),
        "faults": integrity(),
    }


def integrity():
    """Lists the errors that the database finds in itself."""
    connection.check_constraints()
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        rows = cursor.execute("PRAGMA integrity_check").fetchall()
    return [message for (message,) in rows if message != "ok"]


def holders(key):
    return sorted(Wish.objects.filter(slot=key).values_list("application", flat=True))


# Actions at once, each in its own thread and connection


def staff_confirm(pk, times):
    return _together([(_confirm, pk) for _ in range(times)])


def staff_mark(pk, attendances, staff):
    user, booking = factories.User.objects.get(pk=staff), _live(pk)
    return _together([(_mark, booking.pk, attendance, user) for attendance in attendances])


def _together(acts):
    return at_once([lambda act=act: _answer(*act) for act in acts])


def _answer(act, *args):
    try:
        return act(*args)
    except Refused:
        return "refused"
    except Exception as error:
        return f"{type(error).__name__} : {error}"
    finally:
        connection.close()


def _live(pk):
    live = Booking.objects.live().select_related("application__programme", "slot")
    return live.get(application=pk)


def _confirm(pk):
    return bookings.confirm(_live(pk), now=timezone.now()).confirmed_at.isoformat()


def _mark(pk, attendance, user):
    booking = Booking.objects.select_related("application__programme", "slot").get(pk=pk)
    bookings.mark(booking, attendance, now=booking.slot.starts, by=user)
    return "marked"
