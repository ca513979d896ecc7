"""Answers « can I enter? » for a profile, from the conditions of entry of a programme.

Standard library only.
"""

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple


class Answer(IntEnum):
    """From the best to the worst, so that the worst of several is their maximum."""

    YES = 0
    IF = 1
    NO = 2


class Profile(NamedTuple):
    """What somebody says of themselves; None is not said."""

    level: int | None = None  # of the highest diploma held (EntryLevel)
    age: int | None = None  # on the first day
    experience_months: int | None = None


class Condition(NamedTuple):
    """One condition, whose parts apply together, and the words that tell it."""

    words: str
    level: int | None = None
    is_named: bool = False  # a diploma of that name: another of its level is not enough
    age_min: int | None = None
    age_max: int | None = None
    experience_months: int | None = None
    asks_more: bool = False  # something that no profile tells, and that one must have to apply


class Verdict(NamedTuple):
    """The answer, and the words of what remains to be met or, on a refusal, of what cannot be.

    Each list of words gives the alternatives of one group.
    """

    answer: Answer
    because: list[list[str]]


def verdict(groups: Iterable[list[Condition]], profile: Profile) -> Verdict:
    """Judges each group by its best alternative, and the whole by its worst group."""
    judged = [[(_judge(one, profile), one.words) for one in group] for group in groups]
    answers = [min(answer for answer, _ in group) for group in judged]
    worst = max(answers, default=Answer.YES)
    if worst == Answer.YES:
        return Verdict(worst, [])
    because = [
        [words for found, words in group if found == worst]
        for group, answer in zip(judged, answers, strict=True)
        if answer == worst
    ]
    return Verdict(worst, because)


def _judge(condition: Condition, profile: Profile) -> Answer:
    return max(
        _diploma(condition, profile.level),
        _age(condition, profile.age),
        _experience(condition, profile.experience_months),
        Answer.IF if condition.asks_more else Answer.YES,
    )


def _diploma(condition: Condition, held: int | None) -> Answer:
    """A higher diploma stands for a named one; one of the same level may not be it."""
    if condition.level is None:
        return Answer.YES
    if held is None:
        return Answer.IF if condition.level else Answer.YES
    if held == condition.level and condition.is_named:
        return Answer.IF
    return Answer.YES if held >= condition.level else Answer.NO


def _age(condition: Condition, age: int | None) -> Answer:
    if condition.age_min is None and condition.age_max is None:
        return Answer.YES
    if age is None:
        return Answer.IF
    is_old_enough = condition.age_min is None or age >= condition.age_min
    is_young_enough = condition.age_max is None or age <= condition.age_max
    return Answer.YES if is_old_enough and is_young_enough else Answer.NO


def _experience(condition: Condition, months: int | None) -> Answer:
    """Experience that is missing, or not said, may still be gained: it never refuses."""
    return Answer.YES if (months or 0) >= (condition.experience_months or 0) else Answer.IF
