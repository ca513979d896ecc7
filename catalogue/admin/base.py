"""Base classes of the catalogue's staff pages."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminFileWidget
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst

from catalogue.models import Option, SkillBlock
from catalogue.models.pdf import PdfField
from charmilles import formsets
from charmilles.screens import InlineStack, InlineTable


class NamedCells(formsets.Rows):
    """Labels each cell with its column for screen readers; Django leaves cells unlabelled."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            widget = getattr(field.widget, "widget", field.widget)  # under its + and pencil links
            if field.label and not widget.is_hidden:
                widget.attrs["aria-label"] = capfirst(field.label)


# An address typed without its scheme.
HTTPS = {models.URLField: {"assume_scheme": "https"}}


# The file picker of the browser offers PDF files only; the model checks what is sent.
PDF = {PdfField: {"widget": AdminFileWidget(attrs={"accept": "application/pdf,.pdf"})}}


class Rows(InlineTable):
    """Shows an ordered list as a table; staff add empty lines when they need them."""

    formset = NamedCells
    formfield_overrides = HTTPS | PDF


class FoldedRows(Rows):
    """Rows shown collapsed: a programme has ten lists, and staff edit one at a time."""

    classes = ["collapse"]


class FoldedStack(InlineStack):
    """Rows with too many fields for a table, shown collapsed."""

    classes = ["collapse"]


# There are few choices: checkboxes are easier than a multiple-selection list.
TICKED = {models.ManyToManyField: {"widget": CheckboxSelectMultiple}}


class HiddenFromIndex:
    """Hides a model from the admin index, because its parent's page links to it."""

    def has_module_permission(self, request):
        return False


class OnProgrammePage:
    """A row of a programme: it links to the public page, and once saved it leads back to its list.

    « Voir sur le site » is there if the programme is published.
    """

    rows_name = ""  # of the list that holds it, on the page of its parent

    def view_on_site(self, obj):
        programme = self.programme_of(obj)
        return programme.get_absolute_url() if programme and programme.is_published else None

    def programme_of(self, obj):
        return obj.programme

    def parent_of(self, obj):
        """Returns the row whose page lists this one; None for a text of the centre."""
        return obj.programme

    def response_post_save_change(self, request, obj):
        return self._back(request, obj) or super().response_post_save_change(request, obj)

    def response_post_save_add(self, request, obj):
        return self._back(request, obj) or super().response_post_save_add(request, obj)

    def _back(self, request, obj):
        parent = self.parent_of(obj) if self.rows_name else None
        if parent is None or not self.admin_site.get_model_admin(
            type(parent)
        ).has_view_or_change_permission(request, parent):
            return None
        page = f"admin:catalogue_{parent._meta.model_name}_change"
        return redirect(f"{reverse(page, args=[parent.pk])}#{self.rows_name}-group")


def opened(request):
    """Returns the key of the row whose page is open; None on the page of a new one."""
    key = request.resolver_match.kwargs.get("object_id", "")
    return key if key.isdecimal() else None


class OfThisProgramme:
    """Offers in its rows the options of their programme, and the blocks of its certification."""

    def get_field_queryset(self, db, db_field, request):
        key = opened(request)
        match db_field.name:
            case "option":
                return Option.objects.filter(programme=key)
            case "block":
                return SkillBlock.objects.filter(certification__programmes=key)
        return super().get_field_queryset(db, db_field, request)


class OwnerFilter(admin.SimpleListFilter):
    """Lists the centre first: a programme's rows are usually opened from its own page."""

    title = "origine"
    parameter_name = "origine"

    def lookups(self, request, model_admin):
        return [("centre", "du centre"), ("formation", "d’une formation")]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(programme__isnull=self.value() == "centre")
