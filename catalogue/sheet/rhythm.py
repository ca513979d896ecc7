"""Words the rhythm of a programme: the centre's own sentence, or one made of its steps."""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.text import capfirst

from catalogue.figures import rhythm as figures
from catalogue.models import Admission, Programme, RhythmStep
from catalogue.sheet.tables import rank
from charmilles.typography import enumeration

STEPS = Prefetch("rhythm_steps", RhythmStep.objects.select_related("status"))
DAY_NAMES = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi")
OTHERS = "Autres publics"
WEEKS = re.compile(r"(\d+)\s+semaines?", re.IGNORECASE)


class Rhythm(NamedTuple):
    lines: list[str]
    note: str


def rhythm_of(programme: Programme) -> Rhythm:
    """Gives the sentence of the centre as it is; else one line for each status that differs.

    The steps are read only where the centre wrote no sentence.
    """
    if programme.rhythm or not programme.may_have_rhythm_steps:
        return Rhythm([programme.rhythm] if programme.rhythm else [], programme.rhythm_note)
    prefetch_related_objects([programme], STEPS)
    by_status = _by_status(programme.rhythm_steps.all())
    lines = [
        _said_of(_audience(status, by_status), sentence(own, signs=_signs(status, programme)))
        for status, own in by_status
    ]
    shares = [] if len(by_status) != 1 else [_share(by_status[0][1])]
    return Rhythm(lines, ". ".join(filter(None, [*shares, programme.rhythm_note])))


def _by_status(rows):
    """Pairs each status, then all the others (None), with its steps."""
    ordered = sorted(rows, key=lambda row: (row.status is None, row.status and rank(row.status)))
    own = groupby(ordered, key=lambda row: row.status)
    return [(status, steps_of(steps)) for status, steps in own]


def steps_of(rows: Iterable[RhythmStep]) -> list[figures.Step]:
    return [_step(row) for row in rows]


def _step(row: RhythmStep) -> figures.Step:
    return figures.Step(
        length=row.count,
        is_months=row.unit == RhythmStep.Unit.MONTH,
        centre=row.centre_days,
        remote=row.remote_days,
        unnamed=row.days or 0,
        is_start=row.is_start,
    )


def _audience(status, by_status):
    if len(by_status) == 1 and status is None:
        return ""
    return capfirst(status.learners) if status else OTHERS


def _said_of(audience, words):
    """Writes « Apprentis : chaque semaine, lundi au centre », with one colon."""
    if not audience:
        return words
    return f"{audience} : {words[:1].lower()}{words[1:].replace(' : ', ', ')}"


def _signs(status, programme):
    """Tells whether all those who follow this rhythm spend the rest of it in a company."""
    if status is not None:
        return status.is_contract
    return programme.admission == Admission.CONTRACT


def sentence(steps: list[figures.Step], *, signs: bool) -> str:
    start = [step for step in steps if step.is_start]
    cycle = figures.cycle_of(steps)
    elsewhere = "en entreprise" if signs else "hors du centre"
    said = [f"Pour commencer, {_lengths(start, elsewhere)}."] if start else []
    if cycle:
        said.append(f"{_cycle(cycle, elsewhere)}.")
    if signs and any(0 < step.days + len(step.remote) < 5 for step in cycle):
        said.append("Le reste en entreprise.")
    return " ".join(said)


def _cycle(steps, elsewhere):
    if len(steps) == 1:
        return _always(steps[0], elsewhere)
    if len(steps) == 2 and all(step.weeks == 1 and _is_partial(step) for step in steps):
        first, second = (_place(step, elsewhere) for step in steps)
        return f"Une semaine sur deux : {first} ; l’autre : {second.removesuffix(' au centre')}"
    return _lengths(steps, elsewhere)


def _always(step, elsewhere):
    if _is_partial(step):
        place = _place(step, elsewhere)
        return place if step.unnamed and not step.remote else f"Chaque semaine : {place}"
    return f"À temps plein {_place(step, elsewhere)}"


def _is_partial(step):
    """Tells whether only some of its days are in the centre or at a distance."""
    return bool(step.unnamed or 0 < len(step.centre) < 5 or 0 < len(step.remote) < 5)


def _lengths(steps, elsewhere):
    between = " ; " if any(map(_is_partial, steps)) else ", "
    return between.join(
        f"{_length(step)}{' :' if _is_partial(step) else ''} {_place(step, elsewhere)}"
        for step in steps
    )


def _length(step):
    if step.is_months:
        return f"{step.length} mois"
    return f"{step.length} semaine{'s' if step.length > 1 else ''}"


def _place(step, elsewhere):
    """Says where the days of a week are: « du lundi au mercredi au centre, jeudi à distance »."""
    centre = named_days(step.centre, "au centre")
    if step.unnamed:
        centre = f"{step.unnamed} jour{'s' if step.unnamed > 1 else ''} par semaine au centre"
    return ", ".join(filter(None, (centre, named_days(step.remote, "à distance")))) or elsewhere


def named_days(days: tuple[int, ...], place: str) -> str:
    """Says « du lundi au mercredi au centre »; five days need no name."""
    if not days:
        return ""
    if len(days) >= 5:
        return place
    names = [DAY_NAMES[day - 1] for day in days]
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"du {names[0]} au {names[-1]} {place}"
    return f"{enumeration(names)} {place}"


def _share(steps):
    """Says « 5 jours sur 10 au centre », unless all are, or the sentence counts them already."""
    days, cycle = figures.share(steps), figures.cycle_of(steps)
    if days is None or days.centre in (0, days.all) or (len(cycle) == 1 and cycle[0].unnamed):
        return ""
    remote = f", {days.remote} à distance" if days.remote else ""
    return f"{days.centre} jour{'s' if days.centre > 1 else ''} sur {days.all} au centre{remote}"


def is_contradicted(words: str, rows: Iterable[RhythmStep]) -> bool:
    """Tells whether « 1 semaine…, 1 semaine… » is written where the steps are not those weeks.

    Other sentences cannot be compared, and are left alone.
    """
    said = [int(count) for count in WEEKS.findall(words)]
    patterns = [figures.cycle_of(steps) for _, steps in _by_status(rows)]
    if len(said) != 2 or not patterns:
        return False
    return all(_weeks_of(cycle) != said for cycle in patterns)


def _weeks_of(steps):
    """Lists the lengths of whole weeks; None when a week is shared, or counted in months."""
    whole = all(not step.is_months and not _is_partial(step) for step in steps)
    return [step.length for step in steps] if whole else None
