"""Each field of the catalogue changes something that somebody reads: typed data drives something.

In a world of real programmes and of the eight cases, one row at a time is given another value, and
what visitors, papers, lists and staff are told is read again. A field that changes none of it has
no reason to be asked for, unless it is named here with what it drives elsewhere.
"""

import re
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from itertools import islice

import pytest
import time_machine
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.test import Client

from catalogue.finding import index
from catalogue.models import Centre, LearnerStatus, Programme
from charmilles import pages
from tests.support import catalogue_factories as factories
from tests.support import eight_cases, real_contents
from tests.support.inspecting import doubts
from tests.support.paper_reading import TODAY, fresh, paper

# Rows that nobody types: what the site counted, published, or took over from a file.
OURS = {
    *("Acceptance", "ApplicationFigures", "Booklet", "ContentChange", "ContentVersion", "Edition"),
    *("FormerAddress", "NationalResult", "Paper"),
    *("Publication", "RegisterEntry", "Rendering"),
}
KEY = "désigne la ligne dans les fichiers de contenus"
ELSEWHERE = {  # field → what it drives that is not read here
    "Notice.slug": KEY,
    "Campus.slug": KEY,
    "Body.slug": KEY,
    "Contact.slug": KEY,
    "Certification.slug": KEY,
    "Section.slug": KEY,
    "Indicator.code": KEY,
    "Notice.is_demo": "load_fixtures reconnaît la démonstration et la retire",
    "QualityCertificate.centre": "il n’y a qu’un centre",
}
ROWS = 5  # tried of each field
VALUES = 4  # tried of each row
SECRET = rb'name="csrfmiddlewaretoken" value="\w+"'  # another one at each visit


def fields():
    """Lists what staff may type or choose, as « Model.field »."""
    for model in apps.get_app_config("catalogue").get_models():
        if model.__name__ in OURS:
            continue
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            if field.editable and not field.primary_key:
                yield f"{model.__name__}.{field.name}"


