"""The identity of a mailbox: one canonical address, compared by equality only.

People write one mailbox in many ways: capitals, accents in the domain or its « xn-- » form,
characters that nobody can see. The canonical address is what we compare and what we write to, so
that whoever receives our mails is whoever the address names. Databases fold capitals in ways of
their own: `UPPER('gmaıl.com')` is `GMAIL.COM` in PostgreSQL, which once opened another's file.
"""

import re
import unicodedata

import idna
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models

LONGEST = 254  # characters of an address, as RFC 5321 has it
LONGEST_TYPED = 4 * LONGEST  # with unseen characters and separate accents
MARK = 46  # characters that the migration of enrolment may add to a shared address
INCOMPLETE = "Écrivez une adresse complète, par exemple prenom.nom@exemple.fr."
NOT_ASCII = (
    "Avant le @, cette adresse contient une lettre que le courrier ne transporte pas, un accent "
    "par exemple. Recopiez l’adresse telle que votre messagerie l’affiche."
)
# A mail queue would cut the address in two at these characters.
SEPARATORS = frozenset('",;')
# Variation selectors choose the drawing of the character before them and show nothing.
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


class NotAMailbox(ValueError):
    """No mailbox has this address; the message is a sentence for the person who typed it."""


def visible(typed: str) -> str:
    """Returns what was typed without the characters that nobody sees, in the form NFC.

    A text too long to be an address is returned as it is: the time of NFC is the square of the
    number of accents on a letter, hours for those of one request.
    """
    if len(typed) > LONGEST_TYPED:
        return typed
    shown = "".join(sign for sign in typed if unicodedata.category(sign) != "Cf")
    return unicodedata.normalize("NFC", _SELECTORS.sub("", shown)).strip()


def canonical(typed: str) -> str:
    """Returns the one address of this mailbox. Raises NotAMailbox.

    The part before the @ is in ASCII and small letters: mail servers take capitals for small
    letters. The domain is in its « xn-- » form (IDNA 2008, after the mapping of UTS 46).
    """
    if len(typed) > LONGEST_TYPED:
        raise NotAMailbox(INCOMPLETE)
    local, _, domain = visible(typed).rpartition("@")
    if not local.isascii():
        raise NotAMailbox(NOT_ASCII)
    try:
        host = idna.encode(domain, uts46=True).decode("ascii")
        address = f"{local.lower()}@{host.lower()}"
        validate_email(address)
    except (idna.IDNAError, ValidationError):
        raise NotAMailbox(INCOMPLETE) from None
    if SEPARATORS & set(address) or len(address) > LONGEST:
        raise NotAMailbox(INCOMPLETE)
    return address


def names_a_mailbox(value: str) -> None:
    """Refuses, in words, an address that cannot name a mailbox: a validator for fields."""
    try:
        canonical(value)
    except NotAMailbox as refusal:
        raise ValidationError(str(refusal), code="invalid") from None


class AddressField(forms.EmailField):
    """An e-mail address as it was typed, without the characters that nobody sees."""

    default_validators = [names_a_mailbox]

    def __init__(self, **options):
        super().__init__(max_length=LONGEST, **options)

    def to_python(self, value):
        return visible(super().to_python(value))


class MailboxField(models.CharField):
    """Names the mailbox of the field `email` of its row. It is set once, when the row is created.

    A row without an address has an empty mailbox.
    """

    def __init__(self, *args, **options):
        defaults = {"verbose_name": "boîte aux lettres", "editable": False}
        super().__init__(*args, **defaults | {"max_length": LONGEST + MARK} | options)

    def pre_save(self, instance, add):
        if add:
            setattr(instance, self.attname, canonical(instance.email) if instance.email else "")
        return super().pre_save(instance, add)
