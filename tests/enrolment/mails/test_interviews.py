"""Mails about interviews: their recipients and their contents."""

import base64
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail as delivered
from django.urls import reverse
from post_office.mail import send_queued
from post_office.models import STATUS, Attachment, Email

from charmilles import typography
from charmilles.typography import NBSP
from enrolment.interviews import events, link
from enrolment.mails import interviews, outbox
from enrolment.models import Booking, InterviewEvent, Message, Mode, Status, Wish
from tests.enrolment.mails.test_applications import Lines, buttons, facts
from tests.support import catalogue_factories as factories
from tests.support import enrolment_factories as people
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db
BY = Booking.By
Event = InterviewEvent.Event


@pytest.fixture
def programme():
    return factories.programme(short_name="Bac pro Gestion")


@pytest.fixture
def booking(programme):
    campus = factories.campus(
        street="8 rue des Tilleuls", postal_code="38000", access="Tram C, arrêt\nTilleuls."
    )
    application = people.application(
        programme=programme,
        status=Status.BOOKED,
        reference="CH-7K3P-2QXW",
        email="ines@exemple.fr",
        birth_date=date(2010, 3, 27),
    )
    people.guardian(application=application, email="paule@exemple.fr")
    ada = people.interviewer(email="ada@tilleuls.test")
    slot = people.slot(programme=programme, interviewer=ada, campus=campus, room="salle B12")
    return people.booking(application=application, slot=slot)


@pytest.fixture
def before(booking):
    """The slot of the interview before it moved."""
    return people.slot(
        programme=booking.application.programme,
        starts=NOW + timedelta(days=3),
        interviewer=booking.slot.interviewer,
    )


@pytest.fixture
def wish(booking):
    other = people.application(programme=booking.application.programme, status=Status.TO_BOOK)
    held = {"slot": booking.slot, "held_until": NOW + timedelta(hours=12)}
    return Wish.objects.create(application=other, asked_at=NOW, **held)


def sent():
    """Returns {e-mail address: mail} for the mails to send at once."""
    return {mail.to[0]: mail for mail in Email.objects.filter(scheduled_time=None)}


def happened(event, booking=None, *, application=None, **options):
    """Adds an event, then writes its mails."""
    events.note(event, application or booking.application, booking=booking, **options)
    outbox.write()


def ended(booking, by):
    booking.cancelled_at, booking.cancelled_by = NOW, by
    booking.save()
    return booking


ALL = ["ada@tilleuls.test", "ines@exemple.fr", "paule@exemple.fr"]
WAYS = {
    "confirmed": lambda booking, **_: happened(Event.CONFIRMED, booking),
    "moved": lambda booking, before, **_: happened(Event.MOVED, booking, slot=before),
    "cancelled": lambda booking, **_: happened(Event.CANCELLED, ended(booking, BY.CANDIDATE)),
    "by the centre": lambda booking, **_: happened(
        Event.CANCELLED, ended(booking, BY.CENTRE), reason="Ada Vidal est absente."
    ),
    "file closed": lambda booking, **_: happened(
        Event.APPLICATION_CLOSED, ended(booking, BY.CENTRE)
    ),
    "day closed": lambda booking, **_: happened(
        Event.DAY_CLOSED, ended(booking, BY.CENTRE), reason="Grève."
    ),
    "missed": lambda booking, **_: happened(Event.MISSED, booking),
    "held": lambda wish, **_: happened(Event.HELD, application=wish.application, slot=wish.slot),
}


@pytest.fixture(params=WAYS)
def every_mail(request, booking, before, wish):
    WAYS[request.param](booking=booking, before=before, wish=wish)
    return list(Email.objects.all())


def test_every_mail_says_the_same_in_text_and_html(every_mail):
    for mail in every_mail:
        assert Lines(mail.html_message).text.split() == mail.message.replace("—\n", "").split()


def test_every_mail_is_typeset_in_french(every_mail):
    written = [text for mail in every_mail for text in (mail.subject, mail.message)]
    assert [typography.french(text) for text in written] == written


def test_every_mail_is_listed_in_the_application(every_mail):
    assert Message.objects.count() == len(every_mail)


@pytest.mark.parametrize("way", ["confirmed", "moved", "cancelled", "by the centre", "day closed"])
def test_candidate_guardian_and_interviewer_are_told(way, booking, before):
    WAYS[way](booking=booking, before=before)
    assert sorted(sent()) == ALL


def test_guardians_of_an_adult_are_not_told(booking):
    booking.application.birth_date = date(2000, 3, 27)
    booking.application.save()
    happened(Event.CONFIRMED, booking)
    assert sorted(sent()) == ALL[:2]


def test_confirmation_says_when_how_where_and_with_whom(booking):
    happened(Event.CONFIRMED, booking)
    assert facts(sent()["ines@exemple.fr"]) == {
        "Référence": "CH-7K3P-2QXW",
        "Formation": "Bac pro Gestion",
        "Quand": "lundi 30 novembre 2026 à 9 h 30",
        "Durée": "30 min",
        "Comment": "Sur place",
        "Où": "Les Tilleuls, 8 rue des Tilleuls, 38000 Grenoble, salle B12",
        "Pour venir": "Tram C, arrêt Tilleuls.",
        "Avec": "Ada Vidal",
    }


