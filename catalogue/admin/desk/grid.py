"""The page of a table of the desk: typed, moved, pasted from a spreadsheet, saved as a whole."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from catalogue.admin.desk.addresses import desk_address
from catalogue.admin.desk.parts import Edit
from catalogue.admin.desk.screens import PartScreen, leave
from catalogue.grids.table import BLANKS, Row, Table
from catalogue.models import Programme
from charmilles import typography
from charmilles.versions import last_author

KEPT = "ce que vous avez tapé est gardé ci-dessous, et ce qui s’y oppose est dit."
MOVES = {"_up": -1, "_down": 1}


class GridPage:
    """One request for a table: its rows after what was asked, and what to say of it."""

    def __init__(self, request, programme: Programme, edit: Edit):
        self.request, self.programme, self.edit = request, programme, edit
        self.table: Table = edit.table(programme, request.POST.getlist("column"))
        self.rows: list[Row] = []
        self.error = self.news = ""

    def answer(self):
        if self.request.method != "POST":
            rows = self.table.stored()
            base = self.table.base(rows)
            return self._show(rows + self._blanks(1 if rows else BLANKS), base)
        with transaction.atomic():  # what is stored stays so, between its reading and the saving
            self.table.hold()
            return self._answer_posted()

    def _answer_posted(self):
        rows, base = self.table.typed(self.request.POST), self.request.POST.get("base", "")
        if not {"_save", "_next"} & set(self.request.POST):
            return self._show(self._changed(rows), base)
        return self._save(rows, base)

    def _blanks(self, count):
        return [self.table.blank() for _ in range(count)]

    # What is asked without saving

    def _changed(self, rows):
        posted = self.request.POST
        for name, step in MOVES.items():
            if name in posted:
                _move(rows, posted[name], step)
        if "_remove" in posted:
            rows = [row for n, row in enumerate(rows) if str(n) != posted["_remove"]]
        if "_more" in posted:
            rows += self._blanks(BLANKS)
        if "_renew" in posted:
            rows = self._renewed(rows)
        if "_column" in posted:
            self._add_column(posted.get("new_column", ""))
        if "_paste" in posted:
            return self._paste(rows, posted.get("pasted", ""))
        return self._with_every_column(rows)

    def _with_every_column(self, rows):
        for row in rows:
            row.cells = self.table.blank().cells | row.cells
        return rows

    def _renewed(self, rows):
        filled = [row for row in rows if not row.is_blank]
        return [*filled, self.table.renewed(filled[-1])] if filled else rows

    def _add_column(self, typed):
        try:
            self.table.more_columns.append(self.table.new_column(typed))
        except ValidationError as error:
            self.error = " ".join(error.messages)

    def _paste(self, rows, text):
        rows, count = self.table.paste(rows, text)
        self._with_every_column(rows)
        if not count:
            self.error = "Rien n’est collé : copiez le tableau dans le tableur, puis collez-le ici."
        elif self.table.save(rows, dry=True):
            lines = typography.quantity(count, "ligne")
            self.news = f"{lines} du tableur, pas encore enregistrées : vérifiez, puis enregistrez."
        else:
            self.error = "Des cases collées sont à corriger ; rien n’est enregistré."
        return rows

    # Saving

    def _save(self, rows, base):
        now = self.table.stored()
        if base != self.table.base(now):
            who = last_author(self.programme, but=self.request.user)
            rows = self.table.merge(base, rows, by=who)
            if any(row.errors for row in rows):
                self.error = f"{who} a enregistré ce tableau entre-temps : {KEPT}"
                return self._show(rows, self.table.base(now), status=409)
        if not self.table.save(rows):
            self.error = "Des cases sont à corriger ; rien n’est enregistré."
            return self._show(rows, self.table.base(now))
        PartScreen(self.edit).log_change(self.request, self.programme, f"{self.edit.title}.")
        messages.success(self.request, f"Enregistré : {self.edit.title}.")
        return leave(self.request, self.programme, self.edit.part)

    def _show(self, rows, base, status=200):
        columns = self.table.columns
        context = {
            **admin.site.each_context(self.request),
            "is_nav_sidebar_enabled": False,
            "title": self.edit.title,
            "programme": self.programme,
            "back": desk_address(self.programme, self.edit.part),
            "table": self.table,
            "columns": columns,
            "rows": [_shown(number, row, columns) for number, row in enumerate(rows)],
            "base": base,
            "error": self.error,
            "news": self.news,
            "pasted": self.request.POST.get("pasted", "") if self.error else "",
        }
        return TemplateResponse(
            self.request, "admin/catalogue/desk/grid.html", context, status=status
        )


def _shown(number, row, columns):
    cells = [
        (_with_typed(c, row.get(c.name)), row.cells.get(c.name, ""), row.errors.get(c.name, ()))
        for c in columns
    ]
    return {"number": number, "row": row, "cells": cells, "errors": row.errors.get("", ())}


def _with_typed(column, text):
    """Adds to a menu the pasted words that it does not offer: they are shown, then refused."""
    if not column.choices or text in {str(value) for value, _ in column.choices} | {""}:
        return column
    return column._replace(choices=((text, text), *column.choices))


def _move(rows, number, step):
    place = int(number) if number.isdecimal() else -1
    if 0 <= place < len(rows) and 0 <= place + step < len(rows):
        rows[place], rows[place + step] = rows[place + step], rows[place]


def grid(request, key: int, edit: Edit):
    """Answers the page of a table to who may write every kind of row it holds."""
    programme = get_object_or_404(Programme, pk=key)
    names = [model._meta.model_name for model in edit.table.models]
    rights = [f"catalogue.{act}_{name}" for name in names for act in ("add", "change", "delete")]
    if not request.user.has_perms(["catalogue.change_programme", *rights]):
        raise PermissionDenied
    return GridPage(request, programme, edit).answer()
