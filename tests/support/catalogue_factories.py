"""Catalogue rows for the tests. Each function makes the row it names, and those it needs."""

from datetime import date
from decimal import Decimal
from itertools import count

from django.core.files.base import ContentFile

from catalogue import models

_serial = count(1)


def _unique(word):
    return f"{word}-{next(_serial)}"


def centre(**fields):
    return models.Centre.objects.create(**{"pk": 1, "name": "Centre des Tilleuls"} | fields)


def campus(**fields):
    defaults = {"slug": _unique("site"), "name": "Les Tilleuls", "city": "Grenoble"}
    return models.Campus.objects.create(**defaults | fields)


def body(**fields):
    defaults = {"slug": _unique("cfa"), "name": "CFA des Alpes"}
    return models.Body.objects.create(**defaults | fields)


def contact(**fields):
    defaults = {"slug": _unique("contact"), "name": "Ada Vidal", "email": "ada@tilleuls.test"}
    return models.Contact.objects.create(**defaults | fields)


def abbreviation(**fields):
    defaults = {"short": "CCF", "expansion": "contrôle en cours de formation"}
    return models.Abbreviation.objects.create(**defaults | fields)


def notice(**fields):
    defaults = {"slug": _unique("annonce"), "text": "Portes ouvertes samedi."}
    return models.Notice.objects.create(**defaults | fields)


def synonym(said="vendeur", meant="vente"):
    return models.Synonym.objects.create(said=said, meant=meant)


def domain(**fields):
    defaults = {"slug": _unique("domaine"), "name": "Gestion"}
    return models.Domain.objects.create(**defaults | fields)


def certification(**fields):
    defaults = {"slug": _unique("titre"), "kind": "bac-pro", "title": "Gestion", "level": 4}
    return models.Certification.objects.create(**defaults | fields)


def block(certification, **fields):
    return certification.blocks.create(**{"title": "Gérer les relations clients"} | fields)


def exam_rule(certification, **fields):
    defaults = {"code": "E1", "coefficient": 2, "source": "arrêté du 18 février 2020"}
    return certification.exam_rules.create(**defaults | fields)


def acceptance(programme, **fields):
    """Makes the acceptance of a finding that no check gives."""
    said = {"code": "Q00", "fingerprint": "0" * 16, "sentence": "Rien.", "person": "Ada Vidal"}
    defaults = said | {"reason": "Connu.", "accepted_on": date(2026, 11, 23)}
    return programme.acceptances.create(**defaults | fields)


def related(certification, *, blocks=(), **fields):
    made = certification.related.create(**{"kind": "equivalent"} | fields)
    made.blocks.set(blocks)
    return made


def status(**fields):
    defaults = {"code": _unique("contrat"), "name": "Contrat d’apprentissage"}
    return models.LearnerStatus.objects.create(**defaults | fields)


def programme(**fields):
    """Makes a published programme, unless `state` says otherwise."""
    made = {"certification": certification, "domain": domain}
    needed = {name: make() for name, make in made.items() if name not in fields}
    defaults = {
        "slug": _unique("formation"),
        "title": "Bac pro Gestion",
        "short_name": "Bac pro Gestion",
        "state": models.Programme.State.PUBLISHED,
    }
    return models.Programme.objects.create(**defaults | needed | fields)


def duration(programme, **fields):
    return programme.durations.create(**fields)


def option(programme, **fields):
    return programme.options.create(**{"name": "Option A"} | fields)


def tuition(programme, **fields):
    """Makes a price for companies, or for the `status` given."""
    public = {} if fields.get("status") else {"audience": "Pour les entreprises"}
    return programme.tuitions.create(**public | fields)


def link(programme, **fields):
    """Gives a contact a role in the programme."""
    needed = {} if "contact" in fields else {"contact": contact()}
    return programme.contacts.create(**{"role": "lead"} | needed | fields)


def follow_on(programme, **fields):
    return programme.follow_ons.create(**fields)


def requirement(programme, **fields):
    """Makes a condition of entry: the bac, unless the fields say something else."""
    defaults = {} if "kind" in fields else {"kind": "diploma", "level": 4}
    return programme.entry_requirements.create(**defaults | fields)


def rhythm_step(programme, week="", **fields):
    """Makes some weeks alike: one letter a day, C in the centre, D at a distance, or -."""
    places = {"C": "centre", "D": "remote", "-": ""}
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
    days = {name: places[letter] for name, letter in zip(names, week, strict=False)}
    return programme.rhythm_steps.create(**days | fields)


def channel(programme, **fields):
    return programme.channels.create(**{"kind": "parcoursup"} | fields)


def status_limit(programme, **fields):
    needed = {} if "status" in fields else {"status": status()}
    said = {} if {"text", "entry_year"} & fields.keys() else {"months_max": 12}
    return programme.status_limits.create(**needed | said | fields)


# What is taught


def unit(programme, *, blocks=(), **fields):
    made = programme.units.create(**{"title": "Épreuve"} | fields)
    made.blocks.set(blocks)
    return made


def subject(unit, **fields):
    return unit.subjects.create(**{"title": "Français"} | fields)