def test_video_confirmation_gives_the_link(by_video):
    happened(Event.CONFIRMED, by_video)
    lines = facts(sent()["ines@exemple.fr"])
    assert lines["Lien de la visio"] == "https://visio.test/charmilles"
    assert "Où" not in lines


def test_phone_confirmation_says_which_number_is_called(booking):
    booking.slot.mode, booking.slot.campus = Mode.PHONE, None
    booking.slot.save()
    happened(Event.CONFIRMED, booking)
    assert facts(sent()["ines@exemple.fr"])["Nous vous appelons au"] == "06 12 34 56 78"
    assert facts(sent()["paule@exemple.fr"])["Nous appelons la personne au"] == "06 12 34 56 78"


def test_outcome_is_in_the_subject(booking):
    happened(Event.CONFIRMED, booking)
    subject = sent()["ines@exemple.fr"].subject.replace(NBSP, " ")
    assert subject == "Entretien réservé, lundi 30 novembre 2026 à 9 h 30 – réf. CH-7K3P-2QXW"


@pytest.fixture
def by_video(booking):
    booking.slot.mode, booking.slot.link = Mode.VIDEO, "https://visio.test/charmilles"
    booking.slot.campus = None
    booking.slot.save()
    return booking


@pytest.mark.parametrize("mode", [Mode.VIDEO, Mode.PHONE])
def test_hour_of_an_interview_from_afar_is_said_to_be_of_paris(by_video, mode):
    by_video.slot.mode = mode
    by_video.slot.save()
    happened(Event.CONFIRMED, by_video)
    for mail in sent().values():
        assert facts(mail)["Quand"].endswith("à 9 h 30 (heure de Paris)")


def test_interviewer_reads_the_number_to_call(booking):
    booking.slot.mode, booking.slot.campus = Mode.PHONE, None
    booking.slot.save()
    happened(Event.CONFIRMED, booking)
    lines = facts(sent()["ada@tilleuls.test"])
    assert (lines["À appeler au"], lines["Durée"]) == ("06 12 34 56 78", "30 min")


def test_interviewer_has_the_link_of_the_video(by_video):
    happened(Event.CONFIRMED, by_video)
    assert facts(sent()["ada@tilleuls.test"])["Lien de la visio"] == by_video.slot.link


@pytest.mark.parametrize("way", ["cancelled", "by the centre", "file closed", "day closed"])
def test_nothing_leads_to_a_cancelled_interview(way, by_video):
    WAYS[way](booking=by_video)
    written = [mail.message + mail.html_message for mail in sent().values()]
    files = [Path(kept.file.path).read_bytes() for kept in Attachment.objects.all()]
    files = [file if b"BEGIN" in file else base64.b64decode(file) for file in files]
    assert len(written) == 3
    assert all(b"STATUS:CANCELLED" in file for file in files)
    assert not any("visio.test" in text for text in written)
    assert not any(b"visio.test" in file for file in files)


@pytest.mark.parametrize("way", ["cancelled", "by the centre", "day closed", "missed"])
def test_who_has_no_more_interview_chooses_another_at_once(way, booking):
    WAYS[way](booking=booking)
    path = reverse("enrolment:interview", args=["CH-7K3P-2QXW"])
    assert [url.endswith(path) for url in buttons(sent()["ines@exemple.fr"])] == [True]


def test_a_held_slot_is_booked_at_once(wish):
    WAYS["held"](wish=wish)
    (mail,) = Email.objects.all()
    path = reverse("enrolment:interview_check", args=[wish.application.reference])
    (url,) = buttons(mail)
    assert url.endswith(f"{path}?creneau={wish.slot_id}")


def test_move_says_what_it_replaces(booking, before):
    happened(Event.MOVED, booking, slot=before)
    lines = facts(sent()["ines@exemple.fr"])
    assert lines["C’était"] == "jeudi 26 novembre 2026 à 9 h 30"
    assert lines["Quand"] == "lundi 30 novembre 2026 à 9 h 30"


def test_move_to_somebody_else_is_told_to_both(booking, before):
    before.interviewer = people.interviewer(email="max@tilleuls.test")
    before.save()
    happened(Event.MOVED, booking, slot=before)
    mails = sent()
    assert mails["max@tilleuls.test"].subject.startswith("Entretien annulé, jeudi 26")
    assert mails["ada@tilleuls.test"].subject.startswith("Entretien réservé, lundi 30")


def test_cancellation_by_the_centre_says_why(booking):
    WAYS["by the centre"](booking)
    mails = sent()
    assert facts(mails["ines@exemple.fr"])["Motif"] == "Ada Vidal est absente."
    assert "absente" not in mails["paule@exemple.fr"].message


def test_cancellation_of_a_closed_application_proposes_no_other_slot(booking):
    WAYS["file closed"](booking)
    assert "votre candidature est close" in sent()["ines@exemple.fr"].message


def test_missed_interview_is_told_to_the_candidate_only(booking):
    happened(Event.MISSED, booking)
    assert list(sent()) == ["ines@exemple.fr"]


