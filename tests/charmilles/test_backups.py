"""Which backups are kept, and who is on the list of those erased (R5: proofs/test_backup.py)."""

from datetime import UTC, datetime, timedelta

import pytest

from charmilles import backups

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.BACKUP_DIR = tmp_path / "backups"
    return settings.BACKUP_DIR


def every(step, number):
    return [NOON - step * rank for rank in range(number)]


def test_last_seven_days_are_kept():
    kept = backups.to_keep(every(timedelta(hours=6), 40))
    assert len({moment.date() for moment in kept if moment > NOON - timedelta(days=7)}) == 7


def test_two_years_of_days_leave_days_weeks_and_months():
    kept = backups.to_keep(every(timedelta(days=1), 730))
    assert 20 <= len(kept) <= 7 + 5 + 12
    assert min(kept).strftime("%Y-%m") == "2025-12"


def test_last_backup_is_kept_whatever_its_age():
    old = NOON - timedelta(days=2_000)
    assert backups.to_keep([old]) == {old}


def test_site_erased_before_a_backup_is_not_erased_again():
    backups.note_erased("CH-AAAA-AAAA", now=NOON)
    backups.note_erased("CH-BBBB-BBBB", now=NOON + timedelta(hours=2))
    assert backups.erased_since(NOON + timedelta(hours=1)) == ["CH-BBBB-BBBB"]


def test_list_of_the_erased_is_for_the_site_alone(folder):
    backups.note_erased("CH-AAAA-AAAA", now=NOON)
    assert (folder / "erased.txt").stat().st_mode & 0o777 == 0o600


def test_nobody_erased_is_no_error():
    assert backups.erased_since(NOON) == []
