"""The days of a cohort in the centre, as a calendar file that a telephone subscribes to.

Each run of days is an event without hours, which no change of the clocks and no time zone moves
(RFC 5545, 3.6.1). Its identifier is made of the cohort and of its week: when a row changes, the
event keeps it and its version grows, so that a calendar updates it and never doubles it.
"""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.utils.text import capfirst
from icalendar import Calendar, Event, vUri

from catalogue.context import the_centre
from catalogue.figures.weeks import Week, runs
from catalogue.models import Cohort, ContentVersion, Milestone, Precision
from catalogue.sheet.week_words import DrawnYear, sentence
from catalogue.sheet.weeks import campus_of
from charmilles import typography
from charmilles.addresses import absolute_url

REFRESH = timedelta(hours=12)
DAY = timedelta(days=1)
_NAMESPACE = uuid.UUID("0d0b1c52-6f0e-4a55-9a44-5f6a2a4ce016")


def calendar_file(years: list[DrawnYear], *, version: int, on: date) -> bytes:
    """Makes the file of the years of one cohort, with its exams that are known to the day.

    `version` is the number of the content, read before the rows: it grows with each change.
    """
    cohort = years[0].cohort
    calendar = Calendar()
    calendar.add("prodid", "-//Charmilles//Formations//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _name(cohort))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    stamp = datetime.combine(on, time(), tzinfo=UTC)
    for event in (*_training(cohort, years), *_milestones(cohort)):
        event.add("sequence", version)
        event.add("dtstamp", stamp)
        event.add("url", vUri(absolute_url("catalogue:programme", cohort.programme.slug)))
        calendar.add_component(event)
    return calendar.to_ical()


def version() -> int:
    """Returns the number to give to `calendar_file`."""
    return ContentVersion.current()


def _name(cohort: Cohort) -> str:
    words = f"{cohort.programme.short_name}, {cohort.title} – {the_centre().name}"
    return typography.french(words)


def _training(cohort: Cohort, years: list[DrawnYear]) -> Iterator[Event]:
    campus = campus_of(cohort, cohort.programme)
    for year in years:
        for week in year.laid.weeks:
            yield from _of_week(cohort, week, year.elsewhere, campus)


def _of_week(cohort, week: Week, elsewhere: str, campus) -> Iterator[Event]:
    """Makes an event of each run of days: a public holiday cuts a week in two."""
    for place, days in (("Au centre", week.centre), ("Cours à distance", week.remote)):
        for rank, (first, last) in enumerate(runs(days)):
            name = f"{cohort.pk}/{week.monday}/{place}/{rank}"
            event = _event(name, f"{place} – {cohort.programme.short_name}", first, last)
            event.add("description", typography.french(sentence(week, elsewhere)))
            if campus and days == week.centre:
                event.add("location", _address(campus))
            yield event


def _milestones(cohort: Cohort) -> Iterator[Event]:
    rows = Milestone.objects.filter(cohort=cohort, date__isnull=False, precision=Precision.DAY)
    for row in rows.select_related("status"):
        whose = f" ({row.status.learners})" if row.status else ""
        words = f"{capfirst(row.get_kind_display())}{whose} – {cohort.programme.short_name}"
        event = _event(f"milestone/{row.pk}", words, row.date, row.date)
        if row.note:
            event.add("description", typography.french(row.note))
        yield event


def _event(name: str, summary: str, first: date, last: date) -> Event:
    event = Event()
    event.add("uid", str(uuid.uuid5(_NAMESPACE, name)))
    event.add("dtstart", first)
    event.add("dtend", last + DAY)  # the day after: the end of an event is not in it
    event.add("summary", typography.french(summary))
    return event


def _address(campus) -> str:
    return ", ".join(filter(None, [campus.name, campus.street, campus.town]))
