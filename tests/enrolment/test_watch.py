"""The mail of each morning: five lines that say that all is well, or what is not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from post_office.models import STATUS, Email

from enrolment import watch
from enrolment.models import Erasure, Status
from enrolment.uploads import antivirus
from tests.support import catalogue_factories as factories
from tests.support import enrolment_factories as people

NOW = datetime(2026, 11, 28, 6, 30, tzinfo=UTC)  # half past seven in Paris
QUERIES = 8
HOUR = timedelta(hours=1)
TO = "informatique@exemple.test"
WELL = watch.Vitals(
    mails_waiting={"all": 0},
    mails_failed=0,
    oldest_mail=None,
    last_backup=NOW - HOUR,
    erasures_due=3,
    erased={},
    papers={},
    places=4,
    to_book=2,
    scans=True,
    free=0.42,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _site(settings, tmp_path):
    settings.WATCHER_EMAIL, settings.BACKUP_DIR = TO, tmp_path
    settings.SITE_URL = "https://formations.exemple.fr"


def written(state):
    letter = watch.letter(state, now=NOW)
    *lines, empty, site = letter["message"].replace("\u202f", " ").replace("\xa0", " ").splitlines()
    assert (len(lines), empty) == (5, "")
    assert site.startswith("https://formations.exemple.fr/")
    return letter["subject"].replace("\u202f", " ").replace("\xa0", " "), lines


def test_letter_says_in_five_lines_that_all_is_well():
    subject, lines = written(WELL)
    assert subject == "formations.exemple.fr : tout va bien"
    assert lines == [
        "Bien : Courriels : aucun n’attend depuis longtemps ; 0 abandonné.",
        "Bien : Sauvegarde : la dernière est du 28 novembre 2026 à 6 h 30.",
        "Bien : Effacements : 3 dossiers d’ici à 2 jours, leur durée étant écoulée.",
        "Bien : Entretiens : 4 places à réserver pour 2 candidats à recevoir.",
        "Bien : Fichiers : l’antivirus répond ; 42 % du disque est libre.",
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"mails_waiting": {"all": 12}, "oldest_mail": NOW - HOUR},
            "Courriels : 12 courriels à envoyer, dont un depuis le 28 novembre 2026 à 6 h 30 ; "
            "0 abandonné.",
        ),
        ({"mails_failed": 2}, "Courriels : aucun n’attend depuis longtemps ; 2 abandonnés."),
        ({"last_backup": None}, "Sauvegarde : aucune n’a été faite (manage.py backup)."),
        (
            {"last_backup": NOW - 26 * HOUR},
            "Sauvegarde : la dernière est du 27 novembre 2026 à 5 h 30.",
        ),
        (
            {"erasures_due": 20},
            "Effacements : 20 dossiers d’ici à 2 jours, leur durée étant écoulée.",
        ),
        ({"to_book": 5}, "Entretiens : 4 places à réserver pour 5 candidats à recevoir."),
        (
            {"scans": False},
            "Fichiers : l’antivirus ne répond pas : aucun fichier n’est accepté ; 42 % du disque "
            "est libre.",
        ),
        ({"free": 0.09}, "Fichiers : l’antivirus répond ; 9 % du disque est libre."),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_letter_says_what_is_not_well(change, said):
    subject, lines = written(replace(WELL, **change))
    assert subject == "formations.exemple.fr : 1 point à voir"
    assert [line for line in lines if not line.startswith("Bien")] == [f"À VOIR : {said}"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"oldest_mail": NOW - HOUR + timedelta(minutes=1)}, "aucun n’attend"),
        ({"last_backup": NOW - 25 * HOUR}, "la dernière"),
        ({"erasures_due": 0}, "aucun dossier"),
        ({"scans": None}, "sans antivirus"),
    ],
)
def test_letter_is_not_alarmed_for_nothing(change, said):
    subject, lines = written(replace(WELL, **change))
    assert "tout va bien" in subject
    assert said in "".join(lines)


# Once a day


def test_mail_is_written_once_a_day():
    assert [watch.tell(NOW, False), watch.tell(NOW + HOUR, False)] == [1, 0]
    assert watch.tell(NOW + 24 * HOUR, False) == 1
    assert [mail.to for mail in Email.objects.all()] == [[TO], [TO]]


def test_mail_waits_for_its_hour():
    assert watch.tell(NOW - HOUR, False) == 0


def test_mail_is_not_written_without_an_address(settings):
    settings.WATCHER_EMAIL = ""
    assert watch.tell(NOW, False) == 0


def test_dry_run_writes_nothing_and_takes_nothing():
    assert [watch.tell(NOW, True), watch.tell(NOW, True), watch.tell(NOW, False)] == [1, 1, 1]
    assert Email.objects.count() == 1


def test_mail_that_could_not_be_written_is_written_by_the_next_run(monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(watch, "read", lambda now: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            watch.tell(NOW, False)
    assert watch.tell(NOW, False) == 1


# What is read


def mail(created, **fields):
    email = Email.objects.create(to=TO, from_email=TO, **{"status": STATUS.queued, **fields})
    Email.objects.filter(pk=email.pk).update(created=created)


def test_mails_that_should_have_left_are_counted_by_age():
    mail(NOW - timedelta(minutes=1))
    mail(NOW - 2 * HOUR, status=STATUS.requeued)
    mail(NOW - 48 * HOUR, scheduled_time=NOW + HOUR)  # a reminder, whose hour has not come
    mail(NOW - 48 * HOUR, expires_at=NOW - HOUR)
    mail(NOW - 48 * HOUR, status=STATUS.sent)
    mail(NOW - 48 * HOUR, status=STATUS.failed)
    read = watch.read(NOW)
    assert read.mails_waiting == {"all": 2, "5m": 1, "1h": 1, "1d": 0}
    assert (read.oldest_mail, read.mails_failed) == (NOW - 2 * HOUR, 1)


def test_erasures_are_announced_two_days_before():
    year = timedelta(days=365)
    for late in (-1, 1, 3):  # already due, within two days, later
        since = NOW - year + timedelta(days=late)
        people.application(status=Status.DECLINED, since=since)
    assert watch.read(NOW).erasures_due == 2


def test_erased_applications_are_counted_by_cause():
    for cause in ("asked", "expired", "expired"):
        Erasure.objects.create(status="declined", cause=cause, on=NOW.date())
    assert watch.read(NOW).erased == {"asked": 1, "expired": 2}


def test_places_left_are_those_that_can_be_booked():
    programme, later = factories.programme(), NOW + timedelta(days=7)
    people.slot(programme=programme, starts=later, capacity=3)
    people.slot(programme=programme, starts=later, capacity=5, is_open=False)
    people.slot(programme=programme, starts=NOW - HOUR)
    people.application(status=Status.TO_BOOK)
    read = watch.read(NOW)
    assert (read.places, read.to_book) == (3, 1)


@pytest.mark.parametrize(("answer", "scans"), [("", True), ("Eicar", False)])
def test_antivirus_is_asked_about_a_file(settings, monkeypatch, answer, scans):
    settings.ANTIVIRUS = "unix"
    monkeypatch.setattr(antivirus, "scan", lambda data: answer)
    assert watch.read(NOW).scans is scans


def test_antivirus_that_does_not_answer_is_said(settings, tmp_path):
    settings.ANTIVIRUS = str(tmp_path / "absent")
    assert watch.read(NOW).scans is False
    settings.ANTIVIRUS = None
    assert watch.read(NOW).scans is None


def test_queries_do_not_depend_on_how_many(django_assert_num_queries):
    with django_assert_num_queries(QUERIES):
        watch.read(NOW)
    for _ in range(3):
        people.application(status=Status.TO_BOOK)
        mail(NOW)
    with django_assert_num_queries(QUERIES):
        watch.read(NOW)
