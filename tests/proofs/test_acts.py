"""An act that is repeated, refused or overtaken, or whose row is gone, answers in words (S2).

Two tabs are open, each with its form; the first is sent, then the second. That is done with each
act twice, and with each ordered pair of acts that can meet on one row: all of them with --long,
else a few, drawn with a seed that a failure prints and that SEED sets.
"""

import logging
import os
import random
import re
from datetime import timedelta
from itertools import product
from pathlib import Path

import lxml.html
import pytest
import time_machine
from django.contrib import admin
from django.db import connection, transaction

from catalogue.models import Programme
from enrolment.forms import sign_in
from enrolment.interviews import slots
from enrolment.models import Application, Booking, Document, Status
from enrolment.models.document import private_storage
from tests.enrolment.conftest import private  # noqa: F401 - its own folder of documents
from tests.proofs.test_bad_input import FORMS
from tests.support import catalogue_factories as catalogue
from tests.support import real_contents
from tests.support.acts import ACTS, CANDIDATES, SIGN_IN, Act, Scene, acts_of
from tests.support.enrolment_factories import NOW
from tests.support.staff_actions import ACTIONS

pytestmark = [pytest.mark.django_db, pytest.mark.one_database("postgresql")]  # stricter
SEED = int(os.environ.get("SEED", random.randrange(10**6)))
DRAWN = 6  # pairs of each scene, without --long
STATES = [*Status, SIGN_IN]
DONE, NOT_DONE = {200}, {403, 404, 409, 410, 422, 429}
SENTENCE = re.compile(r"\w[^.!?]{10,}[.!?:]")


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """Stops the clock; saves the time of logs and of recorded templates."""
    monkeypatch.setattr(sign_in, "AT_LEAST", timedelta(0))  # the clock is stopped
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *_, **__: None)
    logging.disable(logging.WARNING)
    with time_machine.travel(NOW, tick=False):
        yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """committed(act) does it, then what its commit would start."""

    def committed(act):
        with django_capture_on_commit_callbacks(execute=True):
            return act()

    return committed


# The table is complete


def test_every_form_of_candidates_is_an_act():
    listed = {name_of(act) for act in CANDIDATES}
    assert listed == {target for target in FORMS if target.startswith("enrolment:")}


def name_of(act):
    is_task = act.target == "enrolment:task"
    return f"{act.target} {act.what.partition(',')[0]}" if is_task else act.target


def test_every_act_of_staff_is_an_act():
    assert len(ACTS) == len(CANDIDATES) + len(ACTIONS)
    assert [str(act) for act in ACTS if not act.states] == []


# Two acts


def after(scene, first, second, committed):
    """Sends two forms that were open together; returns what is wrong with the second answer."""
    files, cookies = folder(), {client: dict(client.cookies) for client in browsers(scene)}
    before = transaction.savepoint()
    try:
        later = scene.loaded(second)
        for act, send in ((first, scene.loaded(first)), (second, later)):
            if fault := mute(scene.client(act), committed(send)):
                return f"{act} : {fault}"
        return unsound()
    except Exception as error:
        return f"{type(error).__name__} : {error}"
    finally:
        transaction.savepoint_rollback(before)
        restore(files)
        for client, kept in cookies.items():
            client.cookies.clear()
            client.cookies.update(kept)


def browsers(scene):
    return scene.browser, scene.stranger, scene.staff


def folder():
    """{path: content} of the private files, which no rollback brings back."""
    root = Path(private_storage().path(""))
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def restore(files):
    for path in set(folder()) - set(files):
        path.unlink()
    for path in set(files) - set(folder()):
        path.write_bytes(files[path])


