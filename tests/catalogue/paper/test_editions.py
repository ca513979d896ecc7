"""Editions: one rendering per content, a number and a date for each, and the proof of what was
public on a day."""

import uuid
from contextlib import nullcontext
from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import ProtectedError

from catalogue.models import (
    ContentChange,
    ContentVersion,
    Edition,
    Paper,
    Programme,
    Publication,
    Rendering,
)
from catalogue.paper import brochure, editions
from catalogue.paper.editions import Busy, changes, claim, current_edition, history
from catalogue.version import MADE_FROM_CONTENT, ON_PAGES_ALONE
from charmilles.pdf.printing import Printed, PrintingFailed
from tests.catalogue.paper.conftest import NOW, TODAY
from tests.support import catalogue_factories as factories
from tests.support import real_contents

pytestmark = pytest.mark.django_db

TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def drawings(monkeypatch):
    """What was drawn, by a pencil quicker than the printer."""
    drawn = []

    def draw(draft, *, number, made_on):
        drawn.append(draft)
        return Printed(f"%PDF {draft.checksum} {number}".encode(), 3)

    monkeypatch.setattr(brochure, "draw", draw)
    return drawn


@pytest.fixture
def programme(drawings):
    programme = factories.programme(slug="bac-pro-gestion", promise="Apprendre à gérer.")
    factories.item(factories.section(programme, slug="objectifs"), text="Classer des dossiers")
    return programme


def ask(programme, *, now=NOW, paper=Paper.BROCHURE):
    return current_edition(programme, paper, now=now)


def reword(programme, promise):
    programme.promise = promise
    programme.save()


# Numbers and dates


def test_first_request_makes_the_first_edition(programme):
    edition = ask(programme)
    assert (edition.number, edition.made_on, edition.pages) == (1, TODAY, 3)


def test_nothing_changed_is_the_same_edition(programme, drawings):
    assert ask(programme) == ask(programme)
    assert len(drawings) == 1


def test_nothing_changed_costs_two_small_queries(programme, django_assert_num_queries):
    ask(programme)
    with django_assert_num_queries(2):
        ask(programme)


def test_change_makes_the_next_edition_that_day(programme):
    ask(programme)
    reword(programme, "Apprendre à vendre.")
    edition = ask(programme, now=TOMORROW)
    assert (edition.number, edition.made_on) == (2, TODAY + timedelta(days=1))


def test_saving_without_a_change_makes_no_edition(programme, drawings):
    first = ask(programme)
    programme.save()
    assert ask(programme) == first
    assert len(drawings) == 1


def test_change_elsewhere_makes_no_edition(programme, drawings):
    first = ask(programme)
    reword(factories.programme(), "Une autre formation.")
    assert ask(programme) == first


def test_programmes_are_numbered_apart(programme):
    ask(programme)
    assert ask(factories.programme()).number == 1


def test_papers_of_a_programme_are_numbered_apart(programme):
    ask(programme)
    assert ask(programme, paper=Paper.EMPLOYERS).number == 1


def test_content_that_comes_back_reuses_its_edition(programme, drawings):
    first = ask(programme)
    reword(programme, "Apprendre à vendre.")
    ask(programme, now=NOW + timedelta(days=3))
    reword(programme, "Apprendre à gérer.")
    assert ask(programme, now=NOW + timedelta(days=7)) == first
    assert len(drawings) == 2


def test_publications_prove_what_was_public_on_each_day(programme):
    ask(programme)
    reword(programme, "Apprendre à vendre.")
    ask(programme, now=NOW + timedelta(days=3))
    reword(programme, "Apprendre à gérer.")
    ask(programme, now=NOW + timedelta(days=7))
    published = Publication.objects.order_by("since").values_list("edition__number", "since")
    days = [(number, (since - NOW).days) for number, since in published]
    assert days == [(1, 0), (2, 3), (1, 7)]


# What makes an edition, and what does not


def test_corrected_link_makes_an_edition(programme):
    item = factories.item(programme.sections.get(), text="Le site", url="https://ancien.test/")
    ask(programme)
    item.url = "https://nouveau.test/"
    item.save()
    assert ask(programme).number == 2


