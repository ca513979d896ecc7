"""Evaluations of an interview, by two people at most, and the decision that follows.

The first person fills in the grid and gives an opinion; somebody else may give a second one.
Neither can change what the other wrote. Candidates do not see the evaluation on their pages, but
get it when they ask for their data.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from enrolment import workflow
from enrolment.applications import acts
from enrolment.models import Act, Application, Criterion, Evaluation, Mark, Status
from enrolment.workflow import Refused

Advice = Evaluation.Advice

# The act that applies each advice.
DECISIONS = {
    Advice.ADMIT: Act.Verb.ADMIT,
    Advice.WAIT: Act.Verb.WAIT,
    Advice.DECLINE: Act.Verb.DECLINE,
    Advice.MEET_AGAIN: Act.Verb.MEET_AGAIN,
}


def criteria(programme) -> list[Criterion]:
    """Lists the criteria for a programme, in order: the common ones, and its own."""
    rows = Criterion.objects.filter(Q(programmes=None) | Q(programmes=programme), is_used=True)
    return list(rows.distinct())


def current(application: Application) -> Evaluation | None:
    """Returns the evaluation of the last interview; earlier interviews no longer count."""
    since = application.status_since
    evaluations = Evaluation.objects.filter(application=application, at__gte=since)
    return evaluations.select_related("by", "second_by").first()


def may_evaluate(evaluation: Evaluation | None, *, by) -> bool:
    """Allows a first grid, or a correction by its author until there is a second opinion."""
    return evaluation is None or (evaluation.by_id == by.pk and not evaluation.second_advice)


def may_second(evaluation: Evaluation | None, *, by) -> bool:
    """Allows a second opinion by somebody else, or a correction by its author."""
    if evaluation is None or evaluation.by_id == by.pk:
        return False
    return not evaluation.second_advice or evaluation.second_by_id == by.pk


def evaluate(
    application: Application,
    *,
    advice: str,
    marks: dict[int, int],
    comment: str,
    by,
    now: datetime,
) -> Evaluation:
    """Saves the grid; `marks` is {key of the criterion: level}. Raises Refused.

    Replaces the grid of an earlier interview: an application has only one.
    """
    expected = {criterion.pk for criterion in criteria(application.programme)}
    if set(marks) != expected:
        raise Refused("Appréciez chaque critère de la grille, et eux seuls.")
    if advice == Advice.DECLINE and not comment.strip():
        raise Refused("Écrivez des faits en commentaire : un avis défavorable s’explique.")
    with transaction.atomic():
        evaluation = _lock_and_get(application)
        if not may_evaluate(evaluation, by=by):
            raise Refused("La grille est déjà remplie et ne change plus : donnez un second avis.")
        Evaluation.objects.filter(application=application).delete()
        values = {"advice": advice, "comment": comment, "by": by, "at": now}
        evaluation = Evaluation.objects.create(application=application, **values)
        rows = [Mark(evaluation=evaluation, criterion_id=key, level=marks[key]) for key in marks]
        Mark.objects.bulk_create(rows)
    return evaluation


def second_opinion(
    application: Application, *, advice: str, comment: str, by, now: datetime
) -> Evaluation:
    """Saves a second opinion, by somebody who did not fill in the grid. Raises Refused."""
    with transaction.atomic():
        evaluation = _lock_and_get(application)
        if evaluation is None:
            raise Refused("La grille n’est pas remplie : le second avis vient après le premier.")
        if not may_second(evaluation, by=by):
            raise Refused("Le second avis est celui d’une autre personne.")
        evaluation.second_advice, evaluation.second_comment = advice, comment
        evaluation.second_by, evaluation.second_at = by, now
        evaluation.save()
    return evaluation


def decide(application: Application, advice: str, *, reason: str, by, now: datetime) -> Act:
    """Asks for the act that the advice leads to; it can be taken back a while. Raises Refused."""
    return acts.ask(DECISIONS[Advice(advice)], application, now=now, by=by, reason=reason)


def is_due(application: Application) -> bool:
    """Returns whether the interview took place and the decision is still to come."""
    return application.status == Status.INTERVIEWED


def _lock_and_get(application):
    """Locks the application; returns its current evaluation. Raises Refused at another step."""
    workflow.lock(application)
    application.refresh_from_db(fields=["status", "status_since"])
    if not is_due(application):
        label = Status(application.status).label
        raise Refused(
            f"L’évaluation s’écrit entre l’entretien et la décision ; le dossier est à l’étape "
            f"« {label} »."
        )
    return current(application)
