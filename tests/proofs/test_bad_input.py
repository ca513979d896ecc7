"""Bad input never causes a 5xx (S2): tries every public form, URL and query string.

The URLs come from the URLconf and the fields from the pages. An exception in a view reaches the
test, for example for a text that only PostgreSQL refuses.

Each example goes through the whole WSGI application and its database, without a socket; with
--long, 2 000 examples for each form and query string take minutes. Each one restores the database
(a savepoint) and the cookies: else, after the first « quitter », the others would be those of a
stranger.
"""

import logging
from datetime import date, timedelta
from functools import cache
from itertools import product

import lxml.html
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings

from charmilles.pdf import printing
from enrolment.applications import tasks
from enrolment.forms import sign_in as sign_in_forms
from enrolment.interviews import link
from enrolment.models import Mode, Status
from enrolment.views.base import BROWSER, DEVICE
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
from tests.support.sign_in_mails import sent
from tests.support.staff import password_link

pytestmark = pytest.mark.django_db
on_sqlite = pytest.mark.one_database("sqlite")  # no row decides
on_postgresql = pytest.mark.one_database("postgresql")  # stricter about what it is given
TASKS = [value.slug for value in vars(tasks).values() if isinstance(value, tasks.Task)]
PUBLIC = [
    name for name, _ in all_addresses() if not name.startswith(("admin:", "staff:", "gestion/"))
]
ROWS = {row.name: row for row in OWN}
TARGETS = [
    *(name for name in PUBLIC if name != "enrolment:task"),
    *(f"enrolment:task {slug}" for slug in TASKS),
    "admin:login",
]
# These answer 405 before they read the body: see test_page_without_a_form_takes_none.
READ_ONLY = {row.name for row in OWN if "post" not in row.methods} | {
    "enrolment:mine",
    "enrolment:task documents",
    "enrolment:alert_sent",
    "enrolment:meetings",
    "enrolment:meeting_sent",
    "enrolment:question_sent",
    "enrolment:guest_event",
    "enrolment:erased",
    "enrolment:feed",
    *(f"enrolment:interview_link_{paper}" for paper in ("event", "sheet", "paper")),
}
PASSWORD = ("admin_password_reset", "password_reset_confirm")  # a forgotten one
FORMS = [
    target
    for target in TARGETS
    if target.startswith(("enrolment:", "admin:", *PASSWORD)) and target not in READ_ONLY
]


@pytest.fixture(autouse=True)
def speed(monkeypatch):
    """Saves time: no logs, no recorded templates, and each paper is drawn once for one content."""
    monkeypatch.setattr(printing._workshop, "run", cache(printing._workshop.run))
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *_, **__: None)
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def hurry(monkeypatch):
    """Lets a page be sent back at once, so that what follows the refusal is tried too."""
    monkeypatch.setattr(sign_in_forms, "AT_LEAST", timedelta(0))


@pytest.fixture
def world(settings, tmp_path):
    """Adds to World a programme with its paper, a second slot and the link of a mail."""
    settings.MEDIA_ROOT = tmp_path
    world = World()
    booked = world.booking
    world.other_slot = candidates.slot(
        programme=booked.application.programme, starts=booked.slot.ends
    )
    world.link = link_of_a_mail()
    world.programme = world.applications[Status.SUBMITTED].programme
    edition = factories.edition(world.programme, pdf="1.pdf")
    (tmp_path / edition.pdf.name).write_bytes(b"%PDF-1.7")
    factories.document(world.programme, pk=1, content=b"%PDF-1.7")
    for_ever = {"starts": date.min, "ends": date.max}
    factories.certificate(factories.centre(), pk=1, content=b"%PDF-1.7", **for_ever)
    return world


def link_of_a_mail():
    """Makes the link of a mail sent to the browser that also has the code 123456."""
    code, now = ANSWERS["code"], timezone.now()
    sent("owner@exemple.test", browser="navigateur", code=code, link="lien", now=now)
    return "lien"


def address(world, target):
    """Gives the URL of a page, with the answers of the previous steps in its query."""
    where, _, step = target.rpartition("_")
    free = {"enrolment:interview": world.free_slot, "enrolment:interview_link": world.other_slot}
    if where not in free:
        return path(world, target)
    needed = {"when": f"?mode={Mode.ON_SITE}", "check": f"?creneau={free[where].pk}"}
    return path(world, target) + needed.get(step, "")


