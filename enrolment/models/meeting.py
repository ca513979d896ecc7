"""Open days, information meetings and visits of the centre, and who comes to them."""

from datetime import datetime

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from post_office.models import Email

from catalogue.models import Campus, Programme
from catalogue.models.base import NaturalKeyManager, NaturalKeyModel
from charmilles import typography
from charmilles.fields import Line
from charmilles.linked import Linked, LinkedQuerySet
from charmilles.mailbox import MailboxField
from enrolment.models.agenda import Mode


class MeetingQuerySet(models.QuerySet):
    def announced(self, *, now: datetime):
        """Selects those that one may still come to."""
        return self.filter(called_off_at=None, starts__gt=now)

    def of(self, programme: Programme):
        """Selects those about this programme; one that names none is about all of them."""
        own = self.model.programmes.through.objects.filter(meeting=models.OuterRef("pk"))
        is_about = models.Exists(own.filter(programme=programme)) | ~models.Exists(own)
        return self.filter(is_about)

    def hold(self) -> list["Meeting"]:
        """Locks these meetings until commit, always before their guests: in another order, two
        requests would wait for each other.
        """
        return list(self.order_by("pk").select_for_update(no_key=True))


class Meeting(NaturalKeyModel):
    """A moment at which the centre receives people who have no application.

    `taken` counts the guests who have a place; only `enrolment/meetings.py` and erasure change it.
    `changes` counts what guests were told of: it versions their calendar files.
    """

    class Kind(models.TextChoices):
        OPEN_DAY = "open_day", "Journée portes ouvertes"
        INFORMATION = "information", "Réunion d’information"
        VISIT = "visit", "Visite du centre"

    MODES = [(mode.value, mode.label) for mode in (Mode.ON_SITE, Mode.VIDEO)]

    kind = models.CharField("quoi", max_length=11, choices=Kind)
    programmes = models.ManyToManyField(
        Programme,
        verbose_name="formations",
        blank=True,
        related_name="+",
        help_text="Celles dont la page l’annonce. Aucune : toutes.",
    )
    starts = models.DateTimeField("début")
    ends = models.DateTimeField("fin")
    mode = models.CharField("comment", max_length=5, choices=MODES, default=Mode.ON_SITE)
    campus = models.ForeignKey(
        Campus, models.PROTECT, verbose_name="site", null=True, blank=True, related_name="+"
    )
    room = Line("salle ou lieu de rendez-vous", max_length=80, blank=True)
    link = models.URLField(
        "lien de la visio", blank=True, help_text="Donné à qui a une place, et à personne d’autre."
    )
    places = models.PositiveSmallIntegerField(
        "places",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Vide : autant que de personnes.",
    )
    about = models.TextField(
        "ce qu’on y verra",
        max_length=600,
        blank=True,
        help_text="Deux ou trois phrases, lues avant de s’inscrire.",
    )
    taken = models.PositiveIntegerField("places prises", default=0, editable=False)
    changes = models.PositiveIntegerField(default=0, editable=False)
    called_off_at = models.DateTimeField("annulée le", null=True, editable=False)

    natural_key_fields = ("kind", "starts")

    objects = NaturalKeyManager.from_queryset(MeetingQuerySet)()

    class Meta:
        verbose_name = "rencontre"
        ordering = ["starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="meeting_ends_after_start",
                violation_error_message="La fin de la rencontre précède son début.",
            ),
            models.CheckConstraint(
                condition=Q(places=None) | Q(places__gte=1),
                name="meeting_has_places",
                violation_error_message="Une rencontre reçoit au moins une personne.",
            ),
            models.CheckConstraint(
                condition=Q(places=None) | Q(taken__lte=F("places")),
                name="meeting_never_overbooked",
                violation_error_message="Plus de personnes que cela ont déjà leur place.",
            ),
            models.CheckConstraint(
                condition=~Q(mode="video") | ~Q(link=""),
                name="meeting_video_has_a_link",
                violation_error_message="Donnez le lien de la visio.",
            ),
            models.CheckConstraint(
                condition=~Q(mode="site") | Q(campus__isnull=False),
                name="meeting_on_site_has_a_campus",
                violation_error_message="Dites sur quel site on est reçu.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {typography.moment(self.starts, weekday=True)}"

    @property
    def is_full(self):
        return self.free == 0

    @property
    def free(self) -> int | None:
        """How many places are left; None when they are not counted."""
        return None if self.places is None else self.places - self.taken


class GuestQuerySet(LinkedQuerySet):
    def seated(self):
        return self.exclude(seated_at=None)

    def waiting(self):
        """Selects those who confirmed when the meeting was full, the first come first."""
        return self.filter(seated_at=None).exclude(confirmed_at=None).order_by("confirmed_at", "pk")


class Guest(Linked):
    """Somebody who comes to a meeting: counted once confirmed from the mailbox, seated or waiting.

    Erased with its mail soon after the meeting, or by its own link before.
    """

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name="rencontre", related_name="guests"
    )
    name = Line("nom", max_length=120)
    email = models.EmailField("adresse électronique")
    mailbox = MailboxField()
    asked_at = models.DateTimeField("demandé le")
    confirmed_at = models.DateTimeField("confirmé le", null=True)
    seated_at = models.DateTimeField("place donnée le", null=True)
    reminded_at = models.DateTimeField("rappel écrit le", null=True)
    came = models.BooleanField("est venu", default=False)
    mail = models.OneToOneField(
        Email, models.SET_NULL, verbose_name="courriel", null=True, related_name="+"
    )

    link_salt = "enrolment.guest"

    objects = GuestQuerySet.as_manager()

    class Meta:
        verbose_name = "personne inscrite"
        verbose_name_plural = "personnes inscrites"
        ordering = ["confirmed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "mailbox"],
                name="guest_once_at_a_meeting",
                violation_error_message="Cette adresse est déjà inscrite.",
            ),
            models.CheckConstraint(
                condition=Q(seated_at=None) | Q(confirmed_at__isnull=False),
                name="guest_seated_once_confirmed",
                violation_error_message="Seule une adresse confirmée a une place.",
            ),
        ]

    def __str__(self):
        return self.name
