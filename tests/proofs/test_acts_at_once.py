"""Two acts at the very same moment: one has read its application, and the other comes between.

Each runs in its own thread, with its own connection. The first stops once it has read the
application; the second is then done entirely, and the first goes on with what it knew.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from post_office.models import Attachment

from enrolment.models import Document, Status
from enrolment.models.document import private_storage
from tests.enrolment.conftest import private, share  # noqa: F401 - files and database of their own
from tests.proofs.test_acts import folder, mute, unsound
from tests.support.acts import ACTS, Scene, acts_of
from tests.support.enrolment_factories import NOW

PATIENCE = 30  # seconds
ERASE = next(act for act in ACTS if act.target == "enrolment:erase")
MIDDLEWARE = "enrolment.views.not_done.AnswersNotDone"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def _no_delay(settings):
    """Acts of staff are done as they are asked for: two that wait would not meet."""
    settings.UNDO_DELAY = timedelta(0)


class Between:
    """Stops the queries of an act after its first read of an application, until `other` is done."""

    def __init__(self):
        self.has_read, self.other_is_done = threading.Event(), threading.Event()
        self.must_wait = self.has_waited = False

    def __call__(self, execute, sql, params, many, context):
        self._wait()
        result = execute(sql, params, many, context)
        if not self.has_waited and sql.startswith("SELECT") and '"enrolment_application"' in sql:
            self.must_wait = not connection.in_atomic_block  # else it has its lock already
            # SQLite gives the rows of a query one by one: waiting now would keep a lock.
            if connection.vendor == "postgresql":
                self._wait()
        return result

    def _wait(self):
        if self.must_wait:
            self.must_wait, self.has_waited = False, True
            self.has_read.set()
            self.other_is_done.wait(PATIENCE)


def in_a_thread(act):
    """Runs an act with a connection of its own; returns what it returns, or its exception."""
    try:
        return act()
    except Exception as error:
        return f"{type(error).__name__} : {error}"
    finally:
        connection.close()


def at_once(scene, first, second):
    """Does `second` in the middle of `first`. Returns what is wrong, and whether it was between."""
    between = Between()

    def slow():
        with connection.execute_wrapper(between):
            try:
                return checked(scene, first, send_first)
            finally:
                between.has_read.set()

    def quick():
        between.has_read.wait(PATIENCE)
        try:
            return checked(scene, second, send_second)
        finally:
            between.other_is_done.set()

    with ThreadPoolExecutor(2) as pool:
        load = [
            pool.submit(in_a_thread, lambda act=act: scene.loaded(act)) for act in (first, second)
        ]
        send_first, send_second = (future.result() for future in load)
        results = [pool.submit(in_a_thread, act) for act in (slow, quick)]
        faults = [fault for result in results if (fault := result.result())]
        after = pool.submit(in_a_thread, lambda: unsound() or orphans()).result()
    return faults + [after] * bool(after), between.has_waited


def checked(scene, act, send):
    return mute(scene.client(act), send())


def orphans():
    """A file on the disk that no row knows: somebody's document, kept after its erasure."""
    kept = [Document.objects.exclude(file=""), Attachment.objects.all()]
    known = {private_storage().path(row.file.name) for rows in kept for row in rows}
    return "fichier orphelin" if {str(path) for path in folder()} - known else ""


def named(state, name):
    return next(act for act in acts_of(state) if str(act) == name)


VERB = "admin:enrolment_application_change"
WORST = [
    (Status.DRAFT, "enrolment:withdraw"),
    (Status.DRAFT, "enrolment:check"),
    (Status.DRAFT, "enrolment:task vous"),
    (Status.DRAFT, "enrolment:task representants"),
    (Status.DRAFT, "enrolment:send"),
    (Status.SUBMITTED, "enrolment:withdraw"),
    (Status.SUBMITTED, "enrolment:send"),
    (Status.SUBMITTED, "admin:enrolment_document_refuse"),
    (Status.SUBMITTED, f"{VERB} invite"),
    (Status.SUBMITTED, "admin:enrolment_application_changelist invite"),
    (Status.TO_BOOK, "enrolment:interview_check"),
    (Status.TO_BOOK, "enrolment:interview_wish"),
    (Status.TO_BOOK, "admin:enrolment_interview"),
    (Status.BOOKED, "enrolment:interview_check"),
    (Status.BOOKED, "enrolment:interview_confirm"),
    (Status.BOOKED, "enrolment:interview_link_confirm"),
    (Status.BOOKED, "admin:enrolment_attendance"),
    (Status.BOOKED, "admin:enrolment_close_days"),
    (Status.INTERVIEWED, "admin:enrolment_evaluation"),
    (Status.INTERVIEWED, "admin:enrolment_decision"),
    (Status.OFFERED, "enrolment:place"),
]
ALL = [
    (state, str(act))
    for state in Status
    if state in ERASE.states
    for act in acts_of(state)
    if act is not ERASE and (state, str(act)) not in WORST
]
PAIRS = [*WORST, *(pytest.param(*pair, marks=pytest.mark.long) for pair in ALL)]


@pytest.mark.parametrize(("state", "name"), PAIRS)
def test_act_on_an_application_erased_meanwhile(share, private, state, name):  # noqa: F811
    scene = Scene(state)
    share()
    faults, has_waited = at_once(scene, named(state, name), ERASE)
    assert faults == []
    assert has_waited or (state, name) not in WORST


@pytest.mark.parametrize(("state", "name"), PAIRS)
def test_erasing_an_application_changed_meanwhile(share, private, state, name):  # noqa: F811
    scene = Scene(state)
    share()
    assert at_once(scene, ERASE, named(state, name)) == ([], True)


@pytest.mark.parametrize("state", [Status.DRAFT, Status.SUBMITTED, Status.ADMITTED])
def test_withdrawing_twice_at_once(share, private, state):  # noqa: F811
    scene, withdraw = Scene(state), named(state, "enrolment:withdraw")
    share()
    assert at_once(scene, withdraw, withdraw) == ([], True)


# Control


def test_without_the_one_answer_it_is_an_error(share, private, settings):  # noqa: F811
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != MIDDLEWARE]
    scene = Scene(Status.SUBMITTED)
    share()
    faults, _ = at_once(scene, named(Status.SUBMITTED, "enrolment:withdraw"), ERASE)
    assert faults == ["Gone : Il a été effacé, ou son adresse a été mal recopiée."]
