"""Every constraint of the catalogue refuses each bad row it names, in database and in French."""

from dataclasses import dataclass, field
from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from catalogue.models import ApplicationFigures, Assessment, Centre, ContentVersion
from tests.support import catalogue_factories as factories

pytestmark = pytest.mark.django_db

EARLY, LATE = date(2026, 9, 1), date(2027, 6, 30)
CONSTRAINTS = {
    constraint.name: (model, constraint)
    for model in apps.get_app_config("catalogue").get_models()
    for constraint in model._meta.constraints
}


# Rows that the constraints are about, valid until the table below spoils them


def unit():
    return factories.unit(factories.programme())


def subject():
    return factories.subject(unit())


def subject_hours():
    return factories.subject_hours(subject(), period="1re année", hours=40)


def assessment():
    return factories.assessment(unit())


def cohort():
    return factories.cohort(factories.programme())


def cohort_on_campus():
    return factories.cohort(factories.programme(), campus=factories.campus())


def cohort_of_an_option():
    option = factories.option(factories.programme())
    return factories.cohort(option.programme, option=option)


def cohort_year():
    return factories.cohort_year(cohort())


def duration():
    return factories.duration(factories.programme(), amount=12, unit="month")


def duration_of_all():
    """One that names its audience, its status and its option."""
    programme = factories.programme()
    whom = {"status": factories.status(), "option": factories.option(programme)}
    return factories.duration(programme, audience="Apprentis", hours=400, **whom)


def hours_alone():
    return factories.duration(factories.programme(), hours=400)


def year_hours():
    return factories.programme().year_hours.create(year=1, hours=675)


def requirement():
    return factories.requirement(factories.programme())


def requirement_of_a_status():
    return factories.requirement(factories.programme(), status=factories.status())


def age():
    return factories.requirement(factories.programme(), kind="age", age_min=17)


def rhythm_step():
    return factories.rhythm_step(factories.programme(), "C----")


def figures():
    counted = {"applications": 40, "admitted": 11, "counted_on": LATE}
    return ApplicationFigures.objects.create(cohort=cohort(), **counted)


def channel():
    return factories.channel(factories.programme())


def channel_of_a_status():
    return factories.channel(factories.programme(), status=factories.status(), note="vœux")


def status_limit():
    return factories.status_limit(factories.programme())


def tuition():
    return factories.tuition(factories.programme(), text="Prise en charge par l’OPCO.")


def price():
    return factories.tuition(factories.programme(), amount=6800, period="total")


def price_of_a_status():
    status, option = factories.status(), factories.option(factories.programme())
    known = {"status": status, "option": option, "year": 1, "period": "year"}
    return factories.tuition(option.programme, amount=4900, **known)


def job():
    jobs = factories.section(factories.programme(), kind="jobs")
    return factories.item(jobs, text="Mécanicien cycles")


def exception():
    return factories.exception(cohort())


def milestone():
    return factories.milestone(cohort(), date=LATE)


def milestone_of_a_status():
    return factories.milestone(cohort(), date=LATE, status=factories.status())


def quota():
    return factories.quota(cohort(), status=factories.status(), places=8)


def link():
    return factories.link(factories.programme())


def follow_on():
    return factories.follow_on(factories.programme(), title="BTS Gestion de la PME")


def outcome():
    return factories.outcome(factories.programme(), value=90)


def outcome_of_an_intake():
    block = factories.block(factories.certification())
    programme = factories.programme(certification=block.certification)
    known = {"block": block, "option": factories.option(programme), "entered_on": EARLY}
    return factories.outcome(programme, value=90, **known)


def pay_row():
    return factories.pay_row(factories.pay_scale(factories.status()))


def pay_rate():
    scale = factories.pay_scale(factories.status())
    return factories.rate(factories.pay_row(scale), factories.bracket(scale), percent=43)


def block():
    return factories.block(factories.certification(), code="RNCP34606BC01")


