from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from charmilles.staff import second_factor
from tests.support import enrolment_factories as factories
from tests.support.staff import PASSWORD, protect

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def quick_passwords(settings, monkeypatch):
    """Hashes passwords and recovery codes as the site does, in far fewer rounds."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(second_factor, "SCRYPT_COST", 2)


@pytest.fixture
def ada(db):
    """A member of staff who reads applications, and has not set a second factor up."""
    return factories.staff(
        username="ada", email="ada@tilleuls.test", password=PASSWORD, rights=["view"]
    )


@pytest.fixture
def codes(ada):
    """Protects Ada's account; gives her recovery codes."""
    return protect(ada)
