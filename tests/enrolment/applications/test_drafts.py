from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from enrolment.applications import drafts, leaving, submission, tasks
from enrolment.models import Application, Status
from tests.support import catalogue_factories as factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=timezone.get_default_timezone())
TODAY = NOW.date()
EMAIL = "lea@exemple.fr"
ADULT, MINOR = date(2000, 3, 27), date(2010, 3, 27)


@pytest.fixture
def programme():
    return factories.programme()


@pytest.fixture
def draft(programme):
    return drafts.start(EMAIL, programme, now=NOW)


def fill(application, *, born=ADULT):
    answers = {
        "first_name": "Léa",
        "last_name": "Martin",
        "birth_date": born,
        "phone": "+33612345678",
        "situation": "lycee",
        "last_class": "Seconde",
        "diploma": "brevet",
        "search": "cherche",
        "why": "Parce que.",
        "motivation_finished": True,
        "wants_call": False,
    }
    drafts.save(application, answers, now=NOW)
    drafts.agree(application, keeps_contact=False, now=NOW)
    return application


def person(name="Anne"):
    return {
        "first_name": name,
        "last_name": "Martin",
        "relation": "Mère",
        "phone": "+33612345679",
        "email": "",
    }


def slugs(application):
    return [task.slug for task in tasks.tasks_of(application, today=TODAY)]


# Starting


def test_first_time_makes_a_draft(draft):
    assert (draft.status, draft.submitted_at, draft.email) == (Status.DRAFT, None, EMAIL)


def test_second_time_gives_the_same_application(draft, programme):
    assert drafts.start(EMAIL, programme, now=NOW) == draft


def test_capitals_of_the_address_do_not_make_another_person(draft, programme):
    assert drafts.start("Lea@Exemple.fr", programme, now=NOW) == draft


def test_another_programme_is_another_application(draft):
    assert drafts.start(EMAIL, factories.programme(), now=NOW) != draft


def test_two_tabs_at_once_make_one_application(draft, programme, monkeypatch):
    """The other tab inserts its row after our search: the constraint makes us use it."""
    monkeypatch.setattr(type(Application.objects.all()), "first", lambda self: None)
    assert drafts.start(EMAIL, programme, now=NOW) == draft


def test_closed_application_does_not_prevent_a_new_one(draft, programme):
    fill(draft)
    submission.submit(draft, now=NOW)
    leaving.withdraw(draft, reason="", now=NOW)
    assert drafts.start(EMAIL, programme, now=NOW) != draft


def test_open_cohort_is_the_one_applied_to(programme):
    cohort = factories.cohort(programme)
    factories.cohort_year(cohort, registration_opens=TODAY, starts=date(2027, 9, 1))
    assert drafts.start(EMAIL, programme, now=NOW).cohort == cohort


def test_without_an_open_cohort_the_application_has_none(draft):
    assert draft.cohort is None


# Tasks


def test_adult_names_no_guardian(draft):
    fill(draft)
    assert "representants" not in slugs(draft)


def test_minor_at_the_start_of_the_training_names_a_guardian(draft):
    fill(draft, born=MINOR)
    assert slugs(draft)[1] == "representants"


@pytest.mark.parametrize(
    ("is_contract", "last_adult"), [(False, date(2009, 9, 1)), (True, date(2009, 6, 2))]
)
def test_who_is_eighteen_on_the_likely_day_of_signature_is_an_adult(
    programme, is_contract, last_adult
):
    """Three months before the first day with a contract; the first day without one."""
    programme.statuses.add(factories.status(is_contract=is_contract))
    cohort = factories.cohort(programme)
    factories.cohort_year(cohort, registration_opens=TODAY, starts=date(2027, 9, 1))
    application = drafts.start(EMAIL, programme, now=NOW)
    application.birth_date = last_adult
    assert not application.is_minor(today=TODAY)
    application.birth_date = last_adult + timedelta(days=1)
    assert application.is_minor(today=TODAY)


def test_contract_is_not_signed_before_the_application_is_sent(programme):
    cohort = factories.cohort(programme)
    factories.cohort_year(cohort, registration_opens=TODAY, starts=date(2027, 9, 1))
    application = drafts.start(EMAIL, programme, now=NOW)
    application.birth_date = date(2009, 7, 14)
    assert application.is_minor(today=date(2027, 7, 13))
    assert not application.is_minor(today=date(2027, 7, 14))
    application.submitted_at = NOW
    assert application.is_minor(today=date(2027, 7, 14))  # sent, it stays as it was


def test_tasks_are_met_in_order(draft):
    assert tasks.next_task(draft, today=TODAY).slug == "vous"
    drafts.save(
        draft,
        {"first_name": "Léa", "last_name": "M", "birth_date": ADULT, "phone": "+33612345678"},
        now=NOW,
    )
    assert tasks.next_task(draft, today=TODAY).slug == "parcours"


def test_complete_application_has_no_next_task(draft):
    assert tasks.next_task(fill(draft), today=TODAY) is None


def test_saving_records_when(draft):
    later = NOW + timedelta(minutes=5)
    drafts.save(draft, {"last_class": "Seconde"}, now=later)
    assert (draft.saved_at, draft.last_class) == (later, "Seconde")


def test_guardians_are_replaced(draft):
    fill(draft, born=MINOR)
    drafts.save_guardians(draft, [person(), person("Paul")], now=NOW)
    drafts.save_guardians(draft, [person("Zoé")], now=NOW)
    assert [g.first_name for g in draft.guardians.all()] == ["Zoé"]


# Sending


def test_sending_gives_a_date_and_a_step(draft):
    submission.submit(fill(draft), now=NOW)
    assert (draft.status, draft.submitted_at) == (Status.SUBMITTED, NOW)
    assert [(t.before, t.after) for t in draft.transitions.all()] == [("draft", "submitted")]


def test_sending_twice_sends_once(draft):
    fill(draft)
    twin = Application.objects.get(pk=draft.pk)  # another tab, where it is still a draft
    submission.submit(draft, now=NOW)
    submission.submit(twin, now=NOW + timedelta(seconds=1))
    assert (twin.submitted_at, draft.transitions.count()) == (NOW, 1)


def test_incomplete_application_is_not_sent(draft):
    with pytest.raises(submission.Incomplete):
        submission.submit(draft, now=NOW)
    assert Application.objects.get().status == Status.DRAFT


def test_sent_application_no_longer_changes(draft):
    submission.submit(fill(draft), now=NOW)
    with pytest.raises(drafts.NotADraft):
        drafts.save(draft, {"first_name": "Eva"}, now=NOW)
    assert Application.objects.get().first_name == "Léa"


def test_guardians_of_a_sent_application_no_longer_change(draft):
    fill(draft, born=MINOR)
    drafts.save_guardians(draft, [person()], now=NOW)
    submission.submit(draft, now=NOW)
    with pytest.raises(drafts.NotADraft):
        drafts.save_guardians(draft, [person("Paul")], now=NOW)
    assert draft.guardians.get().first_name == "Anne"


# Taking back


def test_abandoned_draft_is_deleted(draft):
    leaving.withdraw(draft, reason="", now=NOW)
    assert not Application.objects.exists()


def test_withdrawn_application_keeps_its_history(draft):
    submission.submit(fill(draft), now=NOW)
    leaving.withdraw(draft, reason="J’ai trouvé ailleurs", now=NOW)
    assert draft.transitions.last().reason == "J’ai trouvé ailleurs"
    assert Application.objects.get().status == Status.WITHDRAWN
