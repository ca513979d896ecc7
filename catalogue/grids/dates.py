"""The table of dates: a line for each cohort, two dates for each of its years."""

from django.core.exceptions import ValidationError

from catalogue.forms import first_day, last_day
from catalogue.grids import cells
from catalogue.grids.table import Column, Places, Row, Table
from catalogue.models import Cohort, CohortYear
from catalogue.sheet import lengths

MOST = 6  # years of a cohort
BEGINS, ENDS = ("registration_opens", "starts"), ("registration_closes", "ends")
DATED = ("starts-", "ends-")
ORDINALS = ("1re", *(f"{n}e" for n in range(2, MOST + 1)))
COLUMN_OF = {"registration_opens": "opens", "registration_closes": "closes", "kind": "kind"}


class DatesTable(Table):
    title = "Les dates, année par année"
    hint = (
        "Une date s’écrit comme on la connaît : 01/09/2026, septembre 2026 ou 2026. Les "
        "inscriptions sont celles de l’entrée ; une ligne vide est ignorée."
    )
    models = (Cohort, CohortYear)
    alone = "kind"
    adds_column = "Une année de plus"
    renews = "Ajouter la suivante, un an plus tard"
    names = ("name",)

    @property
    def years(self) -> int:
        """Counts the years: those of the rows, of the training, and those that somebody adds."""
        if not hasattr(self, "_years"):
            rows = CohortYear.objects.filter(cohort__programme=self.programme)
            last = max(rows.values_list("number", flat=True), default=1)
            months = lengths.longest_months(self.programme.durations.all()) or 0
            self._years = min(max(last, -(-int(months) // 12), 1), MOST)
        return max(self._years, *cells.numbers(self.more_columns, MOST))

    @property
    def sent_back(self):
        return [str(self.years)]

    @property
    def columns(self):
        kinds = tuple(Cohort.Kind.choices)
        return [
            Column("name", "Promotion ou session", 16, also=("promotion", "session", "nom")),
            Column("kind", "Forme", 16, choices=kinds),
            *self._campuses(),
            Column("places", "Places", 5),
            Column("opens", "Inscriptions : ouverture", 12, also=("ouverture des inscriptions",)),
            Column("closes", "Inscriptions : clôture", 12, also=("clôture des inscriptions",)),
            *(column for n in range(1, self.years + 1) for column in _of_year(n)),
        ]

    def _campuses(self):
        if not hasattr(self, "_sites"):
            self._sites = tuple((str(one.pk), one.name) for one in self.programme.campuses.all())
        chosen = (("", "tous"), *self._sites)
        return [Column("campus", "Site", 12, choices=chosen)] if len(self._sites) > 1 else []

    def new_column(self, typed):
        """Adds the year after the last one, whatever is typed."""
        if self.years >= MOST:
            raise ValidationError(f"Une promotion a {MOST} années au plus.")
        return str(self.years + 1)

    def _header(self, line):
        """Makes room first for the years that the titles name."""
        for text in line:
            named = [n for n, word in enumerate(ORDINALS, 1) if cells.plain(text).startswith(word)]
            self.more_columns += map(str, named)
        return super()._header(line)

    def _may_add(self, text):
        """Adds no year for a title that names none."""

    # What is there

    def stored(self):
        cohorts = self.programme.cohorts.prefetch_related("years")
        return [self._line(cohort) for cohort in cohorts]

    def _line(self, cohort):
        row = Row(str(cohort.pk), self.blank().cells)
        row.cells |= {
            "name": cohort.name,
            "kind": cohort.kind,
            "places": cells.written(cohort.places),
        }
        if "campus" in row.cells:
            row.cells["campus"] = str(cohort.campus_id or "")
        years = sorted(cohort.years.all(), key=lambda year: year.number)
        if years:
            row.cells["opens"] = _shown(years[0], "registration_opens")
            row.cells["closes"] = _shown(years[0], "registration_closes")
        for year in years:
            row.cells[f"starts-{year.number}"] = _shown(year, "starts")
            row.cells[f"ends-{year.number}"] = _shown(year, "ends")
        return row

    def renewed(self, row):
        """Moves each date of the line by a year, as precisely as it is written, and its name."""
        dated = {"opens", "closes"} | {name for name in row.cells if name.startswith(DATED)}
        said = {
            name: _a_year_later(text) if name in dated else text for name, text in row.cells.items()
        }
        return Row("", said | {"name": cells.years_later(row.get("name"))})

    # Writing

    def write(self, rows):
        known = {str(one.pk): one for one in self.programme.cohorts.prefetch_related("years")}
        kept = {row.key for row in rows}
        for cohort in (one for key, one in known.items() if key not in kept):
            cohort.delete()
        places = Places()
        for row in rows:
            cohort = known.get(row.key) or Cohort(programme=self.programme)
            self._write_cohort(row, cohort, places.of(cohort))

    def _write_cohort(self, row, cohort, place):
        values = {
            "name": row.get("name"),
            "places": row.read("places", cells.whole),
            "position": place,
        }
        values["kind"] = row.get("kind") or Cohort.Kind.SCHOOL
        if "campus" in row.cells:
            values["campus_id"] = row.get("campus") or None
        if not row.errors and self.keep(row, cohort, {}, **values):
            years = {year.number: year for year in cohort.years.all()}
            self._write_years(row, cohort, years)

    def _write_years(self, row, cohort, years):
        wanted = [n for n in range(1, MOST + 1) if _is_dated(row, n)]
        known = sorted(years)
        if not wanted and (row.get("opens") or row.get("closes")):
            wanted = known[:1] or [self.programme.entry_year or 1]
        for number in sorted({*wanted, *known}):
            year = years.get(number) or CohortYear(cohort=cohort, number=number)
            is_first = number == min({*wanted, *known})
            self._write_year(row, year, is_first=is_first, is_wanted=number in wanted)

    def _write_year(self, row, year, *, is_first, is_wanted):
        """Writes the dates of a year; one that keeps none is deleted, unless it says more."""
        if not is_wanted and not (year.first_week or year.hours_a_day):
            year.delete()
            return
        before = _school_year(year)
        values = self._dates(row, "starts", year.number) | self._dates(row, "ends", year.number)
        if is_first:
            values |= self._dates(row, "registration_opens", column="opens")
            values |= self._dates(row, "registration_closes", column="closes")
        for name, value in values.items():
            setattr(year, name, value)
        is_ours = year.pk is None or (_school_year(year) != before == year.school_year)
        if year.cohort.is_school and is_ours:
            values["school_year"] = _school_year(year)
        columns = COLUMN_OF | {n: f"{n}-{year.number}" for n in ("starts", "ends")}
        if not row.errors:
            self.keep(row, year, columns, **values)

    def _dates(self, row, name, number=None, column=""):
        value, precision = row.read(column or f"{name}-{number}", cells.day, (None, "day"))
        if value:
            value = (first_day if name in BEGINS else last_day)(value, precision)
        return {name: value, f"{name}_precision": precision}


def _a_year_later(text: str) -> str:
    """Writes a date a year later; what is no date stays as it is written."""
    try:
        value, precision = cells.day(text)
    except ValidationError:
        return text
    return cells.written_day(cells.a_year_later(value), precision)


def _of_year(number):
    ordinal = f"{ORDINALS[number - 1]} année"
    return [
        Column(f"starts-{number}", f"{ordinal} : début", 12, also=(f"début {ordinal}",)),
        Column(f"ends-{number}", f"{ordinal} : fin", 12, also=(f"fin {ordinal}",)),
    ]


def _is_dated(row, number) -> bool:
    return bool(row.get(f"starts-{number}") or row.get(f"ends-{number}"))


def _shown(year, name) -> str:
    return cells.written_day(getattr(year, name), getattr(year, f"{name}_precision"))


def _school_year(year) -> str:
    """Names the school year of its first day: « 2026-2027 » from July on; "" without one."""
    if year.starts is None:
        return ""
    first = year.starts.year if year.starts.month >= 7 else year.starts.year - 1
    return f"{first}-{first + 1}"
