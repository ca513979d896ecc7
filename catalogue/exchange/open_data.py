"""The open data of a programme: one dictionary, from which the JSON and the CSV are written.

Its form is described by `open_data_schema`. A fact that is not known is null, never 0; a rate that
the page hides is hidden here.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse

from catalogue.exchange import texts
from catalogue.exchange.open_data_parts import (
    certification,
    cohort,
    known,
    number,
    person,
    place,
    price,
    unit,
)
from catalogue.models import Duration, EntryLevel
from catalogue.sheet import lengths
from catalogue.sheet.sheet import Sheet
from catalogue.sheet.tables import rank
from charmilles import typography
from charmilles.addresses import absolute_url

VERSION = "1.1"  # the first number is raised when a key changes or goes, the second when one comes


def document(programmes: Sequence[dict], *, on: date) -> dict:
    """Puts the programmes in the file of them all."""
    return _head(on) | {"formations": programmes}


def document_of_one(programme: dict, *, on: date) -> dict:
    return _head(on) | {"formation": programme}


def _head(on):
    schema = absolute_url("catalogue:open_data_schema")
    return {"version": VERSION, "schema": schema, "date": on.isoformat()}


def programme(sheet: Sheet) -> dict:
    """Says of a programme what its page says, with the numbers as numbers."""
    return _identity(sheet) | _access(sheet) | _training(sheet) | _around(sheet)


def _identity(sheet):
    own = sheet.programme
    return {
        "identifiant": own.slug,
        "page": absolute_url("catalogue:programme", own.slug),
        "brochure": absolute_url("catalogue:brochure", own.slug),
        "intitule": typography.french(own.title),
        "nom_court": typography.french(own.short_name),
        "accroche": known(own.promise),
        "domaine": typography.french(own.domain.name),
        "mise_a_jour": own.updated_on and own.updated_on.isoformat(),
        "certification": own.certification and certification(own.certification),
        "remis_a_la_fin": known(own.attestation),
        "organisme_porteur": own.carrier and typography.french(own.carrier.name),
        "lieux": [place(campus) for campus in own.campuses.all()],
        "contacts": [person(link) for link in own.contacts.all()],
    }


def _access(sheet):
    own, entry = sheet.programme, sheet.entry
    level = None if own.entry_level is None else EntryLevel(own.entry_level)
    apply = absolute_url("enrolment:start", own.slug) if own.takes_applications else None
    return {
        "publics": [
            {
                "code": status.code,
                "nom": typography.french(status.name),
                "contrat": status.is_contract,
            }
            for status in own.statuses.all()
        ],
        "niveau_d_entree": None if level is None else {"niveau": level.value, "mots": level.label},
        "conditions": list(map(typography.french, entry.required)) if entry else [],
        "conseille": list(map(typography.french, entry.advised)) if entry else [],
        "candidature": apply,
        "autres_voies": [
            {"mots": typography.french(way.words), "adresse": known(way.url)}
            for way in sheet.ways
            if way.url != reverse("enrolment:start", args=[own.slug])
        ],
        "reponse_sous_jours_ouvres": own.answer_days,
        "places_par_promotion": own.places,
        "promotions": [cohort(intake) for intake in sheet.intakes],
        "tarifs": [price(row) for row in own.tuitions.all()],
    }


def _training(sheet):
    own = sheet.programme
    return {
        "durees": [_length(row, own) for row in own.durations.all()],
        "heures_par_annee": [
            {"annee": row.year, "heures": number(row.hours)} for row in own.year_hours.all()
        ],
        "annee_du_cycle_a_l_entree": own.entry_year,
        "annees_du_cycle": own.cycle_years,
        "rythme": list(map(typography.french, sheet.rhythm.lines)),
        "precision_sur_le_rythme": known(sheet.rhythm.note),
        "part_a_distance": own.remote_share,
        "langues": known(own.languages),
        "enseignements": [unit(row) for row in sorted(own.units.all(), key=rank)],
        "textes": [
            {
                "sujet": section.kind,
                "titre": typography.french(section.heading),
                "texte": texts.of_section(section),
            }
            for sections in sheet.sections.values()
            for section in sections
        ],
    }


def _length(row: Duration, programme):
    return {
        "mots": typography.french(lengths.line(row, programme)),
        "etape": known(row.step),
        "public": known(row.audience or (row.status.name if row.status else "")),
        "option": row.option and typography.french(row.option.name),
        "option_ouverte": row.option and row.option.is_open,
        "de": number(row.amount),
        "a": number(row.amount_max),
        "unite": known(row.unit),
        "heures_en_centre": number(row.hours),
        "heures_en_entreprise_ou_stage": number(row.hours_away),
    }


def _around(sheet):
    steps = [row for row in sheet.programme.follow_ons.all() if row.title or _is_public(row.target)]
    return {
        "resultats": list(_results(sheet)),
        "suites": [
            {
                "mots": typography.french(str(row)),
                "page": absolute_url("catalogue:programme", row.target.slug)
                if _is_public(row.target)
                else None,
            }
            for row in steps
        ],
    }


def _is_public(programme):
    return programme is not None and programme.is_published


def _results(sheet) -> Iterable[dict]:
    """Lists each rate as the page shows it; `absent` says why there is none."""
    table = sheet.results
    for row in table.rows if table else ():
        for period, cell in zip(table.periods, row.cells, strict=True):
            yield {
                "indicateur": typography.french(" ; ".join(row.labels)),
                "partie": known(row.part),
                "periode": typography.french(period),
                "taux": number(cell.rate),
                "reussites": cell.numerator,
                "effectif": cell.denominator,
                "absent": None if cell.is_known else typography.french(cell.reason),
            }
