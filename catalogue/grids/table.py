"""A table of a programme typed, pasted and saved as a whole; what another changed since."""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from catalogue.grids.cells import lines_of, plain
from catalogue.models import Programme

BLANKS = 3  # empty rows for each press of the button
ALL = ""  # the errors of a whole row
LONGEST = 300  # characters of a cell that is read
TOO_LONG = "Ce texte est trop long pour cette case."


class Column(NamedTuple):
    name: str
    label: str
    size: int = 10  # characters
    choices: tuple = ()  # (value, label) of a menu
    offered: tuple[str, ...] = ()  # words that the browser suggests
    also: tuple[str, ...] = ()  # what spreadsheets call it


@dataclass
class Row:
    """A line of the table: what is typed in each cell, and the rows that it stands for."""

    key: str
    cells: dict[str, str]
    errors: dict[str, list[str]] = field(default_factory=dict)
    note: str = ""  # what it has besides, which this table does not show

    @property
    def is_blank(self) -> bool:
        return not any(text.strip() for text in self.cells.values())

    def get(self, name: str) -> str:
        return self.cells.get(name, "").strip()

    def refuse(self, message: str, name: str = ALL) -> None:
        self.errors.setdefault(name if name in self.cells else ALL, []).append(message)

    def read(self, name: str, parse, empty=None):
        """Reads a cell; its fault is told beside it, and `empty` stands for its value."""
        text = self.get(name)
        if not text:
            return empty
        try:
            if len(text) > LONGEST:
                raise ValidationError(TOO_LONG)
            return parse(text)
        except ValidationError as error:
            self.refuse(" ".join(error.messages), name)
            return empty


class Places:
    """Numbers the rows of a list in the order of the page; a number that fits stays as it is."""

    def __init__(self):
        self.last: dict[object, tuple[int, int]] = {}

    def of(self, instance: Model, parent=None) -> int:
        last = self.last.get(parent, (-1, 0))
        place = instance.position if instance.pk else -1
        if (place, instance.pk or 0) <= last:
            place = max(last[0] + 1, 1)
        self.last[parent] = place, instance.pk or 0
        return place


