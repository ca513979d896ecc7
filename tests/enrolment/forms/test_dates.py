from datetime import date

import pytest
from django.core.exceptions import ValidationError

from enrolment.forms.dates import DatePartsField, month_number


def clean(*typed, **options):
    return DatePartsField(label="La date de naissance", **options).clean(list(typed))


@pytest.mark.parametrize("month", ["9", "09", "septembre", "Septembre", "sept.", "SEPT", " sep "])
def test_month_is_understood_as_people_write_it(month):
    assert clean("13", month, "2008") == date(2008, 9, 13)


@pytest.mark.parametrize(
    ("typed", "number"), [("févr.", 2), ("Aoû", 8), ("décembre", 12), ("avr", 4), ("mai", 5)]
)
def test_accents_do_not_matter(typed, number):
    assert month_number(typed) == number


@pytest.mark.parametrize("typed", ["0", "13", "ju", "jui", "brumaire", "²", "٣", "-1"])
def test_unknown_or_ambiguous_month_is_not_guessed(typed):
    assert month_number(typed) is None


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("13", "", "2008"), "La date de naissance doit comporter un mois."),
        (("", "", "2008"), "La date de naissance doit comporter un jour et un mois."),
        (("31", "2", "2008"), "La date de naissance n’existe pas dans le calendrier."),
        (("13", "9", "08"), "Écrivez l’année avec quatre chiffres : 2008."),
        (("13", "9", "٢٠٠٨"), "Écrivez l’année avec quatre chiffres : 2008."),
        (("x", "9", "2008"), "La date de naissance n’existe pas dans le calendrier."),
        (("13", "jui", "2008"), "Écrivez le mois en chiffres ou en lettres : 9 ou septembre."),
    ],
)
def test_mistake_is_named(typed, message):
    with pytest.raises(ValidationError) as refusal:
        clean(*typed)
    assert refusal.value.messages == [message]


def test_29_february_exists_in_leap_years_only():
    assert clean("29", "2", "2008") == date(2008, 2, 29)
    with pytest.raises(ValidationError):
        clean("29", "2", "2009")


def test_nothing_typed_is_refused_when_required():
    with pytest.raises(ValidationError):
        clean("", "", "")


def test_nothing_typed_is_no_date_when_optional():
    assert clean("", "", "", required=False) is None


@pytest.mark.parametrize("box", ["day", "month", "year"])
@pytest.mark.parametrize("digits", ["9" * 20, "9" * 5_000])
def test_more_digits_than_a_date_has_are_refused(box, digits):
    """Tries numbers too large for a date, then for int()."""
    typed = {"day": "27", "month": "3", "year": "2009"} | {box: digits}
    with pytest.raises(ValidationError):
        clean(*typed.values())


@pytest.mark.parametrize("day", ["1er", "1 er", "1ER", "01"])
def test_first_day_of_a_month_is_read_as_people_write_it(day):
    assert DatePartsField(label="Le jour").clean([day, "mars", "2009"]) == date(2009, 3, 1)
