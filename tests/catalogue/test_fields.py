"""Each typed field of the catalogue drives something: another value changes what is shown or told.

The eight cases and the real programmes are the world. A field is given another value in each row
in turn, until the page, the card, the brochure, the sheet for companies or what staff are told
changes.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, models, transaction

from catalogue.models import Programme
from catalogue.paper import brochure
from catalogue.sheet.cards import card
from catalogue.sheet.doubts import doubts
from tests.support import eight_cases
from tests.support.paper_reading import TODAY, sheet

pytestmark = pytest.mark.django_db
MADE_FROM_CONTENT = {
    *("edition", "publication", "rendering", "booklet", "formeraddress"),
    *("contentversion", "contentchange"),
}
ROWS = 12  # tried for a field, at most

# Fields whose effect is elsewhere than on these readings, and where a test holds it.
ELSEWHERE: dict[str, str] = {}


@pytest.fixture
def world():
    call_command("load_fixtures", demo=True, verbosity=0)
    for make in eight_cases.ALL.values():
        make()
    return {programme.pk: readings(programme) for programme in Programme.objects.all()}


def readings(programme):
    """All that is made of a programme, in one string."""
    screen, printed = sheet(programme), sheet(programme, on_paper=True)
    listed = Programme.objects.filter(pk=programme.pk).for_cards().get()
    shown = card(listed, on=TODAY)
    papers = [brochure.compose(printed, kind).body for kind in ("brochure", "entreprises")]
    cards = [shown.length, shown.access, shown.award, shown.entry, str(shown.intake)]
    told = list(doubts(screen.programme, on=TODAY))
    return "\n".join([*papers, *map(str, cards), *told])


def content_fields():
    for model in apps.get_app_config("catalogue").get_models():
        if model._meta.model_name not in MADE_FROM_CONTENT:
            for field in model._meta.concrete_fields:
                if not field.primary_key and not field.is_relation:
                    yield model, field


def others(field, value):
    """Gives other values that the field may have, the most plain first."""
    if field.choices:
        return [choice for choice, _ in field.flatchoices if choice != value]
    if isinstance(field, models.BooleanField):
        return [not value] if value is not None else [True, False]
    if isinstance(field, models.DateField):
        return [(value or date(2027, 1, 1)) + timedelta(days=d) for d in (1, 40, 400)]
    if isinstance(field, models.DecimalField | models.IntegerField):
        return [(value or 0) + 1, Decimal(7), (value or 2) - 1]
    return ["Zyx wvu"]


def owners(row):
    """Lists the programmes of a row: its own, else all of them."""
    for path in ("programme", "unit.programme", "cohort.programme", "section.programme"):
        found = row
        for name in path.split("."):
            found = getattr(found, name, None)
        if isinstance(found, Programme):
            return [found]
    if isinstance(row, Programme):
        return [row]
    subject = getattr(row, "subject", None)
    return [subject.unit.programme] if subject else list(Programme.objects.all())


def changes(model, field, before):
    """Tells whether another value, in one of the rows, changes what is read of a programme."""
    for row in model.objects.all()[:ROWS]:
        for value in others(field, getattr(row, field.attname)):
            with transaction.atomic():
                try:
                    with transaction.atomic():
                        model.objects.filter(pk=row.pk).update(**{field.attname: value})
                except (IntegrityError, OverflowError):
                    continue
                found = any(readings(p) != before[p.pk] for p in owners(row))
                transaction.set_rollback(True)
            if found:
                return True
    return False


def test_each_field_drives_something(world):
    with time_machine.travel(TODAY, tick=False):
        silent = {
            f"{model.__name__}.{field.name}"
            for model, field in content_fields()
            if not changes(model, field, world)
        }
    assert silent == set(ELSEWHERE)
