"""Every way to reach a field by a lookup in the URL of a staff list, drawn from the models."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models
from django.urls import NoReverseMatch, reverse

from charmilles.screens import Screen

DEPTH = 3  # relations between the model of the list and that of the field
NOBODY = None


@dataclass(frozen=True)
class Hidden:
    """A field that needs a right of its own; `right` is None when nobody may read it."""

    model: type[models.Model]
    name: str
    right: str | None

    def __str__(self):
        return f"{self.model._meta.model_name}.{self.name}"

    @property
    def codename(self):
        return self.right and self.right.partition(".")[2]

    @property
    def mark(self):
        """What the tests write in this field, and nowhere else."""
        return f"Unique-{self.name}"


def hidden_fields() -> list[Hidden]:
    """Those that the staff pages declare, and the password, of which Django shows a summary."""
    declared = [
        Hidden(screen.model._meta.concrete_model, name, right)
        for screen in screens()
        for name, right in screen.under_a_right.items()
        if name in {field.name for field in screen.model._meta.fields}
    ]
    return [*declared, Hidden(User, "password", NOBODY)]


def screens() -> list[Screen]:
    return list(admin.site._registry.values())


def lists() -> Iterator[tuple[Screen, str]]:
    """(staff page, URL of its list), for those that have a list which Django draws."""
    for screen in screens():
        own = screen.changelist_view.__func__
        if own not in (Screen.changelist_view, admin.ModelAdmin.changelist_view):
            continue
        try:
            name = f"{screen.opts.app_label}_{screen.opts.model_name}"
            yield screen, reverse(f"admin:{name}_changelist")
        except NoReverseMatch:
            continue


def paths(model, wanted, depth=DEPTH) -> Iterator[str]:
    """The prefixes of lookups that lead from a model to another one: « slots__bookings__ »."""
    if model._meta.concrete_model is wanted:
        yield ""
    if depth:
        for relation in model._meta.get_fields(include_hidden=True):
            if relation.is_relation and relation.related_model:
                below = paths(relation.related_model, wanted, depth - 1)
                yield from (f"{relation.name}__{rest}" for rest in below)


def questions(hidden: Hidden) -> Iterator[tuple[str, str, str]]:
    """(comparison, value that is true of the rows of the tests, value that is true of none)."""
    if isinstance(hidden.model._meta.get_field(hidden.name), models.BooleanField):
        yield from (("", "1", "0"), ("__exact", "1", "0"), ("__in", "1", "0"))
        yield ("__isnull", "0", "1")
        return
    mark = hidden.mark
    yield from ((comparison, mark, "zzzz") for comparison in ("", "__exact", "__in"))
    yield from ((f"__{i}contains", mark[2:], "zzzz") for i in ("", "i"))
    yield from ((f"__{i}startswith", mark[:3], "zzzz") for i in ("", "i"))
    yield from (("__gt", " ", "~~~~"), ("__isnull", "0", "1"), ("__regex", "^U", "^z"))
