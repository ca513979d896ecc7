"""The URSSAF's own engine, asked what a visitor would ask it: an age, a hiring date, a month."""

import json
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from catalogue.figures.pay_ages import birthday

SCRIPT = Path(__file__).with_suffix(".mjs")
APPRENTICE = [(26, "plus de 25"), (21, "de 21 à 25"), (18, "de 18 à 20"), (0, "moins de 18")]
PRO = [(45, "plus de 44"), (26, "de 26 à 44"), (21, "de 21 à 25"), (0, "moins de 21")]


class Answer(NamedTuple):
    gross: Decimal  # to the euro, as it rounds it
    net: Decimal  # to the cent


def answers(cases, grosses):
    """Gives its answers for cases and the gross of each, all by one engine (it starts slowly)."""
    asked = [_situation(case, gross) for case, gross in zip(cases, grosses, strict=True)]
    command = ["node", str(SCRIPT)]
    told = subprocess.run(
        command, input=json.dumps(asked), capture_output=True, check=True, text=True, timeout=300
    )
    return [_answer(one) for one in json.loads(told.stdout)]


def _answer(one):
    return Answer(Decimal(one["gross"]), Decimal(str(one["net"])).quantize(Decimal("0.01")))


def _situation(case, gross):
    """Tells the age at the end of the month; without the insurance of the company."""
    contract, month = case.contract, date.fromisoformat(f"{case.asked}-15")
    kind = contract.kind.value
    ages = APPRENTICE if contract.is_apprenticeship else PRO
    situation = {
        "salarié": "oui",
        "date": f"{month:%d/%m/%Y}",
        "salarié . contrat": f"'{kind}'",
        "salarié . contrat . date d'embauche": f"{contract.starts:%d/%m/%Y}",
        f"salarié . contrat . {kind} . âge": f"'{_named(ages, _age(case, month))}'",
        "salarié . contrat . salaire brut": f"{gross} €/mois",
        "salarié . cotisations . prévoyances . santé . montant": "0 €/mois",
    }
    if not contract.is_apprenticeship:
        held = "bac ou plus" if contract.is_qualified else "moins que bac"
        situation["salarié . contrat . professionnalisation . formation"] = f"'{held}'"
    return situation


def _age(case, month):
    birth, last = date.fromisoformat(case.birth), month.replace(day=28)
    return last.year - birth.year - (last < birthday(birth, last.year))


def _named(ages, years):
    return next(name for least, name in ages if years >= least)
