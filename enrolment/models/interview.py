"""Interviews: the bookings, the candidates who wait for a slot, and the evaluations.

Only `interviews/bookings.py` writes `Booking`, and only `interviews/slots.py` writes `Wish`.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from catalogue.models import Programme
from catalogue.models.base import NaturalKeyModel
from charmilles.fields import Line
from enrolment.models.agenda import Slot
from enrolment.models.application import Application


class Attendance(models.TextChoices):
    ATTENDED = "attended", "présent"
    EXCUSED = "excused", "excusé"
    ABSENT = "absent", "absent"


class BookingQuerySet(models.QuerySet):
    def live(self):
        """Selects the bookings that are neither cancelled nor marked with an attendance."""
        return self.filter(cancelled_at=None, attendance="")


class Booking(models.Model):
    """A place in a slot, taken for a candidate."""

    class By(models.TextChoices):
        CANDIDATE = "candidate", "le candidat"
        CENTRE = "centre", "le centre"

    application = models.ForeignKey(
        Application, models.CASCADE, verbose_name="candidature", related_name="bookings"
    )
    slot = models.ForeignKey(Slot, models.PROTECT, verbose_name="créneau", related_name="bookings")
    # A second interview is a new event in the calendar, not a change of the first.
    rank = models.PositiveSmallIntegerField("rang de l’entretien", default=1)
    booked_at = models.DateTimeField("réservé le")
    confirmed_at = models.DateTimeField("confirmé le", null=True, blank=True)
    cancelled_at = models.DateTimeField("annulé le", null=True, blank=True)
    cancelled_by = models.CharField("annulé par", max_length=9, choices=By, blank=True)
    attendance = models.CharField("présence", max_length=8, choices=Attendance, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = "entretien"
        ordering = ["slot__starts", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(cancelled_at=None, attendance=""),
                name="booking_one_live",
                violation_error_message="Un entretien est déjà réservé pour ce dossier.",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancelled_by="")),
                name="booking_cancelled_by_somebody",
                violation_error_message="Une annulation a une date et un auteur.",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | Q(attendance=""),
                name="booking_cancelled_is_not_attended",
                violation_error_message="Un entretien annulé n’a pas eu lieu.",
            ),
        ]

    def __str__(self):
        return f"{self.application}, {self.slot}"


class Wish(models.Model):
    """A candidate's request to be told when a slot is free.

    It waits in a queue, then `slot` is held for the candidate until `held_until`.
    """

    application = models.OneToOneField(
        Application, models.CASCADE, verbose_name="candidature", related_name="wish"
    )
    asked_at = models.DateTimeField("demandé le")
    slot = models.ForeignKey(
        Slot,
        models.CASCADE,
        verbose_name="créneau tenu",
        null=True,
        blank=True,
        related_name="wishes",
    )
    held_until = models.DateTimeField("tenu jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "demande de créneau"
        verbose_name_plural = "demandes de créneau"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(slot=None, held_until=None)
                | Q(slot__isnull=False, held_until__isnull=False),
                name="wish_held_until_a_time",
                violation_error_message="Un créneau est tenu jusqu’à une heure.",
            ),
        ]

    def __str__(self):
        return f"demande de {self.application}"


class InterviewEvent(models.Model):
    """Something that happened to an interview and is still to be announced by mail.

    Written in the same transaction as the change; deleted once the letters are queued.
    """

    class Event(models.TextChoices):
        CONFIRMED = "confirmed", "réservé"
        MOVED = "moved", "déplacé"
        CANCELLED = "cancelled", "annulé"
        APPLICATION_CLOSED = "file_closed", "annulé avec le dossier"
        DAY_CLOSED = "day_closed", "annulé par une fermeture"
        ATTENDED = "attended", "passé"
        MISSED = "missed", "manqué"
        HELD = "held", "créneau gardé"

    event = models.CharField("événement", max_length=11, choices=Event)
    application = models.ForeignKey(
        Application, models.CASCADE, verbose_name="candidature", related_name="interview_events"
    )
    booking = models.ForeignKey(
        Booking, models.CASCADE, verbose_name="entretien", null=True, related_name="+"
    )
    slot = models.ForeignKey(
        Slot,
        models.CASCADE,
        verbose_name="créneau quitté, ou gardé",
        null=True,
        related_name="+",
    )
    reason = models.TextField("motif", blank=True)
    calendar_sequence = models.PositiveIntegerField("version de l’agenda")

    class Meta:
        verbose_name = "événement à annoncer"
        verbose_name_plural = "événements à annoncer"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(booking__isnull=False) | Q(event="held", slot__isnull=False),
                name="event_of_an_interview",
                violation_error_message="Un événement parle d’un entretien, ou d’un créneau gardé.",
            ),
        ]

    def __str__(self):
        return f"{self.get_event_display()}, {self.application}"


class Criterion(NaturalKeyModel):
    """A criterion of the evaluation grid."""

    label = Line("critère", max_length=120)
    hint = Line("comment l’apprécier", max_length=300, blank=True)
    programmes = models.ManyToManyField(
        Programme,
        verbose_name="formations",
        blank=True,
        related_name="+",
        help_text="Aucune cochée : toutes.",
    )
    is_used = models.BooleanField("utilisé aujourd’hui", default=True)
    position = models.PositiveSmallIntegerField("ordre", default=0)

    natural_key_fields = ("label",)

    class Meta:
        verbose_name = "critère d’entretien"
        verbose_name_plural = "critères d’entretien"
        ordering = ["position", "pk"]

    def __str__(self):
        return self.label


class Evaluation(models.Model):
    """The result of an interview: marks, a recommendation, and a second reader's opinion."""

    class Advice(models.TextChoices):
        ADMIT = "admit", "Admettre"
        WAIT = "wait", "Mettre sur liste d’attente"
        DECLINE = "decline", "Ne pas retenir"
        MEET_AGAIN = "again", "Revoir en entretien"

    application = models.OneToOneField(
        Application, models.CASCADE, verbose_name="candidature", related_name="evaluation"
    )
    advice = models.CharField("avis", max_length=8, choices=Advice)
    comment = models.TextField(
        "commentaire",
        max_length=2000,
        blank=True,
        help_text="Des faits en lien avec la formation. Le candidat peut demander à le lire.",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="rempli par",
        null=True,
        related_name="+",
    )
    at = models.DateTimeField("rempli le")
    second_advice = models.CharField("second avis", max_length=8, choices=Advice, blank=True)
    second_comment = models.TextField("commentaire du second avis", max_length=2000, blank=True)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="second lecteur",
        null=True,
        blank=True,
        related_name="+",
    )
    second_at = models.DateTimeField("second avis le", null=True, blank=True)

    class Meta:
        verbose_name = "évaluation"
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(second_advice="", second_at=None)
                | (~Q(second_advice="") & Q(second_at__isnull=False)),
                name="evaluation_second_has_a_date",
                violation_error_message="Un second avis a une date.",
            ),
        ]

    def __str__(self):
        return f"évaluation de {self.application}"


class Mark(models.Model):
    """The level given to one criterion in one evaluation."""

    class Level(models.IntegerChoices):
        MISSING = 1, "à construire"
        PARTIAL = 2, "en partie"
        GOOD = 3, "oui"
        STRONG = 4, "point fort"

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, verbose_name="critère", related_name="+"
    )
    level = models.PositiveSmallIntegerField("appréciation", choices=Level)

    class Meta:
        verbose_name = "appréciation"
        ordering = ["criterion__position", "criterion_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "criterion"],
                name="mark_once",
                violation_error_message="Ce critère est déjà apprécié.",
            ),
            models.CheckConstraint(
                condition=Q(level__in=(1, 2, 3, 4)),
                name="mark_level",
                violation_error_message="Choisissez une appréciation de la liste.",
            ),
        ]

    def __str__(self):
        return f"{self.criterion} : {self.get_level_display()}"
