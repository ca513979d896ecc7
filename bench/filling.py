"""Fills a database with many programmes and many applications, for measures of growth.

`fill_programmes(10_000)` then `fill_applications(5_000)` write half a million rows in a minute.
Rows are written in bulk: public pages, lists and forms then have as many parts as those of a real
centre. Nothing is drawn at random, so that two measures compare.
"""

from datetime import date, datetime, timedelta
from itertools import islice

from django.db import transaction
from django.utils import timezone

from catalogue import models
from catalogue.models import Certification, Domain, Programme
from enrolment.models import Application, Guardian, Status, Transition

DOMAINS = 24
CERTIFICATIONS = 400  # prepared by several programmes each
COHORTS = (-1, 0, 1)  # of each programme: years from this one
SOUGHT = 200  # programmes that receive the applications
BATCH = 500  # programmes or applications written at once
TRADES = [
    *("Accueil", "Assurance", "Banque", "Boulangerie", "Carrelage", "Chaudronnerie", "Coiffure"),
    *("Comptabilité", "Cuisine", "Électricité", "Esthétique", "Fleuristerie", "Géomètre"),
    *("Hôtellerie", "Immobilier", "Jardinage", "Logistique", "Maçonnerie", "Mécanique"),
    *("Menuiserie", "Optique", "Pâtisserie", "Réseaux", "Vente"),
]
KINDS = [(Certification.Kind.CAP, 3), (Certification.Kind.BAC_PRO, 4), (Certification.Kind.BTS, 5)]


@transaction.atomic
def fill_programmes(count: int) -> list[Programme]:
    """Writes this many published programmes, with every part of their sheet; returns them.

    They have 24 domains, a certification with its blocks, a duration, three cohorts of two years,
    units with subjects, tuition, results, contacts, texts and a next step. Their numbers follow
    those of an earlier call.
    """
    shared = _Shared()
    first = Programme.objects.count()
    made: list[Programme] = []
    for numbers in _batches(range(first, first + count)):
        programmes = Programme.objects.bulk_create(shared.programme(n) for n in numbers)
        _fill_lists(programmes, shared)
        _fill_teaching(programmes)
        _fill_cohorts(programmes)
        made += programmes
    models.ContentVersion.raise_number()  # bulk writings send no signal
    return made


@transaction.atomic
def fill_applications(count: int) -> list[Application]:
    """Writes this many applications to programmes of `fill_programmes`; returns them.

    Two hundred programmes receive them, for their next cohort. Every step is there but drafts, with
    a legal representative for one in two and a journal. Each is of another mailbox, and their
    numbers follow those of an earlier call.
    """
    cohorts = list(models.Cohort.objects.filter(name=_cohort_name(1)).order_by("pk")[:SOUGHT])
    steps = [status for status in Status if status != Status.DRAFT]
    first, now = Application.objects.count(), timezone.now()
    made: list[Application] = []
    for numbers in _batches(range(first, first + count)):
        applications = Application.objects.bulk_create(
            _application(n, steps[n % len(steps)], cohorts[n % len(cohorts)], now) for n in numbers
        )
        Guardian.objects.bulk_create(_guardian(one) for one in applications[::2])
        Transition.objects.bulk_create(_submission(one) for one in applications)
        made += applications
    return made


def _batches(numbers):
    left = iter(numbers)
    while batch := list(islice(left, BATCH)):
        yield batch


class _Shared:
    """The rows that many programmes share; they are made once."""

    def __init__(self):
        self.domains = [_domain(n) for n in range(DOMAINS)]
        self.certifications = [_certification(n) for n in range(CERTIFICATIONS)]
        self.status, _ = models.LearnerStatus.objects.get_or_create(
            code="apprentissage", defaults={"name": "Contrat d’apprentissage"}
        )
        self.campus, _ = models.Campus.objects.get_or_create(
            slug="mesure", defaults={"name": "Les Tilleuls", "city": "Grenoble"}
        )
        self.contact, _ = models.Contact.objects.get_or_create(
            slug="mesure", defaults={"name": "Ada Vidal", "email": "ada@tilleuls.test"}
        )
        self.indicator, _ = models.Indicator.objects.get_or_create(
            code="mesure", defaults={"label": "Taux de réussite"}
        )

    def programme(self, number):
        certification = self.certifications[number % CERTIFICATIONS]
        name = f"{certification.get_kind_display()} {_trade(number)} {number}"
        return Programme(
            slug=f"mesure-{number}",
            certification=certification,
            domain=self.domains[number % DOMAINS],
            title=f"{name}, en alternance",
            short_name=name,
            promise=f"Apprendre un métier de la famille « {_trade(number)} » en entreprise.",
            state=Programme.State.PUBLISHED,
            rhythm="1 semaine en centre, 1 semaine en entreprise",
            places=24,
        )


def _trade(number):
    return TRADES[number % len(TRADES)]


def _domain(number):
    defaults = {"name": f"{_trade(number)} et métiers voisins", "position": number}
    return Domain.objects.get_or_create(slug=f"mesure-{number}", defaults=defaults)[0]