def related():
    return factories.related(factories.certification(), title="Master Tourisme")


def other_one(row):
    row.other = factories.certification()


def itself(row):
    row.other, row.title = row.certification, ""


def section():
    return factories.section(factories.programme())


def document():
    return factories.document(factories.programme())


def certificate():
    return factories.certificate(factories.centre())


def registered():
    return factories.certification(register_code="RNCP34606")


def edition():
    return factories.edition(factories.programme())


def its_own(name):
    """The change that makes a row point at itself."""
    return lambda row: setattr(row, name, row)


@dataclass
class Refused:
    """A row that a constraint must refuse: a valid one, changed, or a second one just like it."""

    constraint: str
    make: object
    change: object = field(default_factory=dict)
    twin: bool = False

    def __str__(self):
        return f"{self.constraint} {self.change if isinstance(self.change, dict) else ''}".strip()

    def row(self):
        row = self.make()
        if self.twin:
            row.pk, row._state.adding = None, True
        if callable(self.change):
            self.change(row)
        else:
            for name, value in self.change.items():
                setattr(row, name, value)
        return row


def with_subject_too(row):
    row.subject = factories.subject(row.unit)


def acceptance():
    return factories.acceptance(factories.programme())


def exam_rule():
    return factories.exam_rule(factories.certification())


