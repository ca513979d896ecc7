"""Model fields: what is typed on one line, several choices of a list, an address to write to.

Migrations see Django's own fields: the columns are the same.
"""

import re

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst

from charmilles.mailbox import names_a_mailbox

# Line breaks and other control characters, of Unicode too.
BREAKS = re.compile("(?:\r\n|[\x00-\x1f\x7f-\x9f\u2028\u2029])")


def on_one_line(text: str) -> str:
    """Puts a space for each line break: it would end a header of a mail, or a row of a table."""
    return BREAKS.sub(" ", text)


class Line(models.CharField):
    """Text on one line, however it is written: by a form, a fixture or an update."""

    def pre_save(self, model_instance, add):
        """Corrects the object too: a letter may be written from it in the same request."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = on_one_line(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return on_one_line(value) if isinstance(value, str) else value

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class Several(models.CharField):
    """Some of the choices of a list, in its order: a list in Python, words with commas in the base.

    They are always read with their row; a query finds one of them by `__contains`.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs | {"default": list})

    def from_db_value(self, value, expression, connection):
        return self.to_python(value)

    def to_python(self, value):
        return [word for word in value.split(",") if word] if isinstance(value, str) else value

    def get_prep_value(self, value):
        chosen = self.to_python(value) or []
        return ",".join(sorted(chosen, key=[str(word) for word, _ in self.flatchoices].index))

    def validate(self, value, model_instance):
        for word in value:
            super().validate(word, model_instance)

    def value_to_string(self, obj):
        return self.get_prep_value(self.value_from_object(obj))

    def formfield(self, **kwargs):
        choices = {"choices": self.choices, "required": not self.blank}
        shown = {"label": capfirst(self.verbose_name), "help_text": self.help_text}
        shown |= {"widget": forms.CheckboxSelectMultiple}
        return forms.MultipleChoiceField(**choices | shown | kwargs)

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs | {"default": ""}


class MailAddress(models.EmailField):
    """An e-mail address to which the queue can send."""

    default_validators = [names_a_mailbox]

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.EmailField", args, kwargs


def unusable_addresses() -> list[tuple[models.Model, str]]:
    """Finds the rows whose address no mail can have: written by a fixture, or before this rule."""
    return [
        (row, getattr(row, field.name))
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, MailAddress)
        for row in model.objects.exclude(**{field.name: ""})
        if not _is_usable(field, getattr(row, field.name))
    ]


def _is_usable(field, value):
    try:
        field.run_validators(value)
    except ValidationError:
        return False
    return True
