"""Only who has the right acts (S4): every form and every action of the staff site × everybody.

What is refused must have changed nothing; what is allowed must have changed something, else the
refusals would prove nothing.
"""

import lxml.html
import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import Permission, User
from django.test import Client, RequestFactory
from django.urls import reverse
from enrolment.views.base import DEVICE
from post_office.models import Email

from enrolment import sign_in
from enrolment.models import Opening
from tests.support.acts import signed_in
from tests.support.addresses import all_addresses
from tests.support.enrolment_factories import NOW
from tests.support.private_addresses import World, rights, staff_pages
from tests.support.staff_acts import ACTS, FORMS, LISTS, SHOWN, Desk, actions

pytestmark = pytest.mark.django_db
PREFIX = "admin:enrolment_"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk():
    return Desk()


def direction():
    return User.objects.create_superuser("direction")


# The table is complete


def own_pages():
    """Those of lists take their actions, which LISTS names."""
    names = [name.removeprefix(PREFIX) for name, _ in all_addresses() if name.startswith(PREFIX)]
    return {name for name in names if not name.endswith(("_changelist", "_history"))}


def test_every_page_of_staff_is_known():
    assert own_pages() == {act.page for act in FORMS} | SHOWN


def test_every_action_of_a_list_has_a_row():
    request = RequestFactory().get("/")
    request.user = direction()
    assert actions(request) == set(LISTS)


# Who may act


def owner():
    client = Client()
    client.cookies[DEVICE] = sign_in.remember("owner@exemple.test", now=NOW)
    return client


def path(desk, act):
    return reverse(PREFIX + act.page, args=[desk[row] for row in act.rows])


def filled(page):
    """What a browser sends of a page as it is shown."""
    tree = lxml.html.fromstring(page.content.decode())
    found = {}
    for box in tree.xpath("//main//form//*[@name][not(self::button or @type='submit')]"):
        if box.get("type") in ("radio", "checkbox") and box.get("checked") is None:
            continue
        is_list = box.tag == "select"
        chosen = box.xpath("option[@selected]/@value") if is_list else box.get("value") or box.text
        found[box.get("name")] = chosen or ([] if is_list else "")
    return found


def sent(desk, act):
    """(address, what is typed), the page being filled as for who may do everything."""
    address, client = path(desk, act), Client()
    client.force_login(direction())
    typed = {name.format(desk=desk): value.format(desk=desk) for name, value in act.typed.items()}
    return address, (filled(client.get(address)) if act in FORMS else {}) | typed


def everything():
    """All the rows, of files and of mails."""
    models = [*apps.get_app_config("enrolment").get_models(), Email]
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def without(act):
    """Every right but this one."""
    others, _ = rights(act.right)
    return signed_in(others)


def with_it(act):
    return signed_in(Permission.objects.filter(codename__in=[act.right, *act.also]))


@pytest.mark.parametrize("act", ACTS, ids=str)
def test_nobody_else_acts(desk, act):
    address, typed = sent(desk, act)
    visitors = [Client(), owner(), without(act)]
    before = everything()
    for client in visitors:
        assert client.post(address, typed).status_code in (200, 302, 403)
        assert everything() == before


@pytest.mark.parametrize("act", ACTS, ids=str)
def test_who_has_the_right_acts(desk, act):
    address, typed = sent(desk, act)
    before = everything()
    assert with_it(act).post(address, typed).status_code in (200, 302)
    assert everything() != before


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_page_that_shows_takes_nothing(name):
    """Who may do everything does nothing there; reading is noted."""
    world, client = World(), Client()
    row = next(row for row in staff_pages() if row.name == PREFIX + name)
    address = reverse(row.name, args=[getattr(world, name) for name in row.args])
    client.force_login(direction())
    before = everything() | {Opening: []}
    assert client.post(address, {"post": "yes", "_save": "on"}).status_code < 500
    assert everything() | {Opening: []} == before
