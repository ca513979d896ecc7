"""Formats spaces, euros, dates and telephones for French readers; nothing else formats them.

Rules: Imprimerie nationale (domain notes, section 7). A narrow no-break space comes before ; ! ?
and between thousands, a no-break space before : % € and inside « ».
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import cast

from django.utils import timezone
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from phonenumber_field.phonenumber import PhoneNumber

NBSP = "\u00a0"
NNBSP = "\u202f"
MONTH = 30.44  # days
LAST_MINUTE = time(23, 59)  # of a day that one has whole

_ADDRESS = re.compile(r"(https?://\S+|\S+@\S+\.\w+)")
# Each rule says what a text must hold to be worth a search: a page has hundreds of short texts.
_RULES = [
    (sign, re.compile(pattern), replacement)
    for signs, pattern, replacement in [
        (["->"], r"[ \u00a0\u202f]*->[ ]*", f"{NBSP}: "),
        (["..."], r"\.\.\.", "…"),
        (["'"], r"(?<=\w)'", "’"),
        (['"'], r'"([^"]*)"', r"«\1»"),
        (["«"], r"«\s*", f"«{NBSP}"),
        (["»"], r"\s*»", f"{NBSP}»"),
        (["-"], r"(?<=\s)-(?=\s)(?! de \d)", "–"),  # « - de 18 ans » is a minus
        ([";", "!", "?"], r"(?<=[\w)»%€])\s*([;!?]+)(?=[\s)»]|$)", rf"{NNBSP}\1"),
        ([":"], r"(?<=[\w)»%€])\s*:(?=\s|$)", f"{NBSP}:"),
        (["%", "€"], r"(?<=\d)\s*([%€])", rf"{NBSP}\1"),
        (["iveau "], r"\b([Nn]iveau) (?=[\dIV])", rf"\1{NBSP}"),
        (["h"], r"(\d)\s?h\s?(?=\d{2}\b)", rf"\1{NBSP}h{NBSP}"),
        (["h"], r"(\d)\s?h(?=[\s\-–,.;)]|$)", rf"\1{NBSP}h"),
        (["1ère", "1ere"], r"\b1[èe]re\b", "1re"),
        (["ème", "eme"], r"\b(\d+)[èe]me\b", r"\1e"),
        (["oeu"], r"oeu", "œu"),
        (["Oeu"], r"Oeu", "Œu"),
        (["°"], r"\b[Nn]°\s*", f"n°{NBSP}"),
    ]
    for sign in signs
]
# A whole number of euros or hours, with or without spaces; these never follow a year.
_QUANTITY = re.compile(r"(?<![\d,.])(?:\d{4,}|\d{1,3}(?:\s\d{3})+)(?=\s*(?:€|heures?\b|h\b))")
_MAYBE_QUANTITY = re.compile(r"\d{3}\s*[€h]")  # the same, found sooner when there is none
_ORDINAL = re.compile(r"\b(1)(re|er)\b|\b(\d+)(e)\b")
_MAYBE_ORDINAL = re.compile(r"\d(?:e|re|er)\b")


def french(text: str) -> str:
    """Sets spaces, apostrophes and quotes the French way, except in URLs and e-mail addresses."""
    if "@" not in text and "://" not in text:
        return _apply_rules(text)
    parts = _ADDRESS.split(text)
    return "".join(part if i % 2 else _apply_rules(part) for i, part in enumerate(parts))


def _apply_rules(text: str) -> str:
    for sign, pattern, replacement in _RULES:
        if sign in text:
            text = pattern.sub(replacement, text)
    return _QUANTITY.sub(_group_thousands, text) if _MAYBE_QUANTITY.search(text) else text


def _group_thousands(match: re.Match[str]) -> str:
    return number(int(re.sub(r"\s", "", match[0])))


def french_html(text: str) -> SafeString:
    """Escapes the result of `french` and raises its ordinals: 1<sup>re</sup> année."""
    safe = escape(french(text))
    raised = _ORDINAL.sub(r"\1\3<sup>\2\4</sup>", safe) if _MAYBE_ORDINAL.search(safe) else safe
    return mark_safe(raised)  # noqa: S308 - escaped above


def number(value: Decimal | int) -> str:
    """Writes 1 350 or 2,5: thousands apart, a decimal comma, no useless zero."""
    value = Decimal(value)
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", NNBSP).replace(".", ",")


def euros(value: Decimal | int) -> str:
    """Writes 6 695 € or 504,10 €: two decimals, or none."""
    value = Decimal(value)
    places = 0 if value == value.to_integral() else 2
    return f"{value:,.{places}f}".replace(",", NNBSP).replace(".", ",") + f"{NBSP}€"


def percent(value: Decimal | int) -> str:
    return f"{number(value)}{NBSP}%"


def ordinal(value: int, *, feminine: bool = False) -> str:
    """Writes 1er, 1re, 2e (never 1ère, 2ème)."""
    if value != 1:
        return f"{value}e"
    return "1re" if feminine else "1er"


def local(value: date) -> date:
    """Converts an instant to the time of Paris; returns a plain date unchanged.

    Instants are stored in UTC: convert them here before showing them.
    """
    is_instant = isinstance(value, datetime) and timezone.is_aware(value)
    return timezone.localtime(cast(datetime, value)) if is_instant else value


def machine_date(value: date | None, precision: str) -> str | None:
    """Writes the known part of a date for machines (ISO 8601): 2026, 2026-09 or 2026-09-01."""
    known = {"year": 4, "month": 7}.get(precision, 10)
    return value.isoformat()[:known] if value else None


def day(value: date, *, weekday: bool = False) -> str:
    """Writes « mardi 1er septembre 2026 »; for an instant, its day in Paris."""
    value = local(value)
    number_of_day = ordinal(1) if value.day == 1 else str(value.day)
    prefix = f"{WEEKDAYS[value.weekday()]} " if weekday else ""
    return f"{prefix}{number_of_day}{NBSP}{MONTHS[value.month]} {value.year}"


def period(first: date, last: date, *, year: bool = True) -> str:
    """Writes « du 6 au 10 septembre 2027 », « du 31 août au 4 septembre », « le 8 mai »."""
    end = day(last) if year else _without_year(last)
    if first == last:
        return f"le {end}"
    start = day(first) if year and first.year != last.year else _without_year(first)
    if (first.year, first.month) == (last.year, last.month):
        start = start.partition(NBSP)[0]
    return f"du {start} au {end}"


def _without_year(value: date) -> str:
    return day(value).removesuffix(f" {value.year}")


def moment(value: datetime, *, weekday: bool = False) -> str:
    """Writes « 12 novembre 2026 à 14 h 32 », in the time of Paris."""
    value = cast(datetime, local(value))
    return f"{day(value, weekday=weekday)} à {value.hour}{NBSP}h{NBSP}{value.minute:02}"


def deadline(value: date) -> str:
    """Writes until when one may act: « dimanche 6 décembre 2026 au soir » for a day, or for its
    last minute in Paris; else the day and the hour.
    """
    value = local(value)
    if isinstance(value, datetime) and value.time() != LAST_MINUTE:
        return moment(value, weekday=True)
    return f"{day(value, weekday=True)} au soir"


def clock(value: datetime | time) -> str:
    """Writes « 9 h », « 9 h 30 »: a time of day, in Paris."""
    value = cast(datetime, local(value)) if isinstance(value, datetime) else value
    return f"{value.hour}{NBSP}h" + (f"{NBSP}{value.minute:02}" if value.minute else "")


def numeric(value: date) -> str:
    """Writes « 12/11/2026 », or « 12/11/2026 14:32 » for an instant, where room is short."""
    value = local(value)
    return f"{value:%d/%m/%Y %H:%M}" if isinstance(value, datetime) else f"{value:%d/%m/%Y}"


def known_date(value: date, precision: str) -> str:
    """Writes the known part of a date: « 1er septembre 2026 », « septembre 2026 », « 2026 »."""
    if precision == "year":
        return str(value.year)
    return f"{MONTHS[value.month]} {value.year}" if precision == "month" else day(value)


def months(shortest: int, longest: int | None = None) -> str:
    """Writes « 2 ans », « 18 mois », « 9 à 12 mois »."""
    if longest is None:
        years, rest = divmod(shortest, 12)
        return f"{shortest}{NBSP}mois" if rest or years == 0 else _years(years)
    if shortest % 12 == longest % 12 == 0:
        return f"{shortest // 12} à {_years(longest // 12)}"
    return f"{shortest} à {longest}{NBSP}mois"


def _years(count: int) -> str:
    return f"{count}{NBSP}an{'s' if count > 1 else ''}"


def quantity(least: Decimal | int, noun: str, most: Decimal | int | None = None) -> str:
    """Writes « 1,5 jour », « 2 jours », « 8 à 10 mois »: the plural begins at two."""
    plural = "" if (most or least) < 2 or noun.endswith("s") else "s"
    bounds = number(least) if most is None else f"{number(least)} à {number(most)}"
    return f"{bounds}{NBSP}{noun}{plural}"


def enumeration(words: Iterable[str], last: str = "et") -> str:
    """Writes « écrit », « écrit et oral », « dossier, écrit et oral »; « ou » for alternatives."""
    *others, end = [*words] or [""]
    return f"{', '.join(others)} {last} {end}" if others else end


def span(value: timedelta) -> str:
    """Writes « 10 min », « 14 jours », « 3 mois », « 2 ans »: months if whole, to two days."""
    if value < timedelta(days=1):
        return minutes(int(value.total_seconds()) // 60)
    count = round(value.days / MONTH)
    if count and abs(value.days - count * MONTH) <= 2:
        return months(count)
    return f"{value.days}{NBSP}jour{'s' if value.days > 1 else ''}"


def minutes(value: int) -> str:
    """Writes « 45 min », « 2 h », « 1 h 30 »."""
    hours, rest = divmod(value, 60)
    if not hours:
        return f"{rest}{NBSP}min"
    return f"{hours}{NBSP}h{NBSP}{rest:02}" if rest else f"{hours}{NBSP}h"


def megabytes(size: int) -> str:
    """Writes a size limit in millions of bytes (Mo): « 10 Mo »."""
    return f"{number(size // 1_000_000)}{NBSP}Mo"


def kilobytes(size: int) -> str:
    """Writes a file's size in thousands of bytes (Ko), rounded up: « 118 Ko »."""
    return f"{number(-(-size // 1000))}{NBSP}Ko"


# Country codes of the mainland and of overseas France where one dials ten digits.
FRENCH = {33, 262, 590, 594, 596}


def phone(value: PhoneNumber) -> str:
    """Writes a French number in pairs, a foreign one as abroad, without a line break."""
    text: str = value.as_national if value.country_code in FRENCH else value.as_international
    return text.replace(" ", NBSP)
