"""Checks what a programme is exported to: LHÉO against its official schema, JSON against ours."""

import os
import re
from datetime import datetime
from functools import cache

import jsonschema
from lxml import etree

from catalogue.context import the_centre
from catalogue.exchange import open_data, structured_data
from catalogue.exchange.lheo import document as lheo
from catalogue.exchange.lheo.elements import LIMITS, NAMESPACE, UNKNOWN_END, UNKNOWN_START
from catalogue.exchange.open_data_schema import schema
from catalogue.models import Body, Campus, Centre, Programme
from catalogue.sheet.many import sheets
from tests.support.paper_reading import TODAY
from tests.support.shared import SHARED

# Published without a licence, hence not in this repository (shared/domain.md 1.2).
XSD = SHARED / "lheo" / "lheo.xsd"
EXPECTED = re.compile(r"Expected is(?: one of)? \( (.*?) \)\.")
SIRET, NDA = "12345678900012", "84380000038"


@cache
def official():
    """The schema, or None where it is not: only CI must have it."""
    if XSD.exists():
        return etree.XMLSchema(etree.parse(XSD))
    assert os.environ.get("CI") != "true", f"{XSD} manque"
    return None


def all_sheets():
    return list(sheets(Programme.objects.published().order_by("pk"), on=TODAY))


def sheet_of(programme):
    return next(sheets(Programme.objects.filter(pk=programme.pk), on=TODAY))


def lheo_of(programme):
    """Returns the tree of the document of a programme, and what it leaves out."""
    made = lheo.export(sheet_of(programme), the_centre())
    return etree.fromstring(lheo.document([made])), made.notes


def supply_identifiers():
    """Gives the centre, and the organisations beside it, what LHÉO requires of them."""
    office = Campus.objects.create(
        slug="siege", name="Siège", city="Grenoble", street="1 rue du Siège", postal_code="38000"
    )
    known = {"siret": SIRET, "activity_number": NDA, "legal_name": "Association des Tilleuls"}
    centre = known | {"head_office": office, "formacode_version": "V14", "public_code": "80056"}
    Centre.objects.update_or_create(pk=1, defaults=centre, create_defaults=centre | {"name": "C"})
    Body.objects.update(**known)


def errors_of(document):
    """What the official schema refuses: nothing where the schema is not."""
    found = official()
    if found is None or found.validate(document):
        return []
    return [error.message for error in found.error_log]


def expected_in(error):
    """The elements that an error says are missing; none for another error."""
    found = EXPECTED.search(error)
    names = found[1].split(", ") if found else []
    return {name.strip().removeprefix(f"{{{NAMESPACE}}}") for name in names}


def faults(document):
    """What no schema sees, or what we check where the schema is not."""
    return [*_too_long(document), *_without_words(document), *_impossible_days(document)]


def _too_long(document):
    for element in document.iter("{*}*"):
        limit = LIMITS.get(etree.QName(element).localname)
        if limit and len(element.text or "") > limit:
            yield f"{element.tag} : {len(element.text)} caractères"


def _without_words(document):
    leaves = (element for element in document.iter("{*}*") if not len(element))
    empty = (one for one in leaves if not (one.text or "").strip())
    yield from (one.tag for one in empty if etree.QName(one).localname != "domaine-formation")


def _impossible_days(document):
    for period in document.iter("{*}periode"):
        first, last = period.findtext("{*}debut"), period.findtext("{*}fin")
        yield from (day for day in (first, last) if not _is_possible(day))
        if first > last:
            yield f"{first} après {last}"


def _is_possible(day):
    if day in (UNKNOWN_START, UNKNOWN_END):
        return True
    whole = f"{day[:4]}{day[4:6].replace('00', '01')}{day[6:].replace('00', '01')}"
    try:
        return bool(datetime.strptime(whole, "%Y%m%d"))
    except ValueError:
        return False


@cache
def validator():
    published = schema()
    jsonschema.Draft202012Validator.check_schema(published)
    return jsonschema.Draft202012Validator(published)


def assert_exports_are_valid():
    """Checks every public programme, once the identifiers of the centre are known."""
    supply_identifiers()
    centre, found = the_centre(), all_sheets()
    exported = [lheo.export(sheet, centre) for sheet in found]
    assert [one.notes.missing for one in exported if one.notes.missing] == []
    if exported:
        document = etree.fromstring(lheo.document(exported))
        assert errors_of(document) == []
        assert faults(document) == []
    data = [open_data.programme(sheet) for sheet in found]
    validator().validate(open_data.document(data, on=TODAY))
    for sheet in found:
        structured_data.of_programme(sheet, centre)
