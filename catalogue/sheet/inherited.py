"""What a programme takes from the centre, unless it has its own: texts, documents."""

from collections import defaultdict
from collections.abc import Callable, Hashable
from typing import Any

from django.db.models import F, Q

Rows = dict[Any, set[int | None]]


def rows_of(manager, programme) -> Rows:
    """Maps each row of the programme or of the centre to the ids of its statuses.

    A row without a status has None, which stands for all.
    """
    return rows_of_each(manager, [programme])[programme.pk]


def rows_of_each(manager, programmes) -> dict[int, Rows]:
    """Does the same for many programmes, in one query.

    The join gives a row once per status: one query less than a prefetch.
    """
    by_programme, known = defaultdict(lambda: defaultdict(set)), {one.pk: one for one in programmes}
    rows = manager.filter(Q(programme__in=programmes) | Q(programme=None))
    for row in rows.annotate(status_id=F("statuses")):
        row.programme = known.get(row.programme_id)
        by_programme[row.programme_id][row].add(row.status_id)
    shared = by_programme[None]
    return {one.pk: by_programme[one.pk] | shared for one in programmes}


def is_about(statuses: set[int | None], wanted: set[int]) -> bool:
    return bool(statuses & {None, *wanted})


def shown(rows: Rows, programme, subject: Callable[[Any], Hashable]) -> list[Any]:
    """Lists the programme's rows, then the centre's about other subjects and for its statuses."""
    own = [row for row in rows if row.programme_id]
    replaced = {subject(row) for row in own}
    here = {status.pk for status in programme.statuses.all()}
    shared = (row for row in rows if row.programme_id is None and subject(row) not in replaced)
    return own + [row for row in shared if is_about(rows[row], here)]