def mute(client, answer):
    """What an answer lacks to be a page in words; nothing for a good one."""
    if is_redirection := answer.status_code in (302, 303):
        answer = client.get(answer.url, follow=True)
    if answer.status_code not in DONE | NOT_DONE:
        return f"réponse {answer.status_code}"
    if "attachment" in answer.headers.get("Content-Disposition", ""):
        return ""
    page = lxml.html.fromstring(answer.content.decode())
    titles = [title.text_content().strip() for title in page.xpath("//main//h1")]
    if not any(titles):
        return f"réponse {answer.status_code} sans titre"
    is_staff_page = answer.request["PATH_INFO"].startswith("/gestion/")
    if is_redirection and is_staff_page and not page.xpath("//ul[@class='messagelist']/li"):
        return "fait sans un mot"
    if answer.status_code in DONE:
        return ""
    text = " ".join(page.xpath("//main")[0].text_content().split())
    if "Cette page n’existe pas" in text or not SENTENCE.search(text):
        return f"réponse {answer.status_code} qui n’explique rien : {text[:200]}"
    return ""


def unsound():
    """What the two acts broke in the database or on the disk; nothing when it is sound."""
    connection.check_constraints()
    if slots.miscounted().exists():
        return "places mal comptées"
    live = Booking.objects.live().values("application")
    booked = Application.objects.filter(status=Status.BOOKED)
    if set(booked.values_list("pk", flat=True)) != {row["application"] for row in live}:
        return "entretien et étape en désaccord"
    for application in Application.objects.prefetch_related("transitions"):
        steps = [step.after for step in application.transitions.all()]
        if steps and steps[-1] != application.status:
            return "journal et étape en désaccord"
    current = Document.objects.current().values_list("application", "kind")
    if len(set(current)) != current.count():
        return "deux documents pour une demande"
    return lost_files()


def lost_files():
    names = Document.objects.exclude(file="").values_list("file", flat=True)
    wanted = {Path(private_storage().path(name)) for name in names}
    return "" if wanted <= set(folder()) else "fichier perdu"


def wrong_among(scene, pairs, committed):
    return {
        f"{first} puis {second}": fault
        for first, second in pairs
        if (fault := after(scene, first, second, committed))
    }


@pytest.mark.parametrize("act", ACTS, ids=str)
def test_act_done_twice_answers_in_words(act, committed):
    scene = Scene(min(act.states, key=STATES.index))
    assert after(scene, act, act, committed) == ""


@pytest.mark.parametrize("state", STATES)
def test_pairs_of_acts_answer_in_words(state, committed, long):
    scene = Scene(state)
    pairs = list(product(acts_of(state), repeat=2))
    if not long:
        pairs = random.Random(SEED).sample(pairs, min(DRAWN, len(pairs)))
    assert wrong_among(scene, pairs, committed) == {}, f"SEED={SEED}"


# The contents of the site: each model of the catalogue, as its pages change and delete it


MODELS = [model for model in admin.site._registry if model._meta.app_label == "catalogue"]


class Contents(Scene):
    """The first row of each model, in the real contents and what these do not have."""

    def __init__(self):
        real_contents.load()
        catalogue.body()
        catalogue.national_result()
        catalogue.register_entry(code="RNCP34606")
        catalogue.document(content=b"%PDF-1.7")
        Programme.objects.update(state=Programme.State.DRAFT)  # else nobody may delete it
        for model in MODELS:
            setattr(self, model._meta.model_name, model._default_manager.order_by("pk")[0].pk)
        self._sign_in()


def acts_on(model):
    row = model._meta.model_name
    ticked = {"action": "delete_selected", "_selected_action": f"{{scene.{row}}}", "post": "yes"}
    here = f"admin:catalogue_{row}"
    return [
        Act(f"{here}_change", frozenset(), {}, (row,)),
        Act(f"{here}_delete", frozenset(), {"post": "yes"}, (row,)),
        Act(f"{here}_changelist", frozenset(), ticked, has_page=False),
    ]


def test_pairs_of_acts_on_the_contents_answer_in_words(committed, long):
    scene = Contents()
    pairs = [pair for model in MODELS for pair in product(acts_on(model), repeat=2)]
    if not long:
        pairs = random.Random(SEED).sample(pairs, 2 * DRAWN)
    assert wrong_among(scene, pairs, committed) == {}, f"SEED={SEED}"
