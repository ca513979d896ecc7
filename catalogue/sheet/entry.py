"""Says what one must have to enter a programme, and whether somebody has it."""

from collections.abc import Iterable
from itertools import count
from typing import NamedTuple

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.text import capfirst

from catalogue.figures.entry import Answer, Condition, Profile, Verdict, verdict
from catalogue.models import EntryLevel, EntryRequirement, LearnerStatus, Programme
from charmilles import typography

Kind, Moment = EntryRequirement.Kind, EntryRequirement.Moment
LATER = (Moment.FIRST_DAY, Moment.EXAM)  # one may apply without it
REQUIREMENTS = Prefetch(
    "entry_requirements", EntryRequirement.objects.select_related("status", "option")
)


class Entry(NamedTuple):
    """The conditions of entry in words, one line for each group; those of everybody first."""

    required: list[str]
    advised: list[str]


def entry_of(programme: Programme) -> Entry | None:
    """Leaves out what the text « Prérequis » says already; None when nothing is left."""
    if not programme.may_have_entry_requirements:
        return None
    rows = [row for row in _with_publics(programme) if not row.in_words]
    required = [row for row in rows if not row.is_advised]
    advised = [row for row in rows if row.is_advised]
    return Entry(_lines(required), _lines(advised)) if rows else None


def _with_publics(programme):
    """Reads them once, or not at all when a list of programmes has read them (REQUIREMENTS)."""
    prefetch_related_objects([programme], REQUIREMENTS)
    return programme.entry_requirements.all()


def _lines(rows):
    """Writes « Apprentis : 16 ans au moins » of what is not asked of everybody."""
    in_order = sorted(groups(rows), key=lambda group: group[0].public != "")
    return [_line(group) for group in in_order]


def _line(group):
    words = [capfirst(group[0].public), either([sentence(row) for row in group])]
    return " : ".join(filter(None, words))


def groups(rows: Iterable[EntryRequirement]) -> list[list[EntryRequirement]]:
    """Gathers the alternatives, in the order of their first; a row without a group is alone.

    What is asked of two publics never is an alternative.
    """
    alone = count()
    found: dict[tuple, list[EntryRequirement]] = {}
    for row in rows:
        key = (row.group, -1) if row.group is not None else (None, next(alone))
        found.setdefault((*key, row.status_id, row.audience, row.option_id), []).append(row)
    return list(found.values())


def either(alternatives: list[str]) -> str:
    """Joins alternatives: « Bac général, bac technologique ou bac pro »."""
    return capfirst(typography.enumeration(alternatives, "ou"))


def sentence(row: EntryRequirement) -> str:
    """Writes one condition; the centre's own words replace the whole."""
    if row.text:
        return row.text
    head, details = f"{_head(row)}{_together(row)}", ", ".join(filter(None, _details(row)))
    if not details:
        return head
    return f"{head}, {details}" if head.endswith(")") else f"{head} ({details})"


def _head(row):
    if row.kind == Kind.AGE:
        head = f"{_ages(row)}{f' {row.name}' if row.name else ''}"
    elif row.kind == Kind.EXPERIENCE and row.experience_months:
        head = f"{_experience(row)}{f' {row.name}' if row.name else ''}"
    elif row.level is not None:
        head = row.name or EntryLevel(row.level).held
    else:
        head = row.name or row.get_kind_display()
    return f"{head} : {row.threshold}" if row.threshold else head


def _together(row):
    """Adds what is asked at the same time as a diploma: « avec 1 an d’expérience »."""
    ages = _ages(row) if row.kind != Kind.AGE else ""
    experience = _experience(row) if row.kind != Kind.EXPERIENCE else ""
    more = " et ".join(filter(None, (experience, ages)))
    return f" avec {more}" if more else ""


def _ages(row):
    if row.age_min and row.age_max:
        return f"de {row.age_min} à {row.age_max} ans"
    if row.age_min:
        return f"{row.age_min} ans au moins"
    return f"{row.age_max} ans au plus" if row.age_max else ""


def _experience(row):
    months = row.experience_months
    return f"{typography.months(months)} d’expérience" if months else ""


def _details(row):
    recent = f"de moins de {typography.months(row.valid_months)}" if row.valid_months else ""
    yield " ".join(filter(None, (row.proof, recent)))
    yield _exemption(row.exemption)
    yield row.get_moment_display()


def _exemption(words):
    """Says « sauf les sportifs de haut niveau »: staff name those who need not have it, or say so.

    « Sauf … », « dispense pour … » are left as they are.
    """
    says_so = words.lower().startswith(("sauf", "dispens", "exempt", "hors "))
    return words if says_so or not words else f"sauf {words}"


def can_enter(
    programme: Programme, profile: Profile, *, status: LearnerStatus | None = None
) -> Verdict | None:
    """Answers « Puis-je entrer ? »; None when the programme tells no condition of entry.

    What is due before the exam alone does not decide of the entry, nor what is asked of another
    status. What is asked of some, when nothing tells whether of this person, leaves a « yes if ».
    """
    rows = deciding(programme, status)
    if not rows:
        return None
    judged = [[_condition(row, status) for row in group] for group in groups(rows)]
    return verdict(judged, profile)


def required_of(programme: Programme, status: LearnerStatus | None = None) -> list[str]:
    """Lists what decides of the entry of somebody of that status, a line for each group."""
    return _lines(deciding(programme, status))


def deciding(programme: Programme, status: LearnerStatus | None = None) -> list[EntryRequirement]:
    """Lists the conditions that decide of the entry of that status, of any status by default."""
    rows = (row for row in _with_publics(programme) if _decides(row))
    return [row for row in rows if status is None or row.status_id in (None, status.pk)]


def _decides(row):
    return not (row.is_advised or row.moment == Moment.EXAM)


def _condition(row, status):
    """Motivation is heard at the interview, and what is due later keeps nobody from applying."""
    if row.option_id or row.audience or (row.status_id and status is None):
        return Condition(words=_line([row]), asks_more=row.moment not in LATER)
    is_told = row.level is not None or row.kind in (Kind.AGE, Kind.EXPERIENCE, Kind.MOTIVATION)
    return Condition(
        words=sentence(row),
        level=row.level,
        is_named=bool(row.name),
        age_min=row.age_min,
        age_max=row.age_max,
        experience_months=row.experience_months,
        asks_more=not is_told and row.moment not in LATER,
    )


def _required_of_all(programme):
    if not programme.may_have_other_conditions:
        return []
    return [row for row in deciding(programme) if not row.public]


def youngest(programme: Programme) -> int:
    """Returns the age that everybody must have to enter; 0 when none is asked."""
    alone = (row for row in _required_of_all(programme) if row.group is None)
    return max((row.age_min or 0 for row in alone), default=0)


def asks_same_level(programme: Programme) -> bool:
    """Tells whether one may enter with a named diploma of the level of the one prepared."""
    prepared = programme.certification and programme.certification.level
    rows = _required_of_all(programme)
    return any(row.name and row.level == prepared for row in rows if row.level)


def age_refused(programme: Programme, age: int, *, status: LearnerStatus | None = None) -> str:
    """Names the conditions that somebody of that age cannot meet; "" when there is none."""
    found = can_enter(programme, Profile(age=age), status=status)
    if found is None or found.answer != Answer.NO:
        return ""
    return " ; ".join(either(words) for words in found.because)