def test_name_at_the_foot_of_the_page_makes_an_edition(programme):
    before = ask(programme)
    programme.short_name = "Bac pro G."
    programme.save()
    after = ask(programme)
    assert after.number == 2
    assert changes(before, after) != []


@pytest.fixture
def cohort(programme):
    cohort = factories.cohort(programme)
    factories.cohort_year(
        cohort,
        registration_opens=date(2026, 11, 24),
        registration_closes=date(2027, 6, 30),
        starts=date(2027, 9, 1),
        ends=date(2028, 6, 30),
    )
    return cohort


STATES = [
    ("registration opens", "2026-11-23", "2026-11-24"),
    ("registration closes", "2027-06-30", "2027-07-01"),
    ("the course ends", "2027-10-01", "2028-07-01"),
]


@pytest.mark.parametrize(("event", "before", "after"), STATES)
def test_day_that_only_moves_the_state_of_an_intake_makes_no_edition(
    programme, cohort, event, before, after
):
    assert cohort.state(on=date.fromisoformat(before)) != cohort.state(on=date.fromisoformat(after))
    first = ask(programme, now=on(before))
    assert ask(programme, now=on(after)) == first


def on(day):
    return NOW + (date.fromisoformat(day) - TODAY)


def test_start_that_is_past_is_no_longer_announced(programme, cohort):
    before = ask(programme)
    (change,) = changes(before, ask(programme, now=on("2027-09-02")))
    assert "septembre" in "".join(change[1])


def test_each_day_is_verified_once(programme, drawings, django_assert_num_queries):
    ask(programme)
    ask(programme, now=TOMORROW)
    with django_assert_num_queries(2):
        ask(programme, now=TOMORROW)
    assert (len(drawings), Publication.objects.count()) == (1, 1)


def test_minimum_wage_coming_into_force_makes_an_edition(programme):
    factories.minimum_wage(effective_on=date(2026, 6, 1), hourly=Decimal("12.31"))
    status = factories.status()
    programme.statuses.add(status)
    scale = factories.pay_scale(status)
    factories.rate(factories.pay_row(scale), factories.bracket(scale), percent=27)
    factories.minimum_wage(effective_on=date(2026, 12, 1), hourly=Decimal("12.60"))
    before = ask(programme)
    after = ask(programme, now=NOW + timedelta(days=8))
    assert after.number == 2
    added = [line for _, _, lines in changes(before, after) for line in lines]
    assert "12,60\u00a0€" in "".join(added)


# In words


def test_changes_say_what_was_removed_and_added_under_its_part(programme):
    before = ask(programme)
    item = programme.sections.get().items.get()
    item.text = "Classer les archives"
    item.save()
    assert changes(before, ask(programme)) == [
        ("Ce que vous apprendrez", ["Classer des dossiers"], ["Classer les archives"])
    ]


def test_change_at_the_top_is_under_no_title(programme):
    before = ask(programme)
    reword(programme, "Apprendre à vendre.")
    assert changes(before, ask(programme)) == [
        ("", ["Apprendre à gérer."], ["Apprendre à vendre."])
    ]


def test_part_that_disappears_is_among_the_changes(programme):
    before = ask(programme)
    programme.sections.all().delete()
    ContentVersion.raise_number()
    removed = {title: lines for title, lines, _ in changes(before, ask(programme))}
    assert removed["Ce que vous apprendrez"] == ["Objectifs pédagogiques", "Classer des dossiers"]


def test_same_edition_has_no_changes(programme):
    edition = ask(programme)
    assert changes(edition, edition) == []


def test_history_gives_each_edition_with_what_it_changed(programme):
    ask(programme)
    reword(programme, "Apprendre à vendre.")
    ask(programme)
    ask(programme, paper=Paper.EMPLOYERS)
    found = [(edition.number, edition.changes) for edition in history(programme)]
    assert found == [(2, [["", ["Apprendre à gérer."], ["Apprendre à vendre."]]]), (1, None)]