class Table(ABC):
    """What the tables of the desk have alike; each says its columns, its rows, and how to write."""

    title = ""
    hint = ""
    models: tuple[type[Model], ...] = ()  # those it writes: who saves needs the rights on them
    adds_column = ""  # the label of the button, when columns may be added
    asks_column = False  # whether one says which
    renews = ""  # the label of the button that adds next year's line, when there is one
    is_ordered = True  # whether its lines may be moved
    names: tuple[str, ...] = ()  # the columns that tell a row from another, for what is pasted
    alone = ""  # the menu that makes no line when nothing else is typed
    fills_down = False  # an empty first name stands for the one above

    def __init__(self, programme: Programme, columns: Iterable[str] = ()):
        self.programme, self.more_columns = programme, list(columns)

    @property
    @abstractmethod
    def columns(self) -> list[Column]: ...

    @property
    def sent_back(self) -> list[str]:
        """Names the columns that the page sends again: they stay if another empties them."""
        return self.more_columns

    @abstractmethod
    def stored(self) -> list[Row]:
        """Returns the rows as they are in the base."""

    @abstractmethod
    def write(self, rows: list[Row]) -> None:
        """Writes these rows and deletes the others; says beside each what is refused."""

    def new_column(self, typed: str) -> str:
        """Returns the name of a column that somebody adds."""
        raise ValidationError("Ce tableau n’a pas d’autre colonne.")

    def hold(self) -> None:
        """Lets no other table of this programme be saved until the transaction ends."""
        Programme.objects.select_for_update().filter(pk=self.programme.pk).first()

    def save(self, rows: list[Row], *, dry: bool = False) -> bool:
        """Writes all the rows or none; tells whether they can be written."""
        with transaction.atomic():
            self.write([row for row in rows if not row.is_blank])
            is_right = not any(row.errors for row in rows)
            if dry or not is_right:
                transaction.set_rollback(True)
        return is_right

    def keep(self, row: Row, instance: Model, columns: dict[str, str], **values) -> bool:
        """Gives a row of the base its values, if they are right; says the faults in place."""
        for name, value in values.items():
            setattr(instance, name, value)
        try:
            instance.full_clean()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                for message in messages:
                    row.refuse(message, columns.get(name, ALL))
            return False
        instance.save()
        return True

    def renewed(self, row: Row) -> Row:
        """Returns the line that follows this one next year."""
        return self.blank()

    # What is typed

    def blank(self) -> Row:
        return Row("", {column.name: "" for column in self.columns})

    def typed(self, data) -> list[Row]:
        """Reads the rows sent, in the order of the page."""
        numbers = [name.removesuffix("-key") for name in data if name.endswith("-key")]
        columns = self.columns
        rows = [
            Row(data[f"{n}-key"], {c.name: data.get(f"{n}-{c.name}", "") for c in columns})
            for n in numbers
        ]
        return [row if row.key or self._says(row) else self.blank() for row in rows]

    def _says(self, row) -> bool:
        return any(text for name, text in row.cells.items() if name != self.alone)

    # What is pasted

    def paste(self, rows: list[Row], text: str) -> tuple[list[Row], int]:
        """Adds the lines of a spreadsheet after the rows, or into those of the same name."""
        lines = [line for line in lines_of(text) if any(map(str.strip, line))]
        titles = self._header(lines[0]) if lines else None
        lines = lines[1:] if titles else lines
        order = titles or [column.name for column in self.columns]
        kept = [row for row in rows if not row.is_blank]
        known = {name: row for name, row in self._named(kept) if name}
        pasted = [self._pasted(order, line) for line in lines]
        for name, row in self._named(pasted):
            if same := known.get(name):
                same.cells.update({key: text for key, text in row.cells.items() if text})
            else:
                kept.append(row)
        return kept, len(pasted)

    def _pasted(self, order, line) -> Row:
        row = self.blank()
        said = dict(zip(order, map(str.strip, line), strict=False))
        row.cells |= {name: self._value(name, text) for name, text in said.items() if name}
        return row

    def _value(self, name, text):
        """Returns the value of the choice that the words name, in a menu."""
        choices = next(column.choices for column in self.columns if column.name == name)
        same = (str(value) for value, label in choices if plain(str(label)) == plain(text))
        return next(same, text)

    def _header(self, line) -> list[str] | None:
        """Returns the names of the columns when the line is their titles, at least two of them."""
        for text in line:
            if self.adds_column and text.strip() and self._column(text) is None:
                self._may_add(text)
        found = [self._column(text) for text in line]
        return [name or "" for name in found] if sum(map(bool, found)) >= 2 else None

    def _may_add(self, text):
        try:
            name = self.new_column(text)
        except ValidationError:
            return
        if name not in self.more_columns:
            self.more_columns.append(name)

    def _column(self, text) -> str | None:
        said = plain(text)
        for column in self.columns:
            if said in {plain(name) for name in (column.label, column.name, *column.also)}:
                return column.name
        return None

    def _named(self, rows) -> Iterator[tuple[tuple, Row]]:
        first = ""
        for row in rows:
            words = [plain(row.get(name)) for name in self.names]
            if self.fills_down and words:
                words[0] = first = words[0] or first
            yield (tuple(words) if any(words) else ()), row

    # What somebody else changed

    def base(self, rows: list[Row]) -> str:
        """Writes the rows as they are shown, so that saving can tell what changed since."""
        return json.dumps({self.own(row.key): row.cells for row in rows if row.key})

    def merge(self, base: str, mine: list[Row], *, by: str) -> list[Row]:
        """Joins what is typed and what another saved since; says where both wrote the same cell."""
        seen = _seen(base)
        theirs = {self.own(row.key): row for row in self.stored()}
        typed = {self.own(row.key) for row in mine}
        rows = [row for row in mine if self._joined(row, seen, theirs, by)]
        place, after = 0, True
        for key, other in theirs.items():
            now = [n for n, row in enumerate(rows) if self.own(row.key) == key]
            before = seen.get(key)
            if key not in typed and (before is None or _differ(before, other.cells)):
                self._put(rows, place, other, by, is_new=before is None, after=after)
                now = [place]
            place, after = (now[0] + 1, True) if now else (place, False)
        return rows

    def _put(self, rows, place, other, by, *, is_new, after):
        """Puts a line of another after the one that it followed, or says what became of it."""
        rows.insert(place, other)
        if not is_new:
            other.refuse(f"{by} a changé entre-temps cette ligne, que vous avez retirée.")
        elif self.fills_down and not after:
            other.refuse(
                f"{by} a ajouté entre-temps cette ligne sous une autre que vous avez retirée : "
                "voyez sa place, puis enregistrez."
            )

    def own(self, key: str) -> str:
        """Returns what of the key of a line stays the same as long as the line does."""
        return key

    def _joined(self, row, seen, theirs, by) -> bool:
        """Joins one row; tells whether it stays."""
        before = seen.get(self.own(row.key))
        if before is None:
            return True
        if self.own(row.key) not in theirs:
            row.key = ""
            if _differ(before, row.cells):
                row.refuse(f"{by} a retiré cette ligne entre-temps : enregistrez pour la remettre.")
                return True
            return False
        other = theirs[self.own(row.key)]
        row.key = other.key
        for name in row.cells:
            self._join(row, name, before.get(name, ""), other.cells.get(name, ""), by)
        return True

    def _join(self, row, name, old, other, by):
        if row.cells[name] == old:
            row.cells[name] = other
        elif other not in (old, row.cells[name]):
            wrote = f"a écrit « {other} »" if other else "a vidé cette case"
            row.refuse(f"{by} {wrote} entre-temps.", name)


def _seen(base: str) -> dict[str, dict[str, str]]:
    """Reads the rows that the page showed; nothing of what is no such thing."""
    try:
        seen = json.loads(base)
    except (ValueError, RecursionError):
        return {}
    rows = seen.items() if isinstance(seen, dict) else ()
    return {key: cells for key, cells in rows if isinstance(cells, dict)}


def _differ(some, others) -> bool:
    return any(some.get(name, "") != others.get(name, "") for name in {*some, *others})
