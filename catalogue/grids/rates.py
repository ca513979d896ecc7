"""The table of results: a line for each indicator, a column for each year."""

import re
from datetime import date
from operator import attrgetter

from django.core.exceptions import ValidationError

from catalogue.grids import cells
from catalogue.grids.table import Column, Row, Table
from catalogue.models import Indicator, Outcome

PARTS = ("option", "block", "campus")
YEARS = re.compile(r"(?:19|20)[0-9]{2}")
YEAR = "Écrivez une année de quatre chiffres : 2025."
TWICE = "Cet indicateur a déjà une ligne : remplissez-la."
UNKNOWN = "Choisissez un indicateur."


class RatesTable(Table):
    title = "Les résultats, année par année"
    hint = (
        "Dans chaque case, le taux et ses cas : 85 (17/20). 17/20 seul fait le taux. Sans taux, "
        "écrivez pourquoi : « Pas encore mesuré (enquête en mars 2027) »."
    )
    models = (Outcome,)
    adds_column = "Ajouter l’année"
    asks_column = True
    is_ordered = False  # they come in the order of the indicators
    names = ("indicator",)

    @property
    def outcomes(self) -> list[Outcome]:
        if not hasattr(self, "_outcomes"):
            related = self.programme.outcomes.select_related("indicator", *PARTS)
            self._outcomes = sorted(related, key=attrgetter("indicator.position", "pk"))
        return self._outcomes

    @property
    def columns(self):
        if not hasattr(self, "_indicators"):
            self._indicators = tuple((str(one.pk), one.label) for one in Indicator.objects.all())
        titles = {_column(one): one.period_label for one in self.outcomes}
        titles |= {n: _title(n) for n in self.more_columns if n not in titles and _is_column(n)}
        choices = (("", "—"), *self._indicators)
        return [
            Column("indicator", "Indicateur", 30, choices=choices, also=("taux", "intitulé")),
            *(Column(name, titles[name], 14) for name in sorted(titles)),
        ]

    @property
    def sent_back(self):
        return [column.name for column in self.columns[1:]]

    def new_column(self, typed):
        if not YEARS.fullmatch(typed.strip()):
            raise ValidationError(YEAR)
        return f"{typed.strip()}|"

    def stored(self):
        rows: dict[str, Row] = {}
        for one in self.outcomes:
            key = _line(one)
            if key not in rows:
                part = f"pour : {one.part}" if one.part else ""
                rows[key] = Row(key, self.blank().cells | {"indicator": str(one.indicator_id)})
                rows[key].note = part
            rows[key].cells[_column(one)] = cells.written_rate(
                one.value, one.numerator, one.denominator, one.missing_reason
            )
        return list(rows.values())

    def write(self, rows):
        known = {(_line(one), _column(one)): one for one in self.outcomes}
        kept, lines = set(), set()
        for row in rows:
            line = self._line_of(row, lines)
            for column in self.columns[1:] if line else ():
                if row.get(column.name):
                    kept.add((line, column.name))
                    self._write(row, column.name, known.get((line, column.name)), line)
        gone = [one.pk for key, one in known.items() if key not in kept]
        self.programme.outcomes.filter(pk__in=gone).delete()

    def _line_of(self, row, lines) -> str:
        """Returns the line of the row: its own as long as it has the same indicator."""
        chosen = row.get("indicator")
        if chosen not in dict(self._indicators):
            row.refuse(UNKNOWN, "indicator")
            return ""
        line = row.key if row.key.split("|")[0] == chosen else "|".join((chosen, "", "", ""))
        if line in lines:
            row.refuse(TWICE, "indicator")
            return ""
        lines.add(line)
        return line

    def _write(self, row, name, outcome, line):
        read = row.read(name, cells.rate)
        if read is None:
            return
        year, period, entered = name.split("|", 2)[0], *_rest(name)
        indicator, *parts = line.split("|")
        if outcome is None:
            outcome = Outcome(programme=self.programme, indicator_id=int(indicator), year=int(year))
            outcome.period, outcome.entered_on = period, entered
            for part, key in zip(PARTS, parts, strict=True):
                setattr(outcome, f"{part}_id", int(key) if key else None)
        values = {"value": read.value, "numerator": read.numerator}
        values |= {"denominator": read.denominator, "missing_reason": read.reason}
        self.keep(row, outcome, dict.fromkeys(values, name), **values)


def _line(one: Outcome) -> str:
    return "|".join(
        str(key or "") for key in (one.indicator_id, *(getattr(one, f"{p}_id") for p in PARTS))
    )


def _column(one: Outcome) -> str:
    """Names a column by what tells it from the others: its year, its intake, its words."""
    if one.entered_on is None and not one.period:
        return f"{one.year}|"
    return f"{one.year}|{one.entered_on or ''}|{one.period}"


def _is_column(name: str) -> bool:
    """Tells whether a page may have sent this name of a column."""
    year, *_ = name.split("|", 1)
    try:
        _rest(name)
    except ValueError:
        return False
    return YEARS.fullmatch(year) is not None


def _rest(name: str) -> tuple[str, date | None]:
    """Returns the words of the period and the intake that a column names."""
    _, *rest = name.split("|", 2)
    if len(rest) < 2:
        return "", None
    return rest[1], date.fromisoformat(rest[0]) if rest[0] else None


def _title(name: str) -> str:
    year, *rest = name.split("|", 2)
    return rest[1] if len(rest) > 1 and rest[1] else year
