"""Erasure is not an accident: many at once, or a clock that jumps, wait for a person."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from charmilles import erased
from enrolment import housekeeping
from enrolment.models import Application, Erasure, Opening, Status, Unlisted
from enrolment.privacy import access_log, caution, erasure, retention
from tests.support import enrolment_factories as people
from tests.support.enrolment_factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PAGE = reverse("admin:enrolment_erasures")
DUTIES = [
    ("drafts", retention.purge_drafts),
    ("sent", retention.purge),
    ("openings", retention.forget_openings),
]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.BACKUP_DIR = tmp_path
    return tmp_path


def closed(count):
    """Applications closed at NOW, to be erased a year later."""
    cohort = people.cohort()
    for _ in range(count):
        people.application(
            programme=cohort.programme, status=Status.DECLINED, status_since=NOW, saved_at=NOW
        )


def run(now, *, dry_run=False):
    return sum(count for _, count in housekeeping.run(DUTIES, now=now, dry_run=dry_run))


def year_after(**more):
    return NOW + timedelta(days=365) + timedelta(**more)


def test_twenty_are_erased_and_one_more_is_held():
    closed(21)
    assert run(year_after()) == 0
    Application.objects.first().delete()
    assert run(year_after()) == 20


def test_dry_run_says_what_is_due_and_notes_nothing():
    closed(21)
    assert run(year_after(), dry_run=True) == 21
    assert caution.last_round().pk is None


def test_confirmed_erasures_are_done_once():
    closed(21)
    run(year_after())
    caution.confirm(now=year_after())
    assert run(year_after(minutes=10)) == 21
    closed(21)
    assert run(year_after(minutes=20)) == 0
    assert Erasure.objects.count() == 21


def test_confirmation_is_forgotten_after_a_day():
    closed(21)
    caution.confirm(now=year_after())
    assert run(year_after(days=1)) == 0


@pytest.mark.parametrize("jump", [timedelta(hours=49), -timedelta(hours=49), timedelta(days=900)])
def test_clock_that_jumps_erases_nothing(jump):
    closed(1)
    now = year_after()
    run(now - jump)
    Application.objects.update(status_since=NOW - DAY)
    assert run(now) == 0
    assert run(now + HOUR) == 0  # a round that was held does not become the last one


def test_two_days_without_a_round_are_no_jump():
    closed(1)
    run(year_after(hours=-48))
    assert run(year_after()) == 1


def test_clock_put_right_lets_erasures_go_on():
    closed(1)
    run(year_after(minutes=-10))
    assert run(year_after(days=90)) == 0
    assert run(year_after(minutes=10)) == 1
    assert caution.last_round().held_at is None


def test_nothing_due_after_a_long_stop_asks_nobody():
    run(NOW)
    run(NOW + 30 * DAY)
    assert caution.last_round().ran_at == NOW + 30 * DAY


def test_jump_of_the_clock_holds_the_registers_too():
    application = people.application()
    access_log.note_opening(application, "Dossier", now=NOW)
    run(NOW)
    assert run(year_after()) == 0
    assert Opening.objects.count() == 1


def test_what_comes_is_said_beforehand():
    closed(2)
    assert caution.coming(year_after(days=-7), within=7 * DAY).all == 2
    assert caution.coming(year_after(days=-8), within=7 * DAY).all == 0


def test_every_duty_that_erases_for_age_is_cautious():
    """A new one must be either held, or known here as harmless."""
    deleting = [label for label, _ in housekeeping.DUTIES if "effacé" in label or "oubli" in label]
    held = [label for label, duty in housekeeping.DUTIES if duty in housekeeping.BY_AGE]
    assert len(held) == len(housekeeping.BY_AGE)
    assert set(deleting) - set(held) == {
        "Dossiers effacés, inscrits sur la liste des restaurations",
        "Sessions du personnel périmées, oubliées",
        "Accès et appareils périmés, oubliés",
        "Compteurs de limites périmés, oubliés",
        "Fichiers reçus à moitié, effacés",
    }


# By a person


def test_command_says_what_waits_and_its_flag_confirms(capsys):
    closed(21)
    Application.objects.update(status_since=NOW - 4_000 * DAY)
    call_command("housekeeping", verbosity=0)
    assert "--erase-many" in capsys.readouterr().out
    call_command("housekeeping", "--erase-many", verbosity=0)
    assert Application.objects.count() == 0
    assert "--erase-many" not in capsys.readouterr().out


def test_staff_confirm_on_a_page_that_home_leads_to(client):
    closed(21)
    Application.objects.update(status_since=NOW - 4_000 * DAY)
    call_command("housekeeping", verbosity=0)
    client.force_login(people.staff(rights=["change"]))
    assert f'class="errornote"><a href="{PAGE}"' in client.get(reverse("admin:index")).text
    page = client.get(PAGE)
    assert "21 dossiers envoyés" in page.text
    assert "Confirmer les effacements" in page.text
    client.post(PAGE)
    assert f'class="errornote"><a href="{PAGE}"' not in client.get(reverse("admin:index")).text
    call_command("housekeeping", verbosity=0)
    assert Application.objects.count() == 0
    assert "Rien n’attend votre accord" in client.get(PAGE).text


def test_home_says_what_comes_to_those_who_decide(client):
    closed(1)
    Application.objects.update(status_since=NOW - 4_000 * DAY)
    client.force_login(people.staff(rights=["change"]))
    assert "1 dossier sera effacé" in client.get(reverse("admin:index")).text
    client.force_login(people.staff(rights=["view"]))
    assert "sera effacé" not in client.get(reverse("admin:index")).text


# The list kept for restores


def refuse(folder):
    """Makes the list impossible to write, whoever writes."""
    (folder / "erased.lock").mkdir()


def test_list_that_cannot_be_written_fails_no_erasure(folder, caplog):
    refuse(folder)
    application = people.application()
    erasure.erase(application, cause=Erasure.Cause.ASKED, now=NOW)
    assert Application.objects.count() == 0
    assert "La liste des effacés ne s’écrit pas" in caplog.text
    assert application.reference not in caplog.text


def test_erased_who_could_not_be_listed_are_later(folder):
    refuse(folder)
    reference = people.application().reference
    erasure.erase(Application.objects.get(), cause=Erasure.Cause.ASKED, now=NOW)
    (folder / "erased.lock").rmdir()
    assert erasure.list_waiting(NOW + HOUR, True) == 1
    assert erasure.list_waiting(NOW + HOUR, False) == 1
    assert erased.since(NOW) == [(NOW, reference, "asked")]
    assert not Unlisted.objects.exists()


def test_erased_again_keeps_its_day_and_cause():
    application = people.application()
    again = [erased.Erased(NOW - 3 * DAY, application.reference, "expired")]
    erasure.erase_again(erased=again)
    row = Erasure.objects.get()
    assert (row.cause, row.on) == ("expired", (NOW - 3 * DAY).date())