def subject_hours(subject, **fields):
    return subject.split.create(**fields)


def assessment(on, **fields):
    """Makes an assessment of a unit or of a subject."""
    defaults = {} if {"when", "how"} & fields.keys() else {"how": ["ecrit"]}
    return on.assessments.create(**defaults | fields)


# When


def cohort(programme, **fields):
    return programme.cohorts.create(**{"name": "2027-2029"} | fields)


def cohort_year(cohort, **fields):
    return cohort.years.create(**fields)


def milestone(cohort, **fields):
    return cohort.milestones.create(**{"kind": "jury"} | fields)


def quota(cohort, **fields):
    return cohort.quotas.create(**fields)


def exception(cohort, **fields):
    """Makes a day of the cohort in the centre, unless the fields say something else."""
    day = fields.get("starts", date(2027, 9, 14))
    defaults = {"starts": day, "ends": day, "label": "Examens blancs"}
    return cohort.rhythm_exceptions.create(**defaults | fields)


def training_break(**fields):
    defaults = {"starts": date(2027, 12, 20), "ends": date(2028, 1, 2), "label": "Noël"}
    return models.TrainingBreak.objects.create(**defaults | fields)


def alternating(**fields):
    """Makes a programme of one week out of two in the centre."""
    made = programme(**fields)
    rhythm_step(made, "CCCCC")
    rhythm_step(made, position=1)
    return made


def laid_out(programme, **fields):
    """Makes a cohort of the programme with one year, typed enough to draw its calendar."""
    year = {"starts": date(2027, 9, 1), "ends": date(2028, 6, 30), "first_week": 1}
    made = cohort(programme)
    cohort_year(made, **year | fields)
    return made


# Results and text


def indicator(**fields):
    defaults = {"code": _unique("taux"), "label": "Taux de réussite"}
    return models.Indicator.objects.create(**defaults | fields)


def national_result(**fields):
    defaults = {"uai": "0381234A", "period": "cumul 2023-2024", "imported_on": date(2026, 11, 28)}
    return models.NationalResult.objects.create(**defaults | fields)


def register_entry(**fields):
    defaults = {"code": "RNCP90009", "kind": "bac-pro", "title": "Gestion", "level": 4}
    read = {"is_active": True, "read_on": date(2026, 11, 28)}
    return models.RegisterEntry.objects.create(**defaults | read | fields)


def outcome(programme, **fields):
    needed = {} if "indicator" in fields else {"indicator": indicator()}
    return programme.outcomes.create(**{"year": 2025} | needed | fields)


def section(programme=None, *, statuses=(), **fields):
    """Makes a section of the programme, or of the centre when there is none."""
    defaults = {"kind": "objectives", "slug": _unique("section")}
    made = models.Section.objects.create(programme=programme, **defaults | fields)
    made.statuses.set(statuses)
    return made


def item(section, **fields):
    return section.items.create(**fields)


# What is downloaded


def document(programme=None, *, content=None, statuses=(), **fields):
    """Makes a document of the programme or of the centre; without `content`, its file is absent."""
    stored = ContentFile(content, "fichier.pdf") if content else f"documents/{_unique('pdf')}.pdf"
    defaults = {"kind": "rules", "updated_on": date(2026, 9, 1), "pdf": stored, "size": 118_000}
    made = models.PublicDocument.objects.create(programme=programme, **defaults | fields)
    made.statuses.set(statuses)
    return made


def certificate(centre, *, content=None, **fields):
    """Makes a Qualiopi certificate, in force on the day of most tests."""
    stored = ContentFile(content, "fichier.pdf") if content else f"documents/{_unique('pdf')}.pdf"
    defaults = {
        "number": _unique("Q2026"),
        "issuer": "Bureau des Tilleuls",
        "covers_apprenticeship": True,
        "starts": date(2025, 3, 10),
        "ends": date(2028, 3, 9),
        "pdf": stored,
        "size": 210_000,
    }
    return centre.certificates.create(**defaults | fields)


# Papers


def edition(programme, **fields):
    """Makes a stored brochure, without writing its file."""
    defaults = {
        "paper": "brochure",
        "number": 1,
        "made_on": date(2026, 11, 23),
        "checksum": "a" * 64,
        "content": [["Coût", ["0 €"]]],
        "pdf": "editions/1.pdf",
        "pdf_checksum": "c" * 64,
        "pages": 4,
        "size": 118_000,
    }
    return programme.editions.create(**defaults | fields)


# Pay


def minimum_wage(**fields):
    defaults = {"effective_on": date(2026, 6, 1), "hourly": Decimal("12.31"), "source": "arrêté"}
    return models.MinimumWage.objects.create(**defaults | fields)


def pay_scale(status, **fields):
    defaults = {"status": status, "corner": "Année d’exécution du contrat"}
    return models.PayScale.objects.create(**defaults | fields)


def bracket(scale, **fields):
    return scale.brackets.create(**{"label": "18 à 20 ans"} | fields)


def pay_row(scale, **fields):
    return scale.rows.create(**{"label": "1re année"} | fields)


def rate(row, bracket, **fields):
    return row.rates.create(bracket=bracket, **fields)
