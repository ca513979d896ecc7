"""The weeks of a cohort on its page, in an agenda and on a sheet: true, updated, and kept apart."""

import io
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pikepdf
import pytest
import time_machine
from icalendar import Calendar

from catalogue.models import CohortYear, FormerAddress, Milestone, TrainingBreak
from catalogue.views import calendars
from charmilles.pdf.printing import PrintingFailed
from tests.support import catalogue_factories as factories
from tests.support import real_contents
from tests.support.page_reading import assert_no_emptiness, part, plain, shown
from tests.support.tagged import Tagged

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
SLUG = "bac-pro-gestion"
PAGE = f"/formations/{SLUG}/"
FILE, SHEET = f"{PAGE}calendrier.ics", f"{PAGE}calendrier.pdf"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _frozen_clock():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def programme():
    factories.centre(name="Centre des Tilleuls")
    return factories.alternating(slug=SLUG, short_name="Bac pro Gestion", rhythm="En entreprise")


@pytest.fixture
def cohort(programme):
    return factories.laid_out(programme)


# On the page


def weeks(page):
    return part(page, "calendrier").find_class("weeks")


def test_page_draws_the_weeks_and_says_them(read, cohort):
    page = read(PAGE)
    assert_no_emptiness(page)
    (year,) = weeks(page)
    (drawn,) = year.find_class("weeks-drawn")
    blocks = [block.get("class") for block in drawn.iter("span") if "week " in block.get("class")]
    said = [shown(line) for line in year.find_class("weeks-list")[0].iter("dd")]
    assert drawn.get("aria-hidden") == "true"
    assert len(blocks) == len(said) == 44
    assert (blocks[0], said[0]) == ("week week-centre", "Du 1er au 3_septembre_: au centre")
    assert (blocks[1], said[1]) == ("week week-company", "Du 6 au 10_septembre_: en entreprise")


def test_week_of_today_is_marked_in_the_drawing_and_in_the_list(read, cohort):
    with time_machine.travel(date(2027, 9, 14), tick=False):
        (year,) = weeks(read(PAGE))
    (block,) = year.find_class("week-now")
    (line,) = year.findall(".//dd[@aria-current='date']")
    assert block.get("class") == "week week-centre week-now"
    assert plain(line) == "Du 13 au 17 septembre : au centre"
    assert plain(line) in plain(year.find_class("weeks-now")[0])


def test_year_that_is_over_is_not_drawn(read, cohort):
    with time_machine.travel(date(2028, 7, 1), tick=False):
        assert weeks(read(PAGE)) == []


def test_page_without_a_known_first_week_says_nothing_of_weeks(read, cohort):
    CohortYear.objects.get().delete()
    factories.cohort_year(cohort, starts=date(2027, 9, 1), ends=date(2028, 6, 30))
    page = read(PAGE)
    assert weeks(page) == []
    assert "calendrier." not in " ".join(link.get("href") for link in page.iter("a"))


def test_page_leads_to_the_calendars_of_its_cohort(client, read, cohort):
    links = [link.get("href") for link in part(read(PAGE), "calendrier").iter("a")]
    sheet, subscription, file = links
    assert sheet == f"{SHEET}?promotion={cohort.pk}&annee=1"
    assert file == f"{FILE}?promotion={cohort.pk}"
    assert urlsplit(subscription).scheme == "webcal"
    assert subscription.endswith(file)
    assert {client.get(path).status_code for path in (sheet, file)} == {200}


# In an agenda


def events(client, path=FILE):
    """Reads the file as an agenda does: its events by identifier, in order."""
    return {str(event["uid"]): event for event in calendar(client, path).walk("VEVENT")}


def calendar(client, path=FILE):
    return Calendar.from_ical(client.get(path).content)


def days(found):
    """Lists the days of events; the end of one is the day after its last."""
    return [
        event.start + n * DAY
        for event in found.values()
        for n in range((event.end - event.start).days)
    ]


def test_file_is_that_of_the_centre_days(client, cohort):
    answer = client.get(FILE)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    read = Calendar.from_ical(answer.content)
    assert read.to_ical() == answer.content
    assert str(read["x-wr-calname"]) == "Bac pro Gestion, promotion 2027-2029 – Centre des Tilleuls"
    first, second = list(events(client).values())[:2]
    assert str(first["summary"]) == "Au centre – Bac pro Gestion"
    assert (first.start, first.end) == (date(2027, 9, 1), date(2027, 9, 4))
    assert (second.start, second.end) == (date(2027, 9, 13), date(2027, 9, 18))


