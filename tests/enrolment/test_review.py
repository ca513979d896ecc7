"""Who may move a file, from where to where; places and the waiting list."""

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import product

import pytest
from django.db import connection, connections
from post_office.models import Email

from enrolment import places, review, workflow
from enrolment.models import Application, Status, Transition
from tests.enrolment import factories
from tests.enrolment.factories import NOW

# Written apart from `workflow.ALLOWED`, so that one checks the other.
LIVE = "submitted waiting_documents to_book booked interviewed waiting_list offered admissible"
PATHS = {
    "submit": ("draft", "submitted"),
    "ask_documents": ("submitted to_book", "waiting_documents"),
    "documents_complete": ("waiting_documents", "submitted"),
    "invite": ("submitted waiting_documents", "to_book"),
    "booked": ("to_book", "booked"),
    "unbooked": ("booked", "to_book"),
    "interviewed": ("to_book booked", "interviewed"),
    "admit_conditionally": ("interviewed", "admissible"),
    "put_on_waiting_list": ("interviewed", "waiting_list"),
    "meet_again": ("interviewed", "to_book"),
    "offer_place": ("waiting_list", "offered"),
    "accept_place": ("offered", "admissible"),
    "let_place_pass": ("offered", "waiting_list"),
    "sign": ("admissible", "admitted"),
    "decline": (LIVE, "declined"),
    "withdraw": (f"{LIVE} admitted", "withdrawn"),
    "reopen": ("declined withdrawn", "submitted"),
}
BOOKING = {"booked", "unbooked"}  # their mails are those of `booking.py`
PAIRS = list(product(PATHS, Status))
POSSIBLE = [(verb, status) for verb, status in PAIRS if status in PATHS[verb][0].split()]
REFUSED = [pair for pair in PAIRS if pair not in POSSIBLE]
DAY = timedelta(days=1)
LATER = NOW + DAY
REAL_MAIL = review.mail.status_changed


@pytest.fixture(autouse=True)
def mails(monkeypatch):
    """(reference, status, reason, rank) of each mail asked for, instead of the mail."""
    asked = []

    def status_changed(application, *, reason, rank, due):
        asked.append((application.reference, application.status, reason, rank))

    monkeypatch.setattr(review.mail, "status_changed", status_changed)
    return asked


def move(application, verb, **options):
    needed = {"now": LATER, "reason": "une pièce d’identité" if verb == "ask_documents" else ""}
    if verb in BOOKING:
        return workflow.step(application, verb, **needed | options)
    return getattr(review, verb)(application, **needed | options)


def stored(application):
    return Application.objects.get(pk=application.pk)


def in_cohort(status, *, places=1, **fields):
    return factories.application(
        cohort=factories.cohort(places=places), status=Status(status), **fields
    )


# The table


@pytest.mark.django_db
@pytest.mark.parametrize(("verb", "status"), POSSIBLE)
def test_possible_step_is_taken(verb, status):
    application = in_cohort(status)
    move(application, verb)
    assert stored(application).status == PATHS[verb][1]


@pytest.mark.django_db
@pytest.mark.parametrize(("verb", "status"), REFUSED)
def test_impossible_step_is_refused(verb, status):
    application = in_cohort(status)
    with pytest.raises(workflow.Refused, match=f"« {status.label} »"):
        move(application, verb)


def test_every_verb_of_the_table_is_tried():
    assert workflow.ALLOWED.keys() == PATHS.keys()


def test_somebody_or_nobody_has_the_hand_at_every_stage():
    assert workflow.HAND.keys() == set(Status)


# What a step leaves


@pytest.mark.django_db
def test_step_is_logged():
    application, user = in_cohort("submitted"), factories.staff()
    move(application, "invite", by=user, reason="dossier complet")
    logged = Transition.objects.values_list("application", "before", "after", "at", "by", "reason")
    step = (application.pk, "submitted", "to_book", LATER, user.pk, "dossier complet")
    assert list(logged) == [step]


