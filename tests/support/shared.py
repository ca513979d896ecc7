"""The folder beside the project, which only CI must have."""

import os
from pathlib import Path

import pytest
from django.conf import settings

SHARED = settings.BASE_DIR.parent / "shared"


def need(path: Path) -> Path:
    """Returns this path of SHARED. Without it the test is skipped, but fails in CI."""
    if path.exists():
        return path
    if os.environ.get("CI") == "true":
        pytest.fail(f"{path} manque")
    pytest.skip(f"{path} manque")