def test_file_says_the_days_of_the_demonstration(client):
    real_contents.load()
    found = days(events(client, "/formations/bac-pro-agora/calendrier.ics"))
    assert len(found) == len(set(found)) == 84 + 102
    assert date(2027, 11, 11) not in found  # a public holiday cuts its week in two
    assert {date(2027, 11, 10), date(2027, 11, 12)} <= set(found)


@pytest.mark.parametrize("sunday", [date(2027, 10, 31), date(2028, 3, 26)])
def test_change_of_the_clocks_moves_no_day(client, programme, sunday):
    """Events have days and no hour: in any time zone, on both changes, they begin the same day."""
    programme.rhythm_steps.all().delete()
    factories.rhythm_step(programme, "CCCCC")
    factories.laid_out(programme, starts=sunday - 6 * DAY, ends=sunday + 5 * DAY)
    around = events(client)
    kinds = {type(moment) for event in around.values() for moment in (event.start, event.end)}
    assert kinds == {date}
    assert b"TZID" not in client.get(FILE).content
    week = [sunday - n * DAY for n in range(6, 1, -1)] + [sunday + n * DAY for n in range(1, 6)]
    assert days(around) == [day for day in week if day != date(2027, 11, 1)]


def test_changed_row_updates_its_event_and_doubles_none(client, cohort):
    before = events(client)
    monday = date(2027, 9, 13)
    factories.training_break(starts=monday, ends=monday, label="Travaux")
    with time_machine.travel(TODAY + DAY, tick=False):
        after = events(client)
    assert before.keys() == after.keys()
    ((uid, changed),) = [(u, e) for u, e in after.items() if e.start != before[u].start]
    assert (before[uid].start, changed.start) == (monday, monday + DAY)
    assert changed["sequence"] > before[uid]["sequence"]
    assert changed["dtstamp"].dt > before[uid]["dtstamp"].dt == datetime(2026, 11, 23, tzinfo=UTC)
    assert changed.end == before[uid].end


def test_removed_break_is_an_update_too(client, cohort):
    row = factories.training_break(starts=date(2027, 9, 13), ends=date(2027, 9, 13))
    before = events(client)
    row.delete()
    after = events(client)
    assert before.keys() == after.keys()
    assert min(e["sequence"] for e in after.values()) > max(e["sequence"] for e in before.values())


def test_closed_week_leaves_the_agenda(client, cohort):
    before = events(client)
    factories.training_break(starts=date(2027, 9, 13), ends=date(2027, 9, 17))
    after = events(client)
    assert [str(before[uid].start) for uid in before.keys() - after.keys()] == ["2027-09-13"]


def test_file_is_the_same_until_something_changes(client, cohort):
    first = client.get(FILE)
    again = client.get(FILE, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, client.get(FILE).content) == (304, first.content)


def test_exams_known_to_the_day_are_in_the_agenda(client, cohort):
    trainees = factories.status(learner="stagiaire")
    factories.milestone(cohort, kind="exam", date=date(2028, 6, 12), status=trainees)
    factories.milestone(
        cohort, date=date(2028, 7, 31), precision=Milestone.precision.field.choices[1][0]
    )
    named = {str(event["summary"]): event.start for event in events(client).values()}
    assert named["Examen (stagiaires) – Bac pro Gestion"] == date(2028, 6, 12)
    assert not any("Jury" in name for name in named)


def test_days_at_a_distance_are_said_so_and_have_no_place(client, programme):
    programme.rhythm_steps.all().delete()
    factories.rhythm_step(programme, "C---D")
    programme.campuses.set([factories.campus(street="8 rue des Tilleuls", postal_code="38000")])
    factories.laid_out(programme, starts=date(2027, 9, 6), ends=date(2027, 9, 10))
    there, away = events(client).values()
    assert str(there["location"]) == "Les Tilleuls, 8 rue des Tilleuls, 38000 Grenoble"
    assert str(away["summary"]) == "Cours à distance – Bac pro Gestion"
    assert "location" not in away


# Which cohort, which year


def test_next_cohort_with_weeks_is_that_of_an_address_that_names_none(client, programme):
    past = factories.laid_out(programme, starts=date(2024, 9, 2), ends=date(2025, 6, 27))
    past.name = "2024-2026"
    past.save()
    coming = factories.laid_out(programme)
    assert client.get(FILE).content == client.get(f"{FILE}?promotion={coming.pk}").content
    assert min(days(events(client, f"{FILE}?promotion={past.pk}"))) == date(2024, 9, 2)


