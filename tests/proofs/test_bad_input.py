"""Bad input never breaks a page (S2): every public form, address and query string, no 5xx.

The addresses come from the URLconf and the fields from the pages themselves. An exception in a
view reaches the test as it is; on PostgreSQL a text that only it refuses would be one.

Each example goes through the whole WSGI application and its database, without a socket: 2 000 for
each form and each query string take minutes with --long. Afterwards the database is as it was (a
savepoint), and the browser too (its cookies): else the first « quitter » would turn the other
1 999 examples into those of a stranger. A paper is drawn once for one content.
"""

import logging
from functools import cache
from itertools import product

import lxml.html
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from enrolment.views.base import BROWSER, DEVICE
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings

from charmilles.pdf import printing
from enrolment import sign_in
from enrolment.applications import drafts, tasks
from enrolment.interviews import link
from enrolment.models import AccessToken, Mode, Status
from tests.enrolment.conftest import private  # noqa: F401 - its own folder of documents
from tests.support import catalogue_factories as factories
from tests.support import enrolment_factories as candidates
from tests.support.addresses import all_addresses
from tests.support.bad_input import (
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
from tests.support.private_addresses import OWN, World

pytestmark = pytest.mark.django_db
TASKS = [value.slug for value in vars(drafts).values() if isinstance(value, tasks.Task)]
PUBLIC = [name for name, _ in all_addresses() if not name.startswith(("admin:", "gestion/"))]
ROWS = {row.name: row for row in OWN}
TARGETS = [
    *(name for name in PUBLIC if name != "enrolment:task"),
    *(f"enrolment:task {slug}" for slug in TASKS),
    "admin:login",
]
# The other addresses answer 405 before they read what is sent: see the test of it.
READ_ONLY = {row.name for row in OWN if "post" not in row.methods} | {
    "enrolment:mine",
    "enrolment:task documents",
    "enrolment:erased",
    "enrolment:feed",
    *(f"enrolment:interview_link_{paper}" for paper in ("event", "sheet", "paper")),
}
FORMS = [
    target
    for target in TARGETS
    if target.startswith(("enrolment:", "admin:")) and target not in READ_ONLY
]


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """Nobody reads what each refusal logs nor what each template was given, and each paper is drawn
    once for one content."""
    monkeypatch.setattr(printing._workshop, "run", cache(printing._workshop.run))
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *_, **__: None)
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def world(settings, tmp_path):
    """With a published programme, its papers, and a candidate whose draft is complete."""
    settings.MEDIA_ROOT = tmp_path
    world = World()
    booked = world.booking
    world.other_slot = candidates.slot(
        programme=booked.application.programme, starts=booked.slot.ends
    )
    world.link = link_of_a_mail()
    world.programme = world.files[Status.SUBMITTED].programme
    factories.centre()
    edition = factories.edition(world.programme, pdf="1.pdf")
    (tmp_path / edition.pdf.name).write_bytes(b"%PDF-1.7")
    return world


def link_of_a_mail():
    """Sent to the browser that also types the code 123456."""
    AccessToken.objects.create(
        email="owner@exemple.test",
        code_hash=sign_in._code_hash(ANSWERS["code"], "navigateur"),
        link_hash=sign_in._hash("link", "lien"),
        browser_hash=sign_in._hash("browser", "navigateur"),
        created_at=timezone.now(),
    )
    return "lien"


def address(world, target):
    """Its address, with what it needs in the query: the answers of the steps before."""
    where, _, step = target.rpartition("_")
    free = {"enrolment:interview": world.free_slot, "enrolment:interview_link": world.other_slot}
    if where not in free:
        return path(world, target)
    needed = {"when": f"?mode={Mode.ON_SITE}", "check": f"?creneau={free[where].pk}"}
    return path(world, target) + needed.get(step, "")


def path(world, target):
    """With arguments that exist; a name of argument not seen before is asked for."""
    name, _, task = target.partition(" ")
    if name in ROWS:
        return world.path(ROWS[name], **({"slug": task} if task else {}))
    proof = link.make(world.booking) if "interview_link" in name else world.link
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


def boxes(client, path):
    """({name: answer on the page, or else a plausible one}, every choice offered)."""
    answer = client.get(path, follow=True)
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


def attempt(client, visit):
    """The answer, with nothing left in the database nor in the browser."""
    before, cookies = transaction.savepoint(), dict(client.cookies)
    try:
        answer = visit()
        b"".join(answer)  # a file is closed once it is read
        return answer
    finally:
        transaction.savepoint_rollback(before)
        client.cookies.clear()
        client.cookies.update(cookies)


