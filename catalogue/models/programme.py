"""A programme (formation): what is taught, to whom, for how long, at what price."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.urls import reverse
from django.utils.functional import cached_property

from catalogue.models.base import Named, NaturalKeyManager, NaturalKeyModel, Positioned
from catalogue.models.centre import Body, Campus
from catalogue.models.certification import Certification
from catalogue.models.domain import Domain
from catalogue.models.learner_status import Admission, LearnerStatus
from charmilles.fields import Line


class ProgrammeQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=Programme.State.PUBLISHED)

    def taking_applications(self):
        """Selects the public programmes that have an online application, now or later."""
        return self.published().filter(takes_applications=True)

    def with_cohorts(self):
        """Prefetches what the state of each cohort depends on: dates and promised places."""
        cohorts = self.model._meta.get_field("cohorts").related_model.objects.counted()
        cohorts = cohorts.select_related("campus", "option", "figures")
        return self.prefetch_related(models.Prefetch("cohorts", cohorts), "cohorts__years")

    def with_entry_level(self):
        """Adds `entry_level`, the diploma that suffices to enter for everybody."""
        entry = self.model._meta.get_field("entry_requirements").related_model.objects
        levels = entry.filter(programme=OuterRef("pk")).by_level().values("level")
        return self.annotate(entry_level=Subquery(levels[:1]))

    def for_cards(self):
        """Prefetches everything a card shows, in a constant number of queries."""
        hours, durations = (
            self.model._meta.get_field(name).related_model.objects
            for name in ("year_hours", "durations")
        )
        of_all_years = hours.filter(programme=OuterRef("pk")).order_by().values("programme")
        total = Subquery(of_all_years.annotate(total=Sum("hours")).values("total"))
        programmes = self.select_related("certification", "domain").with_cohorts()
        return (
            programmes.with_entry_level()
            .annotate(hours_of_years=total)
            .prefetch_related(
                models.Prefetch("durations", durations.select_related("status", "option")),
                "statuses",
            )
        )


class Programme(Named, NaturalKeyModel):
    class State(models.TextChoices):
        DRAFT = "draft", "brouillon"
        PUBLISHED = "published", "publiée"
        WITHDRAWN = "withdrawn", "retirée"

    slug = models.SlugField(
        "adresse",
        unique=True,
        help_text="La fin de l’adresse de la page : /formations/bac-pro-agora/. Si elle change "
        "après la publication, l’ancienne adresse, déjà imprimée, mène à la nouvelle.",
    )
    certification = models.ForeignKey(
        Certification,
        models.PROTECT,
        verbose_name="certification",
        null=True,
        blank=True,
        related_name="programmes",
        help_text="Vide : la formation n’en prépare aucune, et la page ne parle ni de diplôme ni "
        "de niveau.",
    )
    attestation = Line(
        "remis à la fin",
        max_length=150,
        blank=True,
        help_text="« Attestation de fin de formation » : ce que l’on reçoit sans certification, "
        "ou en plus d’elle.",
    )
    domain = models.ForeignKey(
        Domain, models.PROTECT, verbose_name="domaine", related_name="programmes"
    )
    title = Line("titre de la page", max_length=200)
    short_name = Line(
        "nom court", max_length=60, help_text="Dans les listes et en pied de brochure."
    )
    promise = Line(
        "en une phrase",
        max_length=220,
        blank=True,
        help_text="Ce que l’on saura faire, en mots de tous les jours. Sous le titre.",
    )
    state = models.CharField(
        "publication",
        max_length=10,
        choices=State,
        default=State.DRAFT,
        help_text="Un brouillon n’est visible que d’ici. Une fiche retirée répond « cette "
        "formation n’est plus proposée » et indique celle qui la remplace.",
    )
    successor = models.ForeignKey(
        "self",
        models.SET_NULL,
        verbose_name="remplacée par",
        null=True,
        blank=True,
        related_name="predecessors",
    )
    updated_on = models.DateField(
        "mise à jour le",
        null=True,
        blank=True,
        help_text="La date du dernier contrôle de tout le contenu (Qualiopi, indicateur 1).",
    )
    statuses = models.ManyToManyField(LearnerStatus, verbose_name="contrats et statuts", blank=True)
    contract_text = Line(
        "contrat, en toutes lettres",
        max_length=200,
        blank=True,
        help_text="Remplace la phrase composée des contrats et de la durée.",
    )
    individual_path = Line(
        "personnalisation",
        max_length=200,
        blank=True,
        help_text="« Personnalisation du parcours possible ».",
    )
    entry_year = models.PositiveSmallIntegerField(
        "année du cycle à l’entrée",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="2 pour un contrat de deux ans dans un cycle de trois : l’apprenti est alors "
        "payé comme en 2e puis 3e année (code du travail, article D6222-28-1). Les heures par "
        "année et les années des promotions se comptent aussi à partir d’elle : 2, puis 3.",
    )
    cycle_years = models.PositiveSmallIntegerField(
        "années du cycle",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Seulement si le cycle du diplôme est plus long que la formation : 3 pour un bac "
        "pro en deux ans. Sans « année du cycle à l’entrée », la page montre la paie de toutes ces "
        "années et dit que deux d’entre elles s’appliquent.",
    )
    rhythm = Line(
        "rythme, en toutes lettres",
        max_length=200,
        blank=True,
        help_text="Remplace la phrase composée du rythme semaine par semaine, plus bas.",
    )
    rhythm_note = Line("précision sur le rythme", max_length=300, blank=True)
    campuses = models.ManyToManyField(Campus, verbose_name="sites", blank=True)
    carrier = models.ForeignKey(
        Body,
        models.SET_NULL,
        verbose_name="organisme porteur",
        null=True,
        blank=True,
        help_text="Seulement si ce n’est pas le centre.",
    )
    places = models.PositiveSmallIntegerField(
        "places par promotion",
        null=True,
        blank=True,
        help_text="Affichées pour les promotions qui n’ont pas leur propre nombre de places, et "
        "elles seules. Elles ne ferment pas les inscriptions : le nombre de la promotion, si.",
    )
    takes_applications = models.BooleanField(
        "candidatures en ligne",
        default=True,
        help_text="Décochée, ni la page ni la brochure n’invitent à candidater, et l’adresse de "
        "candidature dit à qui s’adresser : une formation courte, sur devis, sur inscription.",
    )
    results_status = models.ForeignKey(
        LearnerStatus,
        models.SET_NULL,
        verbose_name="résultats de",
        null=True,
        blank=True,
        related_name="+",
        help_text="« Statistiques des apprentis ». Vide, si la formation a plusieurs publics : "
        "« Statistiques des apprenants ».",
    )
    answer_days = models.PositiveSmallIntegerField(
        "réponse sous (jours ouvrés)",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Le délai que le centre promet, affiché dans « Comment s’inscrire ».",
    )
    hours_note = models.TextField(
        "note du centre sur les heures",
        blank=True,
        help_text="Pourquoi les heures annoncées ne sont pas la somme des années ou du tableau. La "
        "page l’affiche sous le tableau tant que les deux diffèrent, et ne corrige rien.",
    )
    languages = Line("langues d’enseignement", max_length=100, blank=True)
    remote_share = models.PositiveSmallIntegerField(
        "part à distance (%)",
        null=True,
        blank=True,
        help_text="À indiquer depuis le 1er juillet 2025 (code du travail, article D6353-1).",
    )

    # Set by `for_sheet`: a query less each for the many programmes that have none.
    may_have_documents = may_have_options = may_have_related = may_have_sisters = True
    may_have_milestones = may_have_quotas = may_have_rhythm_exceptions = True
    may_have_channels = may_have_national_results = may_have_other_conditions = True
    may_have_entry_requirements = may_have_rhythm_steps = may_have_status_limits = True

    # Set by `for_cards` and `for_sheet`.
    entry_level: int | None = None
    hours_of_years = None  # the sum of the hours of each year

    objects = NaturalKeyManager.from_queryset(ProgrammeQuerySet)()
    slug_from = ("short_name",)
    natural_key_fields = ("slug",)

    class Meta:
        verbose_name = "formation"
        ordering = ["short_name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(successor=F("pk")),
                name="programme_not_its_own_successor",
                violation_error_message="Une formation ne se remplace pas elle-même.",
            ),
            models.CheckConstraint(
                condition=Q(remote_share=None) | Q(remote_share__lte=100),
                name="programme_remote_share_is_a_percentage",
                violation_error_message="La part à distance va de 0 à 100 %%.",
            ),
            models.CheckConstraint(
                condition=Q(answer_days=None) | Q(answer_days__gte=1),
                name="programme_answer_takes_a_day",
                violation_error_message="Le délai de réponse est d’un jour au moins, ou vide.",
            ),
        ]

    def __str__(self):
        return self.short_name

    @property
    def is_published(self):
        return self.state == self.State.PUBLISHED

    @property
    def admission(self):
        return Admission.of(self.statuses.all())

    @cached_property
    def limits(self):
        """Maps the id of a learner status to its restriction here (StatusLimit)."""
        rows = self.status_limits.all() if self.may_have_status_limits else ()
        return {row.status_id: row for row in rows}

    def get_absolute_url(self):
        return reverse("catalogue:programme", args=[self.slug])


class Option(Positioned):
    """A branch of the programme (option, spécialité, parcours), with what is its own."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name="formation", related_name="options"
    )
    name = Line("nom", max_length=150)
    is_open = models.BooleanField(
        "ouverte cette année",
        default=True,
        help_text="Décochée, la page et la brochure disent « pas ouverte cette année ».",
    )
    certification = models.ForeignKey(
        Certification,
        models.PROTECT,
        verbose_name="certification",
        null=True,
        blank=True,
        related_name="+",
        help_text="Seulement si l’option mène à une autre certification que la formation, ou à une "
        "certification de plus.",
    )
    text = models.TextField("présentation", blank=True)

    natural_key_fields = ("programme", "name")

    class Meta(Positioned.Meta):
        verbose_name = "option"

    def __str__(self):
        return self.name
