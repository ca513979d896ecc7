"""Checks of the certification that a programme prepares: its register entry, blocks and exam."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from catalogue.figures.lengths import share_of_work
from catalogue.inspection.findings import (
    CERTIFICATION,
    Case,
    Level,
    Said,
    check,
    empty,
    indicator,
    labour,
)
from catalogue.models import Certification, Programme, intakes
from catalogue.sheet import exam_rows, lengths, register
from catalogue.sheet.hours import gaps
from catalogue.sheet.totals import UNKNOWN, exactly, total
from charmilles import typography

Kind = Certification.Kind
REGISTERED = indicator(1)
OWN_LAW = labour("L6113-5")
SOON = timedelta(days=183)
# Hours of a bac pro by years of contract (code de l’éducation, article D337-60).
LEAST_HOURS = {1: 675, 2: 1350, 3: 1850}
LEAST_SHARE = 25  # percent of the contract, in the centre
PROJECT, PROJECT_SINCE = "bac professionnel, rentrée 2024", date(2024, 9, 1)


@check("A00", Level.WARNING, REGISTERED, "mentions", "id_certification")
def award(case: Case) -> Iterator[Said]:
    if case.certification is None and not case.programme.attestation:
        yield (
            "Ni certification ni attestation : la page ne dit pas ce que l’on reçoit à la fin. "
            "Choisissez l’une ou écrivez l’autre."
        )


@check("Q11", Level.BLOCKING, REGISTERED, "mentions", CERTIFICATION)
def register_entry(case: Case) -> Iterator[Said]:
    one = case.certification
    if one is None or one.kind == Kind.ATTESTATION:
        return
    if missing := empty(one, "register_code", "certifier", "effective_on", "registered_until"):
        yield f"De la fiche nationale, il manque : {typography.enumeration(missing)}."


@check("Q11S", Level.NOTE, REGISTERED, "mentions", CERTIFICATION)
def register_details(case: Case) -> Iterator[Said]:
    one = case.certification
    missing = empty(one, "certifier_siret", "rome_codes") if one and one.register_code else []
    if missing:
        yield f"De la fiche nationale, il manque aussi : {typography.enumeration(missing)}."


@check("Q11M", Level.WARNING, REGISTERED, "mentions", CERTIFICATION)
def statement(case: Case) -> Iterator[Said]:
    """Compares what the centre writes of the certification with the fields beside it."""
    one = case.certification
    if one is None or not one.statement:
        return
    codes = set(re.findall(r"RNCP\D{0,4}(\d+)", one.statement))
    if codes and one.register_code.removeprefix("RNCP") not in codes:
        yield f"La mention du centre dit RNCP{min(codes)}, la fiche {one.register_code}."
    if one.family == "Diplôme" and re.match(r"titre\b", one.statement, re.I):
        yield (
            "La mention du centre l’appelle un titre : c’est un diplôme national, enregistré de "
            "droit."
        )


@check("Q12E", Level.BLOCKING, REGISTERED, "mentions", CERTIFICATION)
def ended(case: Case) -> Iterator[Said]:
    one = case.certification
    if one is None or one.is_registered(on=case.on) or _is_withdrawn(case):
        return
    day, after = typography.day(one.registered_until), one.replaced_by
    if after is None:
        yield (
            f"L’enregistrement de la certification a pris fin le {day} et aucune ne la remplace "
            "ici : la fiche le dit au public. Corrigez la certification ou retirez la formation."
        )
    else:
        yield (
            f"{one.register_code or one} n’est plus enregistrée depuis le {day} : personne ne peut "
            f"plus y entrer. Choisissez celle qui la remplace, {after.register_code or after}."
        )


def _is_withdrawn(case):
    return case.programme.state == Programme.State.WITHDRAWN


@check("Q12", Level.BLOCKING, REGISTERED, "calendrier", CERTIFICATION)
def late_cohorts(case: Case) -> Iterator[Said]:
    one = case.certification
    if one is None or one.registered_until is None or _is_withdrawn(case):
        return
    late = [
        intake.cohort.full_name
        for intake in intakes(case.programme.cohorts.all(), on=case.on)
        if _starts_late(intake, one)
    ]
    if late:
        yield (
            f"L’enregistrement de la certification prend fin le "
            f"{typography.day(one.registered_until)}, avant le début de : {', '.join(late)}."
        )


def _starts_late(intake, certification):
    starts = intake.year and intake.year.starts
    return bool(starts and not intake.state.is_past and starts > certification.registered_until)


@check("Q12F", Level.WARNING, REGISTERED, "calendrier", CERTIFICATION)
def outlived(case: Case) -> Iterator[Said]:
    """A cohort that entered in time may finish; nobody may join it after the end."""
    one = case.certification
    if one is None or one.registered_until is None:
        return
    day = typography.day(one.registered_until)
    if case.on <= one.registered_until <= case.on + SOON:
        yield f"L’enregistrement de la certification prend fin bientôt, le {day}."
    for cohort in case.programme.cohorts.all():
        years = [year for year in cohort.years.all() if year.ends and year.starts]
        first = min((year.starts for year in years), default=None)
        last = max((year.ends for year in years), default=None)
        if first and last and first <= one.registered_until < last:
            yield (
                f"{cohort.full_name} finit après l’enregistrement de la certification ({day}) : "
                "ceux qui y sont entrés avant la finissent, plus personne n’y entre."
            )


@check("R01", Level.WARNING, REGISTERED, "mentions", CERTIFICATION)
def news(case: Case) -> Iterator[Said]:
    yield from register.news(case.certification)


@check("Q17", Level.WARNING, indicator(3), "mentions", CERTIFICATION)
def blocks(case: Case) -> Iterator[Said]:
    one = case.certification
    if one is None or not one.register_code.startswith("RNCP"):
        return
    own = list(one.blocks.all())
    if not own:
        yield "Les blocs de compétences de la fiche nationale ne sont pas saisis."
    foreign = [block for block in own if not block.code.startswith(f"{one.register_code}BC")]
    if foreign:
        names = typography.enumeration(map(str, foreign))
        yield f"Ces blocs n’ont pas un code de la fiche {one.register_code} : {names}."


@check("S32", Level.NOTE, indicator(3), "contenu", "units-group")
def numbers_of_blocks(case: Case) -> Iterator[Said]:
    for unit in case.programme.units.all():
        said = re.match(r"bloc (\d+)", unit.title, re.I)
        codes = [block.code for block in unit.covered if block.code]
        if said and codes and not any(int(code[-2:]) == int(said[1]) for code in codes):
            yield f"« {unit.title} » porte un autre numéro que son bloc, {', '.join(codes)}."


@check("S02", Level.WARNING, "règlement d’examen du diplôme", "contenu", "units-group")
def coefficients(case: Case) -> Iterator[Said]:
    """Compares the sum of the compulsory coefficients with that of the order of the diploma."""
    rules = list(case.certification.exam_rules.all()) if case.certification else []
    units = [unit for table in case.sheet.exam_of_all for unit in table.compulsory]
    if not rules or not all(map(exam_rows.coefficient, units)):
        return
    found, asked = total(units, exam_rows.coefficient, least=1), sum(r.coefficient for r in rules)
    if found not in (None, UNKNOWN, exactly(asked)):
        each = ", ".join(f"{rule.code} {typography.number(rule.coefficient)}" for rule in rules)
        yield (
            f"Les coefficients font {found} en tout ; le règlement en donne "
            f"{typography.number(asked)} : {each} ({rules[0].source})."
        )


@check("Q21", Level.WARNING, "code de l’éducation, article D337-60", "contenu", "units-group")
def least_hours(case: Case) -> Iterator[Said]:
    years = lengths.longest_months(case.programme.durations.all()) // 12
    least = LEAST_HOURS.get(years)
    if case.certification is None or case.certification.kind != Kind.BAC_PRO or not least:
        return
    announced = lengths.announced_hours(case.programme)
    sums = [gap.hours for gap in gaps(case.programme, case.sheet.exam)]
    low = [hours for hours in [announced, *sums] if hours and hours < least]
    if low:
        yield (
            f"{typography.number(min(low))} heures, sous le minimum d’un bac pro en {years} an"
            f"{'s' if years > 1 else ''} : {typography.number(least)} heures."
        )


@check("Q21P", Level.WARNING, labour("L6211-2"), "contenu", "durations-group")
def share_of_hours(case: Case) -> Iterator[Said]:
    months = lengths.longest_months(case.programme.durations.all())
    hours = lengths.announced_hours(case.programme)
    if case.apprenticeship and hours and months and share_of_work(hours, months) < LEAST_SHARE:
        yield f"{typography.number(hours)} heures : moins d’un quart du temps du contrat."


@check("S12", Level.WARNING, PROJECT, "contenu", "units-group")
def masterpiece(case: Case) -> Iterator[Said]:
    is_bac_pro = case.certification and case.certification.kind == Kind.BAC_PRO
    for unit in case.programme.units.all() if is_bac_pro and case.on >= PROJECT_SINCE else ():
        if re.search(r"chef.d.(?:œ|oe)uvre", unit.title, re.I):
            yield f"« {unit.title} » : le projet le remplace depuis la rentrée 2024."


@check("S13", Level.WARNING, labour("D6113-19"), "profil", "sections-group")
def old_levels(case: Case) -> Iterator[Said]:
    line = case.says(r"niveau (?:IV|V|I{1,3})\b")
    if line:
        said = re.search(r"niveau (?:IV|V|I{1,3})\b.{0,15}", line.text, re.I)[0].strip()
        yield (
            (
                f"« {said} » est l’échelle de 1969 : le CAP est de niveau 3 depuis 2019, le bac de "
                "niveau 4."
            ),
            line.section,
        )
