"""The exam table: units, their subjects and how each is examined, a line after the other."""

from dataclasses import dataclass, field

from catalogue.grids import cells
from catalogue.grids.table import Column, Places, Row, Table
from catalogue.models import Assessment, Subject, Unit

HIDDEN = "non publiées"
ORPHAN = "La première ligne donne une épreuve ou une unité."
UNTITLED = "Donnez l’intitulé, ou retirez la ligne."
COLUMNS = {
    "hours_unpublished": "hours",
    "minutes": "time",
    "count": "time",
    "is_optional": "optional",
}
SHOWN = ("when", "how", "time")  # of an assessment


@dataclass
class _Kept:
    """Where the writing of the table is, line after line, and what it keeps of each kind."""

    known: dict[str, Unit | Subject | Assessment]
    unit: Unit | None = None
    about: Unit | Subject | None = None  # what the next assessment examines
    places: Places = field(default_factory=Places)
    keys: set[str] = field(default_factory=set)

    def take(self, row: Row, letter: str, make):
        """Returns the row of the base of this kind for which the line stands, else a new one."""
        for key in row.key.split(","):
            if key.startswith(letter) and key in self.known and key not in self.keys:
                self.keys.add(key)
                return self.known[key]
        return make()


class ExamTable(Table):
    title = "Le tableau des épreuves"
    hint = (
        "Une ligne par épreuve ou unité ; ses matières et ses autres évaluations viennent "
        "au-dessous, sans répéter son intitulé. Coefficients, heures et durées comme vous les "
        "écrivez : 8, 1,5, non publiées, 3 h 30, 2 × 45 min."
    )
    models = (Unit, Subject, Assessment)
    names = ("unit", "subject")
    fills_down = True

    @property
    def columns(self):
        when = tuple(str(label) for label in Assessment.When.labels)
        how = tuple(str(label) for label in Assessment.How.labels)
        return [
            Column(
                "unit", "Épreuve ou unité", 28, also=("épreuve", "épreuves", "unité", "intitulé")
            ),
            Column("subject", "Matière ou sous-épreuve", 22, also=("matière", "sous-épreuve")),
            Column("code", "Code", 5),
            Column("hours", "Heures", 6, also=("volume horaire",)),
            Column("coefficient", "Coefficient", 5, also=("coef", "coef.", "coeff", "coeff.")),
            Column("when", "Quand", 12, offered=when, also=("forme", "mode")),
            Column("how", "Comment", 12, offered=how, also=("type", "nature")),
            Column("time", "Durée", 9),
            Column("optional", "Facultative", 4, offered=("oui", "non")),
        ]

    def own(self, key):
        """Names a line by its unit, its subject or its assessment, whatever it holds besides."""
        return key.split(",")[0]

    # What is there

    def stored(self):
        rows = []
        units = self.programme.units.prefetch_related("assessments", "subjects__assessments")
        for unit in units:
            facts = {"unit": unit.title, "optional": "oui" if unit.is_optional else ""}
            rows += self._lines(f"u{unit.pk}", unit, facts)
            for subject in unit.subjects.all():
                rows += self._lines(f"s{subject.pk}", subject, {"subject": subject.title})
        return rows

    def _lines(self, key, taught, facts):
        """Gives the line of a unit or a subject, with its first assessment, then its others."""
        hours = HIDDEN if taught.hours_unpublished else cells.written(taught.hours)
        figures = {"hours": hours, "coefficient": cells.written(taught.coefficient)}
        found = list(taught.assessments.all())
        first = [f"a{found[0].pk}"] if found else []
        says = _said(found[0]) if found else {}
        row = Row(",".join([key, *first]), self.blank().cells | facts | figures | says)
        row.cells["code"] = taught.code
        row.note = _besides(found[0]) if found else ""
        others = (Row(f"a{one.pk}", self.blank().cells | _said(one)) for one in found[1:])
        return [row, *others]

    # Writing

    def write(self, rows):
        kept = _Kept(self._known())
        for row in rows:
            self._write_line(row, kept)
        gone = [one for key, one in kept.known.items() if key not in kept.keys]
        for model in (Assessment, Subject, Unit):
            model.objects.filter(pk__in=[one.pk for one in gone if isinstance(one, model)]).delete()

    def _known(self):
        own = {f"u{unit.pk}": unit for unit in self.programme.units.all()}
        own |= {f"s{one.pk}": one for one in Subject.objects.filter(unit__programme=self.programme)}
        for name in ("unit__programme", "subject__unit__programme"):
            found = Assessment.objects.filter(**{name: self.programme})
            own |= {f"a{one.pk}": one for one in found}
        return own

    def _write_line(self, row, kept):
        titled = row.get("unit"), row.get("subject")
        if row.key.startswith("u") and not any(titled):
            row.refuse(UNTITLED, "unit")
            return
        if row.key.startswith("s") and not titled[1]:
            row.refuse(UNTITLED, "subject")
            return
        if titled[0] and not self._write_unit(row, kept, alone=not titled[1]):
            return
        if kept.unit is None:
            row.refuse(ORPHAN, "unit")
            return
        if not titled[1] or self._write_subject(row, kept):
            self._write_assessment(row, kept)

    def _write_unit(self, row, kept, *, alone) -> bool:
        title = row.get("unit")
        if not alone and kept.unit is not None and kept.unit.title == title:
            return True
        unit = kept.take(row, "u", lambda: Unit(programme=self.programme))
        values = {"title": title, "position": kept.places.of(unit)}
        values["is_optional"] = row.read("optional", cells.is_true, False)
        kept.unit = kept.about = unit
        figures = self._figures(row) if alone else {}
        return not row.errors and self.keep(
            row, unit, COLUMNS | {"title": "unit"}, **values, **figures
        )

    def _write_subject(self, row, kept) -> bool:
        subject = kept.take(row, "s", Subject)
        values = {"title": row.get("subject"), "position": kept.places.of(subject, kept.unit)}
        values |= self._figures(row) | {"unit": kept.unit}
        kept.about = subject
        return not row.errors and self.keep(row, subject, COLUMNS | {"title": "subject"}, **values)

    def _figures(self, row):
        hidden = cells.plain(row.get("hours")) == cells.plain(HIDDEN)
        return {
            "code": row.get("code"),
            "hours": None if hidden else row.read("hours", cells.number),
            "hours_unpublished": hidden,
            "coefficient": row.read("coefficient", cells.number),
        }

    def _write_assessment(self, row, kept):
        """Writes how what is above is examined; an assessment that only says more stays."""
        one = kept.take(row, "a", Assessment)
        if not any(map(row.get, SHOWN)) and not one.title:
            if one.pk:
                kept.keys.discard(f"a{one.pk}")
            return
        is_unit = isinstance(kept.about, Unit)
        count, minutes = row.read("time", cells.length, (1, None))
        values = {
            "unit": kept.about if is_unit else None,
            "subject": None if is_unit else kept.about,
            "position": kept.places.of(one, ("of", kept.about)),
            "when": row.read("when", lambda text: cells.one_of(text, Assessment.When.choices), ""),
            "how": row.read("how", lambda text: cells.several_of(text, Assessment.How.choices), []),
            "count": count,
            "minutes": minutes,
        }
        if not row.errors:
            self.keep(row, one, COLUMNS, **values)


def _said(one: Assessment) -> dict[str, str]:
    return {
        "when": one.get_when_display(),
        "how": ", ".join(str(Assessment.How(way).label) for way in one.how),
        "time": cells.written_length(one.count, one.minutes),
    }


def _besides(one: Assessment) -> str:
    status = f"pour : {one.status}" if one.status_id else ""
    return ", ".join(filter(None, [one.title, status]))
