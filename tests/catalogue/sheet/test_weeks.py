"""The weeks of a cohort: checked by hand for a whole year, in words, and silent where unknown.

In expected texts, _ is the no-break space.
"""

from datetime import date
from decimal import Decimal

import pytest

from catalogue.models import Programme
from catalogue.sheet.week_words import drawn_years, next_centre_week
from catalogue.sheet.weeks import public_holidays, weeks_of
from tests.support import catalogue_factories as factories
from tests.support import real_contents
from tests.support.inspecting import doubts
from tests.support.page_reading import marked

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)

# The demonstration's Bac pro AGOrA from 1 September 2027, a Wednesday, to 30 June 2028, a Friday:
# a week in the centre, a week in the company. By hand, on a paper calendar, with the holidays of
# fixtures/demo.yaml and the public ones: 11 November, 8 May, Ascension (25 May, forty days after
# Easter, 16 April) and Pentecost Monday (5 June) fall in weeks of the centre.
# Each week: its Monday; C in the centre, E in the company, F for no training; its days of training.
BY_HAND = """
30/08 C 3   06/09 E 0   13/09 C 5   20/09 E 0   27/09 C 5   04/10 E 0   11/10 C 5   18/10 E 0
25/10 F 0   01/11 E 0   08/11 C 4   15/11 E 0   22/11 C 5   29/11 E 0   06/12 C 5   13/12 E 0
20/12 F 0   27/12 E 0   03/01 C 5   10/01 E 0   17/01 C 5   24/01 E 0   31/01 C 5   07/02 E 0
14/02 F 0   21/02 E 0   28/02 C 5   06/03 E 0   13/03 C 5   20/03 E 0   27/03 C 5   03/04 E 0
10/04 F 0   17/04 E 0   24/04 C 5   01/05 E 0   08/05 C 4   15/05 E 0   22/05 C 4   29/05 E 0
05/06 C 4   12/06 E 0   19/06 C 5   26/06 E 0
"""
OFF = [
    ("11/11", "Armistice"),
    ("08/05", "Fête de la Victoire"),
    ("25/05", "Ascension"),
    ("05/06", "Lundi de Pentecôte"),
]
LETTERS = {"centre": "C", "company": "E", "closed": "F", "mixed": "M"}


@pytest.fixture
def agora():
    real_contents.load()
    return Programme.objects.get(slug="bac-pro-agora")


def first_year(programme):
    ((first, *_),) = weeks_of(programme, programme.cohorts.all()).values()
    return first


def test_year_of_the_demonstration_is_the_one_made_by_hand(agora):
    found = [
        f"{week.monday:%d/%m} {LETTERS[week.kind]} {len(week.training)}"
        for week in first_year(agora).weeks
    ]
    assert found == [" ".join(row) for row in zip(*[iter(BY_HAND.split())] * 3, strict=True)]


def test_days_and_hours_of_the_demonstration(agora):
    year = first_year(agora)
    off = [
        (f"{off.day:%d/%m}", off.label)
        for week in year.weeks
        if week.kind == "centre"
        for off in week.off
    ]
    assert off == OFF
    assert year.hours == 588  # 18 weeks: 13 of 5 days, 4 of 4, the first of 3: 84 days of 7 hours


def test_summary_of_the_demonstration(agora):
    years = drawn_years(agora, agora.cohorts.all(), on=TODAY)
    ((first, second),) = years.values()
    assert marked(first.summary) == "18_semaines au centre, 84_jours"
    assert (first.title, first.paper_title) == ("2027-2028", "Calendrier de l’alternance")
    assert marked(second.summary) == "21_semaines au centre, 102_jours"


# Nothing where something is unknown


def laid(programme):
    return weeks_of(programme, programme.cohorts.all())


def test_cohort_typed_enough_has_weeks():
    programme = factories.alternating()
    factories.laid_out(programme)
    assert [len(year.weeks) for (year,) in laid(programme).values()] == [44]


@pytest.mark.parametrize(
    "fields",
    [
        {"first_week": None},
        {"starts": None},
        {"ends": None},
        {"starts_precision": "month"},
        {"ends_precision": "year"},
        {"ends": date(2037, 6, 30)},  # typed wrong
    ],
)
def test_year_known_in_part_has_no_week(fields):
    programme = factories.alternating()
    factories.laid_out(programme, **fields)
    assert laid(programme) == {}