def test_mail_of_a_held_slot_expires_with_the_hold(wish):
    WAYS["held"](wish=wish)
    (mail,) = Email.objects.all()
    assert mail.expires_at == wish.held_until
    assert facts(mail)["Gardé pour vous jusqu’au"] == "23 novembre 2026 à 21 h 30"


def test_copies_do_not_link_to_the_application(booking):
    happened(Event.CONFIRMED, booking)
    assert "/dossier/" not in sent()["paule@exemple.fr"].message


def test_what_a_candidate_typed_stays_a_value(booking):
    booking.application.first_name = "{% now 'Y' %}\nBcc: a@evil.test www.evil.test"
    booking.application.save()
    happened(Event.CONFIRMED, booking)
    for mail in sent().values():
        assert not re.search(r"^Bcc|\w[.:/@]+evil|evil\.\w", mail.message, re.MULTILINE)


# Reminders


def reminders():
    """Returns {name: mail} for the reminders not sent yet."""
    waiting = Message.objects.filter(name__in=interviews.REMINDERS).select_related("email")
    return {message.name.rpartition("_")[2]: message.email for message in waiting}


def test_reminders_are_scheduled(booking):
    happened(Event.CONFIRMED, booking)
    starts = booking.slot.starts
    assert {name: (m.scheduled_time, m.expires_at) for name, m in reminders().items()} == {
        "48h": (starts - timedelta(hours=48), starts),
        "3h": (starts - timedelta(hours=3), starts),
    }


@pytest.mark.parametrize(
    ("hours", "names"), [(49, ["3h", "48h"]), (48, ["3h"]), (4, ["3h"]), (3, []), (1, [])]
)
def test_reminder_whose_time_has_passed_is_not_written(booking, hours, names):
    booking.booked_at = booking.slot.starts - timedelta(hours=hours)
    booking.save()
    happened(Event.CONFIRMED, booking)
    assert sorted(reminders()) == names


def test_first_reminder_has_one_link_for_each_answer(booking, settings):
    happened(Event.CONFIRMED, booking)
    token = link.make(booking)
    links = re.findall(r'href="([^"]*)"', reminders()["48h"].html_message)
    steps = ("confirm", "how", "cancel")
    paths = [reverse(f"enrolment:interview_link_{step}", args=[token]) for step in steps]
    assert links == [settings.SITE_URL + path for path in paths]


def test_last_reminder_only_links_to_the_confirmation(booking):
    """Three hours before, a candidate can no longer move or cancel online."""
    happened(Event.CONFIRMED, booking)
    links = re.findall(r'href="([^"]*)"', reminders()["3h"].html_message)
    assert [link.rsplit("/", 2)[1] for link in links] == ["confirmer"]


def test_move_renews_the_reminders(booking, before):
    happened(Event.CONFIRMED, booking)
    old = {mail.pk for mail in reminders().values()}
    booking.slot.starts += timedelta(days=2)
    booking.slot.ends += timedelta(days=2)
    booking.slot.save()
    happened(Event.MOVED, booking, slot=before)
    new = reminders()
    assert new["48h"].scheduled_time == booking.slot.starts - timedelta(hours=48)
    assert not Email.objects.filter(pk__in=old).exists()


@pytest.mark.parametrize("way", ["cancelled", "by the centre", "day closed", "missed"])
def test_reminders_of_no_interview_are_removed(way, booking):
    happened(Event.CONFIRMED, booking)
    WAYS[way](booking=booking)
    assert reminders() == {}
    assert not Email.objects.exclude(scheduled_time=None).exists()


def test_reminder_already_sent_stays_in_the_application(booking):
    happened(Event.CONFIRMED, booking)
    Email.objects.filter(pk=reminders()["48h"].pk).update(status=STATUS.sent)
    WAYS["cancelled"](booking)
    assert list(reminders()) == ["48h"]


@pytest.fixture
def sent_before(booking, settings):
    """sent_before(delay) sends mails so long before the interview; counts the reminders sent."""
    server = {"BACKENDS": {"default": "django.core.mail.backends.locmem.EmailBackend"}}
    settings.POST_OFFICE = settings.POST_OFFICE | server

    def send(delay):
        with time_machine.travel(booking.slot.starts - delay):
            send_queued()
        return len(
            [m for m in delivered.outbox if m.subject.startswith(("Rappel", "C’est bientôt"))]
        )

    return send


def test_reminders_are_sent_at_their_time(booking, sent_before):
    happened(Event.CONFIRMED, booking)
    left = [sent_before(timedelta(hours=hours)) for hours in (49, 47, 4, 2)]
    assert left == [0, 1, 1, 2]


def test_reminder_of_a_cancelled_interview_is_not_sent(booking, sent_before):
    happened(Event.CONFIRMED, booking)
    WAYS["cancelled"](booking)
    assert [sent_before(timedelta(hours=hours)) for hours in (47, 2)] == [0, 0]


def test_reminder_is_not_sent_once_the_interview_has_begun(booking, sent_before):
    happened(Event.CONFIRMED, booking)
    assert sent_before(-timedelta(minutes=1)) == 0
