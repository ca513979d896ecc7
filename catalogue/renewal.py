"""Makes the draft of next year's programme of this year's: dates a year later, no figures.

What is known of a year that has passed is not copied: rates, editions, acceptances, documents. The
inspector then says of the copy what is to be written again.
"""

from datetime import date

from django.db import models, transaction

from catalogue.grids import cells
from catalogue.models import CohortState, Programme

# The lists that are copied, each with those of its rows. Options come first: others name them.
COPIED = {
    "options": {},
    "durations": {},
    "year_hours": {},
    "status_limits": {},
    "rhythm_steps": {},
    "entry_requirements": {},
    "channels": {},
    "contacts": {},
    "follow_ons": {},
    "tuitions": {},
    "sections": {"items": {}},
    "units": {"assessments": {}, "subjects": {"assessments": {}, "split": {}}},
    "cohorts": {"years": {}, "milestones": {}, "quotas": {}, "rhythm_exceptions": {}},
}
# Those that are of the year alone, or of the page that exists.
LEFT = {
    "acceptances": "somebody accepted them of the other sheet",
    "documents": "they are dated, and a file belongs to one row",
    "editions": "they prove what was public",
    "figures": "they count the candidates of an intake",
    "former_addresses": "they lead to the other page",
    "outcomes": "they are of past years",
    "predecessors": "it replaces nothing yet",
}
NAMED_BY_YEARS = {("cohort", "name"), ("cohortyear", "school_year")}


@transaction.atomic
def next_year(programme: Programme, *, on: date) -> Programme:
    """Returns a draft with all that stays true of the programme, a year later."""
    made = {}
    name = f"{programme.short_name[:51].strip()} (copie)"
    new = {"slug": "", "state": Programme.State.DRAFT, "short_name": name}
    copy = _copy(programme, new | {"successor": None, "updated_on": None}, made)
    for lists, rows in COPIED.items():
        for row in getattr(programme, lists).all():
            if lists != "cohorts" or row.state(on=on) != CohortState.OVER:
                _copy_tree(row, programme, copy, rows, made)
    return copy


def _copy_tree(row, parent, new_parent, lists, made) -> None:
    """Copies a row under the copy of its parent, then its own lists."""
    copy = _copy(row, {_key(row, parent): new_parent}, made)
    for name, below in lists.items():
        for one in getattr(row, name).all():
            _copy_tree(one, row, copy, below, made)


def _key(row, parent) -> str:
    """Names the field by which a row belongs to its parent."""
    fields = (f for f in row._meta.fields if f.related_model is type(parent))
    return next(f.name for f in fields if getattr(row, f.attname) == parent.pk)


def _copy(row, values, made):
    copy = type(row)()
    for field in row._meta.fields:
        if not field.primary_key:
            value = getattr(row, field.attname)
            setattr(copy, field.attname, _moved(row, field, value, made))
    for name, value in values.items():
        setattr(copy, name, value)
    copy.save()
    for field in row._meta.many_to_many:
        getattr(copy, field.name).set(getattr(row, field.name).all())
    made[type(row), row.pk] = copy.pk
    return copy


def _moved(row, field, value, made):
    """Returns a value a year later: a date, the years of a name; or the copy of a row."""
    if isinstance(field, models.ForeignKey):
        return made.get((field.related_model, value), value)
    if isinstance(field, models.DateField) and value:
        return cells.a_year_later(value)
    if (row._meta.model_name, field.name) in NAMED_BY_YEARS:
        return cells.years_later(value)
    return value