@pytest.mark.django_db
def test_step_is_mailed_with_the_new_status(mails):
    application = in_cohort("submitted")
    move(application, "invite")
    assert mails == [(application.reference, "to_book", "", None)]


@pytest.mark.django_db
def test_mail_gives_the_reason(mails):
    application = in_cohort("submitted")
    move(application, "ask_documents")
    assert mails == [(application.reference, "waiting_documents", "une pièce d’identité", None)]


@pytest.mark.django_db
def test_documents_are_not_asked_for_without_saying_which():
    with pytest.raises(workflow.Refused, match="documents attendus"):
        move(in_cohort("submitted"), "ask_documents", reason=" ")


@pytest.mark.django_db
def test_mail_gives_the_rank(mails):
    application = in_cohort("interviewed")
    line(application.cohort, 0)
    move(application, "put_on_waiting_list")
    assert mails == [(application.reference, "waiting_list", "", 2)]


@pytest.mark.django_db
@pytest.mark.parametrize("verb", sorted(PATHS.keys() - BOOKING))
def test_each_step_queues_one_mail_to_the_candidate(monkeypatch, verb):
    monkeypatch.setattr(review.mail, "status_changed", REAL_MAIL)
    application = in_cohort(PATHS[verb][0].split()[0])
    move(application, verb)
    assert [email.to for email in Email.objects.all()] == [[application.email]]


@pytest.mark.django_db
def test_step_dates_the_status():
    application = in_cohort("submitted")
    move(application, "invite")
    assert stored(application).status_since == LATER


@pytest.mark.django_db
def test_step_shows_on_the_object_in_hand():
    application = in_cohort("submitted")
    move(application, "invite")
    assert (application.status, application.status_since) == ("to_book", LATER)


@pytest.mark.django_db
def test_sending_dates_the_file():
    application = in_cohort("draft")
    move(application, "submit")
    assert stored(application).submitted_at == LATER


@pytest.mark.django_db
def test_reopening_keeps_the_day_it_was_sent():
    application = in_cohort("declined")
    move(application, "reopen")
    assert stored(application).submitted_at == NOW


@pytest.mark.django_db
def test_refusal_logs_nothing():
    with pytest.raises(workflow.Refused):
        move(in_cohort("admitted"), "decline")
    assert not Transition.objects.exists()


@pytest.mark.django_db
def test_refusal_mails_nothing(mails):
    with pytest.raises(workflow.Refused):
        move(in_cohort("admitted"), "decline")
    assert mails == []


@pytest.mark.django_db
def test_refusal_leaves_the_file_as_it_was():
    application = in_cohort("admitted")
    with pytest.raises(workflow.Refused):
        move(application, "decline")
    assert (stored(application).status, stored(application).status_since) == ("admitted", NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["status", "log"])
def test_mail_that_cannot_be_queued_undoes_the_step(monkeypatch, what):
    application = in_cohort("submitted")
    monkeypatch.setattr(review.mail, "status_changed", _break)
    with pytest.raises(RuntimeError):
        move(application, "invite")
    found = {"status": stored(application).status, "log": Transition.objects.count()}
    assert found[what] == {"status": "submitted", "log": 0}[what]


def _break(application, **_):
    raise RuntimeError("file des courriels indisponible")


@pytest.mark.django_db
def test_two_staff_with_the_same_page_one_wins():
    application = in_cohort("interviewed")
    other = stored(application)
    move(application, "decline")
    with pytest.raises(workflow.Refused):
        move(other, "admit_conditionally")
    assert stored(application).status == "declined"


@pytest.mark.django_db
def test_step_taken_between_the_look_and_the_write_wins(monkeypatch):
    """On PostgreSQL somebody else may write there; the swap must notice."""
    application = in_cohort("interviewed")
    taken_by_another = Application.objects.filter(pk=application.pk)
    monkeypatch.setattr(places, "take", lambda _: taken_by_another.update(status=Status.DECLINED))
    with pytest.raises(workflow.Refused):
        move(application, "admit_conditionally")


