"""R5: a backup taken while people apply comes back whole, without those erased since."""

import shutil
import tarfile
import time

import pytest

KEEPING = "tests.proofs.keeping:"


@pytest.fixture(scope="module")
def site(furnish):
    return furnish(fill=f"{KEEPING}fill")


@pytest.fixture(scope="module")
def elsewhere(furnish):
    return furnish(fill=f"{KEEPING}nothing")


def applications(place):
    return place.run(f"{KEEPING}facts")["applications"]


def restored(site, archive, elsewhere, *, overwrite=True):
    """Restores the archive elsewhere, with the list of those erased; returns what is refused."""
    erased = site.folder / "backups" / "erased.txt"
    if erased.exists():
        (elsewhere.folder / "backups").mkdir(exist_ok=True)
        shutil.copy(erased, elsewhere.folder / "backups")
    return elsewhere.run(f"{KEEPING}restore", archive, overwrite)


def test_backup_under_writes_comes_back_whole(site, elsewhere, long):
    before, wanted = applications(site), 500 if long else 5
    writers = [site.start("-m", "tests.proofs.keeping") for _ in range(2)]
    while applications(site) < before + wanted:
        assert all(writer.process.poll() is None for writer in writers), site.log.read_text()
        time.sleep(0.1)
    archive = site.run(f"{KEEPING}back_up")
    for writer in writers:
        writer.kill()
    assert restored(site, archive, elsewhere) is None
    facts = elsewhere.run(f"{KEEPING}facts")
    assert facts["applications"] >= before + wanted
    assert facts["files"] == facts["sums"]
    assert len(facts["files"]) == facts["applications"]


def test_erased_since_the_backup_stays_erased(site, elsewhere):
    reference = site.run(f"{KEEPING}send_one")
    archive = site.run(f"{KEEPING}back_up")
    site.run(f"{KEEPING}erase", reference)
    assert restored(site, archive, elsewhere) is None
    assert reference not in elsewhere.run(f"{KEEPING}references")


def test_control_without_the_list_the_erased_come_back(site, elsewhere):
    reference = site.run(f"{KEEPING}send_one")
    archive = site.run(f"{KEEPING}back_up")
    site.run(f"{KEEPING}erase", reference)
    (site.folder / "backups" / "erased.txt").unlink()
    assert restored(site, archive, elsewhere) is None
    assert reference in elsewhere.run(f"{KEEPING}references")


def test_site_that_has_something_is_not_replaced_unless_told(site):
    archive = site.run(f"{KEEPING}back_up")
    before = site.run(f"{KEEPING}facts")
    assert "déjà quelque chose" in site.run(f"{KEEPING}restore", archive, False)
    assert site.run(f"{KEEPING}facts") == before


def test_damaged_archive_changes_nothing(site):
    archive = site.run(f"{KEEPING}back_up")
    before = site.run(f"{KEEPING}facts")
    with tarfile.open(archive) as tar:
        place = next(member.offset_data for member in tar if member.name.startswith("private/"))
    with open(archive, "r+b") as file:
        file.seek(place)
        file.write(b"\xff" * 64)
    assert "abîmés" in site.run(f"{KEEPING}restore", archive, True)
    assert site.run(f"{KEEPING}facts") == before
