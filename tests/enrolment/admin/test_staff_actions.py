"""Only staff with the right may act (S4): tries each form and action as every kind of visitor.

A refused action must change nothing; an allowed one must change something, else the refusals
would prove nothing.
"""

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import Permission, User
from django.test import Client, RequestFactory
from django.urls import reverse
from post_office.models import Email

from charmilles.held import AUTHOR
from enrolment import sign_in
from enrolment.models import Opening
from enrolment.views.base import DEVICE
from tests.support.acts import filled
from tests.support.addresses import all_addresses
from tests.support.enrolment_factories import NOW
from tests.support.private_addresses import World, rights, staff_pages
from tests.support.staff_actions import ACTIONS, FORMS, LISTS, SHOWN, Targets, list_actions
from tests.support.transitions import signed_in

pytestmark = pytest.mark.django_db
PREFIX = "admin:enrolment_"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def targets():
    return Targets()


def direction():
    return User.objects.create_superuser("direction")


# The table is complete


def own_pages():
    """Names the pages of the staff site, except lists: LISTS names their actions."""
    names = [name.removeprefix(PREFIX) for name, _ in all_addresses() if name.startswith(PREFIX)]
    return {name for name in names if not name.endswith(("_changelist", "_history"))}


def test_every_page_of_staff_is_known():
    assert own_pages() == {action.page for action in FORMS} | SHOWN


def test_every_action_of_a_list_has_a_row():
    request = RequestFactory().get("/")
    request.user = direction()
    assert list_actions(request) == set(LISTS)


# Who may act


def owner():
    client = Client()
    client.cookies[DEVICE] = sign_in.remember("owner@exemple.test", now=NOW)
    return client


def path(targets, action):
    return reverse(PREFIX + action.page, args=[targets[row] for row in action.rows])


def sent(targets, action):
    """Returns (URL, data to send), from the page as a superuser sees it.

    The name of who wrote it is left out: rights decide here, not whose form it is (test_held).
    """
    url, client = path(targets, action), Client()
    client.force_login(direction())
    typed = {
        name.format(targets=targets): value.format(targets=targets)
        for name, value in action.typed.items()
    }
    seen = filled(client.get(url)) if action in FORMS else {}
    return url, {name: value for name, value in seen.items() if name != AUTHOR} | typed


def everything():
    """Returns all the rows of enrolment and of mails."""
    models = [*apps.get_app_config("enrolment").get_models(), Email]
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def without(action):
    """Signs in with every right except that of this action."""
    others, _ = rights(action.right)
    return signed_in(others)


def with_it(action):
    return signed_in(Permission.objects.filter(codename__in=[action.right, *action.also]))


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_nobody_else_acts(targets, action):
    url, typed = sent(targets, action)
    visitors = [Client(), owner(), without(action)]
    before = everything()
    for client in visitors:
        assert client.post(url, typed).status_code in (200, 302, 403)
        assert everything() == before


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_who_has_the_right_acts(targets, action):
    url, typed = sent(targets, action)
    before = everything()
    assert with_it(action).post(url, typed).status_code in (200, 302)
    assert everything() != before


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_page_that_only_shows_changes_nothing(name):
    """Even a superuser changes nothing there; only the access log grows."""
    world, client = World(), Client()
    row = next(row for row in staff_pages() if row.name == PREFIX + name)
    url = reverse(row.name, args=[getattr(world, name) for name in row.args])
    client.force_login(direction())
    before = everything() | {Opening: []}
    assert client.post(url, {"post": "yes", "_save": "on"}).status_code < 500
    assert everything() | {Opening: []} == before
