"""A code serves once, also when several browsers type it at the same instant."""

import threading

import pytest
from django.db import connection
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken

from charmilles.staff import second_factor
from tests.enrolment.conftest import share  # noqa: F401 - a fixture
from tests.support.rush import at_once
from tests.support.staff import current_code

pytestmark = pytest.mark.django_db(transaction=True)
BROWSERS = 6


def together(act):
    """Runs the act in several threads, each with its own connection; returns what it answers."""

    def run():
        try:
            return act()
        finally:
            connection.close()

    return at_once([run] * BROWSERS)


@pytest.mark.parametrize("kind", ["application", "recovery"])
def test_code_typed_at_once_serves_once(ada, codes, share, kind):  # noqa: F811
    code = {"application": current_code(), "recovery": codes[0]}[kind]
    share()
    answers = together(lambda: second_factor.check(ada, code))
    assert sorted(answers) == [""] * (BROWSERS - 1) + [kind]


def test_control_reading_then_deleting_serves_it_again(ada, codes, share, monkeypatch):  # noqa: F811
    """Control: the recovery codes of the library, all read before one is deleted."""
    device, delete = StaticDevice.objects.get(), StaticToken.delete
    code = StaticToken.objects.first().token
    all_have_read = threading.Barrier(BROWSERS)

    def late(token, *args, **kwargs):
        all_have_read.wait(timeout=30)
        return delete(token, *args, **kwargs)

    monkeypatch.setattr(StaticToken, "delete", late)
    share()
    answers = together(lambda: StaticDevice.objects.get(pk=device.pk).verify_token(code))
    assert answers == [True] * BROWSERS
