"""Places and the waiting list: never too many admissions, and offers in order."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection

from enrolment import workflow
from enrolment.applications import places, review
from enrolment.models import Application, Status
from tests.support import enrolment_factories as factories
from tests.support.enrolment_factories import NOW
from tests.support.transitions import (
    DAY,
    LATER,
    at_once,
    in_cohort,
    line,
    move,
    places_taken,
    refusals,
    stored,
)

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
def test_application_without_a_cohort_has_neither_place_nor_rank(verb):
    application = factories.application(cohort=None, status=Status.INTERVIEWED)
    with pytest.raises(workflow.Refused, match="aucune promotion"):
        move(application, verb)


# The waiting list


@pytest.mark.django_db
def test_rank_follows_the_date_of_the_transition():
    people = line(factories.cohort(), 3, 1, 2)
    assert [places.rank(person) for person in people] == [3, 1, 2]


@pytest.mark.django_db
def test_equal_dates_are_ranked_by_submission():
    first, second = line(factories.cohort(), 1, 1)
    Application.objects.filter(pk=second.pk).update(submitted_at=NOW - DAY)
    assert [places.rank(first), places.rank(second)] == [2, 1]


@pytest.mark.django_db
def test_rank_follows_the_last_logged_transition():
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
def test_no_rank_off_the_waiting_list():
    assert places.rank(in_cohort("interviewed")) is None


@pytest.mark.django_db
def test_everyone_moves_up_when_one_leaves():
    first, second, third = line(factories.cohort(), 1, 2, 3)
    move(first, "withdraw")
    assert [places.rank(second), places.rank(third)] == [1, 2]


# Places that come free


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["decline", "withdraw"])
@pytest.mark.parametrize("holder", ["offered", "admissible"])
def test_freed_place_is_offered_to_the_next(holder, verb):
    leaving = in_cohort(holder, places=1)
    _, first = line(leaving.cohort, 2, 1)
    assert move(leaving, verb, now=NOW + 3 * DAY) == [first]
    assert stored(first).status == "offered"


@pytest.mark.django_db
def test_contract_that_falls_through_frees_a_place():
    leaving = in_cohort("admitted", places=1)
    (first,) = line(leaving.cohort, 1)
    move(leaving, "withdraw")
    assert stored(first).status == "offered"


@pytest.mark.django_db
def test_offer_lasts_as_long_as_the_settings_say(settings):
    leaving = in_cohort("admissible", places=1)
    (first,) = line(leaving.cohort, 1)
    move(leaving, "withdraw", now=LATER)
    assert stored(first).due_at == workflow.deadline(LATER, settings.OFFER_DELAY)


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["decline", "withdraw"])
def test_departure_without_a_place_offers_nothing(verb):
    leaving = in_cohort("interviewed", places=0)
    line(leaving.cohort, 1)
    assert move(leaving, verb) == []


@pytest.mark.django_db
def test_place_freed_in_a_cohort_too_full_is_not_offered():
    leaving = in_cohort("admissible", places=1)
    factories.application(cohort=leaving.cohort, status=Status.ADMITTED)
    line(leaving.cohort, 1)
    assert move(leaving, "withdraw") == []


@pytest.mark.django_db
def test_declined_offer_goes_to_the_next():
    offered = in_cohort("offered", places=1)
    (following,) = line(offered.cohort, 1)
    assert move(offered, "let_place_pass") == [following]
    assert (stored(offered).status, stored(offered).passed_at) == ("waiting_list", LATER)


@pytest.mark.django_db
def test_site_makes_no_second_offer_after_a_declined_one():
    offered = in_cohort("offered", places=1)
    assert move(offered, "let_place_pass") == []
    assert review.offer_free_places(LATER) == 0


@pytest.mark.django_db
def test_staff_may_make_an_offer_after_a_declined_one():
    offered = in_cohort("offered", places=1)
    move(offered, "let_place_pass")
    move(offered, "offer_place", by=factories.staff())
    assert stored(offered).status == "offered"


@pytest.mark.django_db
def test_declined_offer_puts_the_application_last():
    offered = in_cohort("offered", places=2)
    move(offered, "let_place_pass")
    (late,) = line(offered.cohort, 9)
    assert [places.rank(stored(offered)), places.rank(late)] == [2, 1]


@pytest.mark.django_db
@pytest.mark.parametrize("after", [timedelta(seconds=-1), timedelta(0)])
def test_place_is_accepted_before_its_date(after):
    offered = in_cohort("offered")
    now = offered.due_at + after
    if after:
        move(offered, "accept_place", now=now)
        assert stored(offered).status == "admissible"
    else:
        with pytest.raises(workflow.Refused, match="délai"):
            move(offered, "accept_place", now=now)


@pytest.mark.django_db
def test_late_acceptance_leaves_the_place_to_the_next():
    offered = in_cohort("offered")
    (following,) = line(offered.cohort, 1)
    with pytest.raises(workflow.Refused, match="Vous restez sur la liste"):
        move(offered, "accept_place", now=offered.due_at + DAY)
    assert [stored(offered).status, stored(following).status] == ["waiting_list", "offered"]


@pytest.mark.django_db
def test_staff_may_accept_a_late_answer():
    offered = in_cohort("offered")
    move(offered, "accept_place", now=offered.due_at + DAY, by=factories.staff())
    assert stored(offered).status == "admissible"


@pytest.mark.django_db
@pytest.mark.parametrize(("dry_run", "after"), [(False, "waiting_list"), (True, "offered")])
def test_offer_without_an_answer_ends(dry_run, after):
    offered, other = in_cohort("offered"), in_cohort("offered", since=LATER)
    assert review.end_offers(offered.due_at, dry_run) == 1
    assert [stored(offered).status, stored(other).status] == [after, "offered"]


@pytest.mark.django_db
@pytest.mark.parametrize(("dry_run", "after"), [(False, "offered"), (True, "waiting_list")])
def test_places_that_staff_add_are_offered(dry_run, after):
    cohort = factories.cohort(places=1)
    first, second = line(cohort, 1, 2)
    assert review.offer_free_places(LATER, dry_run) == 1
    assert [stored(first).status, stored(second).status] == [after, "waiting_list"]


@pytest.mark.django_db
def test_free_places_are_offered_once():
    line(factories.cohort(places=1), 1, 2)
    assert [review.offer_free_places(LATER), review.offer_free_places(LATER)] == [1, 0]


@pytest.mark.django_db
def test_cohort_without_a_limit_makes_no_automatic_offer():
    line(factories.cohort(places=None), 1)
    assert review.offer_free_places(LATER) == 0


@pytest.mark.django_db
def test_candidate_who_has_just_left_the_list_is_skipped(monkeypatch):
    """The first of the list withdraws after the list is read and before the offer."""
    first, second = line(factories.cohort(places=2), 1, 2)
    real = places.next_in_line

    def entitled(cohort):
        people = real(cohort)
        Application.objects.filter(pk=first.pk).update(status=Status.WITHDRAWN)
        return people

    monkeypatch.setattr(places, "next_in_line", entitled)
    assert review.offer_freed_places(first.cohort, now=LATER) == [second]


@pytest.mark.django_db
def test_offer_may_not_skip_those_before():
    _, second = line(factories.cohort(places=1), 1, 2)
    with pytest.raises(workflow.Refused, match="liste d’attente"):
        move(second, "offer_place")


@pytest.mark.django_db
def test_with_a_place_for_each_offers_come_in_any_order():
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
def twelve(share):
    """Makes twelve interviewed candidates for five places, in a database that threads share."""
    cohort = factories.cohort(places=PLACES)
    people = [
        factories.application(cohort=cohort, status=Status.INTERVIEWED) for _ in range(CANDIDATES)
    ]
    share()
    return people


@pytest.fixture
def slow_count(monkeypatch):
    """Slows the count of places, so that others would count the same without the lock."""
    count = places.taken

    def slow(cohort):
        taken = count(cohort)
        time.sleep(0.03)
        return taken

    monkeypatch.setattr(places, "taken", slow)


def test_twelve_at_once_for_five_places(twelve, slow_count):
    answers = at_once(lambda person: move(person, "admit_conditionally"), twelve)
    assert len(refusals(answers)) == CANDIDATES - PLACES
    assert places_taken(twelve) == PLACES


def test_counting_before_moving_overbooks(twelve, monkeypatch):
    """Control: counts the places outside the lock."""
    monkeypatch.setattr(places, "check_place", lambda _: None)
    everyone_has_counted = threading.Barrier(CANDIDATES, timeout=20)

    def admit(person):
        if places.taken(person.cohort) >= PLACES:
            raise workflow.Refused
        connection.close()  # there are fewer connections than candidates
        everyone_has_counted.wait()
        move(person, "admit_conditionally")

    assert refusals(at_once(admit, twelve)) == []
    assert places_taken(twelve) == CANDIDATES


def full_cohort(share, *, holding):
    """Makes five candidates who hold the five places, and seven on the waiting list."""
    cohort = factories.cohort(places=PLACES)
    holders = [factories.application(cohort=cohort, status=holding) for _ in range(PLACES)]
    waiting = line(cohort, *range(CANDIDATES - PLACES))
    share()
    return holders, waiting


def statuses(people):
    (result,) = at_once(lambda _: [stored(person).status for person in people], [None])
    return result


def test_departures_at_once_offer_each_place_once(share, slow_count):
    holders, waiting = full_cohort(share, holding=Status.ADMISSIBLE)
    answers = at_once(lambda person: move(person, "withdraw"), holders)
    offered = [person for offers in answers for person in offers]
    assert sorted(offered, key=lambda person: person.pk) == waiting[:PLACES]
    assert statuses(waiting) == ["offered"] * PLACES + ["waiting_list"] * 2


def test_offering_outside_the_lock_offers_twice(share, monkeypatch):
    """Control: everyone who leaves reads the list before any place is offered."""
    holders, waiting = full_cohort(share, holding=Status.ADMISSIBLE)
    everyone_has_looked = threading.Barrier(PLACES, timeout=20)

    def leave(person):
        workflow.step(person, "withdraw", now=LATER)
        first = places.waiting(person.cohort).first()
        connection.close()
        everyone_has_looked.wait()
        return first

    assert set(at_once(leave, holders)) == {waiting[0]}


def test_answers_and_departures_at_once_never_overbook(share, slow_count):
    """Some accept, some decline, some leave the list: at most five places are held."""
    holders, waiting = full_cohort(share, holding=Status.OFFERED)
    verbs = ["accept_place", "let_place_pass", "withdraw", "accept_place", "let_place_pass"]
    acts = [*zip(holders, verbs, strict=True), *((person, "withdraw") for person in waiting)]
    answers = at_once(lambda act: move(*act), acts)
    assert refusals(answers) == []
    assert places_taken(holders) <= PLACES
    assert statuses(holders)[::3] == ["admissible", "admissible"]
