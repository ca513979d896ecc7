"""What staff write in the cells of a table, as a hand writes it: dates, lengths, rates, words."""

import csv
import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.core.exceptions import ValidationError

from catalogue.finding.text import folded
from catalogue.models import Precision
from charmilles import typography
from charmilles.entries import DecimalNumber, NumberBox, WholeNumber

TIMES = r"(?:(?P<count>\d+)\s*(?:×|x|\*|fois)\s*)?"
LENGTH = re.compile(rf"{TIMES}(?:(?P<h>\d+)\s*h\s*)?(?:(?P<m>\d+)\s*(?:min(?:utes?)?)?)?", re.I)
TRUE = {"oui", "x", "1", "vrai", "facultatif", "facultative", "on"}
FALSE = {"", "non", "0", "faux", "-", "–"}
DAY = "Écrivez un jour (01/09/2026), un mois (septembre 2026) ou une année (2026)."
TIME = "Écrivez une durée : 3 h, 3 h 30, 45 min, ou 2 × 45 min."
RATE = (
    "Écrivez un taux (85 ou 85,5), des cas (17/20), les deux (85 (17/20)), ou pourquoi il manque."
)


def plain(text: str) -> str:
    """Writes a text without accents, capitals nor spaces in a row, to compare it with another."""
    return " ".join(folded(text.replace("’", "'")).split())


# Numbers


def whole(text: str) -> int | None:
    return WholeNumber(required=False).clean(text)


def number(text: str) -> Decimal | None:
    return DecimalNumber(required=False).clean(text)


def written(value: Decimal | int | None) -> str:
    return "" if value is None else NumberBox().format_value(value) or ""


def is_true(text: str) -> bool:
    said = plain(text)
    if said not in TRUE | FALSE:
        raise ValidationError("Écrivez oui ou non.")
    return said in TRUE


# Words of a list


def one_of(text: str, choices: Iterable[tuple[str, str]]) -> str:
    """Returns the value that the words name: its label, its value, or the end of its label."""
    said, known = plain(text), [(value, plain(str(label))) for value, label in choices]
    for value, label in known:
        if said in (label, plain(str(value))):
            return value
    near = [value for value, label in known if said and f" {label}".endswith(f" {said}")]
    if len(near) == 1:
        return near[0]
    offered = typography.enumeration((f"« {label} »" for _, label in choices), "ou")
    raise ValidationError(f"« {text} » n’est pas connu ici : écrivez {offered}.")


def several_of(text: str, choices: Iterable[tuple[str, str]]) -> list[str]:
    words = re.split(r"\s*(?:,|;|/|\+|\bet\b)\s*", text.strip())
    return [one_of(word, choices) for word in words if word]


# Lengths of an exam


def length(text: str) -> tuple[int, int | None]:
    """Reads « 2 × 45 min » as two times forty-five minutes; « 2 fois » says no length."""
    found = LENGTH.fullmatch(text.strip())
    if found is None or not text.strip():
        raise ValidationError(TIME)
    hours, minutes = found["h"], found["m"]
    if minutes and not hours and "min" not in text.lower():
        raise ValidationError(TIME)
    total = int(hours or 0) * 60 + int(minutes or 0)
    return int(found["count"] or 1), total or None


def written_length(count: int, minutes: int | None) -> str:
    times = f"{count} × " if count > 1 and minutes else f"{count} fois" if count > 1 else ""
    if not minutes:
        return times
    hours, rest = divmod(minutes, 60)
    return times + (
        f"{hours} h {rest:02}" if hours and rest else f"{hours} h" if hours else f"{rest} min"
    )


# Dates


def day(text: str) -> tuple[date, str]:
    """Reads a date as precisely as it is written; a month or a year is its first day."""
    said = plain(text).replace("1er ", "1 ")
    try:
        if found := re.fullmatch(r"(\d{4})-(\d\d?)-(\d\d?)", said):
            return date(*map(int, found.groups())), Precision.DAY
        if found := re.fullmatch(r"(\d\d?)[/.-](\d\d?)[/.-](\d{4})", said):
            return date(*map(int, reversed(found.groups()))), Precision.DAY
        if found := re.fullmatch(r"(?:(\d\d?)[/ ])?([a-z]+\.?|\d\d?)[/ ](\d{4})", said):
            month = int(found[2]) if found[2].isdecimal() else _month(found[2])
            precision = Precision.DAY if found[1] else Precision.MONTH
            return date(int(found[3]), month, int(found[1] or 1)), precision
        if re.fullmatch(r"\d{4}", said):
            return date(int(said), 1, 1), Precision.YEAR
    except ValueError:
        pass
    raise ValidationError(DAY)


def _month(word: str) -> int:
    names = {number: plain(name) for number, name in typography.MONTHS.items()}
    near = [number for number, name in names.items() if name.startswith(word.rstrip("."))]
    if len(near) != 1:
        raise ValueError(word)
    return near[0]


def written_day(value: date | None, precision: str) -> str:
    if value is None:
        return ""
    if precision == Precision.DAY:
        return typography.numeric(value)
    return typography.known_date(value, precision)


def a_year_later(value: date) -> date:
    is_leap_day = (value.month, value.day) == (2, 29)
    return value.replace(year=value.year + 1, day=28 if is_leap_day else value.day)


def years_later(text: str) -> str:
    """Writes each year of a name one later: « 2026-2028 » gives « 2027-2029 »."""
    return re.sub(r"\b(?:19|20)\d\d\b", lambda year: str(int(year[0]) + 1), text)


# Rates


class Rate(NamedTuple):
    value: Decimal | None
    numerator: int | None = None
    denominator: int | None = None
    reason: str = ""


def rate(text: str) -> Rate:
    """Reads « 85 (17/20) »; of cases alone it makes the rate, and words say why there is none."""
    said = text.replace("\u202f", " ").replace("\xa0", " ").strip()
    cases = re.search(r"\(?\s*(\d+)\s*(?:/|sur)\s*(\d+)\s*\)?\s*$", said)
    alone = said[: cases.start()] if cases else said
    percent = re.fullmatch(r"(\d+(?:[.,]\d+)?)?\s*%?\s*", alone.strip())
    if percent is None or not said:
        if re.search(r"[a-z]{2}", plain(said)):
            return Rate(None, reason=said)
        raise ValidationError(RATE)
    counted = (int(cases[1]), int(cases[2])) if cases else (None, None)
    if percent[1]:
        return Rate(Decimal(percent[1].replace(",", ".")), *counted)
    if not counted[1]:
        raise ValidationError(RATE)
    exact = Decimal(100 * counted[0]) / counted[1]
    return Rate(exact.quantize(Decimal("0.1"), ROUND_HALF_UP), *counted)


def written_rate(value, numerator, denominator, reason) -> str:
    if value is None:
        return reason
    cases = f" ({numerator}/{denominator})" if numerator is not None and denominator else ""
    return f"{written(value)}{cases}"


# Columns and lines


def numbers(names: Iterable[str], most: int) -> list[int]:
    """Reads the years that a page asks for, as far as the last one there may be."""
    return [0, *(n for n in range(1, most + 1) if str(n) in names)]


def lines_of(text: str) -> list[list[str]]:
    """Cuts what a spreadsheet copies (cells apart by tabs), or a CSV by semicolons."""
    mark = "\t" if "\t" in text else ";"
    return list(csv.reader(text.splitlines(keepends=True), delimiter=mark))
