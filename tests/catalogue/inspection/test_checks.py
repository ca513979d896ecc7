"""Each check of the inspector finds its defect, and finds nothing once it is repaired."""

from datetime import date

import pytest
from django.db import transaction

from catalogue.inspection.report import CHECKS, inspect, inspect_one
from catalogue.models import Centre, Indicator, LearnerStatus, Programme, RegisterEntry
from tests.support import catalogue_factories as factories
from tests.support import real_contents
from tests.support.inspecting import clean, codes
from tests.support.paper_reading import TODAY

pytestmark = pytest.mark.django_db

LATER = date(2032, 9, 1)


def change(programme, **fields):
    Programme.objects.filter(pk=programme.pk).update(**fields)


def certify(programme, **fields):
    for name, value in fields.items():
        setattr(programme.certification, name, value)
    programme.certification.save()


def without(kind):
    return lambda programme: programme.sections.filter(kind=kind).delete()


def says(kind, prose):
    return lambda programme: programme.sections.filter(kind=kind).update(prose=prose)


def aim(text):
    def spoil(programme):
        programme.sections.get(kind="objectives").items.update(text=text)

    return spoil


def without_role(role):
    return lambda programme: programme.contacts.filter(role=role).delete()


def years(**fields):
    def spoil(programme):
        for cohort in programme.cohorts.all():
            cohort.years.update(**fields)

    return spoil


def past(programme):
    cohort = programme.cohorts.get()
    for year, first in zip(cohort.years.order_by("number"), (2024, 2025), strict=True):
        year.registration_opens = None
        year.starts, year.ends = date(first, 9, 1), date(first + 1, 6, 30)
        year.save()


def unit(**fields):
    return lambda programme: programme.units.update(**fields)


def outcome(kind, **fields):
    def spoil(programme):
        programme.outcomes.filter(indicator__kind=kind).update(**fields)

    return spoil


def professionalisation(programme):
    law = LearnerStatus.Law.PROFESSIONALISATION
    programme.statuses.add(factories.status(is_contract=True, pay_law=law, name="Contrat pro"))


def pay_table(*, age, row, corner="Qualification, âge"):
    law = LearnerStatus.Law.PROFESSIONALISATION
    status = factories.status(is_contract=True, pay_law=law, name="Contrat pro")
    scale = factories.pay_scale(status, corner=corner)
    bracket = factories.bracket(scale, label=age, age_max=25)
    factories.rate(factories.pay_row(scale, label=row), bracket, percent=70)
    return status


def overlapping_ages(programme):
    programme.statuses.add(pay_table(age="21 ans et +", row="Sans le bac"))


def no_row_below(programme):
    programme.statuses.add(pay_table(age="21 à 25 ans", row="Bac général"))


def pupil(programme):
    programme.statuses.add(
        factories.status(code="stagiaire", learner="stagiaire", name="Stagiaire")
    )


def unexamined(programme):
    factories.unit(programme, title="Sans épreuve", coefficient=2)


def two_blocks(programme):
    programme.units.update(title="Bloc 2 : gérer")


def points(programme):
    factories.section(programme, kind="pay_rules", prose="Une majoration de 15 points s’applique.")


def news(programme):
    ends = date(2029, 1, 1)
    entry = {"code": "RNCP40705", "is_active": True, "registered_until": ends, "read_on": TODAY}
    RegisterEntry.objects.create(title="Gestion", kind="bac-pro", **entry)


def stranger(programme):
    outside = factories.status(name="Élève")
    factories.requirement(programme, status=outside)


def link(programme):
    section = programme.sections.get(kind="objectives")
    factories.item(section, text="Lire la suite", url="https://tilleuls.test/formations/absente/")


def lonely(programme):
    programme.units.update(choice="langue vivante")


