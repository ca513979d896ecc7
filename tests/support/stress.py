"""A programme with very long texts, which the layout must hold without breaking."""

from datetime import date
from decimal import Decimal

from tests.support import catalogue_factories as factories

SLUG = "bts-des-longueurs"
WORDS = (
    "Accompagner la réorganisation administrative d’un établissement suppose de comprendre les "
    "circuits de décision, de rédiger des comptes rendus irréprochables et de tenir à jour les "
    "tableaux de bord que consultent quotidiennement les responsables. "
)
TITLE = (
    "Communication professionnelle interculturelle et réglementation internationale des affaires"
)


def long_programme():
    factories.centre(name="Centre de formation des Tilleuls et des Charmilles réunis")
    programme = factories.programme(
        slug=SLUG,
        title=f"BTS {TITLE} : parcours anticonstitutionnellement approfondi, {TITLE.lower()}"[:200],
        short_name="BTS Communication interculturelle et réglementation affaires",
        promise=WORDS[:220],
        rhythm="2 semaines en centre, 3 semaines en entreprise, sauf périodes d’examen",
        rhythm_note=WORDS,
        domain=factories.domain(name="Commerce international et administration des organisations"),
        updated_on=date(2026, 11, 2),
    )
    programme.campuses.add(
        factories.campus(name="Campus " + TITLE[:60], street="1 allée des Tilleuls")
    )
    _contents(programme)
    _exams(programme)
    _dates(programme)
    _pay(programme)
    _results(programme)
    _people(programme)
    return programme


def _contents(programme):
    objectives = factories.section(
        programme, kind="objectives", prose=f"{WORDS * 6}\n\n{WORDS * 3}"
    )
    for number in range(40):
        factories.item(
            objectives, position=number, text=f"Point {number + 1}. {WORDS[: 60 + number * 3]}"
        )
    methods = factories.section(programme, kind="methods", prose=WORDS * 8, closing=WORDS * 3)
    for number in range(12):
        factories.item(
            methods,
            position=number,
            is_detail=number % 4 > 0,
            lead=f"Temps {number + 1}.",
            text=WORDS,
        )
    jobs = factories.section(programme, kind="jobs")
    for number in range(14):
        factories.item(
            jobs, position=number, text=f"Métier {number + 1} de {TITLE[: 20 + 5 * number]}"
        )
    for kind in ("prerequisites", "enrolment", "aids", "perks", "employers", "access"):
        section = factories.section(programme, kind=kind, title=TITLE, prose=WORDS)
        for number in range(5):
            factories.item(section, position=number, lead=f"{number + 1}", text=WORDS[:140])


def _exams(programme):
    for number in range(20):
        unit = factories.unit(
            programme,
            title=f"Épreuve {number + 1} : {TITLE}",
            code=f"E{number + 1}",
            coefficient=number % 5 + 1,
            position=number,
        )
        factories.assessment(unit, how=["jury"], minutes=45, title="Soutenance devant le jury")
        for part in range(3):
            subject = factories.subject(
                unit,
                title=f"Matière {number + 1}.{part + 1} {TITLE[: 15 + number]}",
                hours=40 + part,
            )
            factories.assessment(subject, when="ccf", count=part + 1)


def _dates(programme):
    for number in range(4):
        cohort = factories.cohort(
            programme, name=f"{2025 + number}-{2027 + number}", position=number
        )
        for year in (1, 2):
            factories.cohort_year(
                cohort,
                number=year,
                school_year=f"{2024 + number + year}-{2025 + number + year}",
                registration_opens=date(2024 + number + year, 1, 6),
                starts=date(2024 + number + year, 9, 1),
                ends=date(2025 + number + year, 6, 30),
            )


def _pay(programme):
    factories.minimum_wage()
    status = factories.status(code="apprentissage")
    programme.statuses.add(status)
    scale = factories.pay_scale(status, intro=WORDS, note=WORDS)
    brackets = [
        factories.bracket(scale, label=f"{age} ans", position=age) for age in (15, 18, 21, 26)
    ]
    for number in range(3):
        row = factories.pay_row(scale, label=f"{number + 1}e année d’exécution", position=number)
        for bracket in brackets:
            factories.rate(row, bracket, percent=Decimal(27 + 10 * number + bracket.position))
    factories.tuition(programme, audience="", kind="application", amount=0)
    for payer in ("learner", "employer"):
        factories.tuition(programme, payers=[payer], text=WORDS, amount=12345, period="year")


def _results(programme):
    for number in range(6):
        indicator = factories.indicator(
            code=f"taux-{number}",
            label=f"Taux {number + 1} de {TITLE[:40].lower()}",
            definition=WORDS,
        )
        for year in (2023, 2024, 2025):
            factories.outcome(programme, indicator=indicator, year=year, value=Decimal(70 + number))


def _people(programme):
    for number in range(6):
        contact = factories.contact(
            slug=f"contact-{number}",
            name=f"Marie-Anne-Charlotte Fernandes de Montgolfier {number}",
            email=f"marie-anne-charlotte.fernandes-de-montgolfier-{number}@tilleuls-et-charmilles.test",
            phone="+33476030000",
        )
        factories.link(programme, contact=contact, role="lead" if not number else "companies")