REFUSED = [
    Refused("acceptance_unique", acceptance, twin=True),
    Refused("acceptance_says_who_and_why", acceptance, {"person": ""}),
    Refused("acceptance_says_who_and_why", acceptance, {"reason": ""}),
    Refused("exam_rule_unique", exam_rule, twin=True),
    Refused("exam_rule_coefficient_positive", exam_rule, {"coefficient": 0}),
    Refused("centre_is_alone", factories.centre, {"pk": 2}),
    Refused("notice_ends_after_start", factories.notice, {"starts": LATE, "ends": EARLY}),
    Refused("campus_position_is_whole", factories.campus, {"latitude": 45}),
    Refused("campus_position_is_whole", factories.campus, {"longitude": 5}),
    Refused("synonym_unique", factories.synonym, twin=True),
    Refused("synonym_of_something_else", factories.synonym, {"said": "vente"}),
    Refused("synonym_says_two_things", factories.synonym, {"said": ""}),
    Refused("synonym_says_two_things", factories.synonym, {"meant": ""}),
    Refused("contact_can_be_reached", factories.contact, {"phone": "", "email": ""}),
    Refused("certification_register_code_unique", registered, {"slug": "autre"}, twin=True),
    Refused("certification_level_known", factories.certification, {"level": 2}),
    Refused("certification_level_known", factories.certification, {"level": 9}),
    Refused(
        "certification_ends_after_effect",
        factories.certification,
        {"effective_on": EARLY, "registered_until": EARLY},
    ),
    Refused("certification_validity_is_a_length", factories.certification, {"valid_months": 0}),
    Refused("certification_validity_is_a_length", factories.certification, {"renewal": "Non"}),
    Refused("certification_not_its_own_successor", factories.certification, its_own("replaced_by")),
    Refused("skill_block_code_unique", block, twin=True),
    Refused("related_certification_names_one", related, {"title": ""}),
    Refused("related_certification_names_one", related, other_one),
    Refused("related_certification_is_another", related, itself),
    Refused("cohort_unique", cohort, twin=True),
    Refused("cohort_unique", cohort_on_campus, twin=True),
    Refused("cohort_unique", cohort_of_an_option, twin=True),
    Refused("cohort_year_unique", cohort_year, twin=True),
    Refused("cohort_year_counts_from_one", cohort_year, {"number": 0}),
    Refused("cohort_year_ends_after_start", cohort_year, {"starts": LATE, "ends": EARLY}),
    Refused(
        "cohort_year_registration_closes_after_opening",
        cohort_year,
        {"registration_opens": LATE, "registration_closes": EARLY},
    ),
    Refused("cohort_year_weeks_count_from_one", cohort_year, {"first_week": 0}),
    Refused("cohort_year_hours_a_day", cohort_year, {"hours_a_day": 0}),
    Refused("cohort_year_hours_a_day", cohort_year, {"hours_a_day": 35}),
    Refused("unit_coefficient_positive", unit, {"coefficient": 0}),
    Refused("unit_hours_not_negative", unit, {"hours": -1}),
    Refused("unit_hours_grow", unit, {"hours": 20, "hours_max": 20}),
    Refused("unit_hours_grow", unit, {"hours": None, "hours_max": 20}),
    Refused("unit_hours_published_or_not", unit, {"hours": 0, "hours_unpublished": True}),
    Refused("unit_marks_positive", unit, {"pass_mark": 0}),
    Refused("unit_marks_positive", unit, {"eliminating_mark": 0}),
    Refused("unit_marks_positive", unit, {"points_above": -1}),
    Refused("unit_marks_in_order", unit, {"pass_mark": 8, "eliminating_mark": 10}),
    Refused("unit_ects_positive", unit, {"ects": 0}),
    Refused("subject_coefficient_positive", subject, {"coefficient": 0}),
    Refused("subject_hours_not_negative", subject, {"hours": -1}),
    Refused("subject_hours_grow", subject, {"hours": 20, "hours_max": 20}),
    Refused("subject_hours_published_or_not", subject, {"hours": 40, "hours_unpublished": True}),
    Refused("subject_hours_unique_per_period", subject_hours, twin=True),
    Refused("subject_hours_split_not_negative", subject_hours, {"hours": -1}),
    Refused("assessment_of_unit_or_subject", assessment, {"unit": None}),
    Refused("assessment_of_unit_or_subject", assessment, with_subject_too),
    Refused("assessment_happens", assessment, {"count": 0}),
    Refused("assessment_weight_positive", assessment, {"weight": 0}),
    Refused("assessment_minutes_positive", assessment, {"minutes": 0}),
    Refused("assessment_minutes_positive", assessment, {"preparation": 0}),
    Refused("assessment_says_something", assessment, {"how": []}),
    Refused("assessment_marks_positive", assessment, {"out_of": 0}),
    Refused("assessment_marks_positive", assessment, {"pass_mark": 0}),
    Refused("assessment_marks_positive", assessment, {"eliminating_mark": 0}),
    Refused("assessment_marks_in_order", assessment, {"out_of": 40, "pass_mark": 41}),
    Refused("assessment_marks_in_order", assessment, {"out_of": 40, "eliminating_mark": 41}),
    Refused("assessment_marks_in_order", assessment, {"pass_mark": 10, "eliminating_mark": 11}),
    Refused("assessment_marking_has_a_mark", assessment, {"marked_in": "bonnes réponses"}),
    Refused("learner_status_pay_needs_a_contract", factories.status, {"pay_law": "apprentissage"}),
    Refused("minimum_wage_positive", factories.minimum_wage, {"hourly": 0}),
    Refused("pay_row_year_counts_from_one", pay_row, {"year": 0}),
    Refused("pay_rate_unique", pay_rate, twin=True),
    Refused("pay_rate_percent_or_text", pay_rate, {"percent": 0}),
    Refused("pay_rate_percent_or_text", pay_rate, {"percent": None}),
    Refused("pay_rate_percent_or_text", pay_rate, {"text": "100 % du SMIC"}),
    Refused("programme_not_its_own_successor", factories.programme, its_own("successor")),
    Refused("programme_remote_share_is_a_percentage", factories.programme, {"remote_share": 101}),
    Refused(
        "programme_answer_takes_a_day",
        factories.programme,
        {"answer_days": 0},
    ),
    Refused("entry_says_something", requirement, {"level": None}),
    Refused("entry_public_is_said_once", requirement_of_a_status, {"audience": "Adultes"}),
    Refused("entry_level_is_of_a_diploma", requirement, {"kind": "licence"}),
    Refused("entry_level_is_of_a_diploma", requirement, {"level": 1}),
    Refused("entry_age_is_a_number", requirement, {"kind": "age", "level": None, "name": "Majeur"}),
    Refused("entry_ages_grow", age, {"age_max": 16}),
    Refused("entry_ages_grow", age, {"age_min": 0}),
    Refused("entry_ages_grow", age, {"age_max": 0, "age_min": None}),
    Refused("entry_months_positive", requirement, {"experience_months": 0}),
    Refused("entry_months_positive", requirement, {"valid_months": 0}),
    Refused("rhythm_step_lasts", rhythm_step, {"count": 0}),
    Refused("rhythm_step_days_named_or_counted", rhythm_step, {"days": 2}),
    Refused("rhythm_step_days_named_or_counted", rhythm_step, {"monday": "", "days": 0}),
    Refused("rhythm_step_days_named_or_counted", rhythm_step, {"monday": "", "days": 7}),
    Refused("figures_admit_those_who_applied", figures, {"admitted": 41}),
    Refused("register_entry_level_known", factories.register_entry, {"level": 2}),
    Refused("register_entry_level_known", factories.register_entry, {"level": 9}),
    Refused("national_result_unique", factories.national_result, twin=True),
    Refused("application_channel_unique", channel, twin=True),
    Refused("application_channel_unique", channel_of_a_status, twin=True),
    Refused("application_channel_is_named", channel, {"kind": "other"}),
    Refused("status_limit_unique", status_limit, twin=True),
    Refused("status_limit_says_something", status_limit, {"months_max": None}),
    Refused("status_limit_says_something", status_limit, {"months_max": 0, "text": "En 2e année"}),
    Refused("status_limit_year_counts_from_one", status_limit, {"entry_year": 0}),
    Refused("duration_unique_per_audience", duration, twin=True),
    Refused("duration_unique_per_audience", duration_of_all, twin=True),
    Refused("duration_range_grows", duration, {"amount_max": 12}),
    Refused("duration_range_grows", hours_alone, {"amount_max": 12}),
    Refused("duration_amount_has_a_unit", duration, {"unit": ""}),
    Refused("duration_amount_has_a_unit", duration, {"amount": 0}),
    Refused("duration_amount_has_a_unit", hours_alone, {"unit": "week"}),
    Refused("duration_away_is_a_part", duration, {"away": 12}),
    Refused("duration_away_is_a_part", duration, {"away": 0}),
    Refused("duration_away_is_a_part", hours_alone, {"away": 6}),
    Refused("duration_hours_positive", duration, {"hours": 0}),
    Refused("duration_hours_away_positive", duration, {"hours_away": 0}),
    Refused("duration_says_something", hours_alone, {"hours": None}),
    Refused("year_hours_unique", year_hours, twin=True),
    Refused("year_hours_positive", year_hours, {"hours": 0}),
    Refused("tuition_amount_not_negative", tuition, {"amount": -1}),
    Refused("tuition_amount_has_a_period", tuition, {"amount": 500}),
    Refused("tuition_says_something", tuition, {"text": ""}),
    Refused("tuition_unique", price, twin=True),
    Refused("tuition_unique", price_of_a_status, twin=True),
    Refused("tuition_on_quote_has_no_amount", price, {"qualifier": "quote"}),
    Refused("tuition_name_is_that_of_a_fee", tuition, {"name": "Frais d’examen"}),
    Refused("tuition_public_is_said_once", price_of_a_status, {"audience": "Apprentis"}),
    Refused("tuition_group_grows", price, {"group_min": 4}),
    Refused("tuition_group_grows", price, {"qualifier": "group", "group_max": 10}),
    Refused("tuition_group_grows", price, {"qualifier": "group", "group_min": 5, "group_max": 4}),
    Refused("tuition_group_grows", price, {"qualifier": "group", "group_min": 0}),
    Refused("cohort_entries_are_all_year", cohort, {"entries": "le premier lundi du mois"}),
    Refused("rhythm_exception_unique", exception, twin=True),
    Refused("rhythm_exception_ends_after_start", exception, {"starts": LATE, "ends": EARLY}),
    Refused(
        "training_break_ends_after_start",
        factories.training_break,
        {"starts": LATE, "ends": EARLY},
    ),
    Refused("milestone_says_when", milestone, {"date": None}),
    Refused("milestone_unique", milestone, twin=True),
    Refused("milestone_unique_for_a_status", milestone_of_a_status, twin=True),
    Refused("quota_unique", quota, twin=True),
    Refused("quota_positive", quota, {"places": 0}),
    Refused("programme_contact_unique", link, twin=True),
    Refused("follow_on_names_something", follow_on, {"title": ""}),
    Refused("outcome_unique", outcome, twin=True),
    Refused("outcome_unique", outcome_of_an_intake, twin=True),
    Refused("outcome_value_or_reason", outcome, {"value": None}),
    Refused("outcome_value_or_reason", outcome, {"missing_reason": "Enquête en cours"}),
    Refused("outcome_value_is_a_percentage", outcome, {"value": 101}),
    Refused("outcome_value_is_a_percentage", outcome, {"value": -1}),
    Refused("outcome_cases_have_a_total", outcome, {"numerator": 9}),
    Refused("outcome_cases_have_a_total", outcome, {"numerator": 0, "denominator": 0}),
    Refused("outcome_cases_within_total", outcome, {"numerator": 11, "denominator": 10}),
    Refused("section_slug_unique_in_programme", section, twin=True),
    Refused("section_slug_unique_in_centre", factories.section, twin=True),
    Refused("document_unique_in_programme", document, twin=True),
    Refused("document_unique_in_centre", factories.document, twin=True),
    Refused("document_other_has_a_title", document, {"kind": "other"}),
    Refused("quality_certificate_ends_after_start", certificate, {"starts": LATE, "ends": LATE}),
    Refused("quality_certificate_covers_something", certificate, {"covers_apprenticeship": False}),
    Refused("content_version_is_alone", ContentVersion, {"pk": 2}),
    Refused("edition_number_unique", edition, {"checksum": "b" * 64}, twin=True),
    Refused("edition_content_unique", edition, {"number": 2}, twin=True),
    Refused(
        "section_item_says_something", lambda: factories.item(section(), text="Un"), {"text": ""}
    ),
    Refused("section_item_salary_grows", job, {"salary_max": 1900}),
    Refused("section_item_salary_grows", job, {"salary_min": 2200, "salary_max": 1900}),
    Refused("section_item_salary_grows", job, {"salary_min": 0}),
    Refused("section_item_salary_grows", job, {"salary_source": "Enquête, 2025"}),
]


