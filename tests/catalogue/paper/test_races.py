"""Ten visitors at once, in ten processes: one rendering. And what happens without the claim."""

import os
import subprocess
import sys
from subprocess import DEVNULL, PIPE

import pytest
from django.conf import settings
from django.db import connection

VISITORS = 10
RACING = [sys.executable, "-m", "tests.support.racing"]


@pytest.fixture
def place(transactional_db, tmp_path):
    """The environment of processes that share a database: a file, or this test's own one."""
    name = connection.settings_dict["NAME"]
    urls = {
        "sqlite": f"sqlite:///{tmp_path}/race.sqlite3",
        "postgresql": f"{os.environ.get('DATABASE_URL', '').rpartition('/')[0]}/{name}",
    }
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "charmilles.settings",
        "DATABASE_URL": urls[connection.vendor],
        "DATA_DIR": str(tmp_path),
    }
    options = {"cwd": settings.BASE_DIR, "env": environment, "text": True}
    subprocess.run([*RACING, "fill"], check=True, **options)
    return options


def race(place, trace, *flags):
    """(how many drawings, what each visitor got)"""
    command = [*RACING, "ask", str(trace), *flags]
    visitors = [
        subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, **place)
        for _ in range(VISITORS)
    ]
    for visitor in visitors:
        assert visitor.stdout.readline() == "ready\n"
    for visitor in visitors:
        visitor.stdin.write("go\n")
        visitor.stdin.flush()
    answers = [visitor.communicate(timeout=60)[0] for visitor in visitors]
    return len(trace.read_text().splitlines()), answers


def test_ten_visitors_cost_one_rendering_and_get_the_same_bytes(place, tmp_path):
    drawings, answers = race(place, tmp_path / "drawings")
    assert drawings == 1
    assert len(set(answers)) == 1
    assert answers[0].startswith("1 ")


def test_without_the_claim_they_cost_several(place, tmp_path):
    """Control."""
    drawings, _ = race(place, tmp_path / "drawings", "--unclaimed")
    assert drawings > 1
