"""Checks of what must be public before anybody enrols (Qualiopi, indicators 1 and 20)."""

import re
from collections.abc import Iterator
from datetime import timedelta

from catalogue.exchange.lheo.report import report
from catalogue.inspection import enrolment
from catalogue.inspection.findings import CENTRE, Case, Level, Said, check, empty, indicator, labour
from catalogue.models import ProgrammeContact, Section
from catalogue.sheet import lengths
from catalogue.sheet.exam_rows import TESTS
from charmilles import typography

Kind, Role = Section.Kind, ProgrammeContact.Role
PUBLIC = indicator(1)
SECTIONS, CONTACTS = "sections-group", "contacts-group"
INFINITIVE = re.compile(r"^(?:s’|s'|se )?\w+(?:er|ir|re)\b", re.I)
# « sous 15 jours » beside what one waits for: a procedure, or a length of contract, is no delay.
DELAY = re.compile(
    r"(?=.*\b(?:délai|répon|inscription|candidature|dossier|admission))"
    r".*\b\d+\s*(?:jours?|semaines?|mois|h\b|heures?)",
    re.I,
)
OLD = timedelta(days=366)
ACTIVITY_NUMBER = re.compile(r"déclaration d[’']activité|enregistrée? sous le numéro", re.I)
DISCLAIMER = "ne vaut pas agrément"


@check("Q01", Level.BLOCKING, PUBLIC, "profil", SECTIONS)
def prerequisites(case: Case) -> Iterator[Said]:
    if not (case.sheet.sections[Kind.PREREQUISITES] or case.sheet.entry):
        yield "Les prérequis manquent. S’il n’y en a pas, écrivez « Aucun »."


@check("Q02", Level.BLOCKING, PUBLIC, "contenu", SECTIONS)
def objectives(case: Case) -> Iterator[Said]:
    if not case.sheet.sections[Kind.OBJECTIVES]:
        yield "Les objectifs pédagogiques manquent."


@check("Q02V", Level.WARNING, indicator(1, 5), "contenu", SECTIONS)
def verbs_of_objectives(case: Case) -> Iterator[Said]:
    """An objective is what one will know how to do: a verb first, and one sentence."""
    for section in case.sheet.sections[Kind.OBJECTIVES]:
        for item in section.lines:
            words = f"{item.lead} {item.text}".strip()
            if not INFINITIVE.match(words):
                yield f"« {_short(words)} » ne commence pas par un verbe à l’infinitif.", section
            elif re.search(r"[.!?]\s+\w", words):
                yield f"« {_short(words)} » dit plusieurs choses.", section


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:60].rsplit(' ', 1)[0]}…"


@check("Q03", Level.BLOCKING, PUBLIC, "calendrier", "durations-group")
def length(case: Case) -> Iterator[Said]:
    rows = case.programme.durations.all()
    if not any(row.amount for row in rows):
        yield "La durée manque : un nombre d’heures, de jours, de mois ou d’années."
    hours = any(row.hours or row.unit == row.Unit.HOUR for row in rows)
    if not hours and not case.programme.year_hours.all():
        yield "Le nombre d’heures en centre manque."


@check("Q04", Level.BLOCKING, PUBLIC, "inscription", SECTIONS)
def access(case: Case) -> Iterator[Said]:
    texts = case.sheet.sections[Kind.ENROLMENT] or case.sheet.sections[Kind.ACCESS]
    if not texts and not case.sheet.ways:
        yield "Les modalités d’accès manquent : comment on s’inscrit, par quelles étapes."


@check("Q04D", Level.BLOCKING, PUBLIC, "inscription", "id_answer_days")
def delay(case: Case) -> Iterator[Said]:
    texts = (line.text for line in case.lines(Kind.ENROLMENT, Kind.ACCESS))
    if not case.programme.answer_days and not any(map(DELAY.search, _sentences(texts))):
        yield (
            "Aucun délai d’accès : la fiche dit la procédure, pas en combien de temps le centre "
            "répond. Écrivez « réponse sous … jours ouvrés », ou le délai dans « Modalités et "
            "délais d’accès »."
        )


def _sentences(texts):
    for text in texts:
        yield from re.split(r"(?<=[.!?])\s|\n", text)


@check("Q06", Level.BLOCKING, PUBLIC, "contacts", CONTACTS)
def contact(case: Case) -> Iterator[Said]:
    if not case.programme.contacts.all():
        yield "Aucun contact : un nom ou un service, avec un téléphone ou une adresse électronique."


@check("Q07", Level.BLOCKING, PUBLIC, "contenu", SECTIONS)
def methods(case: Case) -> Iterator[Said]:
    if not case.sheet.sections[Kind.METHODS]:
        yield "Les méthodes mobilisées manquent."


@check("Q08", Level.BLOCKING, PUBLIC, "contenu", "units-group")
def assessments(case: Case) -> Iterator[Said]:
    if not enrolment.says_how_it_assesses(case.sheet):
        yield "Les modalités d’évaluation manquent."