def test_changes_of_earlier_editions_are_filled_in(programme):
    """As for the editions made since, whatever the order in which they are found."""
    for promise in ("", "Apprendre à vendre.", "Apprendre à compter."):
        reword(programme, promise)
        ask(programme)
    kept = list(Edition.objects.order_by("number").values_list("changes", flat=True))
    Edition.objects.update(changes=None)
    import_module("catalogue.migrations.0003_changes_of_earlier_editions").fill(apps, None)
    assert list(Edition.objects.order_by("number").values_list("changes", flat=True)) == kept


# The content version


def content_models():
    made = {*MADE_FROM_CONTENT, *ON_PAGES_ALONE}
    return [m for m in apps.get_app_config("catalogue").get_models() if m not in made]


@pytest.fixture
def everything():
    """At least a row of each model of content."""
    real_contents.load()
    programme = Programme.objects.get(slug="bac-pro-agora")
    factories.option(programme)
    factories.related(programme.certification, title="Titre lié")
    factories.notice()
    factories.body()
    subject = programme.units.exclude(subjects=None).first().subjects.first()
    factories.subject_hours(subject, period="1re année", hours=2)
    programme.year_hours.create(year=1, hours=675)
    cohort, status = programme.cohorts.first(), programme.statuses.first()
    factories.milestone(cohort, note="date nationale")
    factories.quota(cohort, status=status, places=1)
    factories.related(programme.certification, kind="equivalent", title="BP Gestion")
    factories.status_limit(programme)
    factories.channel(programme)
    factories.exception(cohort)
    factories.national_result()
    factories.register_entry()
    assert [m.__name__ for m in content_models() if not m.objects.exists()] == []


def silent(act):
    """The models on which the act does not raise the version."""
    found = []
    for model in content_models():
        before = ContentVersion.current()
        with transaction.atomic():
            act(model)
            raised = ContentVersion.current() > before
            transaction.set_rollback(True)
        found += [] if raised else [model.__name__]
    return found


def test_saving_any_content_raises_the_version(everything):
    assert silent(lambda model: model.objects.first().save()) == []


def test_creating_any_content_raises_the_version(db):
    before = ContentVersion.current()
    factories.domain()
    assert ContentVersion.current() == before + 1


def test_deleting_any_content_raises_the_version(everything):
    assert silent(delete_one) == []


def delete_one(model):
    for row in model.objects.all():
        try:
            with transaction.atomic():
                return row.delete()
        except ProtectedError:
            continue
    return getattr(factories, model.__name__.lower())().delete()


def test_changing_any_many_to_many_raises_the_version(everything):
    for model in content_models():
        for field in model._meta.many_to_many:
            row, related = model.objects.first(), field.related_model.objects.first()
            links = getattr(row, field.name)
            for act in (links.clear, lambda links=links, r=related: links.add(r)):
                before = ContentVersion.current()
                act()
                assert ContentVersion.current() > before, f"{model.__name__}.{field.name}"


def test_deleting_through_a_queryset_raises_the_version(programme):
    before = ContentVersion.current()
    programme.sections.all().delete()
    assert ContentVersion.current() > before


def test_version_is_rolled_back_with_the_change(programme):
    before = ContentVersion.current()
    with transaction.atomic():
        reword(programme, "Essai")
        transaction.set_rollback(True)
    assert ContentVersion.current() == before


def test_making_an_edition_raises_the_number_of_the_pages_alone(programme):
    papers, pages = ContentVersion.current(), ContentVersion.of_pages()
    ask(programme)
    assert ContentVersion.current() == papers
    assert ContentVersion.of_pages() > pages


def test_verifying_an_edition_raises_no_number(programme):
    ask(programme)
    before = ContentVersion.of_pages()
    ask(programme, now=NOW + timedelta(days=1))
    assert ContentVersion.of_pages() == before


def test_counting_the_changes_leaves_the_numbers_as_they_are(programme):
    ask(programme)
    before = ContentVersion.current(), ContentVersion.of_pages()
    assert ContentVersion.count_changes() > 0
    assert (ContentVersion.current(), ContentVersion.of_pages()) == before
    assert not ContentChange.objects.exists()


