"""Words the prices of a programme, as sentences or as a grid, and chooses those of a reader.

« Le coût de la formation est de » is written of a fixed tuition only: never of a fee, of a least
price, or of a price per participant or per group.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.text import capfirst

from catalogue.models import Tuition
from catalogue.sheet.price_sums import StepsPrice, in_euros, of_hours, of_steps
from charmilles import typography

Kind, Period, Qualifier = Tuition.Kind, Tuition.Period, Tuition.Qualifier
UNNAMED = {
    Kind.TUITION: "Coût de la formation",
    Kind.FEE: "Frais en plus",
    Kind.APPLICATION: "Frais d’inscription",
    Kind.OPTIONAL: "Frais facultatifs",
    Kind.DEPOSIT: "Caution, rendue à la fin",
}
ON_QUOTE = "sur devis"
NO_FEE = "Aucun frais d’inscription"
WHOLE = "Toute la formation"


@dataclass
class Price:
    """One row in a list: whom it is for, what staff wrote, then the amount in a sentence."""

    tuition: Tuition

    @property
    def who(self):
        return capfirst(self.tuition.public)

    @property
    def is_free(self):
        """Tells whether it is shown as « 0 € » alone, without a sentence."""
        return self.tuition.is_tuition and self.tuition.amount == 0

    @property
    def is_said(self):
        return not self.is_free and bool(self.figure)

    @property
    def before(self):
        """Opens the sentence of the amount."""
        if self.tuition.is_tuition and self.tuition.qualifier == Qualifier.FIXED:
            is_part = self.tuition.option or self.tuition.step or self.tuition.block
            return "Le coût est de " if is_part else "Le coût de la formation est de "
        return f"{name(self.tuition)} : {_bound(self.tuition)}"

    @property
    def figure(self):
        return figure(self.tuition)

    @property
    def after(self):
        """Ends the sentence: for how many, for how long, who pays, when it is given back."""
        length = "" if self.tuition.year else _length(self.tuition)
        more = "".join(f". {sentence}" for sentence in _more(self.tuition))
        return f"{_share(self.tuition)}{length}{_in_all(self.tuition)}{more}"


@dataclass
class PriceRow:
    """One row of the grid: a public, who pays for it, and the amount of each year."""

    who: str
    notes: list[str]
    cells: list[str]


@dataclass
class PriceGrid:
    columns: list[str]
    rows: list[PriceRow]


@dataclass
class PriceList:
    """The prices of a reader: a grid when publics and years cross, and the others as sentences."""

    grid: PriceGrid | None
    lines: list[Price]
    sums: list[StepsPrice]  # of a training sold in steps

    def __bool__(self):
        return bool(self.grid or self.lines)

    @property
    def priced(self):
        """Lists the lines with an amount: a page shows them first."""
        return [price for price in self.lines if price.figure]

    @property
    def in_words(self):
        """Lists the lines without one, which a page folds when there are others."""
        return [price for price in self.lines if not price.figure]


def _everybody(tuition: Tuition) -> bool:
    return True


def lay_out(
    tuitions: Iterable[Tuition], is_read: Callable[[Tuition], bool] = _everybody
) -> PriceList:
    """Lays out as a grid the amounts of two publics and two years at least, when there are.

    That there is no application fee is said by « Coût pour vous », once.
    """
    listed = [t for t in tuitions if is_read(t) and not _is_no_fee(t)]
    sums = _sums(tuitions, is_read)
    crossed = [t for t in listed if _fits_the_grid(t)]
    years = {t.year for t in crossed if t.year}
    if len(years) < 2 or len({t.public for t in crossed}) < 2:
        return PriceList(None, [Price(t) for t in listed], sums)
    rest = [Price(t) for t in listed if not _fits_the_grid(t)]
    return PriceList(_grid(crossed, sorted(years)), rest, sums)


def _sums(tuitions, is_read):
    """Lists the sums all the prices of which are those of a reader."""
    return [one for one in of_steps(tuitions) if all(map(is_read, one.tuitions))]


def _is_no_fee(tuition):
    return tuition.is_application_fee and tuition.amount == 0 and not tuition.text


def _fits_the_grid(tuition):
    is_plain = tuition.is_tuition and tuition.qualifier == Qualifier.FIXED and tuition.public
    is_spread = tuition.year or tuition.period in (Period.YEAR, Period.TOTAL) or not tuition.amount
    return bool(is_plain and is_spread and tuition.amount is not None and not tuition.is_detail)


def _grid(tuitions, years):
    has_whole = any(_is_whole(t) for t in tuitions)
    columns = [f"{typography.ordinal(year, feminine=True)} année" for year in years]
    by_row = {}
    for tuition in tuitions:
        by_row.setdefault((tuition.public, *tuition.payers), []).append(tuition)
    rows = [_row(who, own, years, has_whole) for (who, *_), own in by_row.items()]
    return PriceGrid([*columns, WHOLE] if has_whole else columns, rows)


def _is_whole(tuition):
    return not tuition.year and tuition.period == Period.TOTAL


def _row(who, tuitions, years, has_whole):
    """Repeats in each year an amount « par année »; a free training is free each year."""
    every = [t for t in tuitions if not t.year and not _is_whole(t)]
    yearly = [_cell([t for t in tuitions if t.year == year] or every) for year in years]
    whole = [_cell([t for t in tuitions if _is_whole(t)])] if has_whole else []
    notes = [note for t in tuitions for note in filter(None, (t.text, *_more(t)))]
    return PriceRow(capfirst(who), list(dict.fromkeys(notes)), yearly + whole)


def _cell(tuitions):
    return " + ".join(figure(t) for t in tuitions)


# Words of one price


def name(tuition: Tuition) -> str:
    """Writes « Frais d’examen », and of what one may do without « Internat (facultatif) »."""
    is_optional = tuition.name and tuition.kind == Kind.OPTIONAL
    return f"{tuition.name or UNNAMED[Kind(tuition.kind)]}{' (facultatif)' if is_optional else ''}"


def figure(tuition: Tuition) -> str:
    """Writes « 980 € HT » or « sur devis »; "" for a row of words."""
    if tuition.qualifier == Qualifier.QUOTE:
        return ON_QUOTE
    if tuition.amount is None:
        return ""
    return in_euros(tuition.amount, tuition)


def short(tuition: Tuition) -> str:
    """Writes a price in a few words: « à partir de 2 450 € », « 4 900 € en 1re année »."""
    year = tuition.year
    nth = f" en {typography.ordinal(year, feminine=True)} année" if year else _length(tuition)
    return f"{_bound(tuition)}{figure(tuition)}{_share(tuition)}{nth}{_in_all(tuition)}"


def _bound(tuition):
    """Says « à partir de », « au plus », « en moyenne » before an amount that is no fixed price."""
    bounds = (Qualifier.FROM, Qualifier.UP_TO, Qualifier.ON_AVERAGE)
    return f"{tuition.get_qualifier_display()} " if tuition.qualifier in bounds else ""


def _share(tuition):
    """Says « par participant », « par groupe de 4 à 10 »."""
    if tuition.qualifier == Qualifier.PARTICIPANT:
        return " par participant"
    if tuition.qualifier != Qualifier.GROUP:
        return ""
    low, high = tuition.group_min, tuition.group_max
    size = f" de {low}" if low else ""
    return f" par groupe{size}" + (f" à {high}" if high and high != low else "")


def _length(tuition):
    """Says « par année »; a fee to apply, a deposit, a place, a part is paid once."""
    is_place = tuition.qualifier == Qualifier.PARTICIPANT
    is_single = tuition.kind in (Kind.APPLICATION, Kind.DEPOSIT)
    once = is_single or is_place or bool(tuition.option or tuition.step or tuition.block)
    is_said = tuition.amount and tuition.period and not (once and tuition.period == Period.TOTAL)
    comma = "," if tuition.qualifier == Qualifier.GROUP else ""
    return f"{comma} {tuition.get_period_display()}" if is_said else ""


def _in_all(tuition):
    """Adds « , soit 4 800 € pour 400 heures » to a price by hour."""
    total = of_hours(tuition)
    return f", {total}" if total else ""


def _more(tuition):
    """Lists the sentences on who pays, and on what is given back."""
    return list(filter(None, [tuition.payment, capfirst(tuition.refund.rstrip("."))]))


# Whose prices


def cost_for_learners(programme) -> list[str]:
    """Lists what learners pay themselves, each with its public, unless there is no other.

    The sum of the steps comes first; the price of a block alone is said only where no other is.
    """
    rows = programme.tuitions.all()
    prices = [t for t in rows if t.concerns_learners and figure(t)]
    wholes = [t for t in prices if not t.block]
    has_whole = any(t.is_tuition for t in wholes)
    statuses = [status.pk for status in programme.statuses.all()]
    sums = _sums(rows, lambda tuition: tuition.concerns_learners)
    of_all = [f"{one.who} : {one.before}{one.figure}{one.after}" for one in sums]
    return of_all + [_cost(t, _among(t, statuses)) for t in (wholes if has_whole else prices)]


def _among(tuition, statuses):
    """Leaves out a status that is the only one of the programme."""
    return tuition.named(with_status=[tuition.status_id] != statuses)


def _cost(tuition, who):
    """Writes « Étudiants : 4 900 € », « Frais d’inscription (étudiants) : 60 € »."""
    if tuition.is_tuition:
        return " : ".join(filter(None, [capfirst(who), short(tuition)]))
    among = f" ({who})" if who else ""
    if _is_no_fee(tuition) and not tuition.name:
        return f"{NO_FEE}{among}"
    return f"{name(tuition)}{among} : {short(tuition)}"


def for_employers(programme) -> PriceList:
    return lay_out(programme.tuitions.all(), lambda tuition: tuition.concerns_employers)
