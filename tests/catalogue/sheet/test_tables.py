"""Rows of models laid out as rows of cells: what is absent stays absent, what is known adds up."""

from decimal import Decimal

import pytest

from catalogue.models import Intake, LearnerStatus, PayRate
from catalogue.sheet import tables
from catalogue.sheet.calendar import CohortDates
from catalogue.sheet.exam import exam_tables
from catalogue.sheet.results import result_table
from tests.support import catalogue_factories as factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return factories.programme()


def exam(programme):
    (table,) = exam_tables(programme)
    return table


def shown(table):
    return [row for _, rows in table.groups for row in rows]


def column(table, label):
    """What each row has under this column, its lines on one."""
    (place,) = [n for n, column in enumerate(table.columns) if column.label == label]
    return [" / ".join(row.cells[place].lines) for row in shown(table)]


def labels(table):
    return [column.label for column in table.columns]


def totals(table):
    """The last line: label of a column → its sum, for the columns that have one."""
    return {cell.column.label: cell.lines[0] for cell in table.totals[0][1] if cell.lines}


# Exam


def test_no_unit_makes_no_table(programme):
    assert exam_tables(programme) == []


def test_unit_is_followed_by_its_subjects(programme):
    unit = factories.unit(programme, title="Épreuve")
    factories.subject(unit, title="Maths")
    factories.unit(programme, title="Oral")
    assert [(row.taught.title, row.kind) for row in shown(exam(programme))] == [
        ("Épreuve", "unit"),
        ("Maths", "subject"),
        ("Oral", "alone"),
    ]


def test_units_are_grouped_in_their_order(programme):
    for title, group in [("A", "Semestre 1"), ("B", "Semestre 1"), ("C", "Semestre 2")]:
        factories.unit(programme, title=title, group=group)
    groups = [(group, [r.taught.title for r in rows]) for group, rows in exam(programme).groups]
    assert groups == [("Semestre 1", ["A", "B"]), ("Semestre 2", ["C"])]


def test_common_table_comes_before_those_of_the_options(programme):
    second, first = (
        factories.option(programme, name=name, position=position)
        for name, position in [("Option B", 2), ("Option A", 1)]
    )
    factories.unit(programme, option=second)
    factories.unit(programme, option=first)
    factories.unit(programme)
    assert [table.title for table in exam_tables(programme)] == ["", "Option A", "Option B"]


def test_option_without_units_has_no_table(programme):
    factories.option(programme, name="Option A")
    factories.unit(programme)
    assert [table.title for table in exam_tables(programme)] == [""]


def test_column_that_no_row_fills_is_not_there(programme):
    factories.unit(programme)
    assert exam(programme).columns == []


KNOWN = {
    "Heures": ({"hours": 40}, "40 h"),
    "Coefficient": ({"coefficient": "0.5"}, "coefficient 0,5"),
    "ECTS": ({"ects": 3}, "3 ECTS"),
}


@pytest.mark.parametrize("label", KNOWN)
def test_column_that_two_rows_fill_is_there(programme, label):
    known, _ = KNOWN[label]
    factories.unit(programme, **known)
    factories.unit(programme, **known)
    assert labels(exam(programme)) == [label]


@pytest.mark.parametrize("label", KNOWN)
def test_lonely_value_is_said_beside_its_title(programme, label):
    known, words = KNOWN[label]
    factories.unit(programme)
    factories.unit(programme, **known)
    table = exam(programme)
    assert (labels(table), [row.note for row in shown(table)]) == ([], ["", words])


def test_total_hours_are_those_of_the_lines(programme):
    unit = factories.unit(programme)
    factories.subject(unit, hours=120)
    factories.subject(unit, title="Maths", hours=40)
    factories.unit(programme, hours=80)
    assert totals(exam(programme)) == {"Heures": "240"}


def test_hours_of_a_unit_and_of_its_subjects_are_counted_once(programme):
    factories.subject(factories.unit(programme, hours=160), hours=120)
    factories.unit(programme, hours=80)
    assert totals(exam(programme)) == {"Heures": "240"}


def test_hours_of_a_subject_may_come_from_its_periods(programme):
    unit = factories.unit(programme)
    for title, first in [("Français", 60), ("Maths", 30)]:
        subject = factories.subject(unit, title=title)
        for position, (period, hours) in enumerate([("1re année", first), ("2e année", 45)]):
            factories.subject_hours(subject, period=period, hours=hours, position=position)
    table = exam(programme)
    assert labels(table) == ["1re année", "2e année", "Heures"]
    assert column(table, "1re année") == ["", "60", "30"]
    assert column(table, "2e année") == ["", "45", "45"]
    assert column(table, "Heures") == ["", "105", "75"]