def tried(strategy, *, quick=100):
    """Hypothesis, inside a test that has its own database; all its examples with --long."""
    usual = hypothesis_settings()
    count = usual.max_examples if usual.max_examples > 100 else quick
    quiet = hypothesis_settings(max_examples=count, suppress_health_check=list(HealthCheck))
    return lambda check: quiet(given(strategy)(check))()


def send(client, path, pairs):
    kind = "application/x-www-form-urlencoded"
    return attempt(client, lambda: client.post(path, encoded(pairs), content_type=kind))


def ask(client, path, **options):
    return attempt(client, lambda: client.get(path, **options))


def broken(answers):
    """{what was sent: the status} of those that broke the page."""
    return {what: one.status_code for what, one in answers if one.status_code >= 500}


def survives_any_answer(client, path, right, choices):
    @tried(bodies(right, choices), quick=20)
    def check(pairs):
        assert send(client, path, pairs).status_code < 500


def survives_any_query(client, path, needed="", *, quick=2):
    @tried(queries, quick=quick)
    def check(query):
        assert ask(client, path, QUERY_STRING=f"{needed}&{query}").status_code < 500


@pytest.mark.parametrize("target", FORMS)
def test_right_answers_reach_the_form(world, browser, target):
    """Or all the wrong ones would try the way in, or a page that does not exist."""
    path, client = address(world, target), visitor(browser, target)
    answer = send(client, path, [*boxes(client, path)[0].items()])
    assert answer.status_code in (200, 302, 409, 422)
    assert answer.headers.get("Location") != reverse("enrolment:come_back")


@pytest.mark.parametrize("target", FORMS)
def test_each_box_survives_each_nasty_text(world, browser, target, long):
    path, client = address(world, target), visitor(browser, target)
    pairs = each_nasty(boxes(client, path)[0], NASTY + PLAUSIBLE if long else WORST)
    assert broken((str(one)[:300], send(client, path, one)) for one in pairs) == {}


@pytest.mark.parametrize("target", FORMS)
def test_any_answer_to_a_form_is_survived(world, browser, target):
    path, client = address(world, target), visitor(browser, target)
    survives_any_answer(client, path, *boxes(client, path))


# One reader of multipart for all forms: at short, those of a text and of a file.
MULTIPART = ["enrolment:start", "enrolment:send"]


@pytest.mark.parametrize(
    "target", [t if t in MULTIPART else pytest.param(t, marks=pytest.mark.long) for t in FORMS]
)
def test_any_multipart_is_survived(world, browser, target):
    path, client = address(world, target), visitor(browser, target)
    name = next(iter(boxes(client, path)[0]), "a")
    answers = (
        (what, attempt(client, lambda b=body, k=kind: client.generic("POST", path, b.encode(), k)))
        for what, kind, body in abuses(name)
    )
    assert broken(answers) == {}


@pytest.mark.parametrize("target", sorted(set(TARGETS) - set(FORMS)))
def test_page_without_a_form_takes_none(world, browser, target):
    assert browser.post(address(world, target)).status_code == 405


@pytest.mark.parametrize("target", TARGETS)
def test_any_query_string_is_survived(world, browser, target):
    client = visitor(browser, target)
    path, _, needed = address(world, target).partition("?")
    b"".join(client.get(path))  # what it makes once is made
    survives_any_query(client, path, needed)


@pytest.mark.parametrize("target", [name for name in TARGETS if name.startswith("enrolment:")])
def test_any_address_is_survived(world, browser, target, long):
    """What stands in the path for a reference, a link or a name."""
    path = address(world, target).partition("?")[0]
    words = path.strip("/").split("/")[1:]
    wrong = [
        path.replace(word, quoted(text[:300]))
        for word, text in product(words, NASTY if long else WORST)
    ]
    assert broken((address, ask(browser, address)) for address in wrong) == {}


# Controls: the same attempts break a page that trusts what it is sent


@pytest.fixture
def trusting(settings):
    settings.ROOT_URLCONF = "tests.proofs.trusting"
    return Client()


def test_control_query_strings_break_a_trusting_page(trusting):
    with pytest.raises(ValueError, match="invalid literal"):
        survives_any_query(trusting, "/total/", quick=20)


def test_control_answers_break_a_trusting_form(trusting):
    with pytest.raises(ValueError, match="invalid literal"):
        survives_any_answer(trusting, "/total/", {"total": "1"}, [])