@pytest.mark.parametrize("asked", ["0", "", "abc", "1' OR 1=1", "²"])
def test_unknown_cohort_has_no_calendar(client, cohort, asked):
    for path in (FILE, SHEET):
        assert client.get(path, {"promotion": asked}).status_code == 404


def test_unknown_year_has_no_sheet(client, cohort):
    assert client.get(SHEET, {"annee": "2"}).status_code == 404


def test_programme_without_weeks_or_not_published_has_no_calendar(client, programme):
    assert client.get(FILE).status_code == 404
    factories.laid_out(programme)
    programme.state = "draft"
    programme.save()
    assert client.get(FILE).status_code == 404


def test_former_address_keeps_the_cohort_that_it_names(client, programme, cohort):
    FormerAddress.objects.create(slug="ancien", programme=programme)
    answer = client.get(f"/formations/ancien/calendrier.ics?promotion={cohort.pk}")
    assert (answer.status_code, answer["Location"]) == (301, f"{FILE}?promotion={cohort.pk}")


# Kept, and never out of date


def test_page_file_and_sheet_change_with_a_break(client, cohort, monkeypatch):
    drawn = []
    monkeypatch.setattr(calendars, "calendar_sheet", lambda year, on: fake(drawn, year))
    before = [client.get(path).content for path in (PAGE, FILE, SHEET)]
    assert [client.get(path).content for path in (PAGE, FILE, SHEET)] == before
    assert len(drawn) == 1
    factories.training_break(starts=date(2027, 9, 13), ends=date(2027, 9, 17), label="Travaux")
    after = [client.get(path).content for path in (PAGE, FILE, SHEET)]
    assert all(one != other for one, other in zip(before, after, strict=True))
    TrainingBreak.objects.all().delete()
    assert client.get(PAGE).content == before[0]


def fake(drawn, year):
    drawn.append(year)
    words = "\n".join(week.words for month in year.months for week in month.weeks)
    return type("Printed", (), {"pdf": words.encode(), "pages": 1})


def test_sheet_that_cannot_be_drawn_is_not_kept(client, cohort, monkeypatch):
    def fail(year, on):
        raise PrintingFailed

    with monkeypatch.context() as broken:
        broken.setattr(calendars, "calendar_sheet", fail)
        answer = client.get(SHEET)
        assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert client.get(SHEET).status_code == 200


@pytest.mark.parametrize("more", [0, 3])
def test_file_costs_the_same_for_any_number_of_years(
    client, programme, cohort, django_assert_num_queries, more
):
    for n in range(2, 2 + more):
        starts, ends = date(2026 + n, 9, 1), date(2027 + n, 6, 30)
        factories.cohort_year(cohort, number=n, starts=starts, ends=ends, first_week=1)
        factories.cohort(programme, name=f"{n}")
    with django_assert_num_queries(12):
        client.get(FILE)


# On paper


@pytest.fixture
def sheet(client):
    """sheet(programme path): the sheet as its readers get it: tagged, of one page."""

    def sheet(path):
        answer = client.get(path)
        assert answer["Content-Type"] == "application/pdf"
        with pikepdf.open(io.BytesIO(answer.content)) as pdf:
            assert len(pdf.pages) == 1
            assert str(pdf.Root.Lang) == "fr"
            assert "pdfuaid" in str(pdf.Root.Metadata.read_bytes())
        return Tagged(answer.content)

    return sheet


def squash(text):
    """The words without their spaces: paper breaks lines where the page does not."""
    return "".join(text.replace("‐", "").split())


def test_sheet_of_the_demonstration_says_each_week_on_one_page(sheet):
    real_contents.load()
    path = "/formations/bac-pro-agora/calendrier.pdf"
    said = squash(sheet(path).root.text())
    for words in (
        "Calendrier de l’alternance 2027-2028",
        "18 semaines au centre, 84 jours",
        "Du 8 au 12 novembre : au centre, sauf jeudi 11 (Armistice)",
        "Site de démonstration",  # its dates are invented
    ):
        assert squash(words) in said


def test_longest_year_holds_on_one_page(sheet, programme):
    programme.rhythm_steps.all().delete()
    factories.rhythm_step(programme, "CC-D-")
    long = {"starts": date(2027, 9, 1), "ends": date(2028, 8, 31)}
    cohort = factories.laid_out(programme, **long)
    for n in range(8):
        start = date(2027, 10, 5) + n * timedelta(days=35)
        factories.exception(cohort, starts=start, label=f"Examens blancs, épreuve n° {n}")
    sheet(SHEET)
