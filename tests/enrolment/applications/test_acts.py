"""Acts of staff: what they will do is told, then waits, and is taken back exactly or done."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from post_office.models import Attachment, Email

from catalogue.models import Cohort
from enrolment import workflow
from enrolment.applications import acts, places, review
from enrolment.interviews import bookings, slots
from enrolment.mails import outbox
from enrolment.models import Act, Application, InterviewEvent, Message, Status
from enrolment.workflow import Refused
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as factories
from tests.support.enrolment_factories import NOW
from tests.support.transitions import at_once

pytestmark = pytest.mark.django_db
ASKED = NOW + timedelta(hours=1)
DUE = ASKED + settings.UNDO_DELAY
REASON = "une pièce d’identité"
# Every act, at each step where it is possible.
PAIRS = [
    (verb, status)
    for verb in acts.VERBS
    for status in workflow.ALLOWED.get(verb, ((Status.SUBMITTED,), ""))[0]
]


def scene(verb, status):
    """An application on which the act is possible, with a representative, an interview, and
    somebody who waits for a place: the act may take, free or promise one.
    """
    places_left = 0 if status in ("offered", "admissible", "admitted") else 1
    cohort = factories.cohort(places=1) if verb != "attach_to_next" else None
    own = {"cohort": cohort} if cohort else {"programme": an_open_intake().programme}
    application = factories.application(status=status, **own, birth_date="2010-03-27")
    factories.guardian(application=application, email="paule@exemple.test")
    if cohort and verb not in ("admit_conditionally", "offer_place"):
        factories.application(cohort=cohort, status=Status.WAITING_LIST, since=DUE)
        assert places.count_left(cohort) == places_left
    if verb == "offer_place":  # else the site would offer it by itself
        Application.objects.filter(pk=application.pk).update(passed_at=NOW)
    if status == Status.BOOKED:
        slot = factories.slot(programme=application.programme)
        application.bookings.create(slot=slot, booked_at=NOW)
        slots.Slot.objects.update(taken=1)
    return Application.objects.get(pk=application.pk)


def an_open_intake():
    cohort = factories.cohort()
    opens, starts = NOW.date(), NOW.date() + timedelta(days=200)
    catalogue.cohort_year(cohort, registration_opens=opens, starts=starts)
    return cohort


def everything():
    """Every row of the applications, interviews, mails and cohorts, but the acts themselves."""
    models = [m for m in apps.get_app_config("enrolment").get_models() if m != Act]
    models += [Email, Attachment, Cohort]
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def ask(verb, application, *, now=ASKED, by=None):
    by = by or factories.staff()
    return acts.ask(verb, application, now=now, by=by, reason=REASON)


# Taken back


@pytest.mark.parametrize(("verb", "status"), PAIRS)
def test_an_act_taken_back_leaves_everything_as_it_was(verb, status):
    """Whatever the site does of itself meanwhile."""
    application = scene(verb, status)
    review.offer_free_places(ASKED)  # what the site would have done without the act
    application.refresh_from_db()
    before = everything()
    act = ask(verb, application)
    assert everything() == before
    pass_time(DUE - timedelta(seconds=1))
    acts.undo(act, now=ASKED, by=factories.staff())
    pass_time(DUE)
    assert everything() == before
    act.refresh_from_db()
    assert act.outcome == Act.Outcome.UNDONE


def pass_time(now):
    acts.carry_out(now)
    review.offer_free_places(now)
    slots.end_holds(now)
    outbox.write()


@pytest.mark.parametrize(("verb", "status"), PAIRS)
def test_an_act_is_done_after_its_delay_as_it_was_told(verb, status):
    application = scene(verb, status)
    by = factories.staff()
    before = everything()
    (told,) = acts.foresee(verb, [application], now=ASKED, by=by, reason=REASON)
    assert everything() == before
    assert told.refusal == ""
    ask(verb, application, by=by)
    assert acts.carry_out(DUE) == 1
    outbox.write()
    application.refresh_from_db()
    assert Status(application.status).label == told.after
    written = Message.objects.filter(application=application).select_related("email")
    done = sorted((", ".join(row.email.to), row.subject) for row in written)
    assert done == sorted(told.letters)
    offered = Application.objects.filter(status=Status.OFFERED).exclude(pk=application.pk)
    assert [str(one) for one in offered] == told.offered
    assert slots.miscounted().count() == 0


def test_control_the_scenes_write_to_people_and_free_places():
    told = []
    for verb, status in PAIRS:
        told += acts.foresee(verb, [scene(verb, status)], now=ASKED, by=None, reason=REASON)
    assert {bool(one.letters) for one in told} == {True}
    assert any(one.offered for one in told)
    assert any(one.is_called_off for one in told)
    assert any("paule@exemple.test" in to for one in told for to, _ in one.letters)


def test_what_a_file_still_has_to_tell_is_not_taken_for_the_act():
    application = scene("decline", Status.TO_BOOK)
    slot = factories.slot(programme=application.programme)
    bookings.book(application, slot, now=NOW)
    before = everything()
    (told,) = acts.foresee("decline", [application], now=ASKED, by=None, reason=REASON)
    assert everything() == before
    assert InterviewEvent.objects.count() == 1
    assert len([to for to, _ in told.letters if to == application.address]) == 2


# While it waits


def test_the_journal_says_what_was_asked_and_taken_back():
    application, asker, other = scene("decline", "submitted"), factories.staff(), factories.staff()
    act = ask("decline", application, by=asker)
    acts.undo(act, now=ASKED + timedelta(minutes=2), by=other)
    row = Act.objects.values_list("verb", "reason", "by", "asked_at", "outcome", "ended_by").get()
    assert row == ("decline", REASON, asker.pk, ASKED, "undone", other.pk)


def test_one_act_waits_at_a_time():
    application = scene("decline", "submitted")
    ask("decline", application)
    with pytest.raises(Refused, match="attend déjà"):
        ask("invite", application)


def test_an_act_that_is_done_is_not_taken_back():
    act = ask("decline", scene("decline", "submitted"))
    acts.carry_out(DUE)
    with pytest.raises(Refused, match="Trop tard : cet acte est fait"):
        acts.undo(act, now=DUE, by=None)


def test_an_act_taken_back_is_not_done():
    application = scene("decline", "submitted")
    act = ask("decline", application)
    acts.undo(act, now=ASKED, by=None)
    with pytest.raises(Refused):
        acts.do_now(act, now=ASKED, by=None)
    assert acts.carry_out(DUE) == 0


def test_an_act_is_done_at_once_when_asked():
    application = scene("decline", "submitted")
    acts.do_now(ask("decline", application), now=ASKED, by=None)
    application.refresh_from_db()
    assert application.status == Status.DECLINED


def test_without_delay_an_act_is_done_at_once(settings):
    settings.UNDO_DELAY = timedelta(0)
    application = scene("invite", "submitted")
    ask("invite", application)
    application.refresh_from_db()
    assert application.status == Status.TO_BOOK


def test_the_place_that_an_act_takes_is_not_given_twice():
    first = scene("admit_conditionally", "interviewed")
    second = factories.application(cohort=first.cohort, status=Status.INTERVIEWED)
    act = ask("admit_conditionally", first)
    with pytest.raises(Refused, match="plus de place"):
        ask("admit_conditionally", second)
    acts.undo(act, now=ASKED, by=None)
    ask("admit_conditionally", second)


def test_the_turn_of_somebody_on_the_list_is_kept_while_an_act_waits():
    first = scene("put_on_waiting_list", "interviewed")
    Application.objects.filter(pk=first.pk).update(status=Status.WAITING_LIST)
    act = ask("withdraw", Application.objects.get(pk=first.pk))
    assert review.offer_free_places(ASKED) == 0
    acts.undo(act, now=ASKED, by=None)
    review.offer_free_places(ASKED)
    assert Application.objects.get(status=Status.OFFERED) == first


def test_an_offer_does_not_end_while_its_answer_waits():
    application = scene("accept_place", "offered")
    late = application.due_at + timedelta(minutes=1)
    ask("accept_place", application, now=late)
    assert review.end_offers(late) == 0
    acts.carry_out(late + settings.UNDO_DELAY)
    application.refresh_from_db()
    assert application.status == Status.ADMISSIBLE


def test_places_are_offered_in_turn_by_acts_that_wait():
    """The second may be asked for while the first waits; a third has no place."""
    cohort = factories.cohort(places=2)
    line = [
        factories.application(
            cohort=cohort, status=Status.WAITING_LIST, since=NOW + timedelta(minutes=n)
        )
        for n in range(3)
    ]
    for application in line[:2]:
        ask("offer_place", application)
    with pytest.raises(Refused, match="plus de place"):
        ask("offer_place", line[2])
    assert acts.carry_out(DUE) == 2
    assert [Application.objects.get(pk=one.pk).status for one in line] == [
        *("offered", "offered", "waiting_list"),
    ]


def test_an_act_made_impossible_meanwhile_is_not_done_and_says_why():
    application = scene("invite", "submitted")
    act = ask("invite", application)
    review.withdraw(application, now=ASKED)
    before = everything()
    acts.carry_out(DUE)
    assert everything() == before
    act.refresh_from_db()
    assert act.outcome == Act.Outcome.REFUSED
    assert "Retirée" in act.refusal


@pytest.mark.parametrize("verb", acts.NEEDS_REASON)
def test_some_acts_want_a_reason(verb):
    with pytest.raises(Refused, match="motif"):
        acts.ask(verb, scene(verb, "submitted"), now=ASKED, by=None, reason=" ")


def test_an_act_that_fails_does_not_stop_the_next(monkeypatch):
    ask("invite", scene("invite", "submitted"))
    second = scene("documents_complete", "waiting_documents")
    ask("documents_complete", second)

    def broken(*args, **options):
        raise RuntimeError

    monkeypatch.setitem(acts.VERBS, "invite", broken)
    assert acts.carry_out(DUE) == 1
    second.refresh_from_db()
    assert second.status == Status.SUBMITTED


def test_the_last_place_is_foreseen_for_the_first_only():
    first = scene("admit_conditionally", "interviewed")
    second = factories.application(cohort=first.cohort, status=Status.INTERVIEWED)
    told = acts.foresee("admit_conditionally", [first, second], now=ASKED, by=None)
    assert [bool(one.refusal) for one in told] == [False, True]


@pytest.mark.django_db(transaction=True)
def test_undo_and_its_hour_at_once_end_an_act_once(share):
    application = scene("decline", "submitted")
    act = ask("decline", application)
    share()
    ends = [
        lambda: acts.undo(Act.objects.get(pk=act.pk), now=DUE, by=None) or 1,
        lambda: acts.carry_out(DUE),
    ]
    results = at_once(lambda end: end(), ends * 3)
    assert [result for result in results if not isinstance(result, Refused)].count(1) == 1
    ((outcome, status, letters),) = at_once(lambda _: _ended(act), [None])
    assert outcome in ("done", "undone")
    assert (status == Status.DECLINED, letters) == (outcome == "done", int(outcome == "done"))


def _ended(act):
    """Reads in a thread, which sees what the others wrote."""
    act = Act.objects.select_related("application").get(pk=act.pk)
    letters = act.application.messages.filter(audience="candidate").count()
    return act.outcome, act.application.status, letters
