"""Writes every letter of the site, each by the function that writes it."""

from datetime import date, timedelta

from catalogue.sheet.sheet import Sheet
from enrolment.interviews import events
from enrolment.mails import alerts, applications, meetings, outbox, privacy, questions
from enrolment.models import Booking, Document, InterviewEvent, Message, Mode, Status, Wish
from enrolment.workflow import deadline
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as people
from tests.support.enrolment_factories import NOW

Event = InterviewEvent.Event
LINK = "https://charmilles.test/candidature/lien/exemple/"
CANDIDATE = {"email": "ines@exemple.fr", "birth_date": date(2010, 3, 27)}


def every_mail() -> dict[str, tuple[str, str]]:
    """Maps the name of each letter to (subject, HTML)."""
    programme = _programme()
    letters = {letter.name: letter.parts for letter in _letters(programme)}
    _about_applications(programme)
    _about_interviews(programme)
    mails = {row.name: row.email for row in Message.objects.select_related("email")}
    (erased,) = _erased(programme)
    mails["staff_erased"] = erased
    return {name: (parts["subject"], parts["html_message"]) for name, parts in letters.items()} | {
        name: (mail.subject, mail.html_message) for name, mail in mails.items()
    }


def _programme():
    campus = catalogue.campus(
        street="8 rue des Tilleuls", postal_code="38000", access="Tram C, arrêt Tilleuls."
    )
    catalogue.centre(head_office=campus, phone="+33476000000", email="bonjour@tilleuls.test")
    programme = catalogue.programme(slug="bac-pro-gestion", short_name="Bac pro Gestion")
    lead = catalogue.contact(name="Ada Vidal", phone="+33476010203", email="ada@tilleuls.test")
    catalogue.link(programme, contact=lead, title="Responsable de formation")
    programme.campuses.add(campus)
    cohort = catalogue.cohort(programme, name="2027-2029")
    registration = {"registration_opens": NOW.date(), "registration_closes": date(2027, 7, 9)}
    starts = {"starts": date(2027, 9, 1), "starts_precision": "month"}
    catalogue.cohort_year(cohort, **registration, **starts)
    return programme


def _letters(programme):
    """Those of the queue without an application, or of no queue at all."""
    lives = {"code_until": NOW + timedelta(minutes=10), "link_until": NOW + timedelta(hours=1)}
    for code in ("012345", ""):
        yield applications.access("a@exemple.fr", code, LINK, **lives, destination=programme.slug)
    alert = people.alert(programme=programme)
    yield alerts.confirmation(alert, until=NOW + timedelta(days=2))
    yield alerts.opened(alert, sheet=Sheet(programme, on=NOW.date()))
    yield from _about_meetings(programme)
    asked = {"text": "Y a-t-il un internat ?", "answer": "Oui, à dix minutes."}
    question = people.question(programme=programme, **asked)
    yield questions.confirmation(question, until=NOW + timedelta(days=2))
    for write in (questions.received, questions.to_staff, questions.answered):
        yield write(question)
    gone = catalogue.programme(slug="ancienne", short_name="BTS Ancien")
    yield alerts.withdrawn(alert, programme=gone)
    gone.successor = programme
    yield alerts.withdrawn(alert, programme=gone)


def _about_meetings(programme):
    meeting = people.meeting(campus=programme.campuses.get(), room="Hall", programmes=[programme])
    guest = people.guest(meeting=meeting)
    yield meetings.confirmation(guest, until=NOW + timedelta(days=2))
    for write in (meetings.seated, meetings.waiting, meetings.place_free, meetings.changed):
        yield write(guest)
    yield meetings.reminder(guest)
    meeting.called_off_at = NOW
    yield meetings.called_off(guest)


def _application(programme, **fields):
    return people.application(programme=programme, **CANDIDATE | fields)


def _about_applications(programme):
    application = _application(programme, cohort=programme.cohorts.get())
    people.guardian(application=application, email="paule@exemple.fr")
    blurred = {"kind": people.document_kind(title="Bulletins"), "reason": "La photo est floue."}
    applications.submitted(application)
    applications.attached(application)
    applications.document_to_replace(Document(application=application, **blurred))
    applications.staff_new_application(application)
    applications.staff_withdrawn(application, reason="J’ai signé ailleurs.")
    for write in (privacy.draft_reminder, privacy.draft_closed, privacy.draft_warning):
        write(application, erased_on=date(2027, 1, 20))
    details = {"reason": "Un relevé de notes.", "due": deadline(NOW, timedelta(days=8)), "rank": 2}
    for status in set(Status) - {Status.DRAFT}:
        application.status, application.status_since = status, NOW + timedelta(days=1)
        applications.status_changed(application, **details)


def _about_interviews(programme):
    application = _application(programme, status=Status.BOOKED, reference="CH-7K3P-2QXW")
    people.guardian(application=application, email="paule@exemple.fr")
    by_phone = {"mode": Mode.PHONE, "interviewer": people.interviewer(email="max@tilleuls.test")}
    slot = people.slot(programme=programme, **by_phone)
    booking = people.booking(application=application, slot=slot)
    before = people.slot(programme=programme, starts=NOW + timedelta(days=3), **by_phone)
    waiting = _application(programme, status=Status.TO_BOOK, email="noe@exemple.fr")
    Wish.objects.create(
        application=waiting, asked_at=NOW, slot=before, held_until=NOW + timedelta(hours=12)
    )
    _tell(waiting, Event.HELD, slot=before)
    for by in Booking.By:
        booking.cancelled_at, booking.cancelled_by = NOW, by
        booking.save()
        _tell(application, Event.CANCELLED, booking=booking, reason="Ada Vidal est absente.")
    _tell(application, Event.DAY_CLOSED, booking=booking, reason="Grève des transports.")
    _tell(application, Event.APPLICATION_CLOSED, booking=booking)
    _tell(application, Event.MISSED, booking=booking)
    _tell(application, Event.MOVED, booking=booking, slot=before)
    _tell(application, Event.CONFIRMED, booking=booking)  # last: each event forgets the reminders


def _tell(application, event, **options):
    events.note(event, application, **options)
    outbox.write()


def _erased(programme):
    application = _application(programme, email="lou@exemple.fr")
    return privacy.staff_erased(application, status=Status.SUBMITTED, slot=None, now=NOW)
