"""Which transitions are allowed, and what each one logs and sends."""

from datetime import date
from itertools import product

import pytest
from post_office.models import Email

from enrolment import workflow
from enrolment.applications import review
from enrolment.models import Application, Status, Transition
from tests.support import catalogue_factories as catalogue
from tests.support import enrolment_factories as factories
from tests.support.enrolment_factories import NOW
from tests.support.transitions import (
    BOOKING,
    LATER,
    at_once,
    in_cohort,
    line,
    move,
    refusals,
    stored,
)

# Written apart from `workflow.ALLOWED`, to check it.
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
PAIRS = list(product(PATHS, Status))
POSSIBLE = [(verb, status) for verb, status in PAIRS if status in PATHS[verb][0].split()]
REFUSED = [pair for pair in PAIRS if pair not in POSSIBLE]
REAL_MAIL = review.mails.status_changed


@pytest.fixture(autouse=True)
def mails(monkeypatch):
    """Replaces mails by a list of (reference, status, reason, rank)."""
    asked = []

    def status_changed(application, *, reason, rank, due):
        asked.append((application.reference, application.status, reason, rank))

    monkeypatch.setattr(review.mails, "status_changed", status_changed)
    return asked


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


def test_every_status_says_whose_turn_it_is():
    assert workflow.NEXT_ACTOR.keys() == set(Status)


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
    monkeypatch.setattr(review.mails, "status_changed", REAL_MAIL)
    application = in_cohort(PATHS[verb][0].split()[0])
    move(application, verb)
    assert [email.to for email in Email.objects.all()] == [[application.email]]


@pytest.mark.django_db
def test_step_dates_the_status():
    application = in_cohort("submitted")
    move(application, "invite")
    assert stored(application).status_since == LATER


@pytest.mark.django_db
def test_step_updates_the_object_given():
    application = in_cohort("submitted")
    move(application, "invite")
    assert (application.status, application.status_since) == ("to_book", LATER)


@pytest.mark.django_db
def test_sending_dates_the_application():
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
def test_refusal_leaves_the_application_unchanged():
    application = in_cohort("admitted")
    with pytest.raises(workflow.Refused):
        move(application, "decline")
    assert (stored(application).status, stored(application).status_since) == ("admitted", NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["status", "log"])
def test_mail_that_cannot_be_queued_undoes_the_step(monkeypatch, what):
    application = in_cohort("submitted")
    monkeypatch.setattr(review.mails, "status_changed", _break)
    with pytest.raises(RuntimeError):
        move(application, "invite")
    after = {"status": stored(application).status, "log": Transition.objects.count()}
    assert after[what] == {"status": "submitted", "log": 0}[what]


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


def overtake(monkeypatch):
    """Declines the application between the check and the write, as may happen on PostgreSQL."""
    real = workflow.check

    def check(application, verb):
        result = real(application, verb)
        Application.objects.filter(pk=application.pk).update(status=Status.DECLINED)
        return result

    monkeypatch.setattr(workflow, "check", check)


@pytest.mark.django_db
def test_step_taken_between_the_check_and_the_write_wins(monkeypatch):
    application = in_cohort("submitted")
    overtake(monkeypatch)
    with pytest.raises(workflow.Refused, match="« Refusée »"):
        workflow.step(application, "invite", now=LATER)
    assert not Transition.objects.exists()


@pytest.mark.django_db
def test_updating_without_a_filter_loses_the_other_step(monkeypatch):
    """Control: the same check, then an update that does not filter on the status before."""
    application = in_cohort("submitted")
    overtake(monkeypatch)
    workflow.check(application, "invite")
    Application.objects.filter(pk=application.pk).update(status=Status.TO_BOOK)
    assert stored(application).status == "to_book"


@pytest.mark.django_db
def test_reopening_is_refused_while_another_application_is_live():
    closed = in_cohort("withdrawn")
    factories.application(cohort=closed.cohort, email=closed.email.upper())
    with pytest.raises(workflow.Refused, match="en cours"):
        move(closed, "reopen")


