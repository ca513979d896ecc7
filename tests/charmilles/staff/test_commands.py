"""The first account, and a second factor reset from the server."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from charmilles.management.commands import first_account
from charmilles.models import StaffEvent
from charmilles.staff import second_factor
from tests.support.staff import PASSWORD

pytestmark = pytest.mark.django_db
STRONG = "quatre mots pris au hasard"


@pytest.fixture
def typed(monkeypatch):
    """typed(password) types it on the standard input of the command, which is no keyboard."""

    def typed(password):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))

    return typed


def create(name="direction", email="direction@tilleuls.test"):
    call_command("first_account", name=name, email=email, stdout=io.StringIO())


def test_first_account_is_made_from_the_standard_input(typed):
    typed(STRONG)
    create()
    user = User.objects.get()
    assert (user.username, user.email) == ("direction", "direction@tilleuls.test")
    assert (user.is_staff, user.is_superuser, user.check_password(STRONG)) == (True, True, True)


def test_first_account_is_made_from_the_environment(monkeypatch):
    monkeypatch.setenv(first_account.TYPED, STRONG)
    create()
    assert User.objects.get().check_password(STRONG)


def test_first_account_is_made_at_the_keyboard(monkeypatch):
    answers = iter(["direction", "direction@tilleuls.test"])
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(first_account.getpass, "getpass", lambda _: STRONG)
    call_command("first_account", stdout=io.StringIO())
    assert User.objects.get().check_password(STRONG)


def test_two_different_passwords_are_refused(monkeypatch):
    passwords = iter([STRONG, "autre chose de long"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr(first_account.getpass, "getpass", lambda _: next(passwords))
    with pytest.raises(CommandError, match="pas les mêmes"):
        create()
    assert not User.objects.exists()


@pytest.mark.parametrize("weak", ["", "court", "123456789012345", "direction@tilleuls"])
def test_weak_password_is_refused(typed, weak):
    typed(weak)
    with pytest.raises(CommandError):
        create()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"name": "a b"}, {"name": "  "}, {"email": "direction"}, {"email": "a@b"}]
)
def test_wrong_name_or_address_is_refused(typed, wrong):
    typed(STRONG)
    with pytest.raises(CommandError):
        create(**wrong)
    assert not User.objects.exists()


def test_second_superuser_is_refused(typed):
    User.objects.create_superuser("direction")
    typed(STRONG)
    with pytest.raises(CommandError, match="déjà tous les droits"):
        create(name="autre")


def test_name_already_taken_is_refused(typed):
    User.objects.create_user("direction")
    typed(STRONG)
    with pytest.raises(CommandError):
        create()


def test_second_factor_is_reset_from_the_server(ada, codes):
    call_command("reset_second_factor", "ada", stdout=io.StringIO())
    assert not second_factor.is_set_up(ada)
    assert StaffEvent.objects.get(what="factor_reset").by is None
    assert ada.check_password(PASSWORD)


def test_reset_of_an_unknown_account_says_so():
    with pytest.raises(CommandError, match="Aucun compte"):
        call_command("reset_second_factor", "inconnue")
