"""Checks of prices, of what contracts may be, and of what is said of pay."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from catalogue.figures.lengths import share_of_work
from catalogue.figures.pay import years_of_contract
from catalogue.inspection.findings import Case, Level, Said, check, indicator, labour
from catalogue.models import LearnerStatus, Section, Tuition
from catalogue.sheet import lengths, prices
from charmilles import typography

Kind = Section.Kind
TUITIONS, SECTIONS, LIMITS = "tuitions-group", "sections-group", "status_limits-group"
SCALE = "id_statuses"
NO_LICENCE_AID = date(2026, 1, 1)
OR_MORE = re.compile(r"(?:\+|et plus)\s*$")
LESS_THAN_BAC = re.compile(r"\b(?:sans|inférieur|CAP|aucun|autre)", re.I)


def _tuitions(case) -> list[Tuition]:
    return [row for row in case.programme.tuitions.all() if row.is_tuition]


@check("Q05", Level.BLOCKING, f"{indicator(1)} ; {labour('L6211-1')}", "argent", TUITIONS)
def price(case: Case) -> Iterator[Said]:
    rows = _tuitions(case)
    if not any(prices.figure(row) for row in rows):
        yield "Le tarif manque : un montant et ce qu’il paie, ou « sur devis »."
    if not any(row.concerns_learners and prices.figure(row) for row in rows):
        yield "La fiche ne dit pas ce que paie l’apprenant : 0 € pour un apprenti."


@check("Q05T", Level.WARNING, indicator(1), "argent", TUITIONS)
def whole_price(case: Case) -> Iterator[Said]:
    """A price by year only leaves the reader to multiply it."""
    months = lengths.longest_months(case.programme.durations.all())
    rows = [row for row in _tuitions(case) if row.amount]
    if months <= 12 or any(row.period == Tuition.Period.TOTAL for row in rows):
        return
    years = years_of_contract(months)
    for row in rows:
        if row.period == Tuition.Period.YEAR and not row.year:
            total = typography.euros(row.amount * years)
            yield (f"{prices.figure(row)} par année, et aucun total : {total} pour {years} ans.")


@check("Q05S", Level.WARNING, indicator(1), "argent", TUITIONS)
def price_of_each(case: Case) -> Iterator[Said]:
    silent = [s.name for s in case.programme.statuses.all() if not _is_priced(s, _tuitions(case))]
    if silent:
        yield f"Aucun tarif, ni « sur devis », pour : {typography.enumeration(silent)}."


def _is_priced(status: LearnerStatus, rows: list[Tuition]) -> bool:
    """The contract of an apprentice is paid for by the same rule everywhere, others are not."""
    own = [row for row in rows if row.status_id == status.pk or _names(row, status)]
    if own and not status.is_apprenticeship:
        return any(prices.figure(row) for row in own)
    shared = [row for row in rows if row.status_id is None and _is_for(row, status)]
    return any(prices.figure(row) for row in [*own, *shared])


def _names(row, status):
    words = {status.code, status.learner.lower().split(" ")[0]} - {""}
    return any(word in row.audience.lower() for word in words)


def _is_for(row, status):
    return not row.audience or (status.is_contract and row.concerns_employers)


@check("Q23", Level.WARNING, labour("L6325-11", "L6325-14"), "argent", LIMITS)
def professionalisation(case: Case) -> Iterator[Said]:
    """Longer than a year, or more than a quarter in the centre, needs an agreement of the trade."""
    for status in case.programme.statuses.all():
        limit = case.programme.limits.get(status.pk)
        if status.pay_law != LearnerStatus.Law.PROFESSIONALISATION or (limit and limit.text):
            continue
        months = lengths.contract_months(case.programme, status)
        hours = lengths.announced_hours(case.programme) or Decimal(0)
        share = share_of_work(hours, months)
        if months > 12 or share > 25:
            yield (
                f"{status.name} de {typography.months(months)}, {typography.percent(round(share))} "
                "du temps au centre : au-delà de 12 mois ou de 25 %, il faut un accord de branche "
                "ou un public prioritaire. Dites-le dans la restriction de ce contrat."
            )


def _longest(case) -> int:
    status = case.apprenticeship
    return lengths.contract_months(case.programme, status) if status else 0


@check("S17", Level.WARNING, labour("D6222-30"), "argent", SECTIONS)
def fifteen_points(case: Case) -> Iterator[Said]:
    line = case.says(r"\b15 points\b", Kind.PAY_RULES)
    months = _longest(case)
    if line and months > 12:
        yield (
            (
                "La majoration de 15 points ne peut pas s’appliquer ici : elle demande un contrat "
                f"d’un an au plus, et celui-ci dure {typography.months(months)}."
            ),
            line.section,
        )


@check("S25", Level.WARNING, labour("D6325-15"), "argent", SCALE)
def professionalisation_table(case: Case) -> Iterator[Said]:
    """That pay goes by qualification and age: whoever holds no bac must find a row, and one age."""
    for table in case.sheet.pay_tables:
        if table.scale.status.pay_law != LearnerStatus.Law.PROFESSIONALISATION:
            continue
        faults = []
        open_ended = [b.label for b in table.brackets if b.age_max and OR_MORE.search(b.label)]
        if open_ended:
            faults.append(f"« {open_ended[0]} » recouvre la colonne suivante")
        if "ancienneté" in table.scale.corner.lower():
            faults.append("la paie dépend de la qualification, pas de l’ancienneté")
        if not any(LESS_THAN_BAC.search(label) for label, _ in table.rows):
            faults.append("aucune ligne pour qui n’a pas le bac")
        if faults:
            yield f"{table.scale.status.name}, tableau : {', '.join(faults)}.", table.scale


@check("S19", Level.WARNING, labour("L6222-7-1"), "inscription", SECTIONS)
def length_of_cycle(case: Case) -> Iterator[Said]:
    line = case.says(r"durée du contrat\b.*\bégale à celle du cycle")
    cycle, months = case.programme.cycle_years, _longest(case)
    if line and cycle and months and months < 12 * cycle:
        yield (
            (
                f"Le texte dit le contrat égal au cycle : il dure {typography.months(months)}, "
                f"le cycle {cycle} ans."
            ),
            line.section,
        )


@check("S11", Level.WARNING, "loi de finances pour 2026", "aides", SECTIONS)
def licence_aid(case: Case) -> Iterator[Said]:
    line = case.says(r"permis de conduire.*\b500\b")
    if line and case.on >= NO_LICENCE_AID:
        yield "L’aide de 500 € au permis de conduire n’existe plus depuis 2026.", line.section


@check("P01", Level.WARNING, indicator(1), "argent", SECTIONS)
def hours_in_texts(case: Case) -> Iterator[Said]:
    """Compares the hours that the sheet's own texts say of the training with those announced."""
    announced = lengths.announced_hours(case.programme)
    for line in case.lines(Kind.OBJECTIVES, Kind.ACCESS, Kind.ENROLMENT, Kind.CALENDAR):
        said = re.search(r"\b(\d[\d\s]*\d)\s*(?:heures|h)\b", line.text)
        if announced and said and Decimal(re.sub(r"\s", "", said[1])) != announced:
            yield (
                (
                    f"Un texte dit {said[1]} heures, la fiche en annonce "
                    f"{typography.number(announced)}."
                ),
                line.section,
            )
