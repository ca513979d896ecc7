"""What the staff pages of the catalogue share."""

from django.contrib import admin
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.forms.models import BaseInlineFormSet
from django.utils.text import capfirst


class NamedCells(BaseInlineFormSet):
    """Says the column in every cell: Django leaves them nameless for who cannot see the header."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            widget = getattr(field.widget, "widget", field.widget)  # behind the + and pencil
            if field.label and not widget.is_hidden:
                widget.attrs["aria-label"] = capfirst(field.label)


class Rows(admin.TabularInline):
    """An ordered list edited as a table; empty lines are added on request."""

    formset = NamedCells
    extra = 0


class FoldedRows(Rows):
    """Closed at first: a sheet has ten lists, and one comes to change one of them."""

    classes = ["collapse"]


# A handful of contracts or places: boxes to tick say more than two lists and four arrows.
TICKED = {models.ManyToManyField: {"widget": CheckboxSelectMultiple}}


class HiddenFromIndex:
    """Reached from the page of its parent: on the index it would only lengthen the list."""

    def has_module_permission(self, request):
        return False


class OnProgrammePage:
    """« Voir sur le site » leads to the programme's page, while there is one."""

    def view_on_site(self, obj):
        programme = self.programme_of(obj)
        return programme.get_absolute_url() if programme and programme.is_published else None

    def programme_of(self, obj):
        return obj.programme
