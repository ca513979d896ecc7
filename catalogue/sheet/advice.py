"""Answers « Puis-je candidater ? »: yes, yes if, or let us talk, each with its reasons.

The answer is made of the conditions of entry of the programme, of the ages that the law sets for
its contracts, of the next intake and of the registration of the certification. Nobody reads a no: a
refusal is something to talk about, with somebody to call.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.utils.text import capfirst

from catalogue.figures import contract_ages
from catalogue.figures.entry import Answer, Profile
from catalogue.models import (
    Cohort,
    CohortState,
    EntryLevel,
    Intake,
    LearnerStatus,
    Programme,
    ProgrammeContact,
    intakes,
)
from catalogue.sheet import people
from catalogue.sheet.cards import first_day_of
from catalogue.sheet.entry import can_enter, deciding, either, required_of
from charmilles import typography

WORDS = {Answer.YES: "Oui", Answer.IF: "Oui, si…", Answer.NO: "Parlons-en"}
QUESTIONS = {True: "Puis-je candidater ?", False: "Puis-je m’inscrire ?"}
UNDATED = (Cohort.Kind.ALL_YEAR, Cohort.Kind.ON_DEMAND)  # one may enter at any moment
NO_PLACE_NOW = {
    CohortState.FULL: "Une place qui se libère. {} : complet",
    CohortState.CLOSED: "Une autre entrée. {} : inscriptions closes",
}
Law = LearnerStatus.Law


class Asked(NamedTuple):
    """What somebody says of themselves; None is not said."""

    level: int | None = None  # of the highest diploma held (EntryLevel)
    age: int | None = None  # on the first day
    status: LearnerStatus | None = None
    since: date | None = None  # the first day on which they can start


class Reason(NamedTuple):
    words: str
    article: str = ""  # of the code du travail
    who: str = ""  # the contract or status that it is about, when it is not everybody's


Judged = tuple[Answer, Reason]


class Advice(NamedTuple):
    programme: Programme
    answer: Answer
    who: str  # the contracts or statuses of the answer; "" when it is that of all
    reasons: list[Reason]
    others: list[Reason]  # what the other contracts or statuses ask
    intake: Intake | None
    starts: str  # « Rentrée : 1er septembre 2027 », when it is known
    lead: ProgrammeContact | None

    @property
    def words(self):
        return WORDS[self.answer]


def advise(programme: Programme, asked: Asked, *, on: date) -> Advice:
    """Answers for the status asked, else for those of the programme that answer best."""
    intake = next_intake(programme, asked.since, on=on)
    starts = first_day_of(intake, on=on) if intake else ""
    when = (intake, starts, people.lead(programme))
    offered = list(programme.statuses.all())
    if asked.status and asked.status not in offered:
        reason = Reason(f"La page de la formation ne propose pas : {asked.status.name}")
        return Advice(programme, Answer.NO, "", [reason], [], *when)
    of_all = [*_of_registration(programme, intake, on), *_of_dates(asked, intake)]
    judged = {
        status: [*_of_entry(programme, asked, status), *_of_law(asked, status), *of_all]
        for status in ([asked.status] if asked.status else offered or [None])
    }
    return Advice(programme, *_best(judged), *when)


def _best(judged: dict[LearnerStatus | None, list[Judged]]):
    """Returns the best answer, the statuses that have it, its reasons, and those of the others."""
    answers = {status: max(answer for answer, _ in found) for status, found in judged.items()}
    best = min(answers.values())
    first = [status for status in judged if answers[status] == best]
    others = [status for status in judged if answers[status] != best]
    who = typography.enumeration((status.name for status in first if status), "ou")
    return (
        best,
        capfirst(who) if others else "",
        _reasons(judged, first, best),
        [reason for status in others for reason in _reasons(judged, [status], answers[status])],
    )


def _reasons(judged, statuses, answer) -> list[Reason]:
    """Lists what they have in common, then what each has of its own, with its name."""
    given = {one: [why for found, why in judged[one] if found == answer] for one in statuses}
    common = [why for why in given[statuses[0]] if all(why in own for own in given.values())]
    own = [
        why._replace(who=status.name)
        for status, reasons in given.items()
        for why in reasons
        if why not in common
    ]
    return list(dict.fromkeys([*common, *own]))


def question(programme: Programme) -> str:
    """Asks it in the words of the programme: one does not apply for a session of two days."""
    return QUESTIONS[programme.takes_applications]


def asks(programme: Programme) -> set[str]:
    """Says whether an answer depends on the level, the age, besides the contract and the dates."""
    rows = deciding(programme)
    laws = {status.pay_law for status in programme.statuses.all()} - {""}
    has_level = any(row.level for row in rows) or Law.APPRENTICESHIP in laws
    has_age = any(row.age_min or row.age_max for row in rows) or laws
    return {name for name, is_asked in (("level", has_level), ("age", has_age)) if is_asked}


def next_intake(programme: Programme, since: date | None, *, on: date) -> Intake | None:
    """Returns the first intake to come that somebody free from that day may join."""
    coming = (one for one in intakes(programme.cohorts.all(), on=on) if not one.state.is_past)
    return next((one for one in coming if since is None or _starts_by(one, since)), None)


def _starts_by(intake, since):
    first = _starts(intake)
    return intake.cohort.kind in UNDATED or first is None or first >= since


def _starts(intake):
    return intake.year and intake.year.starts


# What decides


def _of_entry(programme, asked, status) -> Iterator[Judged]:
    found = can_enter(programme, Profile(asked.level, asked.age), status=status)
    if found is None:
        yield Answer.NO, Reason("La page ne dit pas encore ce qu’il faut pour entrer")
    elif found.answer == Answer.YES:
        for words in required_of(programme, status):
            yield Answer.YES, Reason(capfirst(words))
    else:
        for alternatives in found.because:
            yield found.answer, Reason(either(alternatives))


def _of_law(asked, status) -> Iterator[Judged]:
    if status is None or not status.pay_law:
        return
    if status.pay_law == Law.APPRENTICESHIP:
        college = asked.level is not None and asked.level >= EntryLevel.THIRD_FORM
        answer, rule = contract_ages.apprenticeship(asked.age, has_finished_college=college)
    else:
        answer, rule = contract_ages.professionalisation(asked.age)
    yield answer, Reason(rule.sentence, rule.article, status.name)


def _of_registration(programme, intake, on) -> Iterator[Judged]:
    """Nobody may start to prepare a certification after its end, unless another replaces it."""
    certification = programme.certification
    if certification is None or certification.replaced_by_id:
        return
    entered = max(on, (intake and _starts(intake)) or on)
    if not certification.is_registered(on=entered):
        ended = typography.day(certification.registered_until)
        verb = "prend" if certification.is_registered(on=on) else "a pris"
        yield (
            Answer.NO,
            Reason(f"L’enregistrement de la certification {verb} fin le {ended}"),
        )


def _of_dates(asked, intake) -> Iterator[Judged]:
    if intake is None and asked.since:
        month = typography.known_date(asked.since, "month")
        yield Answer.IF, Reason(f"Une entrée à partir de {month} : sa date n’est pas publiée")
    elif intake and intake.state in NO_PLACE_NOW:
        needed = NO_PLACE_NOW[intake.state].format(capfirst(intake.cohort.title))
        yield Answer.IF, Reason(needed)
