"""Makes candidates at each step of an interview, for pages.py and for test_interview.py."""

from datetime import timedelta

from django.utils import timezone

STORIES = ("books", "moves", "cancels", "loses", "is reminded", "moves by link")


def make_interviews(email):
    """Returns what the pages need, for the candidate with this e-mail address, and the stories.

    Each story has two candidates: one with JavaScript and one without.
    """
    stories = {
        f"{story} {javascript}": make_story(story, javascript)
        for story in STORIES
        for javascript in (True, False)
    }
    return make_pages(email) | {"stories": stories}


def make_pages(email):
    from enrolment.interviews import link
    from enrolment.models import Status

    choosing, robbed = candidate(email), candidate(email, programme(days=(7, 9, 11, 13)))
    stolen = book(candidate("voleur@exemple.test", robbed.programme))
    booked = book(candidate(email))
    return {
        "choosing": choosing.reference,
        "free": first_slot(choosing.programme).pk,
        "robbed": robbed.reference,
        "stolen": stolen.slot_id,
        "booked": booked.application.reference,
        "nothing_free": candidate(email, programme(days=())).reference,
        "met": candidate(email, programme(days=()), status=Status.INTERVIEWED).reference,
        "held": hold(candidate(email)).reference,
        "reminder": link.make(booked),
    }


def hold(application):
    from enrolment.models import Slot, Wish

    now, slot = timezone.now(), first_slot(application.programme)
    Slot.objects.filter(pk=slot.pk).update(taken=1)
    until = now + timedelta(hours=12)
    Wish.objects.create(application=application, asked_at=now, slot=slot, held_until=until)
    return application


def make_story(story, javascript):
    """Makes a candidate with a known browser, already booked unless the story is to book."""
    from enrolment import sign_in
    from enrolment.interviews import link

    now = timezone.now()
    person = candidate(f"{story.replace(' ', '-')}-{javascript}@exemple.test".lower())
    made = {
        "reference": person.reference,
        "application": person.pk,
        "device": sign_in.remember(person.email, now=now),
    }
    if story == "loses":
        rival = candidate(f"rival-{javascript}@exemple.test".lower(), person.programme)
        made["rival"] = rival.reference
        made["rival_device"] = sign_in.remember(rival.email, now=now)
    elif story != "books":
        made["link"] = link.make(book(person))
    return made


def programme(days=(7, 8, 9, 21, 22)):
    """Makes an unpublished programme, so that lists do not change, with slots in so many days."""
    from tests.support import catalogue_factories as rows
    from tests.support import enrolment_factories as factories

    made = rows.programme(state="draft")
    person, campus = factories.interviewer(), rows.campus(street="8 rue des Tilleuls")
    for n, day in enumerate(days):
        starts = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0)
        place = (
            {"campus": campus} if n % 2 == 0 else {"mode": "video", "link": "https://visio.test"}
        )
        starts += timedelta(days=day)
        factories.slot(programme=made, starts=starts, interviewer=person, **place)
    return made


def candidate(email, applies_to=None, **fields):
    from enrolment.models import Status
    from tests.support import enrolment_factories as factories

    defaults = {"status": Status.TO_BOOK, "programme": applies_to or programme(), "email": email}
    return factories.application(**defaults | fields)


def first_slot(programme):
    from enrolment.models import Slot

    return Slot.objects.filter(programmes=programme).earliest("starts")


def book(application):
    from enrolment.interviews import bookings

    slot = first_slot(application.programme)
    return bookings.book(application, slot, now=timezone.now())