# code → what spoils a clean programme; several when the check looks at several things
DEFECTS = {
    "Q01": [without("prerequisites")],
    "Q02": [without("objectives")],
    "Q02V": [aim("Gestion d’un dossier"), aim("Gérer un dossier. Il doit donc être calme")],
    "Q03": [
        lambda p: p.durations.update(amount=None, unit=""),
        lambda p: p.durations.update(hours=None),
    ],
    "Q03C": [lambda p: change(p, contract_text="Contrat sur 3 ans")],
    "Q04": [without("enrolment")],
    "Q04D": [lambda p: change(p, answer_days=None)],
    "Q05": [
        lambda p: p.tuitions.all().delete(),
        lambda p: p.tuitions.filter(amount=0).delete(),
    ],
    "Q05T": [lambda p: p.tuitions.filter(amount=12000).update(period="year")],
    "Q05S": [pupil],
    "Q06": [lambda p: p.contacts.all().delete()],
    "Q07": [without("methods")],
    "Q08": [
        lambda p: (without("progress")(p), without("exam_conditions")(p), _no_assessment(p)),
    ],
    "Q08M": [unexamined],
    "Q09": [without("accessibility"), without_role("disability")],
    "Q09P": [says("accessibility", "Formation accessible à tous types de handicap")],
    "Q10": [lambda p: change(p, updated_on=None)],
    "Q10A": [lambda p: change(p, updated_on=date(2025, 11, 1))],
    "Q11": [
        lambda p: certify(p, register_code="", statement=""),
        lambda p: certify(p, certifier=""),
        lambda p: certify(p, effective_on=None),
        lambda p: certify(p, registered_until=None),
    ],
    "Q11M": [
        lambda p: certify(p, statement="Diplôme enregistré au RNCP N°34606"),
        lambda p: certify(p, statement="Titre enregistré au RNCP N°40705"),
    ],
    "Q11S": [lambda p: certify(p, rome_codes=""), lambda p: certify(p, certifier_siret="")],
    "Q12": [lambda p: certify(p, registered_until=date(2027, 1, 1))],
    "Q12E": [
        lambda p: certify(p, registered_until=date(2026, 8, 31)),
        lambda p: certify(
            p, registered_until=date(2026, 8, 31), replaced_by=factories.certification()
        ),
    ],
    "Q12F": [
        lambda p: certify(p, registered_until=date(2027, 1, 31)),
        lambda p: certify(p, registered_until=date(2028, 1, 31)),
    ],
    "Q13": [
        lambda p: p.outcomes.update(year=2023),
        lambda p: p.outcomes.all().delete(),
    ],
    "Q14": [
        outcome("obtention", numerator=None, denominator=None),
        lambda p: Indicator.objects.update(definition=""),
    ],
    "Q14C": [outcome("obtention", value=60), outcome("obtention", numerator=2, denominator=4)],
    "Q14S": [outcome("insertion", value=50, numerator=20)],
    "Q15": [
        lambda p: _without_outcome(p, "rupture"),
        lambda p: Indicator.objects.filter(kind="obtention").update(kind=""),
    ],
    "Q16": [lambda p: _without_outcome(p, "obtention")],
    "Q17": [
        lambda p: p.certification.blocks.update(code="RNCP34606BC01"),
        lambda p: (p.units.all().delete(), p.certification.blocks.all().delete()),
    ],
    "Q18": [without("equivalences"), without("follow_on"), without("jobs")],
    "Q19": [says("exam_conditions", "Conditions de présentation à l’examen du BTS")],
    "Q20": [without_role("mobility")],
    "Q21": [unit(hours=1340)],
    "Q21P": [lambda p: p.durations.update(hours=700)],
    "Q22": [past, lambda p: p.cohorts.all().delete()],
    "Q23": [professionalisation],
    "Q24": [says("methods", "Enregistrée sous le numéro 12345678901.")],
    "Q25": [lambda p: change(p, remote_share=None)],
    "Q26": [says("methods", "Comme en BTS, des projets.")],
    "Q26S": [says("methods", "Des cours et des ECTE.")],
    "S02": [unit(coefficient=3)],
    "S11": [
        lambda p: factories.section(
            p, kind="aids", prose="Aide au permis de conduire de 500 € pour les majeurs."
        )
    ],
    "S12": [unit(title="Chef d'oeuvre")],
    "S13": [says("prerequisites", "Tout diplôme de niveau V.")],
    "S17": [points],
    "S19": [says("enrolment", "La durée du contrat est égale à celle du cycle de formation.")],
    "S25": [overlapping_ages, no_row_below],
    "S32": [two_blocks],
    "S42": [outcome("rupture", value=None, numerator=None, missing_reason="Non communiqué")],
    "S43": [lambda p: Centre.objects.update(siret=""), lambda p: _no_certificate()],
    "S51": [years(starts_precision="month", ends_precision="month")],
    "S53": [says("methods", "L'essentiel.")],
    "P01": [says("enrolment", "Venez suivre 1 200 heures de cours.")],
    "L01": [link],
    "L6353": [lambda p: p.documents.filter(kind="rules").delete()],
    "LHEO": [lambda p: Centre.objects.update(public_code="")],
    "A00": [lambda p: change(p, certification=None)],
    "R01": [news],
    "C01": [lambda p: p.campuses.update(insee_commune="69123")],
    "C02": [lambda p: p.tuitions.filter(amount=12000).update(campus=factories.campus())],
    "C03": [lambda p: (change(p, places=12), p.cohorts.update(places=24))],
    "C04": [lambda p: factories.quota(p.cohorts.get(), places=3, status=p.statuses.get())],
    "C05": [lambda p: change(p, entry_year=None)],
    "C06": [unit(hours=1340)],
    "C07": [lambda p: p.year_hours.create(year=7, hours=100)],
    "C08": [unit(source_wording="Écrit Écrit"), lonely],
    "C09": [lambda p: factories.requirement(p, level=5)],
    "C10": [lambda p: change(p, rhythm="1 semaine au centre, 3 semaines en entreprise")],
    "C11": [years(first_week=None)],
    "C12": [stranger],
    "C13": [lambda p: p.cohorts.update(option=factories.option(p, is_open=False))],
}
CASES = [(code, place) for code, spoilers in DEFECTS.items() for place in range(len(spoilers))]


