"""The inspector in tests: its findings on one programme, and a programme that has none."""

from collections.abc import Iterator
from datetime import date

from catalogue.context import the_centre
from catalogue.inspection import diploma, results, rows
from catalogue.inspection.findings import Case, Shared, findings
from catalogue.inspection.report import inspect_one
from catalogue.models import Programme
from catalogue.sheet.sheet import Sheet
from tests.support import catalogue_factories as factories

# Checks that rows agree with each other, in the order in which staff read them at first.
COHERENCE = [
    *(diploma.award, diploma.ended, diploma.late_cohorts, diploma.news),
    diploma.coefficients,
    *(rows.campuses, rows.parts, rows.closed_options, rows.places, rows.quotas),
    rows.years_of_pay,
    *(rows.announced_hours, rows.years, results.agree, results.rates_of_the_law),
    *(rows.exams, rows.conditions, rows.words_of_rhythm, rows.weeks_of_cohorts, rows.publics),
]


def doubts(programme: Programme, *, on: date) -> Iterator[str]:
    """Gives the sentences on what contradicts itself, read of this very programme."""
    case = Case(Sheet(programme, on=on), Shared(the_centre()))
    return (finding.sentence for check in COHERENCE for finding in findings(check, case))


def codes(programme: Programme, *, on: date) -> list[str]:
    return [finding.check.code for finding in inspect_one(programme, on=on).found]


def clean() -> Programme:
    """Makes a bac pro in two years that gives all that the inspector asks for."""
    apprentice = factories.status(
        code="apprentissage", learner="apprenti", is_contract=True, pay_law="apprentissage"
    )
    _centre()
    programme = factories.programme(
        certification=_certification(),
        updated_on=date(2026, 11, 1),
        answer_days=10,
        remote_share=0,
        entry_year=2,
        cycle_years=3,
        contract_text="Contrat d’apprentissage sur 2 ans",
    )
    programme.statuses.add(apprentice)
    programme.campuses.add(factories.campus(postal_code="38000", insee_commune="38185"))
    factories.duration(programme, amount=2, unit="year", hours=1350)
    _texts(programme)
    _teaching(programme)
    _cohort(programme)
    _prices(programme, apprentice)
    for kind in ("obtention", "poursuite", "interruption", "insertion", "valeur-ajoutee"):
        _outcome(programme, kind)
    _outcome(programme, "rupture")
    for kind in ("rules", "trainers", "timetable"):
        factories.document(programme, kind=kind)
    return programme


def _centre():
    centre = factories.centre(
        legal_name="OGEC des Tilleuls",
        siret="12345678901234",
        activity_number="12345678901",
        uai="0381234A",
        public_code="80006",
        formacode_version="V14",
        phone="+33476000000",
        email="contact@tilleuls.test",
        head_office=factories.campus(street="1 rue des Tilleuls", postal_code="38000"),
    )
    factories.certificate(centre)
    for short in ("RNCP", "OGEC", "SMIC"):
        factories.abbreviation(short=short, expansion="en toutes lettres")


def _certification():
    one = factories.certification(
        register_code="RNCP40705",
        certifier="Ministère de l’Éducation nationale",
        certifier_siret="11004301500012",
        rome_codes="M1607",
        effective_on=date(2025, 9, 1),
        registered_until=date(2030, 8, 31),
        statement="Diplôme enregistré au RNCP N° 40705",
    )
    factories.block(one, code="RNCP40705BC01")
    factories.exam_rule(one)
    return one


def _texts(programme):
    texts = {
        "prerequisites": "Être sorti de troisième.",
        "methods": "Des cours et des projets.",
        "accessibility": "Les besoins sont étudiés avec le référent handicap.",
        "enrolment": "Envoyez le formulaire, puis passez un entretien.",
        "progress": "Un bilan par semestre.",
        "jobs": "Assistant de gestion",
        "equivalences": "Une passerelle depuis la seconde.",
        "follow_on": "Un diplôme de niveau 5.",
        "exam_conditions": "Être inscrit par le centre.",
    }
    for kind, prose in texts.items():
        factories.section(programme, kind=kind, prose=prose)
    aims = factories.section(programme, kind="objectives")
    factories.item(aims, text="Gérer un dossier")
    for role in ("lead", "disability", "mobility"):
        factories.link(programme, role=role)


def _teaching(programme):
    block = programme.certification.blocks.get()
    unit = factories.unit(
        programme, title="Gérer les dossiers", hours=1350, coefficient=2, blocks=[block]
    )
    factories.assessment(unit)


def _cohort(programme):
    cohort = factories.cohort(programme)
    factories.rhythm_step(programme, "CCCCC")
    factories.rhythm_step(programme, position=1)
    for number, year in ((2, 2027), (3, 2028)):
        days = {"starts": date(year, 9, 1), "ends": date(year + 1, 6, 30), "first_week": 1}
        opens = {"registration_opens": date(2026, 12, 1)} if number == 2 else {}
        factories.cohort_year(cohort, number=number, **days, **opens)


def _prices(programme, apprentice):
    year = {"period": "year", "year": None}
    factories.tuition(programme, status=apprentice, amount=0, payers=["learner"], **year)
    total = {"amount": 12000, "period": "total", "payers": ["employer"]}
    factories.tuition(programme, **total)


def _outcome(programme, kind):
    indicator = factories.indicator(
        kind=kind, label=f"Taux : {kind}", definition="Reçus, présents."
    )
    numbers = {"value": 50, "numerator": 20, "denominator": 40}
    if kind == "insertion":
        numbers = {"value": 90, "numerator": 36, "denominator": 40}
    factories.outcome(programme, indicator=indicator, year=2024, **numbers)
