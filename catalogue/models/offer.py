"""Contacts and next steps of a programme."""

from django.db import models
from django.db.models import Q

from catalogue.models.base import Positioned
from catalogue.models.centre import Contact
from catalogue.models.programme import Programme
from charmilles.fields import Line


class ProgrammeContact(Positioned):
    """The role of a contact in a programme."""

    class Role(models.TextChoices):
        LEAD = "lead", "responsable de la formation"
        DISABILITY = "disability", "référent handicap"
        MOBILITY = "mobility", "référent mobilité"
        COMPANIES = "companies", "relations avec les entreprises"
        ADMISSIONS = "admissions", "admissions"
        OTHER = "other", "autre"

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="formation", related_name="contacts"
    )
    contact = models.ForeignKey(Contact, models.PROTECT, verbose_name="contact", related_name="+")
    role = models.CharField("rôle", max_length=10, choices=Role)
    title = Line(
        "titre affiché",
        max_length=120,
        blank=True,
        help_text="« Référente handicap ». Vide : le rôle ci-contre.",
    )

    natural_key_fields = ("programme", "contact", "role")

    class Meta(Positioned.Meta):
        verbose_name = "contact de la formation"
        verbose_name_plural = "contacts de la formation"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "contact", "role"],
                name="programme_contact_unique",
                violation_error_message="Ce contact a déjà ce rôle.",
            )
        ]

    def __str__(self):
        return f"{self.label} : {self.contact}"

    @property
    def label(self):
        return self.title or self.get_role_display().capitalize()


class FollowOn(Positioned):
    """A possible next step after the programme, in the catalogue or elsewhere."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="formation", related_name="follow_ons"
    )
    target = models.ForeignKey(
        Programme,
        models.SET_NULL,
        verbose_name="formation du catalogue",
        null=True,
        blank=True,
        related_name="+",
    )
    title = Line(
        "titre affiché", max_length=200, blank=True, help_text="Vide : le nom de la formation."
    )
    note = Line("précision", max_length=200, blank=True)

    natural_key_fields = ("programme", "target", "title")

    class Meta(Positioned.Meta):
        verbose_name = "suite de parcours"
        verbose_name_plural = "suites de parcours"
        constraints = [
            models.CheckConstraint(
                condition=Q(target__isnull=False) | ~Q(title=""),
                name="follow_on_names_something",
                violation_error_message="Choisissez une formation ou écrivez un titre.",
            )
        ]

    def __str__(self):
        return self.title or str(self.target)