@pytest.mark.parametrize("kind", ["on_demand", "all_year"])
def test_entries_without_a_date_have_no_week(kind):
    programme = factories.alternating()
    cohort = factories.laid_out(programme)
    cohort.kind = kind
    cohort.save()
    assert laid(programme) == {}


def test_rhythm_of_one_status_draws_nothing_for_the_others():
    programme = factories.alternating()
    factories.laid_out(programme)
    factories.rhythm_step(programme, "CC---", status=factories.status())
    assert laid(programme) == {}


def test_programme_without_a_typed_year_costs_no_query(django_assert_num_queries):
    programme = factories.alternating()
    factories.laid_out(programme, first_week=None)
    cohorts = list(programme.cohorts.prefetch_related("years"))
    with django_assert_num_queries(0):
        assert weeks_of(programme, cohorts) == {}


# What departs from the rhythm


def days_of(programme):
    ((year,),) = laid(programme).values()
    return {day for week in year.weeks for day in week.training}


@pytest.mark.parametrize(("site", "counts"), [("none", True), ("own", True), ("other", False)])
def test_break_counts_on_its_site(site, counts):
    programme, own, other = factories.alternating(), factories.campus(), factories.campus()
    programme.campuses.set([own])
    factories.laid_out(programme)
    day = date(2027, 9, 13)
    campus = {"none": None, "own": own, "other": other}[site]
    factories.training_break(starts=day, ends=day, campus=campus)
    assert (day not in days_of(programme)) is counts


def test_break_of_one_of_its_sites_does_not_count():
    programme, campuses = factories.alternating(), [factories.campus(), factories.campus()]
    programme.campuses.set(campuses)
    factories.laid_out(programme)
    day = date(2027, 9, 13)
    factories.training_break(starts=day, ends=day, campus=campuses[0])
    assert day in days_of(programme)


def test_exception_is_that_of_its_cohort():
    programme = factories.alternating()
    cohort = factories.laid_out(programme)
    other = factories.cohort(programme, name="2026-2028")
    away, there = date(2027, 9, 13), date(2027, 9, 14)
    factories.exception(cohort, starts=away, place="company")
    factories.exception(other, starts=there, place="company")
    assert away not in days_of(programme)
    assert there in days_of(programme)


@pytest.mark.parametrize(
    ("code", "is_off"), [("38421", False), ("67482", True), ("57463", True), ("", False)]
)
def test_public_holidays_are_those_of_the_department(code, is_off):
    good_friday = date(2028, 4, 14)
    programme = factories.alternating()
    programme.campuses.set([factories.campus(insee_commune=code)])
    factories.laid_out(programme)
    assert (good_friday not in days_of(programme)) is is_off


def test_public_holidays_have_french_names():
    assert public_holidays(2028)[date(2028, 6, 5)] == "Lundi de Pentecôte"


# In words


def sentences(programme, *, on=TODAY):
    ((year,),) = drawn_years(programme, programme.cohorts.all(), on=on).values()
    return [marked(week.words) for month in year.months for week in month.weeks]


def test_weeks_in_words():
    programme = factories.programme(rhythm="2 jours au centre, 3 en entreprise")
    factories.rhythm_step(programme, "CC-D-")
    cohort = factories.laid_out(programme, starts=date(2027, 10, 25), ends=date(2027, 11, 19))
    factories.training_break(starts=date(2027, 10, 25), ends=date(2027, 10, 31), label="Toussaint")
    factories.exception(cohort, starts=date(2027, 11, 10))
    factories.exception(cohort, starts=date(2027, 11, 15), ends=date(2027, 11, 19))
    assert sentences(programme) == [
        "Du 25 au 29_octobre : pas de cours (Toussaint)",
        "Du 1er au 5_novembre : mardi au centre, jeudi à distance, le reste en entreprise, pas de "
        "cours lundi_1er (Toussaint)",
        "Du 8 au 12_novembre : du lundi au mercredi au centre, le reste en entreprise, pas de "
        "cours jeudi_11 (Armistice) (Examens blancs)",
        "Du 15 au 19_novembre : au centre (Examens blancs)",
    ]


def test_whole_weeks_in_words():
    programme = factories.alternating()
    factories.laid_out(programme, starts=date(2027, 11, 8), ends=date(2027, 11, 15))
    assert sentences(programme) == [
        "Du 8 au 12_novembre : au centre, sauf jeudi_11 (Armistice)",
        "Le 15_novembre : hors du centre",  # whoever has no contract is not in a company
    ]


