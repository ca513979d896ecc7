"""docs/privacy.md names every table that may hold a personal value, and all its fields."""

import re

import pytest
from django.apps import apps
from django.conf import settings

TEXT = (settings.BASE_DIR / "docs" / "privacy.md").read_text(encoding="utf-8")
# Those of the catalogue are published: what it says of people is on the site.
WITH_PEOPLE = (
    *("enrolment", "charmilles", "auth", "post_office"),
    *("otp_totp", "otp_static", "sessions", "admin"),
)
NAME = r"`(\w+\.\w+)`"


def fields(model):
    return {field.name for field in model._meta.concrete_fields if not field.primary_key}


def told(text):
    """{table: its fields} as the page lists them; those said to hold nobody have none."""
    lines = re.findall(rf"^- .*\({NAME}\) : (.*)$", text, re.MULTILINE)
    listed = {label: set(re.findall(r"`(\w+)`", names)) for label, names in lines}
    (nobody,) = re.findall(r"^Sans donnée d’une personne : (.*)$", text, re.MULTILINE)
    return listed, set(re.findall(NAME, nobody))


def tables():
    models = (model for app in WITH_PEOPLE for model in apps.get_app_config(app).get_models())
    return {model._meta.label: fields(model) for model in models if not model._meta.proxy}


def test_page_lists_the_tables_as_they_are():
    listed, nobody = told(TEXT)
    ours = tables()
    assert nobody <= ours.keys()
    assert listed == {label: names for label, names in ours.items() if label not in nobody}


@pytest.mark.parametrize(("wanted", "instead"), [("`why`, ", ""), ("`level`", "`level`, `health`")])
def test_control_of_fields(wanted, instead):
    listed, _ = told(TEXT.replace(wanted, instead))
    assert listed != told(TEXT)[0]


def test_tables_of_nobody_point_to_no_candidate():
    _, nobody = told(TEXT)
    linked = {
        label
        for label in nobody
        for field in apps.get_model(label)._meta.concrete_fields
        if field.related_model and field.related_model.__name__ in ("Application", "Email", "User")
    }
    assert linked == set()