@pytest.mark.django_db
def test_reopening_is_refused_while_another_file_goes_on():
    closed = in_cohort("withdrawn")
    factories.application(cohort=closed.cohort, email=closed.email.upper())
    with pytest.raises(workflow.Refused, match="en cours"):
        move(closed, "reopen")


# Places


@pytest.mark.django_db
@pytest.mark.parametrize("holder", ["admissible", "admitted"])
def test_no_admission_without_a_place(holder):
    held = in_cohort(holder, places=1)
    candidate = factories.application(cohort=held.cohort, status=Status.INTERVIEWED)
    with pytest.raises(workflow.Refused, match="plus de place"):
        move(candidate, "admit_conditionally")


@pytest.mark.django_db
def test_no_offer_without_a_place():
    held = in_cohort("admitted", places=1)
    candidate = factories.application(cohort=held.cohort, status=Status.WAITING_LIST)
    with pytest.raises(workflow.Refused, match="plus de place"):
        move(candidate, "offer_place")


@pytest.mark.django_db
def test_places_of_another_cohort_do_not_count():
    in_cohort("admitted", places=1)
    candidate = in_cohort("interviewed", places=1)
    move(candidate, "admit_conditionally")
    assert stored(candidate).status == "admissible"


@pytest.mark.django_db
def test_cohort_without_a_limit_takes_everyone():
    held = in_cohort("admitted", places=None)
    candidate = factories.application(cohort=held.cohort, status=Status.INTERVIEWED)
    move(candidate, "admit_conditionally")
    assert stored(candidate).status == "admissible"


@pytest.mark.django_db
def test_signing_needs_no_other_place():
    application = in_cohort("admissible", places=1)
    move(application, "sign")
    assert places.taken(application.cohort) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["admit_conditionally", "put_on_waiting_list"])
def test_who_waits_for_a_next_intake_has_neither_place_nor_rank(verb):
    application = factories.application(cohort=None, status=Status.INTERVIEWED)
    with pytest.raises(workflow.Refused, match="aucune promotion"):
        move(application, verb)


# The waiting list


def line(cohort, *days):
    """People put on the list that many days after NOW."""
    return [
        factories.application(cohort=cohort, status=Status.WAITING_LIST, since=NOW + n * DAY)
        for n in days
    ]


@pytest.mark.django_db
def test_rank_follows_the_day_of_the_step():
    people = line(factories.cohort(), 3, 1, 2)
    assert [places.rank(person) for person in people] == [3, 1, 2]


@pytest.mark.django_db
def test_rank_of_the_same_moment_follows_the_day_of_the_application():
    first, second = line(factories.cohort(), 1, 1)
    Application.objects.filter(pk=second.pk).update(submitted_at=NOW - DAY)
    assert [places.rank(first), places.rank(second)] == [2, 1]


@pytest.mark.django_db
def test_rank_is_the_date_of_the_last_logged_step():
    cohort = factories.cohort()
    early = factories.application(cohort=cohort, status=Status.INTERVIEWED)
    (waiting,) = line(cohort, 2)
    move(early, "put_on_waiting_list", now=NOW + 3 * DAY)
    assert stored(early).status_since == early.transitions.last().at
    assert [places.rank(waiting), places.rank(early)] == [1, 2]


@pytest.mark.django_db
def test_rank_counts_one_cohort():
    line(factories.cohort(), 1, 2)
    (alone,) = line(factories.cohort(), 3)
    assert places.rank(alone) == 1


@pytest.mark.django_db
def test_no_rank_for_who_does_not_wait():
    assert places.rank(in_cohort("interviewed")) is None


@pytest.mark.django_db
def test_everyone_moves_up_when_one_leaves():
    first, second, third = line(factories.cohort(), 1, 2, 3)
    move(first, "withdraw")
    assert [places.rank(second), places.rank(third)] == [1, 2]


