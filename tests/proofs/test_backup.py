"""R5: a backup taken while people apply comes back whole, without those erased since."""

import io
import json
import tarfile
import time
from pathlib import Path

import pytest

from charmilles import archives, sealing

KEEPING = "tests.proofs.keeping:"


@pytest.fixture(scope="module")
def site(furnish):
    return furnish(fill=f"{KEEPING}fill")


@pytest.fixture(scope="module")
def elsewhere(furnish):
    return furnish(fill=f"{KEEPING}nothing")


@pytest.fixture(scope="module")
def nowhere(furnish):
    """An empty folder and a database without a table."""
    place = furnish(fill=f"{KEEPING}nothing")
    place.run(f"{KEEPING}empty")
    return place


def applications(place):
    return place.run(f"{KEEPING}facts")["applications"]


def restored(site, archive, elsewhere):
    """Restores the archive elsewhere, in the place of what is there; returns what is refused."""
    return elsewhere.run(f"{KEEPING}restore", archive, True)


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


def test_erased_again_counts_as_it_did(site, elsewhere):
    reference = site.run(f"{KEEPING}send_one")
    archive = site.run(f"{KEEPING}back_up")
    site.run(f"{KEEPING}erase", reference, "expired")
    (counted, *_) = site.run(f"{KEEPING}erasures")
    assert restored(site, archive, elsewhere) is None
    assert counted == elsewhere.run(f"{KEEPING}erasures")[0]
    assert counted[0] == "expired"


def test_control_without_the_list_the_erased_come_back(site, elsewhere):
    reference = site.run(f"{KEEPING}send_one")
    archive = site.run(f"{KEEPING}back_up")
    site.run(f"{KEEPING}erase", reference)
    for place in (site, elsewhere):
        (place.folder / "backups" / "erased.txt").unlink(missing_ok=True)
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


@pytest.fixture(scope="module")
def sealed(furnish, tmp_path_factory):
    """A site whose archives are sealed, and the file of the key that opens them."""
    identity = tmp_path_factory.mktemp("key") / "key.txt"
    return furnish(fill=f"{KEEPING}fill", BACKUP_KEY=sealing.new_key(identity)), identity


def test_sealed_archive_tells_nothing_and_comes_back_whole(sealed, furnish):
    (site, identity), empty = sealed, furnish(fill=f"{KEEPING}nothing")
    reference, *_ = site.run(f"{KEEPING}references")
    archive = site.run(f"{KEEPING}back_up")
    content = Path(archive).read_bytes()
    assert content.startswith(sealing.HEAD)
    assert reference.encode() not in content
    assert "chiffrée" in empty.run(f"{KEEPING}restore", archive, True)
    assert empty.run(f"{KEEPING}restore", archive, True, str(identity)) is None
    assert empty.run(f"{KEEPING}facts") == site.run(f"{KEEPING}facts")


def test_sealed_archive_refuses_another_key_and_a_changed_byte(sealed, tmp_path):
    site, identity = sealed
    archive, other = site.run(f"{KEEPING}back_up"), tmp_path / "other.txt"
    sealing.new_key(other)
    before = site.run(f"{KEEPING}facts")
    assert "n’ouvre pas" in site.run(f"{KEEPING}restore", archive, True, str(other))
    with open(archive, "r+b") as file:
        file.seek(-200, 2)
        file.write(b"\xff")
    assert "n’ouvre pas" in site.run(f"{KEEPING}restore", archive, True, str(identity))
    assert site.run(f"{KEEPING}facts") == before


def test_restoring_in_an_empty_place_is_noted_as_practice(site, nowhere):
    archive = site.run(f"{KEEPING}back_up")
    assert site.run(f"{KEEPING}last_practice") == ""
    assert restored(site, archive, site) is None
    assert site.run(f"{KEEPING}last_practice") == ""
    assert nowhere.run(f"{KEEPING}restore", archive, False) is None
    assert site.run(f"{KEEPING}last_practice") > "2026"
    assert nowhere.run(f"{KEEPING}facts") == site.run(f"{KEEPING}facts")


def test_backup_of_a_later_release_is_refused(site):
    archive = Path(site.run(f"{KEEPING}back_up"))
    before = site.run(f"{KEEPING}facts")
    later = archive.with_name("later.tar")
    with tarfile.open(archive) as old, tarfile.open(later, "w") as new:
        for member in old:
            content = old.extractfile(member).read()
            if member.name == archives.MANIFEST:
                manifest = json.loads(content)
                manifest["schema"].append(["enrolment", "9999_later"])
                content = json.dumps(manifest).encode()
                member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    assert "enrolment 9999_later" in site.run(f"{KEEPING}restore", str(later), True)
    assert site.run(f"{KEEPING}facts") == before