def test_period_that_a_subject_skips_is_empty(programme):
    unit = factories.unit(programme)
    for title, position, period in [("Anglais", 1, "Semestre 1"), ("Droit", 2, "Semestre 2")]:
        subject = factories.subject(unit, title=title)
        factories.subject_hours(subject, period=period, hours=20, position=position)
    table = exam(programme)
    assert column(table, "Semestre 1") == ["", "20", ""]
    assert column(table, "Semestre 2") == ["", "", "20"]


def test_total_coefficient_counts_units_and_subjects(programme):
    factories.unit(programme, coefficient="2.5")
    unit = factories.unit(programme)
    factories.subject(unit, coefficient="0.5")
    factories.subject(unit, title="Maths", coefficient="1.5")
    assert totals(exam(programme)) == {"Coefficient": "4,5"}


def test_optional_units_count_in_no_total_of_points(programme):
    factories.unit(programme, coefficient=2, ects=3)
    factories.unit(programme, coefficient=3, ects=4)
    factories.unit(programme, coefficient=1, ects=2, is_optional=True)
    assert totals(exam(programme)) == {"Coefficient": "5", "ECTS": "7"}


def test_one_known_value_is_not_a_total(programme):
    factories.unit(programme, hours=40, coefficient=2, ects=3)
    factories.unit(programme)
    assert exam(programme).totals == []


def test_assessments_stay_on_their_line(programme):
    unit = factories.unit(programme)
    factories.assessment(unit, how=["oral"])
    factories.assessment(factories.subject(unit), when="ccf")
    assert column(exam(programme), "Type") == ["Oral", "CCF"]


def test_bars_compare_the_lines(programme):
    for hours in (240, 120, 1, None):
        factories.unit(programme, hours=hours)
    bars = [row.cells[0].bar for row in shown(exam(programme))]
    assert bars == ["p100", "p50", "p5", ""]


@pytest.mark.parametrize(
    ("value", "longest", "drawn"),
    [
        (None, 10, ""),
        (0, 10, ""),
        (5, None, ""),
        (10, 10, "p100"),
        (1, 1000, "p5"),
        (47, 100, "p45"),
    ],
)
def test_bar_is_one_of_the_drawn_ones(value, longest, drawn):
    decimals = [None if n is None else Decimal(n) for n in (value, longest)]
    assert tables.bar_class(*decimals) == drawn


# Pay


@pytest.fixture
def scale():
    return factories.pay_scale(factories.status())


def pay_table(scale, wage):
    rates = PayRate.objects.of([scale.status])
    return next(iter(tables.pay_tables(rates, wage, factories.programme())), None)


def cells(table):
    return [[(c.rate and c.rate.percent, c.amount) for c in cells] for _, cells in table.rows]


def test_cells_are_in_the_order_of_the_columns(scale):
    older = factories.bracket(scale, label="21 à 25 ans", position=2)
    younger = factories.bracket(scale, label="18 à 20 ans", position=1)
    row = factories.pay_row(scale)
    factories.rate(row, older, percent=53)
    factories.rate(row, younger, percent=43)
    table = pay_table(scale, factories.minimum_wage())
    assert cells(table) == [[(43, Decimal("802.82")), (53, Decimal("989.52"))]]


def test_tables_and_rows_are_in_the_order_of_staff():
    for position in (2, 1):
        status = factories.status(name=f"Contrat {position}")
        scale = factories.pay_scale(status, position=position)
        for place in (2, 1):
            row = factories.pay_row(scale, label=f"Année {place}", position=place)
            factories.rate(row, factories.bracket(scale), percent=53)
    rates = PayRate.objects.of(LearnerStatus.objects.all())
    found = tables.pay_tables(rates, None, factories.programme())
    assert [(t.scale.status.name, [label for label, _ in t.rows]) for t in found] == [
        ("Contrat 1", ["Année 1", "Année 2"]),
        ("Contrat 2", ["Année 1", "Année 2"]),
    ]


def test_cell_in_a_column_of_another_table_is_left_out(scale):
    other = factories.pay_scale(factories.status())
    factories.rate(factories.pay_row(scale), factories.bracket(other), percent=53)
    assert pay_table(scale, None) is None


def test_missing_cell_is_empty(scale):
    rows = factories.pay_row(scale, position=1), factories.pay_row(scale, position=2)
    brackets = factories.bracket(scale, position=1), factories.bracket(scale, position=2)
    for row, bracket in zip(rows, brackets, strict=True):
        factories.rate(row, bracket, percent=53)
    shown = cells(pay_table(scale, None))
    assert shown == [[(53, None), (None, None)], [(None, None), (53, None)]]