def message_of_the_database(name):
    """Its words for the refusal: SQLite names the columns of a broken unique constraint."""
    model, constraint = CONSTRAINTS[name]
    if connection.vendor == "sqlite" and isinstance(constraint, models.UniqueConstraint):
        if constraint.expressions:
            return rf"index '{name}'"
        columns = [model._meta.get_field(field).column for field in constraint.fields]
        return ", ".join(f"{model._meta.db_table}.{column}" for column in columns) + "$"
    return rf"\b{name}\b"


@pytest.mark.parametrize("refused", REFUSED, ids=str)
def test_database_refuses(refused):
    row = refused.row()
    with (
        pytest.raises(IntegrityError, match=message_of_the_database(refused.constraint)),
        transaction.atomic(),
    ):
        row.save()


@pytest.mark.parametrize("refused", REFUSED, ids=str)
def test_form_refuses_in_french(refused):
    row = refused.row()
    with pytest.raises(ValidationError):
        row.full_clean()
    with pytest.raises(ValidationError) as caught:
        row.validate_constraints()  # full_clean leaves it out when a field has refused already
    _, constraint = CONSTRAINTS[refused.constraint]
    assert caught.value.messages == [constraint.get_violation_error_message()]


def test_every_constraint_has_a_refused_row():
    assert {row.constraint for row in REFUSED} == set(CONSTRAINTS)


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_constraint_speaks_french(name):
    _, constraint = CONSTRAINTS[name]
    assert constraint.violation_error_message != constraint.default_violation_error_message
    assert constraint.get_violation_error_message().endswith(".")  # a lone % fails here


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_constraint_is_named_after_its_subject(name):
    assert "_constraint" not in name  # the name Django would give
    assert len(name) <= 63  # PostgreSQL cuts longer ones


