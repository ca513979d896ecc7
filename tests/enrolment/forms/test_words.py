"""What candidates type, one case of each kind of ../shared/cases/README.md."""

import pytest
from django.core.exceptions import ValidationError
from phonenumber_field.phonenumber import PhoneNumber

from enrolment.forms.words import (
    NO_SUCH_PHONE,
    PHONE,
    CompanyField,
    NameField,
    Paragraphs,
    PhoneField,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("06.12.34.56.78", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "+33612345678"),
        ("0692 85 12 34", "+262692851234"),
        ("+33 6 92 85 12 34", "+262692851234"),
        ("0693 20 12 34", "+262693201234"),
        ("0639 69 12 34", "+262639691234"),
        ("0262 20 12 34", "+262262201234"),
        ("0269 61 12 34", "+262269611234"),
        ("0690 20 12 34", "+590690201234"),
        ("0691 28 12 34", "+590691281234"),
        ("0590 20 12 34", "+590590201234"),
        ("0694 20 12 34", "+594694201234"),
        ("0594 30 12 34", "+594594301234"),
        ("0696 20 12 34", "+596696201234"),
        ("0697 20 12 34", "+596697201234"),
        ("0596 50 12 34", "+596596501234"),
        ("0508 41 12 34", "+508411234"),
        ("+41 79 123 45 67", "+41791234567"),
    ],
)
def test_phone_is_kept_with_its_country(typed, kept):
    assert PhoneField().clean(typed).as_e164 == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("06", PHONE),
        ("mon numéro", PHONE),
        ("06 12 34 56 78 ou 07 12 34 56 78", PHONE),
        ("06 39 98 12 34", NO_SUCH_PHONE),
        ("+41 12", NO_SUCH_PHONE),
    ],
)
def test_refused_phone_is_told_what_is_wrong(typed, said):
    with pytest.raises(ValidationError) as refusal:
        PhoneField().clean(typed)
    assert refusal.value.messages == [said]


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("+33612345678", "06 12 34 56 78"),
        ("+262692851234", "0692 85 12 34"),
        ("+508411234", "+508 41 12 34"),
        ("+41791234567", "+41 79 123 45 67"),
    ],
)
def test_phone_is_shown_as_in_france_and_read_again(kept, shown):
    field = PhoneField()
    assert field.prepare_value(PhoneNumber.from_string(kept)) == shown
    assert field.clean(shown).as_e164 == kept


@pytest.mark.parametrize("name", ["Loeuillet", "D'Alès", "李", "Jean-Paul", "D´Almeida", "O’Neil"])
def test_name_is_kept_as_typed(name):
    assert NameField().clean(name) == name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Léa 😀", "sans « 😀 »"),
        ("Léa ✅", "sans « ✅ »"),
        ("👍🏽", "sans « 👍 »"),
        ("Lé\x07a", "Un signe invisible"),
        ("Lé\ue000a", "Un signe invisible"),
    ],
)
def test_name_with_a_drawing_is_refused_in_words(name, said):
    with pytest.raises(ValidationError, match=said):
        NameField().clean(name)


def test_company_keeps_its_marks_and_no_drawing():
    assert CompanyField().clean("Menuiserie Roux® n° 2") == "Menuiserie Roux® n° 2"
    for name, said in (("Roux 🍕", "sans « 🍕 »"), ("Ro\x07ux", "Un signe invisible")):
        with pytest.raises(ValidationError, match=said):
            CompanyField().clean(name)


def test_signs_that_nobody_sees_leave_a_name():
    assert NameField().clean("L\u200béa\ufe0f") == "Léa"


def test_line_end_counts_for_one_character():
    typed = {"why": "a\r\n" * 19 + "b" * 1962}
    assert len(Paragraphs().value_from_datadict(typed, {}, "why")) == 2000
