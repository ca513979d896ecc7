"""What no form may do with a text that one request can carry: spend seconds on it."""

import time
from contextlib import suppress

import pytest
from django import forms
from django.contrib.auth.forms import AuthenticationForm, UserCreationForm
from django.core.exceptions import ValidationError
from django.urls import get_resolver

from charmilles.mailbox import NotAMailbox, canonical, visible

# Accents in the wrong order on one letter, which Unicode asks to sort: n of them take n² steps.
ACCENTS = "a@a" + "\u0301\u0323" * 40_000
SECOND = 1.0  # of processor; sorting these accents takes five
OURS = ("catalogue.", "charmilles.", "enrolment.")


def subclasses(parent):
    return {parent}.union(*(subclasses(child) for child in parent.__subclasses__()))


def fields_of(form):
    """Django bounds the name of an account when it makes the form that signs in."""
    return form().fields if issubclass(form, AuthenticationForm) else form.base_fields


def fields_of_forms():
    """Every field of every form of ours, and of the forms of Django that they inherit from."""
    get_resolver().url_patterns  # noqa: B018 - imports all the views, hence all the forms
    known = [form for form in subclasses(forms.BaseForm) if form.__module__.startswith(OURS)]
    return sorted(
        (
            (f"{form.__module__}.{form.__qualname__}.{name}", field)
            for form in [*known, UserCreationForm]
            for name, field in fields_of(form).items()
            if isinstance(field, forms.CharField | forms.MultiValueField)
        ),
        key=lambda pair: pair[0],
    )


def spent(act):
    before = time.process_time()
    with suppress(ValidationError, NotAMailbox):
        act()
    return time.process_time() - before


FIELDS = fields_of_forms()


@pytest.mark.parametrize("field", [pair[1] for pair in FIELDS], ids=[pair[0] for pair in FIELDS])
def test_no_field_spends_a_second_on_a_hostile_text(field):
    boxes = isinstance(field, forms.MultiValueField)
    typed = ["1", ACCENTS, "2008"] if boxes else ACCENTS
    assert spent(lambda: field.clean(typed)) < SECOND


@pytest.mark.parametrize("read", [visible, canonical])
def test_no_address_spends_a_second_on_a_hostile_text(read):
    assert spent(lambda: read(ACCENTS)) < SECOND


def test_the_fields_of_addresses_are_among_them():
    assert {
        "enrolment.forms.sign_in.EmailForm.email",
        "charmilles.staff.forms.ForgottenForm.email",
    } <= {name for name, _ in FIELDS}