# The valid rows that the table spoils are valid, and so are the edges


@pytest.mark.parametrize("make", dict.fromkeys(row.make for row in REFUSED))
def test_row_is_valid_before_it_is_spoiled(make):
    make().full_clean()


@pytest.mark.parametrize(
    ("make", "change"),
    [
        (factories.notice, {"starts": EARLY, "ends": EARLY}),
        (factories.certification, {"level": 3}),
        (factories.certification, {"level": None}),
        (cohort_year, {"registration_opens": EARLY, "registration_closes": EARLY}),
        (cohort_year, {"starts": EARLY, "ends": EARLY}),
        (cohort_year, {"first_week": 1, "hours_a_day": 10}),
        (exception, {"starts": EARLY, "ends": EARLY}),
        (factories.training_break, {"starts": EARLY, "ends": EARLY}),
        (unit, {"coefficient": "0.5"}),
        (unit, {"hours": 0}),
        (unit, {"hours": 0, "hours_max": "0.5"}),
        (unit, {"pass_mark": 10, "eliminating_mark": 10, "points_above": 0}),
        (unit, {"hours_unpublished": True}),
        (subject_hours, {"hours": 0}),
        (assessment, {"when": "ccf", "how": []}),
        (assessment, {"how": [], "title": "Épreuve sportive"}),
        (assessment, {"out_of": 40, "pass_mark": 40, "eliminating_mark": 40}),
        (assessment, {"marked_in": "bonnes réponses", "pass_mark": 32}),
        (factories.programme, {"remote_share": 0}),
        (factories.programme, {"remote_share": 100}),
        (factories.programme, {"answer_days": 1}),
        (requirement, {"level": 0}),
        (requirement, {"audience": "Titulaires d’un autre CAP"}),
        (age, {"age_max": 17}),
        (age, {"age_min": None, "age_max": 29}),
        (rhythm_step, {"monday": "", "days": 6}),
        (status_limit, {"months_max": None, "text": "En 2e année"}),
        (status_limit, {"months_max": None, "entry_year": 2}),
        (duration, {"step": "Évaluation finale"}),
        (factories.certification, {"valid_months": 24}),
        (factories.certification, {"valid_months": 24, "renewal": "Recyclage"}),
        (channel, {"kind": "other", "note": "dossier de la Région"}),
        (tuition, {"kind": "deposit", "amount": 60, "text": ""}),
        (duration, {"amount": "2.5", "amount_max": 12}),
        (duration, {"away": "11.5"}),
        (hours_alone, {"hours": None, "hours_away": 280}),
        (hours_alone, {"hours": None, "depends_on": "le positionnement"}),
        (tuition, {"amount": 0, "text": ""}),
        (tuition, {"qualifier": "quote", "text": ""}),
        (tuition, {"kind": "application", "amount": 60, "text": ""}),
        (price, {"qualifier": "group", "group_min": 4, "group_max": 4}),
        (price, {"qualifier": "group", "group_min": 4}),
        (job, {"salary_min": 1900, "salary_max": 1900}),
        (job, {"salary_min": 1900, "salary_source": "Enquête, 2025"}),
        (milestone, {"date": None, "note": "date nationale"}),
        (outcome, {"value": 0, "numerator": 0, "denominator": 12}),
        (outcome, {"value": 100, "numerator": 12, "denominator": 12}),
        (outcome, {"value": 90, "denominator": 12}),
    ],
)
def test_edge_is_accepted(make, change):
    row = make()
    for name, value in change.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()


