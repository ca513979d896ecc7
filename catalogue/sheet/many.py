"""Reads the sheets of many programmes: their number does not change that of the queries."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects

from catalogue.models import FollowOn, Programme, Section
from catalogue.sheet import inherited
from catalogue.sheet.channels import CHANNELS
from catalogue.sheet.entry import REQUIREMENTS
from catalogue.sheet.fetching import for_sheet
from catalogue.sheet.rhythm import STEPS
from catalogue.sheet.sheet import Sheet

AT_ONCE = 500  # programmes whose rows are in memory together
# What a sheet reads by itself when it is alone.
LISTS = (
    *(CHANNELS, REQUIREMENTS, STEPS),
    Prefetch("follow_ons", FollowOn.objects.select_related("target")),
)


def sheets(programmes, *, on: date, also=()) -> Iterator[Sheet]:
    """Gives the sheet of each programme of the query, in its order, with its texts.

    What their pages read besides (exams, pay, programmes around) they read one by one, unless it is
    prefetched `also`.
    """
    keys = list(programmes.values_list("pk", flat=True))
    for first in range(0, len(keys), AT_ONCE):
        some = Programme.objects.filter(pk__in=keys[first : first + AT_ONCE])
        rows = for_sheet(some).order_by().prefetch_related(*LISTS, *also)
        read = {one.pk: one for one in rows}
        texts = inherited.rows_of_each(Section.objects, list(read.values()))
        sections = {section for own in texts.values() for section in own}
        prefetch_related_objects(list(sections), Prefetch("items", to_attr="lines"))
        for key in keys[first : first + AT_ONCE]:
            if key in read:
                sheet = Sheet(read[key], on=on)
                sheet.statuses_of_sections = texts[key]
                yield sheet