def test_changes_are_counted_once(programme):
    ContentVersion.count_changes()
    before = ContentVersion.of_pages()
    assert ContentVersion.count_changes() == 0
    factories.domain()
    assert ContentVersion.count_changes() == 1
    assert ContentVersion.of_pages() == before + 1


# Claims


def somebody_claims(programme, *, since):
    key = f"{Paper.BROCHURE}:{programme.pk}"
    return Rendering.objects.create(key=key, token=uuid.uuid4(), started_at=since)


@pytest.fixture
def hurry(monkeypatch):
    monkeypatch.setattr(editions, "PATIENCE", timedelta(seconds=0.1))
    monkeypatch.setattr(editions, "PAUSE", 0.01)


def test_visitor_is_told_after_a_while(programme, drawings, hurry):
    somebody_claims(programme, since=NOW)
    with pytest.raises(Busy):
        ask(programme)
    assert (len(drawings), Edition.objects.count()) == (0, 0)


def test_busy_leaves_the_claim_to_its_owner(programme, hurry):
    claimed = somebody_claims(programme, since=NOW)
    with pytest.raises(Busy):
        ask(programme)
    assert Rendering.objects.get() == claimed


def test_dead_claim_is_taken_over(programme, hurry):
    somebody_claims(programme, since=NOW - editions.ABANDONED - timedelta(seconds=1))
    assert ask(programme).number == 1
    assert not Rendering.objects.exists()


def test_claim_that_was_taken_over_does_not_free_its_successor(hurry):
    with claim("x"):
        Rendering.objects.all().delete()
        successor = Rendering.objects.create(key="x", token=uuid.uuid4(), started_at=NOW)
    assert Rendering.objects.get() == successor


def test_who_waited_finds_the_edition_of_the_other(programme, drawings, monkeypatch):
    """The other one finishes between our first look and our claim."""

    def other_finishes(key):
        monkeypatch.setattr(editions, "claim", lambda key: nullcontext())
        ask(programme)
        return nullcontext()

    monkeypatch.setattr(editions, "claim", other_finishes)
    assert ask(programme).number == 1
    assert len(drawings) == 1


def test_nobody_waits_for_another_programme(programme, hurry):
    somebody_claims(factories.programme(), since=NOW)
    assert ask(programme).number == 1


def test_slower_process_does_not_undo_a_newer_publication(programme, monkeypatch):
    """Between its drawing and its publication, the new content is asked for and published."""
    publish = editions._publish

    def late(edition, **verified):
        monkeypatch.setattr(editions, "_publish", publish)
        reword(programme, "Apprendre à vendre.")
        ask(programme, now=NOW + timedelta(seconds=5))
        publish(edition, **verified)

    monkeypatch.setattr(editions, "_publish", late)
    ask(programme)
    current = editions.latest_publication(programme, Paper.BROCHURE).edition
    assert (current.number, current) == (2, ask(programme))


# Failures


def stored_files(settings):
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.parametrize("failure", [PrintingFailed("essai"), RuntimeError("essai")])
def test_failed_drawing_leaves_nothing(programme, monkeypatch, settings, failure):
    def fail(*args, **kwargs):
        raise failure

    monkeypatch.setattr(brochure, "draw", fail)
    with pytest.raises(type(failure)):
        ask(programme)
    rows = [model.objects.count() for model in (Edition, Publication, Rendering)]
    assert (rows, stored_files(settings)) == ([0, 0, 0], [])


def test_drawing_that_failed_can_be_tried_again(programme, drawings, monkeypatch):
    def fail(*args, **kwargs):
        raise PrintingFailed("essai")

    with monkeypatch.context() as patch:
        patch.setattr(brochure, "draw", fail)
        with pytest.raises(PrintingFailed):
            ask(programme)
    assert ask(programme).number == 1


def test_edition_serves_the_bytes_that_were_drawn(programme, drawings):
    with ask(programme).pdf.open() as stored:
        assert stored.read() == f"%PDF {drawings[0].checksum} 1".encode()
