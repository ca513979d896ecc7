"""What is written about an interview: to whom, saying what, from their side of the table."""

import re
from datetime import date, timedelta

import pytest
from post_office.models import Email

from charmilles import typography
from charmilles.typography import NBSP
from enrolment import interview_mail
from enrolment.models import Booking, Message, Mode, Status, Wish
from tests import factories
from tests.enrolment import factories as people
from tests.enrolment.factories import NOW
from tests.enrolment.test_mail import Lines

pytestmark = pytest.mark.django_db
BY = Booking.By


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
    """Where the interview was."""
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
    """{address: mail}, of what waits in the queue to be handed over at once."""
    return {mail.to[0]: mail for mail in Email.objects.filter(scheduled_time=None)}


def facts(mail):
    lines = mail.message.replace(NBSP, " ").split("\n\n")[2].splitlines()
    return dict(line.split(" : ", 1) for line in lines)


ALL = ["ada@tilleuls.test", "ines@exemple.fr", "paule@exemple.fr"]
WAYS = {
    "confirmed": lambda booking, **_: interview_mail.confirmed(booking),
    "moved": lambda booking, before, **_: interview_mail.moved(booking, before),
    "cancelled": lambda booking, **_: interview_mail.cancelled(booking, by=BY.CANDIDATE),
    "by the centre": lambda booking, **_: interview_mail.cancelled(
        booking, by=BY.CENTRE, reason="Ada Vidal est absente."
    ),
    "day closed": lambda booking, **_: interview_mail.day_closed(booking, "Grève."),
    "missed": lambda booking, **_: interview_mail.missed(booking),
    "held": lambda wish, **_: interview_mail.slot_held(wish),
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


def test_every_mail_is_noted_in_the_file(every_mail):
    assert Message.objects.count() == len(every_mail)


@pytest.mark.parametrize("way", ["confirmed", "moved", "cancelled", "by the centre", "day closed"])
def test_the_three_are_told(way, booking, before):
    WAYS[way](booking=booking, before=before)
    assert sorted(sent()) == ALL


def test_representatives_of_an_adult_are_not_told(booking):
    booking.application.birth_date = date(2000, 3, 27)
    interview_mail.confirmed(booking)
    assert sorted(sent()) == ALL[:2]


def test_confirmation_says_when_how_where_and_with_whom(booking):
    interview_mail.confirmed(booking)
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


def test_video_confirmation_gives_the_link(booking):
    booking.slot.mode, booking.slot.link = Mode.VIDEO, "https://visio.test/charmilles"
    interview_mail.confirmed(booking)
    found = facts(sent()["ines@exemple.fr"])
    assert found["Lien de la visio"] == "https://visio.test/charmilles"
    assert "Où" not in found


def test_phone_confirmation_says_which_number_is_called(booking):
    booking.slot.mode = Mode.PHONE
    interview_mail.confirmed(booking)
    assert facts(sent()["ines@exemple.fr"])["Nous vous appelons au"] == "06 12 34 56 78"


def test_outcome_is_in_the_subject(booking):
    interview_mail.confirmed(booking)
    subject = sent()["ines@exemple.fr"].subject.replace(NBSP, " ")
    assert subject == "Entretien réservé, lundi 30 novembre 2026 à 9 h 30 – réf. CH-7K3P-2QXW"


def test_move_says_what_it_replaces(booking, before):
    interview_mail.moved(booking, before)
    found = facts(sent()["ines@exemple.fr"])
    assert found["C’était"] == "jeudi 26 novembre 2026 à 9 h 30"
    assert found["Quand"] == "lundi 30 novembre 2026 à 9 h 30"


def test_move_to_somebody_else_is_told_to_both(booking, before):
    before.interviewer = people.interviewer(email="max@tilleuls.test")
    interview_mail.moved(booking, before)
    mails = sent()
    assert mails["max@tilleuls.test"].subject.startswith("Entretien annulé, jeudi 26")
    assert mails["ada@tilleuls.test"].subject.startswith("Entretien réservé, lundi 30")


def test_cancellation_by_the_centre_says_why(booking):
    interview_mail.cancelled(booking, by=BY.CENTRE, reason="Ada Vidal est absente.")
    mails = sent()
    assert facts(mails["ines@exemple.fr"])["Motif"] == "Ada Vidal est absente."
    assert "absente" not in mails["paule@exemple.fr"].message


def test_cancellation_of_a_closed_file_proposes_no_other_slot(booking):
    booking.application.status = Status.WITHDRAWN
    interview_mail.cancelled(booking, by=BY.CANDIDATE)
    assert "votre candidature est close" in sent()["ines@exemple.fr"].message


def test_missed_interview_is_told_to_the_candidate_alone(booking):
    interview_mail.missed(booking)
    assert list(sent()) == ["ines@exemple.fr"]


def test_held_slot_is_not_proposed_once_it_is_not_held(wish):
    interview_mail.slot_held(wish)
    (mail,) = Email.objects.all()
    assert mail.expires_at == wish.held_until
    assert facts(mail)["Gardé pour vous jusqu’au"] == "23 novembre 2026 à 21 h 30"


def test_copies_give_no_way_into_the_file(booking):
    interview_mail.confirmed(booking)
    assert "/dossier/" not in sent()["paule@exemple.fr"].message


def test_what_a_candidate_typed_stays_a_value(booking):
    booking.application.first_name = "{% now 'Y' %}\nBcc: a@evil.test www.evil.test"
    interview_mail.confirmed(booking)
    for mail in sent().values():
        assert not re.search(r"^Bcc|\w[.:/@]+evil|evil\.\w", mail.message, re.MULTILINE)