def test_empty_register_code_is_shared_by_many():
    factories.certification(register_code="")
    factories.certification(register_code="").full_clean()


def test_cohort_of_the_same_name_on_another_campus():
    first = cohort_on_campus()
    factories.cohort(first.programme, campus=factories.campus()).full_clean()


# Natural keys


@pytest.mark.parametrize(
    "make",
    [
        *(cohort_on_campus, cohort, subject_hours, outcome, link, follow_on, pay_rate, block),
        *(exception, factories.training_break),
        *(price, price_of_a_status, outcome_of_an_intake, milestone, milestone_of_a_status, quota),
    ],
)
def test_row_is_found_by_its_meaning(make):
    row = make()
    assert type(row).objects.get_by_natural_key(*row.natural_key()) == row


def test_unknown_meaning_finds_nothing():
    with pytest.raises(Centre.DoesNotExist):
        Centre.objects.get_by_natural_key("Inconnu")


def test_twins_of_a_list_answer_by_the_first():
    first = assessment()
    factories.assessment(first.unit)
    assert Assessment.objects.get_by_natural_key(*first.natural_key()) == first


# What rows say of themselves


@pytest.mark.parametrize(
    ("code", "url"),
    [
        ("RNCP34606", "https://www.francecompetences.fr/recherche/rncp/34606/"),
        ("RS5765", "https://www.francecompetences.fr/recherche/rs/5765/"),
        ("", ""),
    ],
)
def test_register_address(code, url):
    assert factories.certification(register_code=code).register_url == url


