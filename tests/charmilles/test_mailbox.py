"""One mailbox has one canonical address, however people write it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charmilles.mailbox import NotAMailbox, canonical, visible

MAILBOX = "ines.morel@xn--cole-9oa.fr"
# Characters that nobody sees: zero width space and joiner, soft hyphen, word joiner, selector.
UNSEEN = "\u200b\u200d\u00ad\u2060\ufe0f\u200e\ufeff"


@pytest.mark.parametrize(
    "typed",
    [
        "ines.morel@école.fr",
        "Ines.Morel@École.FR",
        " ines.morel@école.fr\n",
        unicodedata.normalize("NFD", "ines.morel@école.fr"),
        "ines.morel@XN--COLE-9OA.fr",
        "ines.morel@ｅ\u0301ｃｏｌｅ.ｆｒ",
        "ines.morel@école。fr",
        *(f"ines{sign}.morel@éc{sign}ole.fr" for sign in UNSEEN),
    ],
)
def test_one_mailbox_has_one_address(typed):
    assert canonical(typed) == MAILBOX


@pytest.mark.parametrize(
    "typed",
    [
        "ines@gmaıl.com",  # the dotless i, which PostgreSQL takes for an i
        "ines@gmаil.com",  # a Cyrillic a
        "ines@gmail.com.exemple.fr",
        "ines@straße.de",  # not strasse.de, as the former standard had it
        "ines+bac@gmail.com",
    ],
)
def test_what_looks_alike_is_another_mailbox(typed):
    assert canonical(typed) not in {"ines@gmail.com", "ines@strasse.de"}


@pytest.mark.parametrize(
    "typed", ["ınes@gmail.com", "ｉnes@gmail.com", "inès@gmail.com", "іnes@gmail.com"]
)
def test_a_letter_that_mails_do_not_carry_is_refused_in_words(typed):
    with pytest.raises(NotAMailbox, match="Avant le @"):
        canonical(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "ines", "@", "ines@", "@exemple.fr", "ines@exemple", "ines@exemple..fr"),
        *("i nes@exemple.fr", "ines@exem ple.fr", "ines@-a.fr", "ines@xn--a.fr", "ines@a_b.fr"),
        *('"ines"@exemple.fr', "ines,lea@exemple.fr", "ines;lea@exemple.fr", "ines@[127.0.0.1]"),
        *("i\x00nes@exemple.fr", "ines@exem\nple.fr", f"ines@{'exemple.' * 40}fr", "a\u037eb@c.fr"),
    ],
)
def test_what_is_no_address_is_refused_in_words(typed):
    with pytest.raises(NotAMailbox, match="Écrivez une adresse complète"):
        canonical(typed)


@given(st.text(), st.text())
def test_a_canonical_address_is_its_own_and_plain(local, domain):
    try:
        address = canonical(f"{local}@{domain}.fr")
    except NotAMailbox:
        return
    assert canonical(address) == address
    assert address.isascii()
    assert address == address.lower()


@given(st.emails())
def test_what_is_seen_is_kept_as_typed(address):
    assert visible(f" {address}\u200b") == unicodedata.normalize("NFC", address)
