"""Writes the logs without what opens or names an application: addresses, references, people.

A failing page is logged with its address and the values that its error quotes; the logs are read by
more people than the applications are, and kept longer.
"""

import logging
import re

# Whatever follows in these addresses: references, secrets of links, names that staff look for.
PRIVATE = ("candidature", "gestion")

# An address quoted in another one, such as that of a reader of mails, has its signs in percents.
SLASH, DASH, AT = "(?:/|%2[Ff])", "(?:-|%2[Dd])", "(?:@|%40)"
ADDRESS = re.compile(rf"{SLASH}(?:{'|'.join(PRIVATE)}){SLASH}[^\s'\"<>]*")
RULES = [
    (ADDRESS, "{place}"),
    # What a visitor searched for, or the marks and months typed to compute something.
    (re.compile(r"(?<![\w.:/])(/[^\s?'\"<>]*)\?[^\s'\"<>]+"), r"\1?…"),
    (re.compile(rf"CH{DASH}[0-9A-Z]{{4}}{DASH}[0-9A-Z]{{4}}"), "CH-…"),
    (re.compile(rf"[^\s<>\"'(=]+{AT}[^\s<>\"')]+"), "…@…"),
    # The values of a row that PostgreSQL refuses, on as many lines as they have.
    (re.compile(r"\bD[EÉ]TAIL\s?:.*?(?=\n\n(?:The above|During)|\Z)", re.DOTALL), "DÉTAIL : …"),
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
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",  # with its offset: two lines an hour apart in October
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
        # Its errors quote recipients: they stay with each message; send_mails logs their number.
        "post_office": {"handlers": ["console"], "level": "CRITICAL", "propagate": False},
        "waitress.queue": {"level": "ERROR"},  # says each request that waits for a thread
    },
}


class Discreet(logging.Formatter):
    """Formats a record, its traceback included, then takes out what must not be kept."""

    def format(self, record):
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        # The view's name says enough to find the fault.
        place = f"« {match.view_name} »" if match else "« adresse privée »"
        text = discreet(super().format(record), place=place)
        for value in secrets(request, match):
            text = text.replace(value, "…")
        return text


def secrets(request, match) -> list[str]:
    """The parts of a private address that an error may quote: references, tokens, keys."""
    if not match or not ADDRESS.match(request.path_info):
        return []
    return [value for value in match.kwargs.values() if isinstance(value, str) and len(value) > 7]


def discreet(text: str, *, place: str) -> str:
    """Replaces each private address by `place`, and what identifies a person by dots."""
    for pattern, replacement in RULES:
        text = pattern.sub(replacement.format(place=place), text)
    return text
