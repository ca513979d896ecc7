"""Form fields for what people type about themselves: a phone number, a name, a long text."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from phonenumber_field.formfields import PhoneNumberField
from phonenumber_field.phonenumber import PhoneNumber, to_python

from charmilles import typography
from charmilles.mailbox import visible

PHONE = "Écrivez un numéro à dix chiffres, par exemple 06 12 34 56 78."
NO_SUCH_PHONE = (
    "Ce numéro n’existe pas. Vérifiez ses chiffres ; hors de France, commencez par + et "
    "l’indicatif du pays."
)
# A number of overseas France is dialled like one of the mainland, but has its own country code:
# Réunion and Mayotte, Guadeloupe, Guyane, Martinique, Saint-Pierre-et-Miquelon.
OVERSEAS = re.compile(r"(?:\+33|0033|0)((?:26[239]|59[046]|639|69[0-7]|508)\d{6})")
OVERSEAS_REGIONS = ("RE", "YT", "GP", "GF", "MQ", "PM")
SKIN_TONES = range(0x1F3FB, 0x1F400)


class PhoneField(PhoneNumberField):
    """A phone number as people write it in France, overseas too; « + » for another country."""

    widget = forms.TextInput

    def __init__(self, **options):
        super().__init__(region="FR", **options)

    def to_python(self, value):
        digits = re.sub(r"[\s.\-/()]", "", value or "")
        number = _overseas(digits) or super().to_python(value)
        if number and not number.is_valid():
            is_whole = re.fullmatch(r"(\+|00).+|0\d{9}", digits)
            raise ValidationError(NO_SUCH_PHONE if is_whole else PHONE, code="invalid")
        return number

    def prepare_value(self, value):
        """Shows a kept number as in France, and what has just been typed as it was typed."""
        if not isinstance(value, PhoneNumber):
            return value
        return typography.phone(value).replace(typography.NBSP, " ")


def _overseas(digits):
    """The number of overseas France that these digits make; None for any other."""
    found = OVERSEAS.fullmatch(digits)
    if not found:
        return None
    local = found[1].removeprefix("508")
    numbers = [to_python(local, region=region) for region in OVERSEAS_REGIONS]
    return next((number for number in numbers if number.is_valid()), None)


class NameField(forms.CharField):
    """A name of a person, kept as it is typed, in any script, without drawings, on one line."""

    allowed = ""

    def to_python(self, value):
        return re.sub(r"[\t\r\n]+", " ", visible(super().to_python(value)))

    def validate(self, value):
        super().validate(value)
        drawn = next((sign for sign in value if sign not in self.allowed and _is_drawn(sign)), "")
        if drawn.isprintable() and drawn:
            raise ValidationError(f"Écrivez ce nom sans « {drawn} » : il doit pouvoir s’imprimer.")
        if drawn:
            raise ValidationError("Un signe invisible s’est glissé ici : effacez, puis retapez.")


class CompanyField(NameField):
    """The name of a company, which may hold signs that no person's name has."""

    allowed = "®©™℠°№"


def _is_drawn(sign):
    """Whether a sign is an emoji, or another one that no name has: control, private use."""
    return unicodedata.category(sign) in {"So", "Cc", "Co", "Cn"} or ord(sign) in SKIN_TONES


class Paragraphs(forms.Textarea):
    """A box for a long text. A line end counts for one character, as in the browser's own count."""

    def value_from_datadict(self, data, files, name):
        typed = super().value_from_datadict(data, files, name)
        return typed and typed.replace("\r\n", "\n")