def path(world, target):
    """Gives the URL of a page with valid arguments; fails on an unknown argument."""
    name, _, task = target.partition(" ")
    if name == "password_reset_confirm":
        return password_link(candidates.staff(email="ada@tilleuls.test", password="un-autre"))
    if task == tasks.STATUS.slug:  # asked only where nobody signs a contract
        draft = world.applications[Status.DRAFT]
        draft.programme.statuses.set([factories.status(), factories.status()])
    if name in ROWS:
        return world.path(ROWS[name], **({"slug": task} if task else {}))
    proof = link.make(world.booking) if "interview_link" in name else world.link
    proof = world.question_link if "question" in name else proof
    proof = world.guest if "guest" in name else proof
    proof = world.alert if "alert_" in name else proof
    key = world.booking.slot.interviewer.feed_key
    values = {
        "slug": world.programme.slug,
        "number": 1,
        "token": proof,
        "key": key,
        "pk": world.meeting,
    }
    values["name"] = "reglement-interieur"
    route = next(route for known_name, route in all_addresses() if known_name == name)
    arguments = {word: value for word, value in values.items() if f":{word}>" in route}
    return reverse(name, kwargs=arguments)


@pytest.fixture
def browser(world):
    """The browser of the owner, which has also asked for a code and a link."""
    client = Client()
    client.cookies[DEVICE], client.cookies[BROWSER] = world.owner, "navigateur"
    return client


def stranger():
    client = Client()
    client.cookies[BROWSER] = "navigateur"
    return client


def visitor(browser, target):
    """Returns the browser, or a stranger for the pages that a signed-in visitor never sees."""
    signed_out = ("enrolment:come_back", "admin:login", *PASSWORD)
    return stranger() if target in signed_out else browser


def boxes(client, path):
    """Returns ({field: answer on the page, or else a plausible one}, every choice offered)."""
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
    """Makes a request, then restores the database and the cookies; returns the response."""
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
    """Runs a check with Hypothesis inside a test; with --long, with all its examples."""
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
    """Returns {what was sent: status} for the responses with a 5xx."""
    return {what: answer.status_code for what, answer in answers if answer.status_code >= 500}


def survives_any_answer(client, path, right, choices):
    @tried(bodies(right, choices), quick=20)
    def check(pairs):
        assert send(client, path, pairs).status_code < 500


def survives_any_query(client, path, needed="", *, quick=2):
    @tried(queries, quick=quick)
    def check(query):
        assert ask(client, path, QUERY_STRING=f"{needed}&{query}").status_code < 500


@on_sqlite
@pytest.mark.parametrize("target", FORMS)
def test_right_answers_reach_the_form(world, browser, target):
    """Otherwise wrong answers would only try the sign-in page, or a 404."""
    path, client = address(world, target), visitor(browser, target)
    answer = send(client, path, [*boxes(client, path)[0].items()])
    assert answer.status_code in (200, 302, 409, 422)
    assert answer.headers.get("Location") != reverse("enrolment:come_back")


@pytest.mark.parametrize("target", FORMS)
def test_each_box_survives_each_nasty_text(world, browser, target, long):
    path, client = address(world, target), visitor(browser, target)
    pairs = each_nasty(boxes(client, path)[0], NASTY + PLAUSIBLE if long else WORST)
    assert broken((str(sent)[:300], send(client, path, sent)) for sent in pairs) == {}


@on_postgresql
@pytest.mark.parametrize("target", FORMS)
def test_any_answer_to_a_form_is_survived(world, browser, target):
    path, client = address(world, target), visitor(browser, target)
    survives_any_answer(client, path, *boxes(client, path))


# All forms share one multipart parser: without --long, one of text and one of files are enough.
MULTIPART = ["enrolment:start", "enrolment:send"]


@on_sqlite
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


@on_sqlite
@pytest.mark.parametrize("target", sorted(set(TARGETS) - set(FORMS)))
def test_page_without_a_form_takes_none(world, browser, target):
    assert browser.post(address(world, target)).status_code == 405


@on_postgresql
@pytest.mark.parametrize("target", TARGETS)
def test_any_query_string_is_survived(world, browser, target):
    client = visitor(browser, target)
    path, _, needed = address(world, target).partition("?")
    b"".join(client.get(path))  # makes what the page makes once
    survives_any_query(client, path, needed)


@on_postgresql
@pytest.mark.parametrize("target", [name for name in TARGETS if name.startswith("enrolment:")])
def test_any_address_is_survived(world, browser, target, long):
    """Replaces each part of the path: a reference, a link, a name…"""
    path = address(world, target).partition("?")[0]
    words = path.strip("/").split("/")[1:]
    wrong = [
        path.replace(word, quoted(text[:300]))
        for word, text in product(words, NASTY if long else WORST)
    ]
    assert broken((url, ask(browser, url)) for url in wrong) == {}


# Controls: the same attempts break a page that does not check its input


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
