"""A form field for a date typed in three boxes: 13, then 9 or « sept. », then 2008."""

import re
import unicodedata
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS

FIRST = re.compile(r"^1 ?er$", re.IGNORECASE)  # « 1er »
PARTS = ("un jour", "un mois", "une année")
LONGEST_MONTH = 40  # characters, with separate accents: decomposing a long text takes minutes


class DateParts(forms.MultiWidget):
    template_name = "enrolment/draft/date_parts.html"
    use_fieldset = True

    def __init__(self):
        boxes = {
            part: forms.TextInput(
                attrs={"inputmode": mode, "autocomplete": f"bday-{part}", "maxlength": size}
            )
            for part, mode, size in (
                ("day", "numeric", 3),
                ("month", "text", 10),
                ("year", "numeric", 4),
            )
        }
        super().__init__(boxes)

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else [None, None, None]


class DatePartsField(forms.MultiValueField):
    """Reads a date from three boxes. An error says which part is missing or impossible."""

    widget = DateParts

    def __init__(self, **kwargs):
        boxes = [forms.CharField(required=False) for _ in PARTS]
        super().__init__(boxes, require_all_fields=False, **kwargs)

    def clean(self, value):
        typed = [(part or "").strip() for part in value or [""] * 3]
        missing = [name for name, part in zip(PARTS, typed, strict=True) if not part]
        if len(missing) == 3:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if missing:
            raise ValidationError(f"{self.label} doit comporter {' et '.join(missing)}.")
        return self._date(*typed)

    def _date(self, day, month, year):
        number = month_number(month)
        if number is None:
            raise ValidationError("Écrivez le mois en chiffres ou en lettres : 9 ou septembre.")
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise ValidationError("Écrivez l’année avec quatre chiffres : 2008.")
        try:
            return date(int(year), number, int(FIRST.sub("1", day)))
        except (ValueError, OverflowError):
            raise ValidationError(f"{self.label} n’existe pas dans le calendrier.") from None


def month_number(typed: str) -> int | None:
    """Reads 9, 09, « septembre » or « Sept. » as 9. None if it is no month or could be two."""
    if typed.isascii() and typed.isdigit():
        # The length comes first: `int` raises ValueError on thousands of digits.
        return int(typed) if len(typed) <= 2 and 1 <= int(typed) <= 12 else None
    if len(typed) > LONGEST_MONTH:
        return None
    plain = _plain(typed.rstrip("."))
    matches = [
        number
        for number, name in MONTHS.items()
        if len(plain) >= 3 and _plain(str(name)).startswith(plain)
    ]
    return matches[0] if len(matches) == 1 else None


def _plain(text):
    """The same in small letters, without accents."""
    letters = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
