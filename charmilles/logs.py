"""Writes the logs without what opens or names an application: addresses, references, people.

A failing page is logged with its address and the values that its error quotes; the logs are read by
more people than the applications are, and kept longer.

A line is text, or JSON when LOGS=json asks for it; each request then has its own line.
"""

import json
import logging
import re
import secrets as randomness
from datetime import UTC, datetime

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

REQUESTS = "charmilles.requests"  # the logger with one line a request

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
        "json": {"()": "charmilles.logs.JsonLine"},
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


def written_as(form: str) -> dict:
    """Returns the logging of the site as « text » or « json »."""
    is_json = form == "json"
    console = TO_THE_CONSOLE["handlers"]["console"] | {"formatter": "json" if is_json else "line"}
    requests = {"level": "INFO" if is_json else "WARNING"}
    loggers = TO_THE_CONSOLE["loggers"] | {REQUESTS: requests}
    return TO_THE_CONSOLE | {"handlers": {"console": console}, "loggers": loggers}


def identifier(request) -> str:
    """Returns the number of a request: a person reads it on an error page, the logs have it too.

    It is drawn at random when somebody first needs it.
    """
    if not hasattr(request, "identifier"):
        drawn = randomness.token_hex(4).upper()
        request.identifier = f"{drawn[:4]}-{drawn[4:]}"
    return request.identifier


class Discreet(logging.Formatter):
    """Formats a record, its traceback included, then takes out what must not be kept."""

    def format(self, record):
        text, request = self.discreetly(record), getattr(record, "request", None)
        return text if request is None else f"{text}\nDemande {identifier(request)}"

    def discreetly(self, record):
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        # The view's name says enough to find the fault.
        place = f"« {match.view_name} »" if match else "« adresse privée »"
        text = discreet(logging.Formatter.format(self, record), place=place)
        for value in secrets(request, match):
            text = text.replace(value, "…")
        return text


class JsonLine(Discreet):
    """Writes a record as one line of JSON: when, how grave, from where, what, and of a request its
    number and its measures."""

    def __init__(self):
        super().__init__("{message}", style="{")

    def format(self, record):
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        measures = getattr(record, "measures", None)
        if measures is None:
            request = getattr(record, "request", None)
            line |= {"request": identifier(request)} if request is not None else {}
            line["message"] = self.discreetly(record)
        return json.dumps(line | (measures or {}), ensure_ascii=False)


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