def rows(model, field):
    """Lists rows from all parts of the table: first those in which the field says something."""
    said, silent = [], []
    for row in model.objects.order_by("-pk"):
        (said if _value(row, field) else silent).append(row)
    return [row for found in (said, silent) for row in found[:: max(1, len(found) // ROWS)]]


def _value(row, field):
    value = getattr(row, field.name if field.many_to_many else field.attname)
    return list(value.all()) if field.many_to_many else value


def others(row, field):
    """Gives other values that this field could have."""
    value = None if field.many_to_many else _value(row, field)
    if field.null and value is not None:
        yield None
    if field.is_relation:
        yield from field.related_model.objects.exclude(pk=value).values_list("pk", flat=True)[:5]
    elif field.choices:
        yield from (choice for choice, _ in field.choices if choice != value)
    elif isinstance(field, models.BooleanField):
        yield not value
    elif isinstance(field, models.DateField):
        base = value or TODAY
        yield from (base + timedelta(days=days) for days in (40, -40, 400, -400))
    elif isinstance(field, models.DecimalField | models.IntegerField):
        base = value or 0
        yield from (base + 100, 0, base + 1, base + Decimal("0.5"))
    elif isinstance(field, models.FileField):
        yield "autre.pdf"
    elif value:
        yield ""
        yield f"z9{str(value)[2:]}"
    else:
        yield "https://exemple.fr/autre/" if isinstance(field, models.URLField) else "Autre texte"


def programme_of(row):
    """Finds a public programme whose page this row concerns."""
    if isinstance(row, Programme):
        return row
    for field in [*Programme._meta.fields, *Programme._meta.many_to_many]:
        if field.related_model is type(row):
            found = Programme.objects.published().filter(**{field.name: row}).first()
            if found:
                return found
    for field in row._meta.fields:
        parent = getattr(row, field.name) if field.many_to_one else None
        if parent and field.remote_field.on_delete is models.CASCADE:
            return programme_of(parent)
    return Programme.objects.get(slug="bac-pro-agora")


class World:
    """What is read of the site, each thing once until something changes."""

    def __init__(self, monkeypatch):
        self.client = Client()
        self.before = {}
        self.monkeypatch = monkeypatch

    def visit(self, path):
        self.monkeypatch.setattr(pages, "kept", pages.Pages(0))
        self.monkeypatch.setattr(index, "held", index.Held())
        answer = self.client.get(path)
        return answer.status_code, re.sub(SECRET, b"", answer.content)

    def status(self, path):
        with closing(self.client.get(path)) as answer:
            return answer.status_code

    def near(self, row):
        """Lists what most fields change: the page, and what staff are told of it."""
        programme = programme_of(row)
        yield f"page {programme.slug}", lambda: self.visit(programme.get_absolute_url())
        yield f"doubts {programme.slug}", lambda: list(doubts(fresh(programme), on=TODAY))

    def far(self, row):
        programme = programme_of(row)
        slug = programme.slug
        search = "/formations/?q=vendeur"
        for path in ("/", "/formations/", search, "/mentions-legales/", "/donnees-personnelles/"):
            yield path, lambda path=path: self.visit(path)
        yield f"brochure {slug}", lambda: _text(paper(programme))
        yield f"companies {slug}", lambda: _text(paper(programme, "entreprises"))
        if hasattr(row, "pdf"):
            yield f"file {row}", lambda: self.status(row.get_absolute_url())
        yield f"lheo {slug}", lambda: self.visit(f"/formations/{slug}.xml")
        yield f"application {slug}", lambda: self.visit(f"/candidature/{slug}/")

    def changes(self, readings, row, field, value):
        """Tells whether one of these reads otherwise with this value."""
        for name, read in readings:
            if name not in self.before:
                self.before[name] = read()
        try:
            with transaction.atomic():
                _write(row, field, value)
                found = any(read() != self.before[name] for name, read in readings)
                raise Undo
        except Undo:
            return found
        except (DatabaseError, ArithmeticError):  # a value that the database refuses
            return False

    def drives(self, name):
        """Tells whether this field changes something, in the rows and values that are tried."""
        model_name, field_name = name.split(".")
        model = apps.get_model("catalogue", model_name)
        field = model._meta.get_field(field_name)
        tried = [
            (row, value)
            for row in rows(model, field)
            for value in islice(others(row, field), VALUES)
        ]
        return any(
            self.changes(list(readings(row)), row, field, value)
            for readings in (self.near, self.far)
            for row, value in tried
        )


class Undo(Exception):
    pass


def _write(row, field, value):
    if field.many_to_many:
        getattr(row, field.name).set([])
    else:
        type(row).objects.filter(pk=row.pk).update(**{field.attname: value})


def _text(tree):
    return "".join(tree.itertext())


@pytest.fixture
def world(db, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(TODAY, tick=False):
        real_contents.load()
        for enter in eight_cases.ALL.values():
            enter()
        fill_what_they_lack()
        yield World(monkeypatch)


def fill_what_they_lack():
    """Adds one row of each model that neither the real programmes nor the eight cases hold."""
    factories.notice()
    factories.synonym("vendeur", "gestion")
    Centre.objects.update(public_code="80056")
    factories.certificate(Centre.objects.get(), content=b"%PDF-", covers_training=True)
    programme = Programme.objects.get(slug="mastere-tourisme")
    programme.campuses.add(factories.campus(latitude="45.19", longitude="5.72"))
    other = factories.certification(title="Manager de la culture")
    factories.related(programme.certification, title="", other=other)
    jobs = factories.section(programme, kind="jobs")
    factories.item(
        jobs, text="Chef de projet", salary_min=2400, salary_max=2900, salary_source="Insee"
    )
    vae = LearnerStatus.objects.filter(code="vae")
    factories.document(statuses=vae, kind="terms", content=b"%PDF-")
    for place, title in enumerate(("Voyages", "Langues"), start=1):
        factories.section(programme, kind="other", title=title, prose=f"{title}.", position=place)
        factories.cohort(programme, name=title, position=place)
    factories.channel(programme, note="vœux", url="https://exemple.fr/voeux/")
    factories.channel(programme, kind="centre")
    type(programme.certification).objects.filter(pk=programme.certification_id).update(
        valid_months=24, renewal="Recyclage de 7 h", rome_codes="G1102"
    )
    paid = Programme.objects.get(slug="bac-pro-agora")
    factories.requirement(paid, kind="age", age_min=16)
    factories.exception(paid.cohorts.get(name="2027-2029"))
    withdrawn = Programme.State.WITHDRAWN
    factories.programme(slug="retiree", state=withdrawn, successor=programme)
    subject = factories.subject(programme.units.first(), title="Droit du tourisme")
    for period in ("Semestre 1", "Semestre 2"):
        factories.subject_hours(subject, period=period, hours=20)


@pytest.mark.one_database("sqlite")
def test_each_field_of_the_catalogue_drives_something(world):
    silent = [name for name in fields() if name not in ELSEWHERE and not world.drives(name)]
    assert silent == []


def test_control_what_names_a_row_in_the_files_drives_nothing(world):
    assert not world.drives("Notice.slug")