def test_column_that_no_row_fills_is_left_out(scale):
    row, bracket = factories.pay_row(scale), factories.bracket(scale, label="21 à 25 ans")
    factories.bracket(scale, label="26 ans et plus")
    factories.rate(row, bracket, percent=53)
    assert pay_table(scale, None).brackets == [bracket]


def test_table_without_a_cell_does_not_exist(scale):
    factories.pay_row(scale)
    factories.bracket(scale)
    assert pay_table(scale, None) is None


def test_sentence_has_no_amount(scale):
    factories.rate(factories.pay_row(scale), factories.bracket(scale), text="Le SMIC")
    table = pay_table(scale, factories.minimum_wage())
    assert (cells(table), table.amounts) == ([[(None, None)]], [])


def test_percentages_are_shown_without_a_known_wage(scale):
    factories.rate(factories.pay_row(scale), factories.bracket(scale), percent=27)
    table = pay_table(scale, None)
    assert (table.monthly, table.amounts, cells(table)) == (None, [], [[(27, None)]])


# Dates


@pytest.mark.parametrize(
    ("known", "columns"),
    [
        ({}, []),
        ({"school_year": "2027-2028"}, ["school_years"]),
        ({"registration_opens": "2027-01-04"}, ["openings"]),
        ({"registration_closes": "2027-07-09"}, ["closings"]),
        ({"starts": "2027-09-01"}, ["starts"]),
        ({"ends": "2028-06-30"}, ["ends"]),
    ],
)
def test_date_column_is_there_when_one_year_knows_it(programme, known, columns):
    cohort = factories.cohort(programme)
    factories.cohort_year(cohort)
    factories.cohort_year(cohort, number=2, **known)
    dates = CohortDates(Intake(cohort, None))
    names = ["school_years", "openings", "closings", "starts", "ends"]
    assert [name for name in names if getattr(dates, f"has_{name}")] == columns


# Results


def results(programme):
    return result_table(programme.outcomes.select_related("indicator"))


def values(table):
    return [[cell.rate for cell in row.cells] for _, rows in table.groups for row in rows]


def test_no_outcome_makes_no_table(programme):
    assert results(programme) is None


def test_years_are_columns_in_order(programme):
    indicator = factories.indicator()
    for year, value in [(2025, 88), (2023, 94), (2024, 100)]:
        factories.outcome(programme, indicator=indicator, year=year, value=value)
    table = results(programme)
    assert (table.periods, values(table)) == (["2023", "2024", "2025"], [[94, 100, 88]])


def test_cohorts_are_columns_named_after_them(programme):
    indicator = factories.indicator()
    for year, period in [(2025, "Promotion 2023-2025"), (2024, "Promotion 2022-2024")]:
        factories.outcome(programme, indicator=indicator, year=year, period=period, value=90)
    assert results(programme).periods == ["Promotion 2022-2024", "Promotion 2023-2025"]


def test_indicators_are_rows_in_the_order_of_staff(programme):
    for label, position in [("Insertion", 2), ("Réussite", 1)]:
        indicator = factories.indicator(label=label, position=position)
        factories.outcome(programme, indicator=indicator, value=90)
    rows = [row.label for _, rows in results(programme).groups for row in rows]
    assert rows == ["Réussite", "Insertion"]


def test_indicators_of_a_group_stand_under_its_title(programme):
    for position, (label, group) in enumerate([("Réussite", ""), ("Emploi", "Suivi")]):
        indicator = factories.indicator(label=label, group=group, position=position)
        factories.outcome(programme, indicator=indicator, value=90)
    groups = [(group, [row.label for row in rows]) for group, rows in results(programme).groups]
    assert groups == [("", ["Réussite"]), ("Suivi", ["Emploi"])]


def test_year_without_a_figure_is_unknown(programme):
    factories.outcome(programme, year=2024, value=90)
    factories.outcome(programme, year=2025, value=80)  # of another indicator
    assert values(results(programme)) == [[90, None], [None, 80]]


def test_zero_percent_is_a_figure_with_an_empty_scale(programme):
    factories.outcome(programme, value=0)
    ((_, (row,)),) = results(programme).groups
    assert [(cell.rate, cell.bar) for cell in row.cells] == [(0, "p0")]


def test_definitions_are_those_of_the_rows(programme):
    defined = factories.indicator(label="Réussite", definition="Admis sur présentés.")
    factories.outcome(programme, indicator=defined, value=90)
    factories.outcome(programme, value=80)  # an indicator without a definition
    assert results(programme).definitions == [("Admis sur présentés.", "")]
