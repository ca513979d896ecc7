"""When interviews can take place: interviewers, their weekly hours, closed days and slots.

`interviews/generation.py` creates the slots; only `interviews/slots.py` changes `Slot.taken`.
"""

import secrets

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from phonenumber_field.modelfields import PhoneNumberField

from catalogue.models import Campus, Programme
from catalogue.models.base import NaturalKeyModel
from charmilles import typography
from charmilles.fields import Line, MailAddress
from charmilles.overlap import NoOverlap


def new_feed_key():
    """Gives the secret part of a calendar's URL; replacing the key revokes the old URL."""
    return secrets.token_urlsafe(24)


class Mode(models.TextChoices):
    ON_SITE = "site", "Sur place"
    VIDEO = "video", "En visio"
    PHONE = "phone", "Par téléphone"


class Interviewer(NaturalKeyModel):
    """A member of staff who interviews candidates."""

    name = Line("nom", max_length=120)
    email = MailAddress("adresse électronique")
    phone = PhoneNumberField("téléphone", blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="compte du personnel",
        null=True,
        blank=True,
        related_name="interviewer",
    )
    feed_key = Line(max_length=40, unique=True, default=new_feed_key, editable=False)
    is_active = models.BooleanField("reçoit des candidats", default=True)

    natural_key_fields = ("email",)

    class Meta:
        verbose_name = "personne qui reçoit"
        verbose_name_plural = "personnes qui reçoivent"
        ordering = ["name"]

    def __str__(self):
        return self.name


class Availability(NaturalKeyModel):
    """Weekly hours in which an interviewer receives candidates, in Paris local time.

    When `ends` is not after `starts`, the period ends on the next day.
    """

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "lundi"
        TUESDAY = 1, "mardi"
        WEDNESDAY = 2, "mercredi"
        THURSDAY = 3, "jeudi"
        FRIDAY = 4, "vendredi"
        SATURDAY = 5, "samedi"
        SUNDAY = 6, "dimanche"

    class Weeks(models.TextChoices):
        ALL = "all", "toutes les semaines"
        EVEN = "even", "les semaines paires"
        ODD = "odd", "les semaines impaires"

    interviewer = models.ForeignKey(
        Interviewer, models.CASCADE, verbose_name="qui reçoit", related_name="availabilities"
    )
    programmes = models.ManyToManyField(Programme, verbose_name="formations", related_name="+")
    weekday = models.PositiveSmallIntegerField("jour", choices=Weekday)
    starts = models.TimeField("de")
    ends = models.TimeField("à")
    weeks = models.CharField(
        "semaines",
        max_length=4,
        choices=Weeks,
        default=Weeks.ALL,
        help_text="Semaines où la personne est au centre, par leur numéro dans l’année.",
    )
    since = models.DateField("à partir du")
    until = models.DateField("jusqu’au", null=True, blank=True)
    mode = models.CharField("comment", max_length=5, choices=Mode, default=Mode.ON_SITE)
    campus = models.ForeignKey(
        Campus,
        models.PROTECT,
        verbose_name="site",
        null=True,
        blank=True,
        related_name="+",
        help_text="Pour un entretien sur place.",
    )
    room = Line("bureau ou salle", max_length=80, blank=True)
    link = models.URLField("lien de la visio", blank=True)
    length = models.PositiveSmallIntegerField(
        "durée en minutes", default=30, validators=[MinValueValidator(5)]
    )
    gap = models.PositiveSmallIntegerField("pause entre deux, en minutes", default=0)
    capacity = models.PositiveSmallIntegerField(
        "candidats à la fois",
        default=1,
        validators=[MinValueValidator(1)],
        help_text="Plus d’un : entretien de groupe.",
    )
    notice_hours = models.PositiveSmallIntegerField(
        "réservable jusqu’à, en heures avant", default=24
    )
    horizon_days = models.PositiveSmallIntegerField("réservable dès, en jours avant", default=42)

    natural_key_fields = ("interviewer", "weekday", "starts", "since")

    class Meta:
        verbose_name = "disponibilité"
        ordering = ["interviewer__name", "weekday", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(starts=F("ends")),
                name="availability_lasts",
                violation_error_message="L’heure de fin est celle du début.",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="availability_ends_after_start",
                violation_error_message="La dernière date précède la première.",
            ),
            models.CheckConstraint(
                condition=Q(length__gte=5),
                name="availability_length",
                violation_error_message="Un entretien dure au moins cinq minutes.",
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1),
                name="availability_capacity",
                violation_error_message="Un créneau reçoit au moins un candidat.",
            ),
            models.CheckConstraint(
                condition=~Q(mode="video") | ~Q(link=""),
                name="availability_video_has_a_link",
                violation_error_message="Donnez le lien de la visio.",
            ),
            models.CheckConstraint(
                condition=~Q(mode="site") | Q(campus__isnull=False),
                name="availability_on_site_has_a_campus",
                violation_error_message="Dites sur quel site on est reçu.",
            ),
        ]

    def __str__(self):
        hours = f"{typography.clock(self.starts)}–{typography.clock(self.ends)}"
        return f"{self.interviewer}, {self.get_weekday_display()} {hours}"


