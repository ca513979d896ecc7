"""Housekeeping: every duty runs once, and a dry run changes nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from charmilles import throttle
from charmilles.management.commands.send_mails import attempt
from charmilles.models import Counter
from enrolment import housekeeping, sign_in
from enrolment.models import AccessToken, Device, Opening
from enrolment.privacy import access_log
from tests.support import enrolment_factories as factories

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


def broken(now, dry_run):
    raise ValueError("ines@exemple.fr")


def run(duties, *, dry_run=False):
    return list(housekeeping.run(duties, now=NOW, dry_run=dry_run))


def test_one_failure_does_not_stop_the_others(caplog):
    assert run([("a", broken), ("b", lambda now, dry_run: 2)]) == [("a", None), ("b", 2)]
    assert "Entretien, « a » : échec (ValueError)." in caplog.text
    assert "ines@" not in caplog.text


def test_duties_know_the_time_and_whether_to_act():
    seen = []
    duty = ("a", lambda *args: seen.append(args) or 0)
    run([duty]), run([duty], dry_run=True)
    assert seen == [(NOW, False), (NOW, True)]


def _old_access(now):
    sign_in.ask("ines@exemple.fr", browser="b", destination="", now=now)
    sign_in.remember("ines@exemple.fr", now=now - timedelta(days=60))


def rows():
    return [model.objects.count() for model in (AccessToken, Device, Counter)]


def test_old_accesses_and_counters_are_deleted_once():
    _old_access(NOW - timedelta(days=2))
    duties = [("a", sign_in.forget_old), ("b", throttle.forget_old)]
    assert sum(count for _, count in run(duties, dry_run=True)) == 3
    assert rows() == [1, 1, 1]
    assert sum(count for _, count in run(duties)) == 3
    assert rows() == [0, 0, 0]
    assert sum(count for _, count in run(duties)) == 0


def test_command_prints_a_line_for_each_duty(capsys):
    call_command("housekeeping", dry_run=True)
    first, *lines = capsys.readouterr().out.splitlines()
    assert first == "À blanc : rien n’est changé, aucun courriel n’est écrit."
    assert lines == [f"{label} : 0" for label, _ in housekeeping.DUTIES]


def test_command_says_that_a_duty_failed(monkeypatch, capsys):
    monkeypatch.setattr(housekeeping, "DUTIES", [("a", broken)])
    with pytest.raises(CommandError, match="1 tâche"):
        call_command("housekeeping")
    assert capsys.readouterr().out == "a : échec\n"


def test_mails_are_sent_when_housekeeping_fails(monkeypatch, caplog):
    monkeypatch.setattr(housekeeping, "DUTIES", [("a", broken)])
    attempt("housekeeping")
    assert "« housekeeping » n'a pas tout fait (CommandError)." in caplog.text


def test_opening_is_logged():
    application, by = factories.application(), factories.staff()
    access_log.note_opening(application, "Dossier", now=NOW, by=by)
    access_log.note_opening(application, "Document : " + "a" * 200, now=NOW)
    logged = Opening.objects.order_by("pk").values_list("what", "at", "by")
    assert list(logged) == [("Dossier", NOW, by.pk), ("Document : " + "a" * 149, NOW, None)]