@pytest.mark.parametrize(("until", "registered"), [(None, True), (LATE, True), (EARLY, False)])
def test_certification_is_registered_until_its_last_day(until, registered):
    assert factories.certification(registered_until=until).is_registered(on=LATE) is registered


@pytest.mark.parametrize(
    ("starts", "ends", "shown"),
    [
        (None, None, True),
        (LATE, None, True),
        (None, LATE, True),
        (date(2027, 7, 1), None, False),
        (None, EARLY, False),
    ],
)
def test_notice_is_shown_between_its_days(starts, ends, shown):
    factories.notice(starts=starts, ends=ends)
    assert type(factories.notice()).objects.shown(on=LATE).count() == 1 + shown


@pytest.mark.parametrize(("on", "hourly"), [(EARLY, "12.02"), (LATE, "12.31")])
def test_minimum_wage_in_force(on, hourly):
    factories.minimum_wage(effective_on=date(2026, 1, 1), hourly="12.02")
    wage = factories.minimum_wage(effective_on=LATE, hourly="12.31")
    assert str(type(wage).objects.in_force(on=on).hourly) == hourly


def test_no_minimum_wage_before_the_first_known():
    wage = factories.minimum_wage(effective_on=LATE)
    assert type(wage).objects.in_force(on=EARLY) is None


def test_centre_names_what_the_legal_notice_lacks():
    centre = factories.centre(legal_name="Tilleuls", phone="+33476000000")
    assert centre.missing == [
        "SIRET",
        "directeur de la publication",
        "hébergeur",
        "adresse électronique",
    ]


def test_details_follow_their_point():
    section = factories.section()
    first, detail, second = (
        factories.item(section, text=text, is_detail=text == "détail")
        for text in ("un", "détail", "deux")
    )
    assert section.points == [(first, [detail]), (second, [])]


def test_detail_without_a_point_is_a_point():
    section = factories.section()
    alone = factories.item(section, text="seul", is_detail=True)
    assert section.points == [(alone, [])]
