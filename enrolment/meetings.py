"""Open days, meetings and visits: register, take a place or wait, remind, give it back, erase.

A registration counts once confirmed from its mailbox. Places go to who confirmed first; whoever
comes when there are none waits, and gets the first that is given back.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from catalogue.models import ContentVersion
from charmilles.mailbox import canonical
from charmilles.throttle import hit_letter
from enrolment.mails import meetings as mails
from enrolment.mails.letter import Letter, post
from enrolment.models import Guest, Meeting
from enrolment.privacy.erasure import delete_mails_of, erase_guests

UNCONFIRMED, KEPT = settings.RETENTION["unconfirmed"], settings.RETENTION["guest"]
REMINDED = timedelta(hours=24)  # before the meeting


# What people do


def register(meeting: Meeting, *, name: str, email: str, now: datetime, ip: str = "") -> None:
    """Writes to this address for a confirmation; to who has confirmed, what they have already.

    The name of somebody who has confirmed is not replaced by whoever types their address.
    Raises TooMany. Not inside a transaction.
    """
    mailbox = canonical(email)
    hit_letter("guest", mailbox, ip=ip, now=now)
    typed = {"name": name, "email": email, "asked_at": now}
    guest, is_new = Guest.objects.get_or_create(meeting=meeting, mailbox=mailbox, defaults=typed)
    if not is_new:
        Guest.objects.filter(pk=guest.pk, confirmed_at=None).update(**typed)
    if guest.confirmed_at:
        _queue(guest, mails.seated(guest) if guest.seated_at else mails.waiting(guest))
    else:
        _queue(guest, mails.confirmation(guest, until=min(now + UNCONFIRMED, meeting.starts)))


def read(token: str, *, now: datetime) -> Guest | None:
    """Returns the guest of this link, while they can confirm or are expected."""
    valid = Q(confirmed_at__isnull=False) | Q(asked_at__gt=now - UNCONFIRMED)
    guests = Guest.objects.of_token(token).filter(valid)
    return guests.select_related("meeting__campus").first()


def may_confirm(guest: Guest, *, now: datetime) -> bool:
    meeting = guest.meeting
    return guest.confirmed_at is None and is_open(meeting, now=now)


def is_open(meeting: Meeting, *, now: datetime) -> bool:
    """Tells whether one may still come."""
    return meeting.called_off_at is None and meeting.starts > now


def confirm(guest: Guest, *, now: datetime) -> None:
    """Notes that the owner of the mailbox comes: they have a place, or wait for one."""
    with transaction.atomic():
        Meeting.objects.filter(pk=guest.meeting_id).hold()
        if Guest.objects.filter(pk=guest.pk, confirmed_at=None).update(confirmed_at=now):
            is_seated = not _someone_waits_before(guest) and _seat(guest, now=now)
            guest.refresh_from_db()
            _queue(guest, mails.seated(guest) if is_seated else mails.waiting(guest))


def _someone_waits_before(guest):
    """A place given back is for them, even before housekeeping has offered it."""
    return Guest.objects.waiting().filter(meeting=guest.meeting_id).exclude(pk=guest.pk).exists()


def _seat(guest, *, now) -> bool:
    """Takes a place if there is one: the database counts them, whoever comes at the same time."""
    is_free = Q(places=None) | Q(taken__lt=F("places"))
    free = Meeting.objects.filter(is_free, pk=guest.meeting_id, called_off_at=None)
    is_seated = bool(free.update(taken=F("taken") + 1))
    if is_seated:
        Guest.objects.filter(pk=guest.pk).update(seated_at=now)
    return is_seated


def cancel(guest: Guest, *, now: datetime) -> None:
    """Erases the registration; its place goes to whoever waits first."""
    erase_guests(Guest.objects.filter(pk=guest.pk))
    seat_waiting(guest.meeting, now=now)


def seat_waiting(meeting: Meeting, *, now: datetime) -> int:
    """Gives the free places to those who wait, the first come first; returns how many."""
    with transaction.atomic():
        held = Meeting.objects.announced(now=now).filter(pk=meeting.pk).hold()
        return sum(_seat_next(guest, now=now) for one in held for guest in _next(one))


def _next(meeting):
    """Selects those who get the places that are free now, in order."""
    return meeting.guests.waiting()[: meeting.free]


def _seat_next(guest, *, now) -> bool:
    is_seated = _seat(guest, now=now)
    if is_seated:
        guest.refresh_from_db()
        _queue(guest, mails.place_free(guest))
    return is_seated


# What staff do


def tell_change(meeting: Meeting, *, now: datetime) -> int:
    """Writes to those who come that it is another day, place or link; returns to how many.

    Their reminder is due again, unless this letter comes when it would.
    """
    is_soon = meeting.starts <= now + REMINDED
    with transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(changes=F("changes") + 1)
        return _tell_all(meeting, mails.changed, reminded_at=now if is_soon else None)


def note_arrival(meeting: Meeting, key: str, *, came: bool) -> bool:
    """Notes that somebody who has a place is there, or is not after all; tells whether it did."""
    found = meeting.guests.seated().filter(pk=int(key[:15]) if key.isdecimal() else None)
    return bool(found.update(came=came))


def call_off(meeting: Meeting, *, now: datetime) -> int:
    """Calls the meeting off and writes to those who come or wait; returns to how many.

    One that is over is not called off: its guests came.
    """
    with transaction.atomic():
        off = Meeting.objects.filter(pk=meeting.pk, called_off_at=None, ends__gt=now)
        if not off.update(called_off_at=now, changes=F("changes") + 1):
            return 0
        ContentVersion.raise_number(on_pages_alone=True)  # pages announce it no more
        erase_guests(meeting.guests.filter(confirmed_at=None))
        return _tell_all(meeting, mails.called_off)


def _tell_all(meeting, write, **noted) -> int:
    told = meeting.guests.exclude(confirmed_at=None).select_related("meeting__campus")
    guests = list(told)
    for guest in guests:
        _queue(guest, write(guest))
    if noted:
        told.update(**noted)
    return len(guests)


# What the site does: duties of `housekeeping.py`


def offer_places(now: datetime, dry_run: bool) -> int:
    """Gives the places given back, or added by staff, to those who wait."""
    waiting = Guest.objects.waiting()
    meetings = Meeting.objects.announced(now=now).filter(pk__in=waiting.values("meeting"))
    if dry_run:
        return sum(_next(meeting).count() for meeting in meetings)
    return sum(seat_waiting(meeting, now=now) for meeting in meetings)


def remind(now: datetime, dry_run: bool) -> int:
    """Writes the day before to who has a place, unless they took it since."""
    soon = Guest.objects.seated().filter(
        meeting__in=Meeting.objects.announced(now=now).filter(starts__lte=now + REMINDED),
        seated_at__lte=F("meeting__starts") - REMINDED,
        reminded_at=None,
    )
    guests = soon.select_related("meeting__campus")
    return guests.count() if dry_run else sum(_remind(one, now) for one in guests)


def _remind(guest, now) -> bool:
    letter = mails.reminder(guest)
    with transaction.atomic():
        unread = Guest.objects.seated().filter(pk=guest.pk, reminded_at=None)
        is_claimed = bool(unread.update(reminded_at=now))
        if is_claimed:
            _queue(guest, letter)
    return is_claimed


def forget(now: datetime, dry_run: bool) -> int:
    """Erases who did not confirm, and everybody soon after the meeting or its cancellation."""
    over = Q(ends__lte=now - KEPT) | Q(called_off_at__lte=now - KEPT)
    guests = Guest.objects.filter(
        Q(confirmed_at=None, asked_at__lte=now - UNCONFIRMED)
        | Q(meeting__in=Meeting.objects.filter(over))
    )
    return guests.count() if dry_run else erase_guests(guests)


def _queue(guest, letter: Letter):
    """Replaces the mail of this guest by this one, unless they were erased meanwhile."""
    with transaction.atomic():
        if Guest.objects.select_for_update().filter(pk=guest.pk).exists():
            delete_mails_of(Guest, guest.pk)
            Guest.objects.filter(pk=guest.pk).update(mail=post(letter))
