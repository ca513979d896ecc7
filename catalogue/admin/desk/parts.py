"""The small forms of the desk, in the order of the public page: the one table that drives it.

A form is some fields of the programme and some of its lists, or a table typed as a whole. From this
table come the page, the forms, their addresses, and the form that repairs each finding.
"""

from collections.abc import Iterator
from typing import NamedTuple

from catalogue.admin import entry, programme
from catalogue.grids.dates import DatesTable
from catalogue.grids.exam import ExamTable
from catalogue.grids.prices import PricesTable
from catalogue.grids.rates import RatesTable
from catalogue.grids.table import Table
from catalogue.models import Section
from catalogue.sheet.parts import PARTS

TOP = "essentiel"  # what stands before the parts: title, facts
IN_WORDS = dict(Section.Kind.choices)


class Edit(NamedTuple):
    """One small form: what it edits of the programme, or the table that it is."""

    slug: str
    title: str
    part: str  # of the public page, by its slug; TOP before them
    fields: tuple[str | tuple[str, ...], ...] = ()
    lists: tuple[type, ...] = ()
    table: type[Table] | None = None
    finds: tuple[str, ...] = ()  # what checks call what a table holds

    @property
    def opens(self) -> set[str]:
        """Names what it edits as the checks of the inspector do."""
        flat = [
            name for line in self.fields for name in ([line] if isinstance(line, str) else line)
        ]
        lists = {f"{_name_of(rows)}-group" for rows in self.lists}
        return {f"id_{name}" for name in flat} | lists | set(self.finds)


def _name_of(rows) -> str:
    """Returns the name of a list of the programme: « durations »."""
    name = getattr(rows, "fk_name", None) or "programme"
    return rows.model._meta.get_field(name).remote_field.get_accessor_name()


EDITS = (
    Edit(
        TOP,
        "L’essentiel",
        TOP,
        (
            *("short_name", "domain", "title", "promise", "certification", "attestation"),
            *("statuses", "campuses", "contract_text", "individual_path"),
            ("languages", "takes_applications"),
            *("carrier", "updated_on"),
        ),
    ),
    Edit("suites", "La suite de parcours", "metier", (), (programme.FollowOnRows,)),
    Edit("entree", "Les conditions d’entrée", "profil", (), (entry.EntryRequirementRows,)),
    Edit("epreuves", ExamTable.title, "contenu", table=ExamTable, finds=("units-group",)),
    Edit("unites", "Les unités et leurs heures", "contenu", ("hours_note",), (programme.UnitRows,)),
    Edit("options", "Les options", "contenu", (), (programme.OptionRows,)),
    Edit(
        "durees",
        "Les durées et les heures",
        "calendrier",
        ("remote_share", ("entry_year", "cycle_years")),
        (entry.DurationRows, entry.YearHoursRows),
    ),
    Edit("dates", DatesTable.title, "calendrier", table=DatesTable, finds=("cohorts-group",)),
    Edit("sessions", "Promotions et sessions", "calendrier", ("places",), (programme.CohortRows,)),
    Edit(
        "rythme",
        "Le rythme",
        "calendrier",
        ("rhythm", "rhythm_note"),
        (entry.RhythmStepRows,),
    ),
    Edit("prix", PricesTable.title, "argent", table=PricesTable, finds=("tuitions-group",)),
    Edit("tarifs", "Les tarifs et les frais", "argent", (), (programme.TuitionRows,)),
    Edit("limites", "Les limites d’un contrat", "argent", (), (entry.StatusLimitRows,)),
    Edit("resultats", RatesTable.title, "resultats", table=RatesTable, finds=("outcomes-group",)),
    Edit(
        "taux",
        "Les résultats, un par un",
        "resultats",
        ("results_status",),
        (programme.OutcomeRows,),
    ),
    Edit(
        "inscription",
        "Le délai et les voies d’inscription",
        "inscription",
        ("answer_days",),
        (entry.ChannelRows,),
    ),
    Edit("documents", "Les documents", "documents", (), (programme.DocumentRows,)),
    Edit("contacts", "Les contacts", "contacts", (), (programme.ProgrammeContactRows,)),
)
BY_SLUG = {edit.slug: edit for edit in EDITS}
KINDS = {part.slug: part.kinds for part in PARTS}


def edits_of(part: str) -> Iterator[Edit]:
    return (edit for edit in EDITS if edit.part == part)


def edit_that_opens(place: str) -> Edit | None:
    """Returns the form of the desk where a check sends staff; None when it is elsewhere."""
    return next((edit for edit in EDITS if place in edit.opens), None)