@check("Q08M", Level.WARNING, PUBLIC, "contenu", "units-group")
def assessments_of_each(case: Case) -> Iterator[Said]:
    """Names the units left without an assessment in a table where others have one."""
    rows = [row for table in case.sheet.exam for row in table.rows]
    examined = {row.taught.pk for row in rows if row.kind == "unit" and TESTS in row.cells}
    silent = [
        row.taught.title
        for row in rows
        if row.kind != "unit"
        and TESTS not in row.cells
        and getattr(row.taught, "unit_id", None) not in examined
    ]
    if len(silent) < sum(row.kind != "unit" for row in rows):
        yield from _without(silent)


def _without(silent):
    if silent:
        yield f"Sans modalité d’évaluation dans le tableau : {typography.enumeration(silent)}."


@check("Q09", Level.BLOCKING, f"{indicator(1, 20)} ; {labour('L6231-2')}", "contacts", CONTACTS)
def disability(case: Case) -> Iterator[Said]:
    if not case.sheet.sections[Kind.ACCESSIBILITY]:
        yield "L’accessibilité aux personnes en situation de handicap n’est pas dite."
    if not _has(case, Role.DISABILITY):
        yield "Le référent handicap manque parmi les contacts."


@check("Q09P", Level.WARNING, labour("L6352-13", "R6222-50"), "profil", SECTIONS)
def promise_to_all(case: Case) -> Iterator[Said]:
    line = case.says(r"tou(?:s|te)s? (?:les )?(?:types? (?:de|d.)|situations? de) ?handicap")
    if line:
        yield (
            (
                f"« {_short(line.text)} » promet sans condition : dites que les besoins sont "
                "étudiés avec le référent handicap."
            ),
            line.section,
        )


@check("Q20", Level.WARNING, f"{indicator(20)} ; {labour('L6231-2')}", "contacts", CONTACTS)
def mobility(case: Case) -> Iterator[Said]:
    if case.apprenticeship and not _has(case, Role.MOBILITY):
        yield "Le référent mobilité manque parmi les contacts."


def _has(case, role):
    return any(row.role == role for row in case.programme.contacts.all())


@check("Q10", Level.BLOCKING, PUBLIC, "mentions", "id_updated_on")
def dated(case: Case) -> Iterator[Said]:
    if case.programme.updated_on is None:
        yield "La fiche n’est pas datée : écrivez le jour où tout son contenu a été contrôlé."


@check("Q10A", Level.WARNING, PUBLIC, "mentions", "id_updated_on")
def recent(case: Case) -> Iterator[Said]:
    updated = case.programme.updated_on
    if updated and case.on - updated >= OLD:
        yield f"La fiche a été contrôlée le {typography.day(updated)} : il y a plus de douze mois."


@check("Q24", Level.BLOCKING, labour("L6352-12"), "mentions", SECTIONS)
def declaration(case: Case) -> Iterator[Said]:
    """The site writes the sentence of the law beside the number; a text of staff may forget it."""
    for line in case.lines():
        if ACTIVITY_NUMBER.search(line.text) and DISCLAIMER not in line.text:
            yield (
                (
                    f"« {_short(line.text)} » cite la déclaration d’activité sans la phrase de la "
                    "loi : « Cet enregistrement ne vaut pas agrément de l’État. »"
                ),
                line.section,
            )


@check("Q25", Level.WARNING, labour("D6353-1"), "calendrier", "id_remote_share")
def remote_share(case: Case) -> Iterator[Said]:
    if case.programme.remote_share is None:
        yield "La part de la formation à distance n’est pas dite : 0 % s’il n’y en a pas."


@check("S43", Level.WARNING, f"{labour('L6352-12')} ; loi du 21 juin 2004", "mentions", CENTRE)
def identifiers(case: Case) -> Iterator[Said]:
    centre = case.shared.centre
    missing = empty(centre, "legal_name", "siret", "activity_number", "uai")
    missing += [] if case.shared.has_certificate else ["certificat Qualiopi en cours"]
    if missing:
        yield f"Le centre n’a pas donné : {typography.enumeration(missing)}."


@check("L6353", Level.WARNING, labour("L6353-8"), "documents", "documents-group")
def given_before_enrolment(case: Case) -> Iterator[Said]:
    if missing := enrolment.missing_before_enrolment(case.sheet):
        yield f"Pas remis avant une inscription : {typography.enumeration(missing)}."


@check("LHEO", Level.NOTE, labour("R6111-1"), "mentions", CENTRE)
def regional_export(case: Case) -> Iterator[Said]:
    yield from report(case.sheet, case.shared.centre)


@check("Q03C", Level.WARNING, PUBLIC, "calendrier", "id_contract_text")
def length_in_words(case: Case) -> Iterator[Said]:
    """Compares the years that the sentence of the contract says with those of the rows."""
    said = re.search(r"(\d+) ans?\b", case.programme.contract_text)
    months = lengths.longest_months(case.programme.durations.all())
    if said and months and int(said[1]) * 12 != months:
        yield (
            f"« {case.programme.contract_text} » ne dit pas la durée des lignes : "
            f"{typography.months(months)}."
        )