def _no_assessment(programme):
    for one in programme.units.all():
        one.assessments.all().delete()


def _no_certificate():
    Centre.objects.get().certificates.all().delete()


def _without_outcome(programme, kind):
    programme.outcomes.filter(indicator__kind=kind).delete()


def test_clean_programme_has_no_finding():
    found = inspect_one(clean(), on=TODAY).found
    assert [(finding.check.code, finding.sentence) for finding in found] == []


@pytest.mark.parametrize(("code", "place"), CASES)
def test_check_finds_its_defect_until_it_is_repaired(code, place):
    programme = clean()
    spoiled = transaction.savepoint()
    DEFECTS[code][place](programme)
    assert code in codes(programme, on=TODAY)
    transaction.savepoint_rollback(spoiled)
    assert codes(programme, on=TODAY) == []


def test_every_check_has_its_defect():
    assert sorted(DEFECTS) == sorted({check.code for check in CHECKS})


def test_every_check_says_where_it_comes_from():
    assert [check.code for check in CHECKS if not check.basis] == []


# The brochure that the project starts from

BLOCKING, WARNING, NOTE = "bloquant", "avertissement", "note"
BROCHURE = {  # defect of the brochure → the check that says it, and how much it matters
    "S01": ("C06", WARNING),
    "S01, sous le minimum": ("Q21", WARNING),
    "S02": ("S02", WARNING),
    "S05, aucun total": ("Q05T", WARNING),
    "S05, des statuts sans prix": ("Q05S", WARNING),
    "S07": ("Q12E", BLOCKING),
    "S08": ("Q12F", WARNING),
    "S09": ("Q22", WARNING),
    "S10": ("Q13", WARNING),
    "S11": ("S11", WARNING),
    "S12": ("S12", WARNING),
    "S13": ("S13", WARNING),
    "S15": ("Q19", WARNING),
    "S16": ("Q26", WARNING),
    "S17": ("S17", WARNING),
    "S18": ("Q02V", WARNING),
    "S19": ("S19", WARNING),
    "S20": ("C05", WARNING),
    "S25": ("S25", WARNING),
    "S26": ("Q23", WARNING),
    "S28": ("Q11M", WARNING),
    "S31": ("Q09P", WARNING),
    "S32": ("S32", NOTE),
    "S34": ("Q04D", BLOCKING),
    "S35": ("Q10", BLOCKING),
    "S36": ("Q18", WARNING),
    "S37": ("Q15", WARNING),
    "S38": ("Q14", WARNING),
    "S40": ("Q14S", NOTE),
    "S42": ("S42", WARNING),
    "S43": ("S43", WARNING),
    "S47": ("L01", WARNING),
    "S51": ("S51", NOTE),
    "S53": ("S53", NOTE),
    "S54": ("Q26S", WARNING),
}


def test_defects_of_the_brochure_are_found_at_their_level():
    real_contents.load(demo=False)
    found = inspect_one(Programme.objects.get(slug="bac-pro-agora"), on=TODAY).found
    said = {(finding.check.code, finding.check.level.value) for finding in found}
    assert {key: pair for key, pair in BROCHURE.items() if pair not in said} == {}


def test_whole_catalogue_costs_few_queries_a_programme(django_assert_max_num_queries):
    for _ in range(3):
        factories.programme()
    with django_assert_max_num_queries(60):
        list(inspect(Programme.objects.all(), on=TODAY))