def _certification(number):
    kind, level = KINDS[number % len(KINDS)]
    title = f"{_trade(number)}, titre {number}"
    defaults = {"kind": kind, "title": title, "level": level, "register_code": f"RNCP9{number:04}"}
    made, is_new = Certification.objects.get_or_create(slug=f"mesure-{number}", defaults=defaults)
    if is_new:
        for block in range(1, 7):
            code = f"{made.register_code}BC{block:02}"
            made.blocks.create(position=block, code=code, title=f"Bloc {block}")
    return made


def _fill_lists(programmes, shared):
    """Writes what a sheet shows as lists: duration, hours, price, results, contact, texts…"""
    for model, fields in (
        (models.Duration, {"amount": 2, "unit": "year", "hours": 1350}),
        (models.EntryRequirement, {"kind": "diploma", "level": models.EntryLevel.CAP}),
        (models.YearHours, {"year": 1, "hours": 675}),
        (models.YearHours, {"year": 2, "hours": 675}),
        (models.Tuition, {"status": shared.status, "payers": ["learner"], "amount": 0}),
        (models.Tuition, {"kind": "application", "amount": 0}),
        (models.Outcome, {"indicator": shared.indicator, "year": 2026, "value": 88}),
        (models.ProgrammeContact, {"contact": shared.contact, "role": "lead"}),
        (models.FollowOn, {"target": programmes[0]}),
        (Programme.statuses.through, {"learnerstatus": shared.status}),
        (Programme.campuses.through, {"campus": shared.campus}),
    ):
        model.objects.bulk_create(model(programme=one, **fields) for one in programmes)
    for kind in ("jobs", "prerequisites", "objectives"):
        sections = models.Section.objects.bulk_create(
            models.Section(programme=one, kind=kind, slug=kind) for one in programmes
        )
        models.SectionItem.objects.bulk_create(
            models.SectionItem(section=section, position=n, text=f"Élément {n} de la liste")
            for section in sections
            for n in range(4)
        )


def _fill_teaching(programmes):
    """Writes three units of two subjects for each programme, and how each unit is examined."""
    units = models.Unit.objects.bulk_create(
        models.Unit(programme=one, position=n, title=f"Épreuve E{n}", coefficient=n)
        for one in programmes
        for n in range(1, 4)
    )
    models.Subject.objects.bulk_create(
        models.Subject(unit=unit, position=n, title=f"Matière {n}", hours=75)
        for unit in units
        for n in range(1, 3)
    )
    models.Assessment.objects.bulk_create(
        models.Assessment(unit=unit, when=models.Assessment.When.IN_COURSE) for unit in units
    )


def _cohort_name(years):
    """« 2026-2028 », for the cohort that begins so many years from this one."""
    year = timezone.localdate().year + years
    return f"{year}-{year + 2}"


def _fill_cohorts(programmes):
    """Writes the last cohort, this year's and the next, of two school years each."""
    cohorts = models.Cohort.objects.bulk_create(
        models.Cohort(programme=one, position=position, name=_cohort_name(years), places=24)
        for one in programmes
        for position, years in enumerate(COHORTS)
    )
    models.CohortYear.objects.bulk_create(
        _year(cohort, number) for cohort in cohorts for number in (1, 2)
    )


def _year(cohort, number):
    autumn = int(cohort.name[:4]) + number - 1
    return models.CohortYear(
        cohort=cohort,
        number=number,
        school_year=f"{autumn}-{autumn + 1}",
        registration_opens=date(autumn - 1, 11, 1) if number == 1 else None,
        registration_closes=date(autumn, 9, 30) if number == 1 else None,
        starts=date(autumn, 9, 1),
        ends=date(autumn + 1, 6, 30),
    )


def _application(number: int, status: Status, cohort, now: datetime) -> Application:
    since = now - timedelta(minutes=number)
    return Application(
        programme_id=cohort.programme_id,
        cohort=cohort,
        status=status,
        status_since=since,
        created_at=since,
        saved_at=since,
        submitted_at=since,
        due_at=since + timedelta(days=3) if status == Status.OFFERED else None,
        email=f"candidat-{number}@exemple.test",
        first_name="Inès",
        last_name=f"Morel {number}",
        birth_date=date(2008, 3, 27),
        phone="+33612345678",
        situation=Application.Situation.HIGH_SCHOOL,
        diploma=Application.Diploma.BREVET,
        search=Application.Search.SEARCHING,
        why="Parce que ce métier me plaît. " * 8,
        consent_version="2026-11",
        consented_at=since,
    )


def _guardian(application):
    return Guardian(
        application=application,
        rank=1,
        first_name="Paule",
        last_name=application.last_name,
        relation="mère",
        phone="+33612345679",
    )


def _submission(application):
    before, after, at = Status.DRAFT, Status.SUBMITTED, application.submitted_at
    return Transition(application=application, before=before, after=after, at=at)