def test_summary_of_shared_weeks_counts_days_alone():
    programme = factories.programme()
    factories.rhythm_step(programme, "CC-D-")
    factories.laid_out(programme, starts=date(2027, 9, 6), ends=date(2027, 9, 17))
    ((year,),) = drawn_years(programme, programme.cohorts.all(), on=TODAY).values()
    assert marked(year.summary) == "4_jours au centre, 2_jours à distance"
    assert year.paper_title == "Calendrier de la formation"


@pytest.mark.parametrize(
    ("on", "is_now"), [((2027, 9, 5), False), ((2027, 9, 6), True), ((2027, 9, 12), True)]
)
def test_week_of_today_is_marked(on, is_now):
    programme = factories.alternating()
    factories.laid_out(programme, starts=date(2027, 9, 6))
    ((year,),) = drawn_years(programme, programme.cohorts.all(), on=date(*on)).values()
    assert marked(year.now) == ("Du 6 au 10_septembre : au centre" if is_now else "")


# The next days in the centre


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ((2026, 11, 23), "du 1er au 3_septembre 2027"),
        ((2027, 9, 1), "du 1er au 3_septembre"),
        ((2027, 9, 2), "du 13 au 17_septembre"),
        ((2027, 11, 8), "du 8 au 10_novembre et le 12_novembre"),
        ((2027, 12, 11), "du 3 au 7_janvier 2028"),
        ((2028, 6, 20), "du 4 au 8_septembre"),
        ((2029, 6, 26), ""),
    ],
)
def test_next_days_in_the_centre(agora, on, words):
    cohort = agora.cohorts.get(name="2027-2029")
    assert marked(next_centre_week(cohort, on=date(*on))) == words


def test_cohort_without_weeks_has_no_next_days():
    cohort = factories.laid_out(factories.programme())
    assert next_centre_week(cohort, on=TODAY) == ""


# What staff are told


def told(programme):
    return marked(" ".join(doubts(Programme.objects.get(pk=programme.pk), on=TODAY)))


def test_hours_of_the_demonstration_differ_from_those_announced(agora):
    assert (
        "2027-2029 : pour la formation, le calendrier des semaines compte 1~302 heures, 48 de "
        "moins que les 1~350 annoncées." in told(agora)
    )


def test_hours_of_a_year_are_compared_to_its_own():
    programme = factories.alternating()
    programme.year_hours.create(year=1, hours=600)
    factories.laid_out(programme, hours_a_day=Decimal(7))
    assert "pour l’année 1, le calendrier des semaines compte" in told(programme)


@pytest.mark.parametrize("hours_a_day", [None, Decimal(7)])
def test_hours_that_agree_or_are_unknown_are_silent(hours_a_day):
    programme = factories.alternating()
    days = {"starts": date(2027, 9, 6), "ends": date(2027, 9, 17)}
    factories.laid_out(programme, hours_a_day=hours_a_day, **days)
    factories.duration(programme, amount=1, unit="year", hours=35 if hours_a_day else 900)
    assert "calendrier des semaines" not in told(programme)


def test_hours_of_one_year_of_two_are_not_those_of_the_programme():
    programme = factories.alternating()
    factories.laid_out(programme, hours_a_day=Decimal(7))
    factories.duration(programme, amount=2, unit="year", hours=1350)
    assert "pour la formation, le calendrier" not in told(programme)


def test_staff_learn_which_number_is_missing():
    programme = factories.alternating()
    factories.laid_out(programme, first_week=None)
    assert "dites à quelle semaine du rythme elle commence" in told(programme)


@pytest.mark.parametrize(
    ("step", "year", "why"),
    [
        ({"unit": "month"}, {}, "le rythme n’a pas de lignes"),
        ({}, {"starts_precision": "month"}, "la forme ou les dates"),
    ],
)
def test_staff_learn_why_no_calendar_is_drawn(step, year, why):
    programme = factories.programme()
    factories.rhythm_step(programme, "CCCCC", **step)
    factories.laid_out(programme, **year)
    assert why in told(programme)


def test_cohort_that_is_over_or_has_no_rhythm_is_not_doubted():
    over = factories.alternating()
    past = {"starts": date(2024, 9, 2), "ends": date(2025, 6, 30)}
    factories.laid_out(over, first_week=None, **past)
    without = factories.programme()
    factories.laid_out(without, first_week=None)
    assert "semaines" not in told(over) + told(without)