@pytest.mark.django_db
def test_nobody_is_next_on_an_empty_list():
    assert places.next_in_line(in_cohort("admissible").cohort) is None


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["decline", "withdraw"])
def test_freed_place_tells_who_is_next(verb):
    leaving = in_cohort("admissible", places=1)
    _, first = line(leaving.cohort, 2, 1)
    assert move(leaving, verb) == first


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["decline", "withdraw"])
def test_departure_without_a_place_tells_nobody(verb):
    leaving = in_cohort("interviewed", places=1)
    line(leaving.cohort, 1)
    assert move(leaving, verb) is None


@pytest.mark.django_db
def test_freed_place_can_be_offered():
    leaving = in_cohort("admissible", places=1)
    line(leaving.cohort, 1)
    waiting = move(leaving, "withdraw")
    move(waiting, "offer_place")
    assert stored(waiting).status == "offered"


@pytest.mark.django_db
def test_nobody_is_offered_the_place_of_those_before():
    _, second = line(factories.cohort(places=1), 1, 2)
    with pytest.raises(workflow.Refused, match="liste d’attente"):
        move(second, "offer_place")


@pytest.mark.django_db
def test_with_a_place_for_each_the_order_of_offers_is_free():
    _, second = line(factories.cohort(places=2), 1, 2)
    move(second, "offer_place")
    assert stored(second).status == "offered"


@pytest.mark.django_db
def test_nobody_is_admitted_before_the_waiting_list():
    cohort = factories.cohort(places=1)
    line(cohort, 1)
    candidate = factories.application(cohort=cohort, status=Status.INTERVIEWED)
    with pytest.raises(workflow.Refused, match="liste d’attente"):
        move(candidate, "admit_conditionally")


# All at once

PLACES, CANDIDATES = 5, 12


@pytest.fixture
def twelve(transactional_db, tmp_path):
    """Twelve candidates, interviewed, for five places, in a database that threads can share."""
    cohort = factories.cohort(places=PLACES)
    people = [
        factories.application(cohort=cohort, status=Status.INTERVIEWED) for _ in range(CANDIDATES)
    ]
    if connection.vendor == "postgresql":
        yield people
        return
    # In memory, SQLite's threads do not wait for one another: a file, with the same rows.
    path = tmp_path / "shared.sqlite3"
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
    copy.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(connections.settings["default"], "NAME", str(path))
        yield people


def at_once(act, people):
    """What each act gave, all started together, each with a connection of its own."""

    def run(person):
        try:
            return act(person)
        except workflow.Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(run, people))


def places_taken(people):
    (count,) = at_once(lambda person: places.taken(person.cohort), people[:1])
    return count


def refusals(answers):
    return [answer for answer in answers if isinstance(answer, workflow.Refused)]


def test_twelve_at_once_for_five_places(twelve, monkeypatch):
    count = places.taken

    def slow(cohort):
        found = count(cohort)
        time.sleep(0.03)  # the time for another to count the same, were it not locked out
        return found

    monkeypatch.setattr(places, "taken", slow)
    answers = at_once(lambda person: move(person, "admit_conditionally"), twelve)
    assert len(refusals(answers)) == CANDIDATES - PLACES
    assert places_taken(twelve) == PLACES


def test_counting_before_moving_overbooks(twelve, monkeypatch):
    """Control: the same question, asked outside the lock."""
    monkeypatch.setattr(places, "take", lambda _: None)
    everyone_has_counted = threading.Barrier(CANDIDATES, timeout=20)

    def admit(person):
        if places.taken(person.cohort) >= PLACES:
            raise workflow.Refused
        connection.close()  # there are fewer connections than people
        everyone_has_counted.wait()
        move(person, "admit_conditionally")

    assert refusals(at_once(admit, twelve)) == []
    assert places_taken(twelve) == CANDIDATES


def test_six_staff_at_once_one_wins(twelve):
    one, *_ = twelve
    answers = at_once(lambda _: move(stored(one), "admit_conditionally"), range(6))
    assert len(refusals(answers)) == 5
