"""Sections: the texts of a sheet, written for one programme or for the whole centre."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from catalogue.models.base import Named, Positioned, known
from catalogue.models.learner_status import LearnerStatus
from catalogue.models.programme import Programme
from charmilles import typography
from charmilles.addresses import absolute_url
from charmilles.fields import Line

LONG = 200  # characters of a text: six lines of a phone


class Section(Named, Positioned):
    """A titled text with an optional list.

    Without a programme it is the centre's: it appears on the programmes with one of its learner
    statuses (on all if it has none), unless they have a section of the same kind.
    """

    class Kind(models.TextChoices):
        JOBS = "jobs", "Métiers visés"
        HOSTS = "hosts", "Terrains d’accueil"
        FOLLOW_ON = "follow_on", "Suite de parcours possibles"
        PREREQUISITES = "prerequisites", "Prérequis"
        ACCESSIBILITY = "accessibility", "Accessibilité"
        OBJECTIVES = "objectives", "Objectifs pédagogiques"
        PROGRESS = "progress", "Évaluation en cours de formation"
        BLOCKS = "blocks", "Blocs de compétences"
        EXAM_CONDITIONS = "exam_conditions", "Conditions de présentation à l’examen"
        METHODS = "methods", "Méthodes mobilisées"
        RESOURCES = "resources", "Ressources"
        CALENDAR = "calendar", "Calendrier"
        FUNDING = "funding", "Modalités financières"
        PAY_AUDIENCE = "pay_audience", "Qui est concerné ?"
        PAY_RULES = "pay_rules", "Rémunération : cas particuliers"
        ENROLMENT = "enrolment", "Modalités d’inscription"
        ACCESS = "access", "Modalités et délais d’accès"
        EQUIVALENCES = "equivalences", "Équivalences et passerelles"
        AIDS = "aids", "Aides"
        PERKS = "perks", "Les + du centre"
        EMPLOYERS = "employers", "Pour les entreprises"
        RESULTS = "results", "Lire les statistiques"
        QUESTIONS = "questions", "Questions fréquentes"
        LEGAL = "legal", "Mentions réglementaires"
        OTHER = "other", "Autre section"

    programme = models.ForeignKey(
        Programme,
        models.CASCADE,
        verbose_name="formation",
        related_name="sections",
        null=True,
        blank=True,
        help_text="Vide : texte du centre, repris par toutes les formations concernées.",
    )
    kind = models.CharField(
        "sujet",
        max_length=20,
        choices=Kind,
        help_text="Décide de l’endroit de la page. Une section de la formation remplace celle du "
        "centre sur le même sujet ; vide, elle la masque.",
    )
    slug = models.SlugField(
        "nom court", help_text="Un mot sans accent qui la désigne dans les fichiers : objectifs."
    )
    title = Line(
        "titre affiché", max_length=150, blank=True, help_text="Vide : le sujet ci-dessus."
    )
    statuses = models.ManyToManyField(
        LearnerStatus,
        verbose_name="seulement pour ces contrats",
        blank=True,
        help_text="Un texte sur la paie des apprentis ne s’affiche pas où il n’y a pas d’apprenti.",
    )
    prose = models.TextField(
        "texte", blank=True, help_text="Une ligne vide sépare deux paragraphes. Avant la liste."
    )
    closing = models.TextField("texte après la liste", blank=True)

    slug_from = ("heading",)
    slug_within = ("programme",)
    natural_key_fields = ("programme", "slug")

    class Meta(Positioned.Meta):
        verbose_name = "section"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "slug"],
                condition=Q(programme__isnull=False),
                name="section_slug_unique_in_programme",
                violation_error_message="Cette formation a déjà une section de ce nom.",
            ),
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(programme=None),
                name="section_slug_unique_in_centre",
                violation_error_message="Le centre a déjà une section de ce nom.",
            ),
        ]

    def __str__(self):
        return f"{self.heading} ({self.programme or 'texte du centre'})"

    @property
    def heading(self):
        return self.title or self.get_kind_display()

    @property
    def is_procedure(self):
        """Tells whether its items are steps to take in order."""
        return self.kind == self.Kind.ENROLMENT

    @cached_property
    def lines(self):
        """Lists its items; a sheet reads those of all its sections at once."""
        return list(self.items.all())

    @property
    def is_long(self):
        """Tells whether a page folds it under its heading, which it then needs."""
        items = (f"{item.lead} {item.text}" for item in self.lines)
        return len(" ".join([self.prose, *items, self.closing])) > LONG

    @property
    def points(self):
        """Lists the items, each with the details that follow it."""
        points = []
        for item in self.lines:
            if item.is_detail and points:
                points[-1][1].append(item)
            else:
                points.append((item, []))
        return points


class SectionItem(Positioned):
    """One line of a section's list."""

    section = models.ForeignKey(
        Section, models.CASCADE, verbose_name="section", related_name="items"
    )
    is_detail = models.BooleanField(
        "sous-point", default=False, help_text="Rattaché au point qui précède."
    )
    lead = Line(
        "en gras",
        max_length=150,
        blank=True,
        help_text="Dans « Questions fréquentes » : la question, dont le texte est la réponse.",
    )
    text = models.TextField("texte", blank=True)
    code = Line("code", max_length=20, blank=True, help_text="Code ROME d’un métier.")
    note = Line("précision", max_length=200, blank=True)
    url = models.URLField("lien", blank=True)
    salary_min = models.PositiveIntegerField(
        "salaire brut par mois, de (€)",
        null=True,
        blank=True,
        help_text="D’un métier, dans « Métiers visés » seulement.",
    )
    salary_max = models.PositiveIntegerField(
        "à (€)", null=True, blank=True, help_text="Vide : « à partir de »."
    )
    salary_source = Line(
        "source et année du salaire",
        max_length=100,
        blank=True,
        help_text="« enquête du centre, 2025 ».",
    )

    natural_key_fields = ("section", "position")

    class Meta(Positioned.Meta):
        verbose_name = "élément de liste"
        verbose_name_plural = "éléments de liste"
        constraints = [
            models.CheckConstraint(
                condition=~Q(lead="") | ~Q(text=""),
                name="section_item_says_something",
                violation_error_message="Un élément de liste contient au moins un mot.",
            ),
            models.CheckConstraint(
                condition=Q(salary_min=None, salary_max=None, salary_source="")
                | known("salary_min") & Q(salary_max=None)
                | known("salary_min") & Q(salary_max__gte=F("salary_min")),
                name="section_item_salary_grows",
                violation_error_message="Un salaire va du plus bas au plus haut ; sa source ne va "
                "pas sans lui.",
            ),
        ]

    def __str__(self):
        return " ".join(filter(None, [self.lead, self.text]))[:80]

    def clean(self):
        is_question = self.section.kind == Section.Kind.QUESTIONS and not self.is_detail
        if is_question and not (self.lead and self.text):
            raise ValidationError("Une question fréquente est en gras, et sa réponse est un texte.")
        if self.salary_min and self.section.kind != Section.Kind.JOBS:
            raise ValidationError("Un salaire est celui d’un métier : dans « Métiers visés ».")

    @property
    def is_plain(self):
        """Tells whether it is a text alone, as nearly all are."""
        return not (self.lead or self.code or self.note or self.url or self.salary_min)

    @property
    def address(self):
        """Where its text leads. A home page, as a way to enrol, leads to the form of this site."""
        section, is_home = self.section, urlsplit(self.url).path in ("", "/")
        takes = section.is_procedure and section.programme and section.programme.takes_applications
        is_ours = is_home and takes
        return absolute_url("enrolment:start", section.programme.slug) if is_ours else self.url

    @property
    def salary(self):
        """Writes « 1 900 à 2 200 € bruts par mois »; "" when it is unknown."""
        if not self.salary_min:
            return ""
        low, high = self.salary_min, self.salary_max
        if high is None:
            return f"à partir de {typography.euros(low)} bruts par mois"
        span = f"{typography.number(low)} à " if low != high else ""
        return f"{span}{typography.euros(high)} bruts par mois"
