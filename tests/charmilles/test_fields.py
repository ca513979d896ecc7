"""What is typed on one line stays on one line, whoever writes it; addresses are one address."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from catalogue.models import Centre, Contact
from charmilles.fields import Line, MailAddress, on_one_line, unusable_addresses
from charmilles.mailbox import MailboxField
from charmilles.management.commands.prepare import Command
from enrolment import sign_in
from enrolment.models import Application, Guardian, Interviewer, Status
from enrolment.views.base import DEVICE
from tests.support import catalogue_factories
from tests.support import enrolment_factories as factories


def text_fields(kind):
    own = (
        model
        for app in ("catalogue", "enrolment")
        for model in apps.get_app_config(app).get_models()
    )
    return [
        field
        for model in own
        if not model._meta.proxy
        for field in model._meta.local_fields
        if isinstance(field, kind) and not field.choices
    ]


def is_typed(field):
    """Not a hash, nor a type that checks what it is given, or is made from another one."""
    checked = (models.EmailField, models.SlugField, models.URLField, MailboxField)
    is_phone = "phonenumber" in type(field).__module__
    return not isinstance(field, checked) and not is_phone and not field.name.endswith("_hash")


def test_every_field_typed_on_one_line_is_a_line():
    fields = [field for field in text_fields(models.CharField) if is_typed(field)]
    assert len(fields) > 40
    assert [str(field) for field in fields if not isinstance(field, Line)] == []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Inès\nMorel", "Inès Morel"),
        ("Inès\r\nMorel", "Inès Morel"),
        ("Inès\tMorel", "Inès Morel"),
        ("Inès\x0bMorel", "Inès Morel"),
        ("Inès\x85Morel", "Inès Morel"),
        ("Inès\u2028Morel", "Inès Morel"),
        ("Inès\x1b[31mMorel", "Inès [31mMorel"),
        ("Zoë d’Al\u200dès", "Zoë d’Al\u200dès"),
    ],
)
def test_line_break_becomes_a_space(typed, kept):
    assert on_one_line(typed) == kept


TWO_LINES, ONE = "Inès\nBcc: a@b.fr", "Inès Bcc: a@b.fr"


@pytest.mark.django_db
def test_line_is_kept_by_every_way_of_writing():
    created = factories.application(first_name=TWO_LINES)
    assert created.first_name == ONE  # the object too, from which a letter may be written
    updated = factories.application()
    Application.objects.filter(pk=updated.pk).update(first_name=TWO_LINES)
    Guardian.objects.bulk_create([Guardian(application=created, rank=1, first_name=TWO_LINES)])
    names = [
        *Application.objects.values_list("first_name", flat=True),
        Guardian.objects.get().first_name,
    ]
    assert names == [ONE, ONE, ONE]


@pytest.mark.django_db
def test_name_sent_by_a_form_is_kept_on_one_line(client):
    draft = factories.application(status=Status.DRAFT, first_name="")
    client.cookies[DEVICE] = sign_in.remember(draft.email, now=timezone.now())
    client.post(
        f"/candidature/dossier/{draft.reference}/vous/", {"first_name": TWO_LINES, "later": "1"}
    )
    draft.refresh_from_db()
    assert draft.first_name == ONE


# Addresses


def test_every_address_to_which_the_centre_is_written_is_one_address():
    fields = [Centre.email.field, Contact.email.field, Interviewer.email.field]
    assert [field for field in fields if not isinstance(field, MailAddress)] == []


@pytest.mark.parametrize("wrong", ['"a,b"@exemple.fr', '"a;b"@exemple.fr', '"ada"@exemple.fr', "x"])
@pytest.mark.parametrize(
    "field", [Centre.email.field, Contact.email.field, Interviewer.email.field]
)
def test_address_that_the_queue_would_cut_is_refused(field, wrong):
    with pytest.raises(ValidationError):
        field.clean(wrong, None)
    assert field.clean("ada@exemple.fr", None) == "ada@exemple.fr"


@pytest.mark.django_db
def test_address_written_before_the_rule_is_told_at_the_start(capsys):
    centre = catalogue_factories.centre(email="a,b@exemple.fr")
    catalogue_factories.contact(email="ada@exemple.fr")
    assert unusable_addresses() == [(centre, "a,b@exemple.fr")]
    Command().tell_unusable_addresses()
    assert "adresse a,b@exemple.fr (centre : Centre des Tilleuls)" in capsys.readouterr().err
