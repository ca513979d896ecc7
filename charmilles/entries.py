"""What staff type into the boxes of a form: nothing they wrote leaves it in silence.

A browser empties a number box that holds « 8 + 1 », and cuts a text pasted beyond its length,
before anybody can read them. Here every box sends what was typed, and the server answers.
"""

import re

from django import forms
from django.contrib.admin.options import BaseModelAdmin

MADE = "Vide : fait à partir du nom."
SPACES = re.compile(r"\s")  # those of « 1 350 », the narrow one included
WHOLE = "Écrivez un nombre entier, sans autre signe : 24."
DECIMAL = "Écrivez un nombre, sans autre signe : 8 ou 8,5."


class NumberBox(forms.TextInput):
    """A number as a French hand writes it: with a comma, without useless zeros."""

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "decimal", "class": "vIntegerField", **(attrs or {})})

    def format_value(self, value):
        text = super().format_value(value)
        if text is None or not re.fullmatch(r"-?\d+\.\d+", text):
            return text
        return text.rstrip("0").rstrip(".").replace(".", ",")


class Number:
    """Reads « 1 350,5 » as a number, and says how to repair what is none."""

    widget = NumberBox

    def to_python(self, value):
        if isinstance(value, str):
            value = SPACES.sub("", value).replace(",", ".")
        return super().to_python(value)


class WholeNumber(Number, forms.IntegerField):
    default_error_messages = {"invalid": WHOLE}


class DecimalNumber(Number, forms.DecimalField):
    default_error_messages = {"invalid": DECIMAL}


READ_AS = {forms.IntegerField: WholeNumber, forms.DecimalField: DecimalNumber}


class Entries(BaseModelAdmin):
    """Makes the boxes of a staff page, or of the rows shown on one."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if type(field) in READ_AS and isinstance(field.widget, forms.NumberInput):
            wanted = {"form_class": READ_AS[type(field)], "widget": NumberBox}
            field = super().formfield_for_dbfield(db_field, request, **kwargs | wanted)
        if field is not None:
            field.widget.attrs.pop("maxlength", None)
        if db_field.name == getattr(self.model, "slug_field", None):
            field.required = False
            field.help_text = f"{field.help_text} {MADE}".strip()
        return field
