"""Says in words when and how a unit or a subject is examined, one line for each assessment."""

from collections import defaultdict
from decimal import Decimal

from django.utils.text import capfirst

from catalogue.models import Assessment
from charmilles import typography

PERCENT, COEFFICIENT, WEIGHT = "{}\u00a0%", "coefficient {}", "poids {}"


def lines(assessments: list[Assessment], coefficient: Decimal | None) -> list[str]:
    """Says each assessment; those that differ by their public alone are said once."""
    weight = _weights(assessments, coefficient)
    publics = defaultdict(list)
    for one in assessments:
        alone = None if one.status else one.pk
        publics[_title(one), _words(one, weight), alone].append(one.status)
    return [_line(title, words, statuses) for (title, words, _), statuses in publics.items()]


def _title(assessment):
    """Calls « rattrapage » what one takes only after a failure, unless its title says so."""
    is_said = "rattrapage" in assessment.title.lower() or not assessment.is_resit
    return assessment.title if is_said else f"rattrapage {assessment.title}".strip()


def _line(title, words, statuses):
    learners = typography.enumeration(status.learners for status in statuses if status)
    label = ", ".join(filter(None, (title, learners)))
    return capfirst(" : ".join(filter(None, (label, words))))


def _weights(assessments, coefficient):
    """Chooses the words of a weight: a percentage only of a whole, a coefficient only of its own.

    Those of one public make a whole with those of everybody.
    """
    sums = defaultdict(Decimal)
    for one in assessments:
        sums[one.status_id] += 0 if one.is_resit else one.weight or 0
    everybody = sums.pop(None, Decimal(0))
    wholes = {everybody + own for own in sums.values()} or {everybody}
    if wholes == {100}:
        return PERCENT
    return COEFFICIENT if wholes == {coefficient} else WEIGHT


def _words(assessment, weight):
    said = (
        _when(assessment),
        _how(assessment),
        _time(assessment),
        weight.format(typography.number(assessment.weight)) if assessment.weight else "",
        *_marks(assessment),
        _eliminating(assessment.eliminating),
    )
    return ", ".join(filter(None, said))


def _is_repeated(assessment):
    return assessment.count > 1 and not assessment.minutes


def _when(assessment):
    is_counted = _is_repeated(assessment) and assessment.when == Assessment.When.IN_COURSE
    return f"{assessment.count if is_counted else ''} {assessment.get_when_display()}".strip()


def _how(assessment):
    """Names its forms, save those that its title names already."""
    labels = [Assessment.How(how).label for how in assessment.how]
    title = assessment.title.lower()
    said = typography.enumeration(label for label in labels if label.lower() not in title)
    if _is_repeated(assessment) and assessment.when != Assessment.When.IN_COURSE:
        return f"{said} {assessment.count} fois".strip()
    return said


def _time(assessment):
    parts = f"{assessment.count} × " if assessment.count > 1 else ""
    lasts = f"{parts}{typography.minutes(assessment.minutes)}" if assessment.minutes else ""
    if not assessment.preparation:
        return lasts
    return f"{lasts} après {typography.minutes(assessment.preparation)} de préparation".strip()


def _marks(assessment):
    out_of = f" sur {typography.number(assessment.out_of)}" if assessment.out_of else ""
    marked_in = f" {assessment.marked_in}" if assessment.marked_in else ""
    if assessment.pass_mark:
        yield f"{passing(assessment.pass_mark)}{marked_in}{out_of}"
    else:
        yield f"{out_of}{marked_in}".strip()
    yield eliminating(assessment.eliminating_mark)


def passing(mark: Decimal | None) -> str:
    return f"minimum {typography.number(mark)}" if mark else ""


def eliminating(mark: Decimal | None) -> str:
    return f"éliminatoire au-dessous de {typography.number(mark)}" if mark else ""


def _eliminating(condition):
    if not condition or "éliminat" in condition.lower():
        return condition
    return f"éliminatoire si : {condition}"
