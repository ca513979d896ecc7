"""Rows that one names by typing, where they are too many for a menu.

One types the short name of a row or its number. That needs no JavaScript; in a form, a link opens
the list where the row is found and, with JavaScript, choosing it there fills the field.
"""

from django.contrib.admin.widgets import ForeignKeyRawIdWidget, ManyToManyRawIdWidget
from django.urls import NoReverseMatch, reverse

LONGEST = 100  # rows of a menu: past it, nobody reads it
DIGITS = 18  # of a number that a database can hold


def short_name(model):
    """Gives the field that names the rows of a model, in a word and uniquely; None without one."""
    names = getattr(model, "natural_key_fields", ())
    field = model._meta.get_field(names[0]) if len(names) == 1 else None
    return field if field and field.unique else None


def name_of_typed(model):
    """Says what one may type: « adresse ou numéro »."""
    field = short_name(model)
    return f"{field.verbose_name} ou numéro" if field else "numéro"


def numbers(model, typed):
    """Gives the number of each row typed; what names no row stays as it was typed."""
    field, words = short_name(model), [(word or "").strip() for word in typed]
    if field is None or not any(words):
        return words
    rows = model._default_manager.filter(**{f"{field.name}__in": words})
    found = dict(rows.values_list(field.name, "pk"))
    return [found.get(word, word) for word in words]


def number(value):
    """Gives the number of a row, as an integer; None for what cannot be one."""
    text = str(value)
    return int(text) if text.isdecimal() and len(text) <= DIGITS else None


class Typed(ForeignKeyRawIdWidget):
    """One row, by its short name or its number; its full name is written beside."""

    choices = ()  # those of the menu that it replaces
    how = "À taper"

    def __init__(self, rel, admin_site):
        super().__init__(rel, admin_site)
        self.known = {}  # rows by number, for all the copies of this widget: one a form

    @property
    def help_text(self):
        return f"{self.how} : {name_of_typed(self.rel.model)}."

    def know(self, rows):
        """Takes rows that are already read, so that their names cost no query."""
        self.known.update({row.pk: row for row in rows})

    def value_from_datadict(self, data, files, name):
        return numbers(self.rel.model, [super().value_from_datadict(data, files, name)])[0]

    def format_value(self, value):
        self._read([value])
        return self._word(value)

    def label_and_url_for_value(self, value):
        rows = self._rows([value])
        return (str(rows[0]), _page(rows[0])) if rows else ("", "")

    def _word(self, value):
        row, field = self.known.get(number(value)), short_name(self.rel.model)
        return getattr(row, field.name) if row and field else value

    def _rows(self, values):
        self._read(values)
        return [row for value in values if (row := self.known.get(number(value)))]

    def _read(self, values):
        missing = set(map(number, values)) - self.known.keys() - {None}
        if missing:
            rows = self.rel.model._default_manager.select_related()
            self.know(rows.filter(pk__in=missing))


class TypedList(Typed, ManyToManyRawIdWidget):
    """Several rows, separated by commas."""

    how = "À taper, séparés par des virgules"

    def value_from_datadict(self, data, files, name):
        words = data.get(name, "").split(",")
        return numbers(self.rel.model, [word for word in words if word.strip()])

    def format_value(self, value):
        self._read(value or [])
        return ", ".join(str(self._word(one)) for one in value or [])

    def label_and_url_for_value(self, value):
        return ", ".join(map(str, self._rows(value))), ""


def _page(row):
    opts = row._meta
    try:
        return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        return ""
