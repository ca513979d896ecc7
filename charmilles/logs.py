"""Writes the logs without what opens or names an application: addresses, references, people.

A failing page is logged with its address and the values that its error quotes; the logs are read by
more people than the applications are, and kept longer.
"""

import logging
import re

# Whatever follows in these addresses: references, secrets of links, names that staff look for.
PRIVATE = ("candidature", "gestion")

RULES = [
    (re.compile(rf"/(?:{'|'.join(PRIVATE)})/[^\s'\"<>]*"), "{place}"),
    (re.compile(r"\bCH-[0-9A-Z]{4}-[0-9A-Z]{4}\b"), "CH-…"),
    (re.compile(r"[^\s<>\"'(=]+@[^\s<>\"')]+"), "…@…"),
    # The values of a row that PostgreSQL refuses.
    (re.compile(r"\bD[EÉ]TAIL\s?:.*"), "DÉTAIL : …"),
    (re.compile(r"Invalid HTTP_HOST header: .*"), "Host inconnu"),
]


TO_THE_CONSOLE = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "charmilles.logs.Discreet",
            "fmt": "{asctime} {levelname} {name} : {message}",
            "style": "{",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
        # Its errors quote recipients: they stay with each message; send_mails logs their number.
        "post_office": {"handlers": ["console"], "level": "CRITICAL", "propagate": False},
    },
}


class Discreet(logging.Formatter):
    """Formats a record, its traceback included, then takes out what must not be kept."""

    def format(self, record):
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        text = super().format(record)
        # The view's name says enough to find the fault.
        text = discreet(text, place=f"« {match.view_name} »" if match else "« adresse privée »")
        for value in match.kwargs.values() if match else ():
            text = text.replace(value, "…") if is_secret(value) else text
        return text


def discreet(text: str, *, place: str) -> str:
    """Replaces each private address by `place`, and what identifies a person by dots."""
    for pattern, replacement in RULES:
        text = pattern.sub(replacement.format(place=place), text)
    return text


def is_secret(value) -> bool:
    """Whether a part of an address may be a reference or a token: numbers and words are shorter."""
    return isinstance(value, str) and len(value) >= 12
