"""Acts that staff have asked for: those that wait, and what became of the others."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from charmilles.fields import Line
from enrolment.models.application import Application


class ActQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(outcome="")

    def wait(self, *verbs: str) -> Exists:
        """Tells, of each application of a query, whether such an act waits; any, without verbs."""
        some = self.filter(verb__in=verbs) if verbs else self
        return Exists(some.waiting().filter(application=OuterRef("pk")))


class Act(models.Model):
    """An act that a member of staff asked for on an application.

    It changes nothing and writes to nobody before `due_at`; until then it can be taken back. Then
    the site does it, and the row stays in the journal of the application.
    """

    class Verb(models.TextChoices):
        """What staff may do: the functions of `applications/review.py` of these names."""

        ASK_DOCUMENTS = "ask_documents", "Demander des documents"
        DOCUMENTS_COMPLETE = "documents_complete", "Documents complets"
        INVITE = "invite", "Inviter à un entretien"
        INTERVIEWED = "interviewed", "Entretien passé"
        MEET_AGAIN = "meet_again", "Proposer un second entretien"
        ADMIT = "admit_conditionally", "Déclarer admissible (admission à confirmer)"
        WAIT = "put_on_waiting_list", "Mettre sur liste d’attente (prochaine place libre)"
        OFFER = "offer_place", "Proposer une place libre"
        ACCEPT = "accept_place", "Accepter la place, à la demande du candidat"
        LET_PASS = "let_place_pass", "Passer la place à la personne suivante"
        SIGN = "sign", "Confirmer l’admission (contrat signé, s’il en faut un)"
        DECLINE = "decline", "Refuser la candidature"
        WITHDRAW = "withdraw", "Retirer, à la demande du candidat"
        REOPEN = "reopen", "Rouvrir le dossier"
        ATTACH = "attach_to_next", "Rattacher à la promotion ouverte"

    class Outcome(models.TextChoices):
        DONE = "done", "fait"
        UNDONE = "undone", "annulé à temps"
        REFUSED = "refused", "pas fait"

    application = models.ForeignKey(
        Application, models.CASCADE, verbose_name="dossier", related_name="acts"
    )
    verb = models.CharField("acte", max_length=20, choices=Verb)
    reason = Line("motif", max_length=500, blank=True)
    NO_REASON = "Écrivez le motif : la personne le lira."  # where the act needs one
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="demandé par",
        null=True,
        related_name="+",
    )
    asked_at = models.DateTimeField("demandé le")
    due_at = models.DateTimeField("à faire le")
    outcome = models.CharField("suite", max_length=7, choices=Outcome, blank=True)
    ended_at = models.DateTimeField("terminé le", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="annulé ou avancé par",
        null=True,
        blank=True,
        related_name="+",
    )
    refusal = Line("pourquoi il n’est pas fait", max_length=500, blank=True)

    objects = ActQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = "acte demandé"
        verbose_name_plural = "actes demandés"
        ordering = ["asked_at", "pk"]
        indexes = [models.Index(fields=["due_at"], condition=Q(outcome=""), name="act_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(outcome=""),
                name="act_one_waiting",
                violation_error_message="Un acte attend déjà sur ce dossier.",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", ended_at=None)
                | (~Q(outcome="") & Q(ended_at__isnull=False)),
                name="act_ended_has_a_date",
                violation_error_message="Un acte terminé a une date.",
            ),
        ]

    def __str__(self):
        return f"{self.get_verb_display()}, {self.application}"
