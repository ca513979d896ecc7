"""Finds an application however its name, phone, address or reference is typed.

Accents, case, apostrophes, hyphens, spaces and the order of words do not count; a word may be cut
short. Each word that is kept gives one row of `SearchKey`: this word followed by the others, then
by those before it, all joined. So « Lefèvre-D’Alès » is found by « lefevre », « dales » and
« lefevredales », each of which begins a row: an index finds it on every database.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.db.models.signals import post_delete, post_save

from enrolment.models import Application, Guardian, SearchKey, Status
from enrolment.models.search import LONGEST_KEY

LONGEST_TYPED = 100  # characters of a search that are read
MOST_WORDS = 12
TITLES = {"m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle"}
_LETTERS = str.maketrans(
    {"ß": "ss", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i"}
)
_WORD = re.compile(r"[^\W_]+")
# Digits with what people write between them: « +33 (0)6.12-34 56 78 ».
_NUMBER = re.compile(r"(?<!\w)\d[\d\s.\-/()\u2010-\u2015]*\d(?!\w)")


def words(text: str) -> list[str]:
    """Lists the words of a text in small letters without accents.

    Other alphabets are written with the numbers of their letters: every base sorts those alike.
    """
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    bare = "".join(sign for sign in plain if unicodedata.category(sign) not in ("Mn", "Cf"))
    return [_in_ascii(word) for word in _WORD.findall(bare)]


def _in_ascii(word):
    return "".join(sign if sign.isascii() else f"{ord(sign):06x}" for sign in word)


# What is kept


def index(application: Application) -> None:
    """Keeps what this application is found by, as the base knows it; nothing for a draft.

    To be called when it is sent, and after any change of its people.
    """
    sent = Application.objects.exclude(status=Status.DRAFT).filter(pk=application.pk).first()
    wanted = keys(sent, Guardian.objects.filter(application=sent)) if sent else set()
    rows = SearchKey.objects.filter(application=application.pk)
    known = set(rows.values_list("key", flat=True))
    if known - wanted:
        rows.filter(key__in=known - wanted).delete()
    missing = [SearchKey(application=sent, key=key) for key in sorted(wanted - known)]
    SearchKey.objects.bulk_create(missing, ignore_conflicts=True)


def keys(application, guardians: Iterable) -> set[str]:
    """Gives all that an application is found by."""
    found = _turned(application.reference)
    for person in (application, *guardians):
        texts = (f"{person.first_name} {person.last_name}", person.email, person.mailbox)
        found.update(*map(_turned, texts), _of_phone(person.phone))
    return found


def _turned(text):
    """Joins the words from each of them, round to the one before."""
    all_words = words(text)[:MOST_WORDS]
    turns = ("".join(all_words[n:] + all_words[:n]) for n in range(len(all_words)))
    return {turn[:LONGEST_KEY] for turn in turns}


def _of_phone(phone):
    """Gives the number with its country, without it, and its ends by pairs of digits."""
    if not phone or not phone.country_code:  # none, or none that can be read
        return set(re.findall(r"\d+", str(phone or "")))
    national = str(phone.national_number)
    ends = {national[-size:] for size in (8, 6, 4)}
    return {f"{phone.country_code}{national}", national, *ends}


def connect():
    """Follows every row saved one by one; a mass `update()` or `bulk_create()` calls `index`."""
    for signal, sender in (
        (post_save, Application),
        (post_save, Guardian),
        (post_delete, Guardian),
    ):
        signal.connect(_index_row, sender=sender, dispatch_uid=f"search {sender.__name__}")


def _index_row(sender, instance, origin=None, **kwargs):
    """Leaves the keys of an application that is being erased: they go with it."""
    if origin is not None and getattr(origin, "model", type(origin)) is not sender:
        return
    index(instance if isinstance(instance, Application) else Application(instance.application_id))


# What is asked


def matching(applications: QuerySet, typed: str) -> QuerySet:
    """Selects the applications that every word and number typed finds; none for mere signs."""
    text = typed[:LONGEST_TYPED]
    numbers = [re.sub(r"\D", "", number) for number in _NUMBER.findall(text)]
    names = _without_titles(words(_NUMBER.sub(" ", text)))[:MOST_WORDS]
    if not numbers and not names:
        return applications.none()
    for number in numbers:
        applications = applications.filter(_found_by(_as_kept(number)))
    return applications.filter(_every(names)) if names else applications


def _without_titles(names):
    return [name for name in names if name not in TITLES] or names


def _as_kept(number):
    """Gives the ways in which a number may be kept: « 06… », « 00336… » and « 33(0)6… » are one."""
    short = number.lstrip("0") or number
    return {number, short, re.sub(r"^330", "33", short)}


def _every(names):
    """Wants each word, alone or joined to the one beside it (« Le Fèvre »), or all joined."""
    each = Q()
    for before, name, after in zip(["", *names], names, [*names[1:], ""], strict=False):
        each &= _found_by({name, before + name, name + after})
    return each | _found_by({"".join(names)}) if len(names) > 2 else each


def _found_by(beginnings):
    ranges = (Q(key__range=_range(beginning[:LONGEST_KEY])) for beginning in beginnings)
    return Q(pk__in=SearchKey.objects.filter(reduce(or_, ranges)).order_by().values("application"))


def _range(beginning):
    """Bounds the keys that begin so: an index serves it on every base, unlike LIKE on SQLite."""
    return beginning, beginning.ljust(LONGEST_KEY, "z")
