"""The menus of staff forms: read once a page, written once, and never longer than LONGEST rows.

Django reads and writes the choices of a field again for each row of a page, and lists all of them
whatever their number.
"""

from collections import Counter

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import FilteredSelectMultiple
from django.forms.models import ModelChoiceIterator
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import mark_safe

from charmilles.fields import Several
from charmilles.typed import LONGEST, Typed, TypedList


class Menus(BaseModelAdmin):
    """Makes the menus of a staff page, or of the rows shown on one."""

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if isinstance(db_field, Several):
            return db_field.formfield(**kwargs)  # boxes to tick
        return super().formfield_for_choice_field(db_field, request, **{"widget": Menu} | kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **{"widget": Menu} | kwargs)
        return self._bounded(field, db_field, request, Typed)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field is None or isinstance(field.widget, FilteredSelectMultiple):
            return field  # a list in two columns is searched as one types
        return self._bounded(field, db_field, request, TypedList)

    def _bounded(self, field, db_field, request, typed):
        rows = _read(request, field.queryset)
        if len(rows) > LONGEST:
            field.widget = typed(db_field.remote_field, self.admin_site)
            field.help_text = f"{field.help_text} {field.widget.help_text}".strip()
        else:
            field.rows, field.iterator = rows, Kept
            _tell_apart(field)
            field.widget.choices = field.choices
        return field


def _tell_apart(field):
    """Says what differs between rows of the same name, where their model knows: `distinction`."""
    if not hasattr(field.queryset.model, "distinction"):
        return
    names = Counter(map(str, field.rows))
    if len(names) < len(field.rows):
        field.label_from_instance = lambda row: (
            f"{row} – {row.distinction}" if names[str(row)] > 1 and row.distinction else str(row)
        )


def _read(request, queryset):
    """Reads the rows of a menu once a request, with those that their names may cite.

    It reads one more than LONGEST at most.
    """
    menus = vars(request).setdefault("_menus", {})
    key = str(queryset.query)
    if key not in menus:
        menus[key] = list(queryset.select_related()[: LONGEST + 1])
    return menus[key]


class Kept(ModelChoiceIterator):
    """The choices of a field whose rows are already read."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        yield from map(self.choice, self.field.rows)

    def __len__(self):
        return len(self.field.rows) + (self.field.empty_label is not None)

    def __bool__(self):
        return len(self) > 0


class Menu(forms.Select):
    """A menu without groups, whose options are written once for all the rows of a page."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.written = []  # shared by the copies of this widget: one a row

    def optgroups(self, name, value, attrs=None):
        return []  # `render` writes the options

    def render(self, name, value, attrs=None, renderer=None):
        html = self._options()
        for chosen in self.format_value(value):
            option = f'<option value="{conditional_escape(chosen)}"'
            html = html.replace(f"{option}>", f"{option} selected>", 1)
        empty = super().render(name, value, attrs, renderer)
        return mark_safe(empty.replace("</select>", f"{html}</select>"))

    def _options(self):
        if not self.written:
            choices = (("" if value is None else value, label) for value, label in self.choices)
            options = format_html_join("\n", '<option value="{}">{}</option>', choices)
            self.written.append(options)
        return self.written[0]
