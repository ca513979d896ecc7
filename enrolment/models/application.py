"""Applications (dossiers de candidature): the candidate, the programme, the status.

`applications/drafts.py` writes drafts; only `workflow.py` writes `status`.
"""

import secrets
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from phonenumber_field.modelfields import PhoneNumberField

from catalogue.models import Cohort, LearnerStatus, Programme
from charmilles.fields import Line
from charmilles.mailbox import MailboxField

ADULT = 18
YOUNGEST = 15  # under it, one cannot consent alone (loi Informatique et Libertés, article 45)
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without look-alikes such as 0 and O, or 1, I and L


def new_reference():
    """Gives a reference such as « CH-7K3P-2QXW ». It is random, so nobody can guess another."""
    word = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"CH-{word[:4]}-{word[4:]}"


def age(born: date, *, on: date) -> int:
    """Returns the age in whole years on that day.

    Somebody born on 29 February has their birthday on 1 March in other years.
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


class Status(models.TextChoices):
    """Where an application stands. Comments say who must act next (`workflow.NEXT_ACTOR`)."""

    DRAFT = "draft", "Pas encore envoyée"  # the candidate
    SUBMITTED = "submitted", "Envoyée"  # the centre
    WAITING_DOCUMENTS = "waiting_documents", "Documents attendus"  # the candidate
    TO_BOOK = "to_book", "Entretien à réserver"  # the candidate
    BOOKED = "booked", "Entretien réservé"  # nobody until the day
    INTERVIEWED = "interviewed", "Entretien passé"  # the centre
    ADMISSIBLE = "admissible", "Admissible, à confirmer"  # the candidate
    WAITING_LIST = "waiting_list", "Sur liste d’attente"  # the centre
    OFFERED = "offered", "Place proposée"  # the candidate, until `due_at`
    ADMITTED = "admitted", "Admise"
    DECLINED = "declined", "Refusée"
    WITHDRAWN = "withdrawn", "Retirée"


CLOSED = (Status.ADMITTED, Status.DECLINED, Status.WITHDRAWN)
HOLDING = (Status.OFFERED, Status.ADMISSIBLE, Status.ADMITTED)  # these use a place of the cohort


class ApplicationQuerySet(models.QuerySet):
    def of(self, mailbox):
        """Selects the applications of the person who reads this mailbox."""
        return self.filter(mailbox=mailbox)

    def set_aside(self):
        """Selects those whose mailbox the migration 0010 marked: only staff can open them."""
        return self.filter(mailbox__contains=" ")

    def written_to(self, address):
        """Selects the applications whose letters go to this address, marked ones included."""
        return self.filter(Q(mailbox=address) | Q(mailbox__startswith=f"{address} "))

    def going_on(self):
        return self.exclude(status__in=CLOSED)

    def received(self):
        """Selects the applications that staff may see: all but drafts, which stay private."""
        return self.exclude(status=Status.DRAFT)


class Application(models.Model):
    """The application of one candidate to one programme, for one intake."""

    class Situation(models.TextChoices):
        MIDDLE_SCHOOL = "college", "Au collège"
        HIGH_SCHOOL = "lycee", "Au lycée"
        APPRENTICE = "cfa", "En apprentissage"
        HIGHER = "superieur", "Dans l’enseignement supérieur"
        WORKING = "emploi", "En emploi"
        JOB_SEEKING = "recherche", "En recherche d’emploi"
        OTHER = "autre", "Autre situation"

    class Diploma(models.TextChoices):
        NONE = "aucun", "Pas encore de diplôme"
        BREVET = "brevet", "Brevet des collèges"
        CAP = "cap", "CAP"
        BAC = "bac", "Bac (général, technologique ou professionnel)"
        HIGHER = "superieur", "Diplôme du supérieur"
        ABROAD = "etranger", "Diplôme obtenu à l’étranger"

    class Search(models.TextChoices):
        FOUND = "trouvee", "J’ai trouvé une entreprise"
        SEARCHING = "cherche", "Je cherche"
        NEEDS_HELP = "aide", "J’ai besoin d’aide pour chercher"

    reference = Line("référence", max_length=12, unique=True, default=new_reference)
    programme = models.ForeignKey(
        Programme, models.PROTECT, verbose_name="formation", related_name="+"
    )
    cohort = models.ForeignKey(
        Cohort,
        models.PROTECT,
        verbose_name="promotion",
        null=True,
        blank=True,
        related_name="+",
        help_text="Vide : la prochaine promotion.",
    )
    status = models.CharField("état", max_length=20, choices=Status, default=Status.DRAFT)
    status_since = models.DateTimeField("depuis")
    created_at = models.DateTimeField("commencée le")
    saved_at = models.DateTimeField("enregistrée le")
    submitted_at = models.DateTimeField("envoyée le", null=True, blank=True)
    due_at = models.DateTimeField(
        "attendu avant le", null=True, blank=True, help_text="Ce que le candidat doit faire."
    )
    passed_at = models.DateTimeField(
        "a laissé passer une place le",
        null=True,
        blank=True,
        help_text="Une place libre ne lui est plus proposée d’office.",
    )
    reminders = models.PositiveSmallIntegerField("rappels envoyés", default=0)

    email = models.EmailField("adresse électronique")
    mailbox = MailboxField()
    first_name = Line("prénom", max_length=80, blank=True)
    last_name = Line("nom", max_length=80, blank=True)
    birth_date = models.DateField("date de naissance", null=True, blank=True)
    phone = PhoneNumberField("téléphone", blank=True)

    situation = models.CharField("situation", max_length=12, choices=Situation, blank=True)
    last_class = Line("dernière classe", max_length=120, blank=True)
    diploma = models.CharField("diplôme le plus élevé", max_length=12, choices=Diploma, blank=True)
    schooling_finished = models.BooleanField("parcours terminé", default=True)

    learner_status = models.ForeignKey(
        LearnerStatus,
        models.PROTECT,
        verbose_name="contrat ou statut souhaité",
        null=True,
        blank=True,
        related_name="+",
        help_text="Vide : ne sait pas encore.",
    )
    search = models.CharField("recherche d’entreprise", max_length=12, choices=Search, blank=True)
    company = Line("entreprise", max_length=160, blank=True)

    why = models.TextField("pourquoi cette formation", max_length=2000, blank=True)
    strengths = models.TextField("ce que vous savez déjà faire", max_length=2000, blank=True)
    rhythm = models.TextField("l’alternance et vous", max_length=2000, blank=True)
    motivation_finished = models.BooleanField("motivation terminée", default=False)

    wants_call = models.BooleanField(
        "rappel par le référent handicap", null=True, blank=True, help_text="Jamais la raison."
    )
    access_needs = models.TextField(
        "besoins pour l’entretien",
        max_length=500,
        blank=True,
        help_text="Lu par le référent handicap seul.",
    )
    calendar_sequence = models.PositiveIntegerField("version de l’agenda", default=0)

    consent_version = Line("version du texte accepté", max_length=10, blank=True)
    consented_at = models.DateTimeField("accepté le", null=True, blank=True)
    keeps_contact = models.BooleanField("accepte d’être recontacté", default=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "candidature"
        ordering = ["-submitted_at", "-created_at"]
        permissions = [
            ("view_disability", "Peut lire la demande de rappel au référent handicap"),
            ("export_application", "Peut exporter les candidatures en tableau"),
        ]
        indexes = [models.Index(fields=["mailbox"], name="application_mailbox")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT, submitted_at=None)
                | (~Q(status=Status.DRAFT) & Q(submitted_at__isnull=False)),
                name="application_submitted_has_a_date",
                violation_error_message="Une candidature envoyée a une date d’envoi.",
            ),
            models.CheckConstraint(
                condition=Q(consent_version="", consented_at=None)
                | (~Q(consent_version="") & Q(consented_at__isnull=False)),
                name="application_consent_has_a_date",
                violation_error_message="Un accord a une version et une date.",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.OFFERED) | Q(due_at__isnull=False),
                name="application_offer_has_an_end",
                violation_error_message="Une place est proposée jusqu’à une date.",
            ),
            models.UniqueConstraint(
                fields=["mailbox", "programme", "cohort"],
                condition=Q(cohort__isnull=False) & ~Q(status__in=CLOSED),
                name="application_one_per_intake",
                violation_error_message="Un dossier existe déjà pour cette promotion.",
            ),
            models.UniqueConstraint(
                fields=["mailbox", "programme"],
                condition=Q(cohort=None) & ~Q(status__in=CLOSED),
                name="application_one_for_next_intake",
                violation_error_message="Un dossier existe déjà pour cette formation.",
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def full_name(self):
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def address(self):
        """The e-mail address to write to: that of the mailbox, without the mark of 0010."""
        return self.mailbox.partition(" ")[0]

    def is_below_entry_level(self):
        """Tells whether both the diploma and the current schooling are below the entry level.

        False for a diploma from abroad: only the centre can judge its level.
        """
        asked = self.usual_level
        if not asked or not self.diploma or self.diploma == self.Diploma.ABROAD:
            return False
        return max(_LEVELS[self.diploma], _LEADS_TO.get(self.situation, 0)) < asked

    @cached_property
    def usual_level(self):
        """Returns the lowest level that suffices to enter its programme, None when not known."""
        return self.programme.entry_requirements.usual_level()

    @cached_property
    def statuses_offered(self):
        """Lists the contracts and statuses to choose from: the programme's, else the centre's."""
        return list(self.programme.statuses.all()) or list(LearnerStatus.objects.all())

    @property
    def status_wished(self):
        """Names the contract or status wished for; « Ne sait pas encore » once that was said."""
        unknown = "Ne sait pas encore" if self.search else ""
        return self.learner_status.name if self.learner_status else unknown

    def offers_contract(self):
        """Tells whether a contract with an employer is possible here, or nothing is known of it."""
        offered = self.statuses_offered
        return not offered or any(status.is_contract for status in offered)

    def may_sign_contract(self):
        """Tells whether such a contract may follow: by the candidate's wish, else by the offer."""
        return self.learner_status.is_contract if self.learner_status else self.offers_contract()

    def starts_on(self, *, today):
        """Returns the first day of training, or today when it is not known."""
        year = self.cohort and self.cohort.first_year
        return (year and year.starts) or today

    def is_minor(self, *, today):
        """Tells whether the candidate is likely under 18 on the day of signature: the first day or,
        with a contract, up to three months before (code du travail, L6222-12), never before now.
        """
        starts = self.starts_on(today=today)
        asked = timezone.localdate(self.submitted_at) if self.submitted_at else today
        early = min(starts, max(asked, starts - settings.SIGNED_BEFORE))
        if not self.birth_date or age(self.birth_date, on=early) >= ADULT:
            return False
        return age(self.birth_date, on=starts) < ADULT or self.may_sign_contract()


# Levels as in EntryLevel. HIGHER does not say which level: it counts as the highest.
_LEVELS = {
    Application.Diploma.NONE: 0,
    Application.Diploma.BREVET: 2,
    Application.Diploma.CAP: 3,
    Application.Diploma.BAC: 4,
    Application.Diploma.HIGHER: 7,
}
# Somebody still at school may soon have the diploma it prepares for.
_LEADS_TO = {
    Application.Situation.MIDDLE_SCHOOL: 2,
    Application.Situation.HIGH_SCHOOL: 4,
    Application.Situation.APPRENTICE: 4,
    Application.Situation.HIGHER: 7,
}