class Closure(models.Model):
    """Days on which one interviewer, or the whole centre, holds no interview."""

    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    label = Line("motif", max_length=120)
    interviewer = models.ForeignKey(
        Interviewer,
        models.CASCADE,
        verbose_name="qui",
        null=True,
        blank=True,
        related_name="closures",
        help_text="Vide : tout le centre.",
    )

    class Meta:
        verbose_name = "fermeture"
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="closure_ends_after_start",
                violation_error_message="Le dernier jour précède le premier.",
            ),
        ]

    def __str__(self):
        first, last = typography.numeric(self.starts_on), typography.numeric(self.ends_on)
        return f"{self.label}, du {first} au {last}"


class SlotQuerySet(models.QuerySet):
    def bookable(self, *, programme, now):
        """Selects the slots that a candidate for this programme may still choose."""
        return self.filter(
            programmes=programme, is_open=True, bookable_until__gt=now, taken__lt=F("capacity")
        )


class Slot(models.Model):
    """A time at which an interviewer can receive up to `capacity` candidates.

    `taken` counts the bookings that use a place and the places held for a wish.
    """

    interviewer = models.ForeignKey(
        Interviewer, models.PROTECT, verbose_name="qui reçoit", related_name="slots"
    )
    availability = models.ForeignKey(
        Availability, models.SET_NULL, null=True, blank=True, related_name="slots"
    )
    programmes = models.ManyToManyField(Programme, verbose_name="formations", related_name="+")
    starts = models.DateTimeField("début")
    ends = models.DateTimeField("fin")
    bookable_until = models.DateTimeField("réservable jusqu’au")
    mode = models.CharField("comment", max_length=5, choices=Mode)
    campus = models.ForeignKey(
        Campus, models.PROTECT, verbose_name="site", null=True, blank=True, related_name="+"
    )
    room = Line("bureau ou salle", max_length=80, blank=True)
    link = models.URLField("lien de la visio", blank=True)
    capacity = models.PositiveSmallIntegerField("places", default=1)
    taken = models.PositiveSmallIntegerField("prises", default=0)
    is_open = models.BooleanField("ouvert à la réservation", default=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = "créneau"
        verbose_name_plural = "créneaux"
        ordering = ["starts", "interviewer_id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="slot_ends_after_start",
                violation_error_message="La fin du créneau précède son début.",
            ),
            models.CheckConstraint(
                condition=Q(taken__gte=0) & Q(taken__lte=F("capacity")),
                name="slot_never_overbooked",
                violation_error_message="Ce créneau est complet.",
            ),
            models.UniqueConstraint(
                fields=["interviewer", "starts"],
                name="slot_one_at_a_time",
                violation_error_message="Cette personne a déjà un créneau à cette heure.",
            ),
            NoOverlap(
                name="slot_no_overlap",
                violation_error_message="Cette personne a déjà un créneau pendant ces heures.",
            ),
        ]

    def __str__(self):
        return f"{self.interviewer}, {typography.moment(self.starts, weekday=True)}"
