"""The files of `../shared/cases`: what real people send, and what attacks are made of."""

import os
from pathlib import Path

import pytest
from django.conf import settings

FILES = settings.BASE_DIR.parent / "shared" / "cases" / "files"


def names(*patterns: str) -> list[str]:
    found = (path for pattern in patterns for path in FILES.glob(pattern))
    return sorted(str(path.relative_to(FILES)) for path in found)


def case(name: str) -> bytes:
    """Reads one of them. Without them the test is skipped, but fails in CI."""
    path: Path = FILES / name
    if path.exists():
        return path.read_bytes()
    if os.environ.get("CI") == "true":
        pytest.fail(f"{path} manque")
    pytest.skip(f"{path} manque")
