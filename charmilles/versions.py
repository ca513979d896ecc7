"""What a form of the staff site showed, so that a later save erases nothing that came in between.

The page carries a mark of each value it shows. When it is sent, a value that somebody else has
saved since is kept where this person changed nothing; where both wrote, the save is refused, and
the page says who wrote what beside what was typed.
"""

import base64
import json
from datetime import datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.functional import Promise

NAME = "_version"
WIDTH = 4  # characters of a mark: one chance of a mistake in sixteen million
SOMEBODY = "Quelqu’un d’autre"
GONE = (
    "{who} a changé entre-temps ce que vous supprimez : {rows}. Rien n’est supprimé. Voyez ce qui "
    "est écrit, puis cochez de nouveau si besoin."
)


def last_author(row, *, but=None) -> str:
    """Names the last person who saved this row in the staff site, apart from one."""
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk)
    )
    if but is not None:
        entries = entries.exclude(user=but)
    entry = entries.select_related("user").order_by("-action_time").first()
    return SOMEBODY if entry is None else entry.user.get_full_name() or entry.user.get_username()


# Marks


def mark(field: forms.Field, value) -> str:
    """Returns a mark of a value, the same whether it is stored or typed."""
    digest = sha256(_plain(field.prepare_value(value)).encode()).digest()
    return base64.urlsafe_b64encode(digest)[:WIDTH].decode()


def _plain(value) -> str:
    match value:
        case None | False:
            return ""
        case Decimal():
            return format(value.normalize(), "f")
        case datetime():
            return str(value.timestamp())
        case str() | Promise():
            return "\n".join(str(value).strip().splitlines())
    if hasattr(value, "name"):  # a file
        return value.name or ""
    if hasattr(value, "__iter__"):
        return "\n".join(sorted(map(str, value)))
    return str(value)


def marks(form) -> str:
    """Writes the marks of all the values of a form as they are stored, box after box."""
    return "".join(mark(form.fields[name], _stored(form, name)) for name in _written(form))


def _written(form) -> list[str]:
    """Lists the boxes that hold what one writes; the key of a row and « supprimer » are not."""
    keys = (forms.models.InlineForeignKeyField, forms.models.ModelChoiceField)
    return [
        name
        for name, field in form.fields.items()
        if name != forms.formsets.DELETION_FIELD_NAME
        and not (isinstance(field, keys) and isinstance(field.widget, forms.HiddenInput))
    ]


def _stored(form, name):
    return form.get_initial_for_field(form.fields[name], name)


def token(form, formsets) -> str:
    """Writes the version of a page: the marks of its form, and those of each row of its lists."""
    seen = {"": marks(form)}
    for rows in formsets:
        for row in rows.initial_forms:
            seen[f"{rows.prefix}:{row.instance.pk}"] = marks(row)
    return json.dumps(seen, separators=(",", ":"))


def seen_in(request) -> dict[str, str]:
    """Reads the version that a page sends back; nothing of a page that has none."""
    try:
        seen = json.loads(request.POST.get(NAME, ""))
    except ValueError:
        return {}
    if not isinstance(seen, dict):
        return {}
    return {row: shown for row, shown in seen.items() if isinstance(shown, str)}


# Forms that know what they showed


class Versioned:
    """A form that joins what is typed with what another saved since it was shown."""

    seen = ""  # the marks of what it showed

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.clashes: dict[str, str] = {}  # by box: what another wrote there
        self.joined: list[str] = []  # the boxes where only another wrote

    @staticmethod
    def who() -> str:
        return SOMEBODY

    @property
    def changed_since(self) -> list[str]:
        """Lists the boxes whose stored value is no longer the one shown."""
        names = _written(self)
        if len(self.seen) != WIDTH * len(names):
            return []
        shown = (self.seen[n : n + WIDTH] for n in range(0, len(self.seen), WIDTH))
        pairs = zip(names, shown, strict=True)
        return [n for n, seen in pairs if seen != mark(self.fields[n], _stored(self, n))]

    def full_clean(self):
        changed = self.changed_since if self.is_bound and self.instance.pk else []
        for name in changed:
            self._join(name)
        super().full_clean()
        for name in self.joined:
            self._show_stored(name)
        for name, other in self.clashes.items():
            self.add_error(name, _said(self.who(), other))

    def _join(self, name):
        """Keeps the stored value of a box where nothing was typed; else notes that both wrote."""
        field, place = self.fields[name], _written(self).index(name) * WIDTH
        typed = self._typed_mark(name)
        if typed == self.seen[place : place + WIDTH]:
            self.joined.append(name)
            field.disabled = True  # Django then reads what is stored, not what was sent
        elif typed != mark(field, _stored(self, name)):
            self.clashes[name] = _in_words(field, _stored(self, name))

    def _typed_mark(self, name) -> str:
        field = self.fields[name]
        try:
            if isinstance(field, forms.FileField):
                return mark(field, field.clean(self[name].data, _stored(self, name)))
            return mark(field, field.clean(self[name].data))
        except forms.ValidationError:
            return ""

    def _show_stored(self, name):
        field = self.fields[name]
        field.disabled = False
        field.bound_data = lambda data, initial: initial


@cache
def versioned(form: type[forms.ModelForm]) -> type[forms.ModelForm]:
    return type(form.__name__, (Versioned, form), {})


def _said(who: str, other: str) -> str:
    wrote = f"a enregistré « {other} »" if other else "a vidé cette case"
    return (
        f"{who} {wrote} entre-temps. Votre saisie est gardée : enregistrez de nouveau pour la "
        "préférer, ou recopiez l’autre."
    )


def _in_words(field: forms.Field, value) -> str:
    """Writes a stored value as the box shows it, a choice by its label."""
    value = field.prepare_value(value)
    values = [value] if isinstance(value, str) or not hasattr(value, "__iter__") else list(value)
    if hasattr(field, "choices"):
        labels = {str(key): str(label) for key, label in field.choices}
        return ", ".join(labels.get(str(one), str(one)) for one in values if one not in (None, ""))
    if isinstance(value, bool):
        return "oui" if value else "non"
    written = getattr(field.widget, "format_value", str)(value)
    return "" if written is None else str(written)


def joined_labels(forms_of_page) -> list[str]:
    """Names the boxes where only another wrote, once each."""
    names = (str(one.fields[name].label) for one in forms_of_page for name in joined_of(one))
    return list(dict.fromkeys(names))


def joined_of(form) -> list[str]:
    return getattr(form, "joined", [])
