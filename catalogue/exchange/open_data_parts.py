"""The parts of the open data of a programme: its certification, cohorts, prices, places, people."""

from datetime import date
from decimal import Decimal

from catalogue.models import (
    Campus,
    Certification,
    CohortYear,
    Intake,
    ProgrammeContact,
    Tuition,
    Unit,
)
from catalogue.sheet import prices
from charmilles import typography


def certification(row: Certification) -> dict:
    return {
        "type": typography.french(row.kind_name),
        "intitule": typography.french(row.official_title),
        "niveau": row.level,
        "code": known(row.register_code),
        "fiche": known(row.register_url),
        "nsf": known(row.nsf_code),
        "code_diplome": known(row.diploma_code),
        "formacode": known(row.formacode),
        "certificateur": known(row.certifier),
        "date_d_effet": _day(row.effective_on),
        "fin_d_enregistrement": _day(row.registered_until),
        "blocs": [
            {"code": known(one.code), "intitule": typography.french(one.title)}
            for one in row.blocks.all()
        ],
    }


def cohort(intake: Intake) -> dict:
    row = intake.cohort
    return {
        "nom": typography.french(row.name),
        "forme": row.kind,
        "etat": {"code": intake.state.value, "mots": intake.state.label},
        "lieu": row.campus and typography.french(str(row.campus)),
        "option": row.option and typography.french(row.option.name),
        "places": row.places,
        "rythme_des_entrees": known(row.entries),
        "annees": [_year(year) for year in row.years.all()],
    }


def _year(year: CohortYear) -> dict:
    names = ("registration_opens", "registration_closes", "starts", "ends")
    opens, closes, starts, ends = (
        typography.machine_date(getattr(year, name), getattr(year, f"{name}_precision"))
        for name in names
    )
    return {
        "annee": year.number,
        "annee_scolaire": known(year.school_year),
        "inscriptions_du": opens,
        "inscriptions_au": closes,
        "debut": starts,
        "fin": ends,
    }


def price(row: Tuition) -> dict:
    return {
        "nature": row.kind,
        "nom": typography.french(prices.name(row)),
        "etape": known(row.step),
        "public": known(public_of(row)),
        "lieu": row.campus and typography.french(str(row.campus)),
        "bloc": row.block and typography.french(row.block.title),
        "mots": known(prices.short(row)) if prices.figure(row) else None,
        "montant": number(row.amount),
        "sens_du_montant": row.qualifier,
        "taxe": known(row.tax),
        "periode": known(row.period),
        "annee": row.year,
        "payeurs": list(row.payers),
        "groupe_de": row.group_min,
        "groupe_a": row.group_max,
        "explication": known(row.text),
    }


def public_of(row: Tuition) -> str:
    """Names whom a price is for, without the comma that would lead to the rest of a sentence."""
    return row.public.rstrip(" ,:")


def unit(row: Unit) -> dict:
    """Says a unit and its subjects: the hours and the coefficient are on one or on the others."""
    subjects = [_taught(one) for one in row.taught]
    own = {
        "option": row.option and typography.french(row.option.name),
        "facultatif": row.is_optional,
        "ects": number(row.ects),
    }
    return _taught(row) | own | {"matieres": subjects}


def _taught(row) -> dict:
    return {
        "code": known(row.code),
        "intitule": typography.french(row.title),
        "heures": number(row.hours),
        "heures_au_plus": number(row.hours_max),
        "coefficient": number(row.coefficient),
    }


def place(row: Campus) -> dict:
    return {
        "nom": typography.french(row.name),
        "rue": known(row.street),
        "code_postal": known(row.postal_code),
        "ville": typography.french(row.city),
        "commune_insee": known(row.insee_commune),
        "latitude": number(row.latitude),
        "longitude": number(row.longitude),
    }


def person(link: ProgrammeContact) -> dict:
    contact = link.contact
    return {
        "role": link.role,
        "titre": typography.french(link.label),
        "nom": contact.name,
        "telephone": contact.phone.as_e164 if contact.phone else None,
        "courriel": contact.email or None,
    }


def known(text: str) -> str | None:
    """Gives a text as the page writes it; None of an empty one."""
    return typography.french(text) if text else None


def number(value: Decimal | None) -> int | float | None:
    """Gives the number itself, such as 14 or 2.5; None of what is not known."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def _day(value: date | None) -> str | None:
    return value and value.isoformat()