def test_six_staff_at_once_one_wins(share):
    application = in_cohort("interviewed")
    share()
    answers = at_once(lambda _: move(stored(application), "admit_conditionally"), range(6))
    assert len(refusals(answers)) == 5


# Withdrawals


@pytest.mark.django_db
@pytest.mark.parametrize(("by", "mails_sent"), [("candidate", 1), ("staff", 0)])
def test_staff_are_told_of_withdrawals_by_candidates_only(monkeypatch, by, mails_sent):
    asked = []
    monkeypatch.setattr(review.mails, "staff_withdrawn", lambda *_, reason: asked.append(reason))
    user = factories.staff() if by == "staff" else None
    move(in_cohort("submitted"), "withdraw", by=user, reason="ailleurs")
    assert asked == ["ailleurs"] * mails_sent


# The next intake


def open_intake(programme):
    cohort = catalogue.cohort(programme, name="2028-2030")
    catalogue.cohort_year(cohort, registration_opens=NOW.date(), starts=date(2028, 9, 1))
    return cohort


@pytest.mark.django_db
def test_application_joins_the_next_intake_and_keeps_its_status():
    application = factories.application(status=Status.INTERVIEWED)
    cohort = open_intake(application.programme)
    review.attach(application, cohort=cohort, now=LATER)
    assert (stored(application).cohort, stored(application).status) == (cohort, "interviewed")


@pytest.mark.django_db
def test_joining_an_intake_is_logged():
    application, user = factories.application(), factories.staff()
    review.attach(application, cohort=open_intake(application.programme), now=LATER, by=user)
    logged = Transition.objects.values_list("before", "after", "at", "by", "reason").get()
    said = "Rattachée à la promotion 2028-2030"
    assert logged == ("submitted", "submitted", LATER, user.pk, said)


@pytest.mark.django_db
def test_candidate_is_told_of_the_intake_joined():
    application = factories.application()
    review.attach(application, cohort=open_intake(application.programme), now=LATER)
    assert [message.name for message in application.messages.all()] == ["attached"]


@pytest.mark.django_db
def test_draft_joins_the_next_intake_without_log_nor_mail():
    draft = factories.application(status=Status.DRAFT)
    review.attach(draft, cohort=open_intake(draft.programme), now=LATER)
    assert (draft.transitions.count(), draft.messages.count()) == (0, 0)
    assert stored(draft).cohort is not None


@pytest.mark.django_db
def test_application_does_not_join_the_intake_of_another_programme():
    with pytest.raises(workflow.Refused, match="autre formation"):
        review.attach(factories.application(), cohort=factories.cohort(), now=LATER)


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["declined", "submitted"])
def test_application_closed_or_with_an_intake_joins_no_other(status):
    application = in_cohort(status)
    other = open_intake(application.programme)
    if status == "declined":
        Application.objects.update(cohort=None)
    with pytest.raises(workflow.Refused, match="close, ou"):
        review.attach(application, cohort=other, now=LATER)


@pytest.mark.django_db
def test_nobody_has_two_applications_in_an_intake():
    first = factories.application()
    cohort = open_intake(first.programme)
    factories.application(cohort=cohort, email=first.email.upper())
    with pytest.raises(workflow.Refused, match="déjà une candidature"):
        review.attach(first, cohort=cohort, now=LATER)
    assert (stored(first).cohort, first.transitions.count()) == (None, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(("dry_run", "left"), [(False, 1), (True, 3)])
def test_applications_join_an_intake_when_it_opens(dry_run, left):
    waiting, _ = factories.application(), factories.application(status=Status.DECLINED)
    factories.application()  # of a programme without an intake
    open_intake(waiting.programme)
    assert review.attach_waiting(LATER, dry_run) == 1
    assert Application.objects.filter(cohort=None).count() == left + (not dry_run)
