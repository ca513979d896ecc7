"""Which backups are kept, and who is on the list of those erased (R5: proofs/test_backup.py)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from charmilles import backups, erased, sealing
from charmilles.environment import public_key

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


def test_backups_sealed_or_not_are_counted(folder):
    folder.mkdir()
    (folder / "charmilles-20261127T050000Z.tar").touch()
    (folder / "charmilles-20261128T050000Z.tar.age").touch()
    (folder / "charmilles-20261129T050000Z.tar.part").touch()
    assert backups.last_taken() == datetime(2026, 11, 28, 5, tzinfo=UTC)


def test_backup_is_late_after_two_days(folder):
    assert backups.is_late(NOON)
    folder.mkdir()
    (folder / f"charmilles-{NOON:{backups.STAMP}}Z.tar").touch()
    assert not backups.is_late(NOON + timedelta(days=2))
    assert backups.is_late(NOON + timedelta(days=2, seconds=1))


def test_key_file_is_for_its_owner_and_never_written_over(tmp_path):
    public = sealing.new_key(tmp_path / "key.txt")
    assert public.startswith("age1")
    assert (tmp_path / "key.txt").stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        sealing.new_key(tmp_path / "key.txt")


def test_disk_that_fills_while_sealing_is_said(tmp_path):
    key = sealing.new_key(tmp_path / "key.txt")
    with (
        pytest.raises(OSError, match="No space left"),
        open("/dev/full", "wb", buffering=0) as full,
        sealing.sealed(full, key) as outlet,
    ):
        outlet.write(bytes(1_000_000))


def test_setting_that_is_no_public_key_stops_the_start():
    with pytest.raises(ImproperlyConfigured, match="--new-key"):
        public_key("age1presque")


# Who was erased


def note(reference, at, cause="asked"):
    erased.note(reference, cause=cause, now=at)


def references(moment, **options):
    return [one.reference for one in erased.since(moment, **options)]


def test_site_erased_before_a_backup_is_not_erased_again():
    note("CH-AAAA-AAAA", NOON)
    note("CH-BBBB-BBBB", NOON + timedelta(hours=2))
    assert references(NOON + timedelta(hours=1)) == ["CH-BBBB-BBBB"]


def test_list_says_when_and_why():
    note("CH-AAAA-AAAA", NOON, "expired")
    assert erased.since(NOON) == [(NOON, "CH-AAAA-AAAA", "expired")]


def test_list_beside_the_archive_is_read_too(settings, folder, tmp_path):
    note("CH-AAAA-AAAA", NOON)
    settings.BACKUP_DIR = tmp_path / "elsewhere"
    note("CH-BBBB-BBBB", NOON)
    assert references(NOON, beside=folder) == ["CH-AAAA-AAAA", "CH-BBBB-BBBB"]


def test_first_lists_did_not_say_why(folder):
    folder.mkdir()
    (folder / "erased.txt").write_text(f"{NOON.isoformat()} CH-AAAA-AAAA\n")
    assert erased.since(NOON) == [(NOON, "CH-AAAA-AAAA", "asked")]


def test_list_of_the_erased_is_for_the_site_alone(folder):
    note("CH-AAAA-AAAA", NOON)
    assert (folder / "erased.txt").stat().st_mode & 0o777 == 0o600
    erased.forget(NOON + timedelta(days=1))
    assert (folder / "erased.txt").stat().st_mode & 0o777 == 0o600


def test_nobody_erased_is_no_error():
    assert references(NOON) == []
    assert erased.forget(NOON) == 0


def test_list_forgets_those_whom_no_backup_can_hold():
    note("CH-AAAA-AAAA", NOON)
    note("CH-BBBB-BBBB", NOON + timedelta(hours=1))
    assert erased.forget(NOON + timedelta(minutes=1)) == 1
    assert references(NOON) == ["CH-BBBB-BBBB"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("age", "kept"), [(400, 1), (401, 0)])
def test_taking_a_backup_thins_the_list(settings, tmp_path, age, kept):
    settings.DATA_DIR = settings.MEDIA_ROOT = tmp_path
    note("CH-AAAA-AAAA", NOON - timedelta(days=age))
    backups.take(now=NOON, say=lambda words: None)
    assert len(references(NOON - timedelta(days=age))) == kept


@pytest.mark.django_db(transaction=True)
def test_old_backup_keeps_its_part_of_the_list(settings, folder, tmp_path):
    settings.DATA_DIR = settings.MEDIA_ROOT = tmp_path
    note("CH-AAAA-AAAA", NOON - timedelta(days=600))
    old = NOON - timedelta(days=601)
    (folder / f"charmilles-{old:{backups.STAMP}}Z.tar").touch()
    backups.take(now=NOON, say=lambda words: None)
    assert references(old) == ["CH-AAAA-AAAA"]
