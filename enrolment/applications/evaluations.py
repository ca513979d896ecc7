"""What was thought of an interview, by two people at most, and the decision it leads to.

The first one fills the grid and gives an opinion; a second one, somebody else, may give theirs.
Neither changes what the other wrote. Candidates never see it on their pages: it is part of the
data that they may ask for.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from enrolment.applications import review
from enrolment.interviews import slots
from enrolment.models import Application, Criterion, Evaluation, Mark, Status
from enrolment.workflow import Refused

Advice = Evaluation.Advice

# The verb of `review` that each advice leads to.
DECISIONS = {
    Advice.ADMIT: review.admit_conditionally,
    Advice.WAIT: review.put_on_waiting_list,
    Advice.DECLINE: review.decline,
    Advice.MEET_AGAIN: review.meet_again,
}


def criteria(programme) -> list[Criterion]:
    """What is looked at for a programme, in order: those of all, and its own."""
    wanted = Criterion.objects.filter(Q(programmes=None) | Q(programmes=programme), is_used=True)
    return list(wanted.distinct())


def current(application: Application) -> Evaluation | None:
    """The evaluation of the last interview; that of an earlier one no longer counts."""
    found = Evaluation.objects.filter(application=application, at__gte=application.status_since)
    return found.select_related("by", "second_by").first()


def may_evaluate(evaluation: Evaluation | None, *, by) -> bool:
    """Nobody has, or this person has and nobody has read it since."""
    return evaluation is None or (evaluation.by_id == by.pk and not evaluation.second_advice)


def may_second(evaluation: Evaluation | None, *, by) -> bool:
    """Somebody else has filled the grid, and nobody else has given a second opinion."""
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
    """`marks`: the level of each criterion of the programme, by its key. Raises Refused.

    One of an earlier interview is replaced: a file has one grid, that of the last meeting.
    """
    asked = {criterion.pk for criterion in criteria(application.programme)}
    if set(marks) != asked:
        raise Refused("Appréciez chaque critère de la grille, et eux seuls.")
    if advice == Advice.DECLINE and not comment.strip():
        raise Refused("Écrivez des faits en commentaire : un avis défavorable s’explique.")
    with transaction.atomic():
        evaluation = _to_write(application)
        if not may_evaluate(evaluation, by=by):
            raise Refused("La grille est déjà remplie et ne change plus : donnez un second avis.")
        Evaluation.objects.filter(application=application).delete()
        written = {"advice": advice, "comment": comment, "by": by, "at": now}
        evaluation = Evaluation.objects.create(application=application, **written)
        rows = [Mark(evaluation=evaluation, criterion_id=key, level=marks[key]) for key in marks]
        Mark.objects.bulk_create(rows)
    return evaluation


def second_opinion(
    application: Application, *, advice: str, comment: str, by, now: datetime
) -> Evaluation:
    """Raises Refused. Of somebody else than who filled the grid."""
    with transaction.atomic():
        evaluation = _to_write(application)
        if evaluation is None:
            raise Refused("La grille n’est pas remplie : le second avis vient après le premier.")
        if not may_second(evaluation, by=by):
            raise Refused("Le second avis est celui d’une autre personne.")
        evaluation.second_advice, evaluation.second_comment = advice, comment
        evaluation.second_by, evaluation.second_at = by, now
        evaluation.save()
    return evaluation


def decide(application: Application, advice: str, *, reason: str, by, now: datetime):
    """Takes the step that the advice names. Raises Refused."""
    return DECISIONS[Advice(advice)](application, now=now, by=by, reason=reason)


def is_due(application: Application) -> bool:
    """Between the interview and the decision."""
    return application.status == Status.INTERVIEWED


def _to_write(application):
    """The current evaluation, the file locked, and at the step where it is written."""
    slots.lock_application(application)
    application.refresh_from_db(fields=["status", "status_since"])
    if not is_due(application):
        label = Status(application.status).label
        raise Refused(
            f"L’évaluation s’écrit entre l’entretien et la décision ; le dossier est à l’étape "
            f"« {label} »."
        )
    return current(application)
