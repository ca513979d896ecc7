"""The table of prices: a line for each public, columns for the whole training and each year."""

from collections import defaultdict

from django.core.exceptions import ValidationError

from catalogue.grids import cells
from catalogue.grids.table import Column, Row, Table
from catalogue.models import LearnerStatus, Tuition
from catalogue.sheet import lengths

Period = Tuition.Period
# What makes one line of several prices, besides whom they are for.
SAME = (
    *("kind", "name", "step", "status_id", "audience", "option_id", "campus_id", "block_id"),
    *("qualifier", "tax", "payers", "text", "refund", "is_detail"),
)
MOST = 10  # years that a page may ask for
EMPTY = "Écrivez au moins un montant, ou retirez la ligne."
UNKNOWN = "« {} » n’est pas connu : choisissez un contrat ou statut, ou écrivez « Pour qui »."


class PricesTable(Table):
    title = "Les tarifs, en tout et par année"
    hint = (
        "Une ligne par public. 0 affiche « 0 € ». Les phrases sans montant, les devis et les prix "
        "de groupe restent dans « Les tarifs et les frais »."
    )
    models = (Tuition,)
    alone = "kind"
    is_ordered = False  # in the order of the other list of prices
    names = ("kind", "status", "audience")

    @property
    def years(self) -> int:
        if not hasattr(self, "_years"):
            months = int(lengths.longest_months(self.programme.durations.all()) or 0)
            known = [row.year or 0 for row in self.programme.tuitions.all()]
            self._years = max(-(-months // 12), *known, 0)
        return max(self._years, *cells.numbers(self.more_columns, MOST))

    @property
    def sent_back(self):
        return [str(self.years)]

    @property
    def columns(self):
        if not hasattr(self, "_statuses"):
            statuses = LearnerStatus.objects.all()
            self._statuses = tuple((str(one.pk), one.name) for one in statuses)
        payers = tuple(str(label) for label in Tuition.Payer.labels)
        return [
            Column("kind", "Nature", 14, choices=tuple(Tuition.Kind.choices)),
            Column("status", "Contrat ou statut", 14, choices=(("", "tous"), *self._statuses)),
            Column("audience", "Pour qui, sinon", 14, also=("pour qui", "public")),
            Column("payers", "Qui paie", 18, offered=payers),
            Column("tax", "Taxe", 8, choices=(("", "—"), *Tuition.Tax.choices)),
            Column("total", "En tout (€)", 7, also=("total", "montant", "en tout")),
            Column("year", "Par année (€)", 7, also=("par an", "par année")),
            *(Column(f"year-{n}", f"Année {n} (€)", 7) for n in range(1, self.years + 1)),
        ]

    def _lines(self) -> list[dict[str, Tuition]]:
        """Groups the prices of one line by column, in the order of the page."""
        found = defaultdict(dict)
        for row in self.programme.tuitions.all():
            column = _column(row)
            same = tuple(str(getattr(row, name)) for name in SAME)
            if column and column not in found[same]:
                found[same][column] = row
        return [line for line in found.values() if line]

    def stored(self):
        return [self._line(line) for line in self._lines()]

    def _line(self, line):
        first = next(iter(line.values()))
        row = Row(_key(line), self.blank().cells)
        row.cells |= {"kind": first.kind, "status": str(first.status_id or "")}
        row.cells |= {"audience": first.audience, "tax": first.tax}
        row.cells["payers"] = ", ".join(str(Tuition.Payer(one).label) for one in first.payers)
        row.cells |= {name: cells.written(one.amount) for name, one in line.items()}
        words = (first.name, first.step, first.option, first.block, first.campus, first.text)
        row.note = " – ".join(str(word) for word in words if word)
        return row

    def write(self, rows):
        known = {_key(line): line for line in self._lines()}
        named = {row.key for row in rows}
        _delete(one for key, line in known.items() if key not in named for one in line.values())
        for row in rows:
            self._write_line(row, known.get(row.key, {}))

    def _write_line(self, row, line):
        """Writes the amounts of a line; one that changes column stays the same price."""
        names = [c.name for c in self.columns if c.name.startswith(("total", "year"))]
        wanted = [name for name in names if row.get(name)]
        if not wanted:
            row.refuse(EMPTY)
        values = self._values(row)
        first = next(iter(line.values()), None)
        spare = [one for name, one in line.items() if name not in wanted]
        prices = {
            name: line.get(name) or (spare.pop(0) if spare else self._like(first))
            for name in wanted
        }
        _delete(spare)
        for name, price in prices.items():
            amount = row.read(name, cells.number)
            if not row.errors:
                self.keep(row, price, {"amount": name}, **values, **_period(name), amount=amount)

    def _values(self, row):
        return {
            "kind": row.get("kind") or Tuition.Kind.TUITION,
            "status_id": row.read("status", self._status),
            "audience": row.get("audience"),
            "tax": row.get("tax"),
            "payers": row.read("payers", lambda t: cells.several_of(t, Tuition.Payer.choices), []),
        }

    def _status(self, text) -> int:
        """Reads the choice of the menu; words that it does not offer would be for everybody."""
        if text not in dict(self._statuses):
            raise ValidationError(UNKNOWN.format(text))
        return int(text)

    def _like(self, first) -> Tuition:
        """Makes a price with the words of its line, after the others."""
        last = max((row.position for row in self.programme.tuitions.all()), default=0)
        new = Tuition(programme=self.programme, position=last + 1)
        for name in SAME if first else ():
            setattr(new, name, getattr(first, name))
        return new


def _delete(prices) -> None:
    Tuition.objects.filter(pk__in=[price.pk for price in prices]).delete()


def _key(line) -> str:
    return str(min(row.pk for row in line.values()))


def _column(row: Tuition) -> str:
    """Names the column of a price; "" of one that this table does not hold."""
    if row.amount is None or row.group_min or row.qualifier == Tuition.Qualifier.QUOTE:
        return ""
    if row.period == Period.TOTAL and row.year is None:
        return "total"
    if row.period != Period.YEAR:
        return ""
    return f"year-{row.year}" if row.year else "year"


def _period(name: str) -> dict:
    _, _, year = name.partition("-")
    is_whole = name == "total"
    return {
        "period": Period.TOTAL if is_whole else Period.YEAR,
        "year": int(year) if year else None,
    }
