"""Reads the marks of an exam in the address of the page, each blank until it is known.

Nothing typed here is kept: the fields are `free` ones of a public page (charmilles.pages). They are
named by the place of their test: e1, e2…, and f1… for the optional ones.
"""

import re
from decimal import Decimal

from django import forms

from catalogue.figures import marks
from catalogue.figures.marks import Answer
from catalogue.figures.weights import TWENTY, Counted, Exam
from catalogue.sheet.weights import MOST
from charmilles import typography

FREE = tuple(f"{letter}{place}" for letter in "ef" for place in range(1, MOST + 1))


class MarkField(forms.DecimalField):
    """Reads « 12,5 », « 12.5 » and « 12,5/20 », as people write a mark."""

    def to_python(self, value):
        text = re.sub(r"\s", "", value) if value else value
        scale = typography.number(self.max_value)
        return super().to_python(text and text.removesuffix(f"/{scale}"))


class MarksForm(forms.Form):
    """One mark for each test; `answer` says what those known make."""

    def __init__(self, *args, exam: Exam, **kwargs):
        super().__init__(*args, **kwargs)
        self.exam = exam
        for letter, tests in (("e", exam.counted), ("f", exam.optional)):
            for place, one in enumerate(tests, start=1):
                self.fields[f"{letter}{place}"] = _field(one)

    @property
    def answer(self) -> Answer:
        """Computes the answer of a valid form."""
        return marks.answer(self.exam, self._read("e"), self._read("f"))

    def _read(self, letter: str) -> list[Decimal | None]:
        return [mark for name, mark in self.cleaned_data.items() if name.startswith(letter)]


def _field(one: Counted) -> MarkField:
    out_of = typography.number(one.out_of)
    said = typography.french(
        f"{one.name} : écrivez une note de 0 à {out_of}, comme 12 ou 12,5, ou laissez vide."
    )
    kinds = ("invalid", "min_value", "max_value", "max_digits", "max_whole_digits")
    errors = dict.fromkeys((*kinds, "max_decimal_places"), said)
    return MarkField(
        label=one.name,
        help_text=_weight(one),
        min_value=0,
        max_value=one.out_of,
        decimal_places=2,
        required=False,
        localize=True,
        error_messages=errors,
        widget=forms.TextInput({"inputmode": "decimal", "size": 6}),
        template_name="catalogue/mark_field.html",
    )


def _weight(one: Counted) -> str:
    """Writes « coefficient 4 », and what the mark is out of where that is not 20."""
    scale = "" if one.out_of == TWENTY else f", note sur {typography.number(one.out_of)}"
    if one.above is None:
        return f"coefficient {typography.number(one.coefficient)}{scale}"
    return f"facultatif, points au-dessus de {typography.number(one.above)}{scale}"
