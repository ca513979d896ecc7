"""Bad input never breaks a page (S2): every public form, address and query string, no 5xx.

The addresses come from the URLconf and the fields from the pages themselves. An exception in a
view reaches the test as it is; on PostgreSQL a text that only it refuses would be one.
"""

from itertools import product

import lxml.html
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings

from enrolment import dossier, interview_link
from enrolment.entrance import BROWSER, DEVICE
from enrolment.models import Status
from tests import factories
from tests.addresses import all_addresses
from tests.bad_input import (
    NASTY,
    PLAUSIBLE,
    WORST,
    abuses,
    bodies,
    each_nasty,
    encoded,
    queries,
    quoted,
)
from tests.enrolment.private_addresses import OWN, World

pytestmark = pytest.mark.django_db
TASKS = [value.slug for value in vars(dossier).values() if isinstance(value, dossier.Task)]
PUBLIC = [name for name, _ in all_addresses() if not name.startswith(("admin:", "gestion/"))]
ROWS = {row.name: row for row in OWN}
TARGETS = [
    *(name for name in PUBLIC if name != "enrolment:task"),
    *(f"enrolment:task {slug}" for slug in TASKS),
    "admin:login",
]
FORMS = [
    target
    for target in TARGETS
    if target.startswith(("enrolment:", "admin:"))
    and target not in ("enrolment:mine", "enrolment:dossier")
]


@pytest.fixture
def world(settings, tmp_path):
    """With a published programme, its papers, and a candidate whose draft is complete."""
    settings.MEDIA_ROOT = tmp_path
    world = World()
    world.programme = world.files[Status.SUBMITTED].programme
    factories.centre()
    edition = factories.edition(world.programme, pdf="1.pdf")
    (tmp_path / edition.pdf.name).write_bytes(b"%PDF-1.7")
    return world


def address(world, target):
    """Its path, with arguments that exist; a name of argument not seen before is asked for."""
    name, _, task = target.partition(" ")
    if name in ROWS:
        return world.path(ROWS[name], **({"slug": task} if task else {}))
    proof = interview_link.make(world.booking) if "interview_link" in name else "inconnu"
    key = world.booking.slot.interviewer.feed_key
    known = {"slug": world.programme.slug, "number": 1, "token": proof, "key": key}
    found = next(route for candidate, route in all_addresses() if candidate == name)
    asked = {word: value for word, value in known.items() if f":{word}>" in found}
    return reverse(name, kwargs=asked)


@pytest.fixture
def browser(world):
    """The owner's, that a wrong code or link does not surprise either."""
    client = Client()
    client.cookies[DEVICE], client.cookies[BROWSER] = world.owner, "navigateur"
    return client


def stranger():
    client = Client()
    client.cookies[BROWSER] = "navigateur"
    return client


def visitor(browser, target):
    """The way back in is only shown to who is not in."""
    return stranger() if target in ("enrolment:come_back", "admin:login") else browser


def boxes(answer):
    """({name: answer on the page, or else a plausible one}, every choice offered)."""
    if "html" not in answer.headers.get("Content-Type", "") or not answer.content:
        return {}, []
    right, choices = {}, []
    page = lxml.html.fromstring(answer.content)
    for box in page.xpath("//main//form//*[@name] | //*[@id='login-form']//*[@name]"):
        offered = box.xpath("self::input[@type='radio' or @type='checkbox']") or box.xpath("option")
        choices += [choice.get("value", "on") for choice in offered]
        if box.get("checked") is not None or not offered:
            typed = box.get("value") or box.text or ANSWERS.get(box.get("name"), "")
            right[box.get("name")] = typed
        right.setdefault(box.get("name"), box.get("value", "on"))
    right.pop("csrfmiddlewaretoken", None)
    return right, choices


ANSWERS = {"email": "lea@exemple.fr", "code": "123456"}


def attempt(visit):
    """The status, with nothing left in the database: the next example starts from the same."""
    before = transaction.savepoint()
    try:
        answer = visit()
        b"".join(answer)  # a file is closed once it is read
        return answer.status_code
    finally:
        transaction.savepoint_rollback(before)


def tried(strategy, *, quick=100):
    """Hypothesis, inside a test that has its own database; all its examples with --long."""
    usual = hypothesis_settings()
    count = usual.max_examples if usual.max_examples > 100 else quick
    quiet = hypothesis_settings(max_examples=count, suppress_health_check=list(HealthCheck))
    return lambda check: quiet(given(strategy)(check))()


def send(client, path, pairs):
    kind = "application/x-www-form-urlencoded"
    return attempt(lambda: client.post(path, encoded(pairs), content_type=kind))


@pytest.mark.parametrize("target", FORMS)
def test_each_box_survives_each_nasty_text(world, browser, target, long):
    path, client = address(world, target), visitor(browser, target)
    right, _ = boxes(client.get(path))
    pairs = each_nasty(right, NASTY + PLAUSIBLE if long else WORST)
    statuses = {str(one)[:300]: send(client, path, one) for one in pairs}
    assert {body: status for body, status in statuses.items() if status >= 500} == {}


@pytest.mark.parametrize("target", FORMS)
def test_any_answer_to_a_form_is_survived(world, browser, target):
    path, client = address(world, target), visitor(browser, target)
    right, choices = boxes(client.get(path))

    @tried(bodies(right, choices), quick=20)
    def check(pairs):
        assert send(client, path, pairs) < 500


# One reader of multipart for all forms: at short, those of a text and of a file.
MULTIPART = ["enrolment:start", "enrolment:send"]


@pytest.mark.parametrize(
    "target", [t if t in MULTIPART else pytest.param(t, marks=pytest.mark.long) for t in FORMS]
)
def test_any_multipart_is_survived(world, browser, target):
    path, client = address(world, target), visitor(browser, target)
    name = next(iter(boxes(client.get(path))[0]), "a")
    answers = {
        what: attempt(lambda b=body, k=kind: client.generic("POST", path, b.encode(), k))
        for what, kind, body in abuses(name)
    }
    assert {what: status for what, status in answers.items() if status >= 500} == {}


@pytest.mark.parametrize("target", sorted(set(TARGETS) - set(FORMS)))
def test_page_without_a_form_takes_none(world, browser, target):
    assert browser.post(address(world, target)).status_code == 405


@pytest.mark.parametrize("target", TARGETS)
def test_any_query_string_is_survived(world, browser, target):
    path, client = address(world, target), visitor(browser, target)
    b"".join(client.get(path))  # papers are drawn once

    @tried(queries, quick=2)
    def check(query):
        assert attempt(lambda: client.get(path, QUERY_STRING=query)) < 500


@pytest.mark.parametrize("target", [name for name in TARGETS if name.startswith("enrolment:")])
def test_any_address_is_survived(world, browser, target, long):
    """What stands in the path for a reference, a link or a name."""
    path = address(world, target)
    words = path.strip("/").split("/")[1:]
    wrong = [
        path.replace(word, quoted(text[:300]))
        for word, text in product(words, NASTY if long else WORST)
    ]
    statuses = {address: attempt(lambda a=address: browser.get(a)) for address in wrong}
    assert {address: status for address, status in statuses.items() if status >= 500} == {}
