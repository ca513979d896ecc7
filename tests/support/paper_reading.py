"""Reads a programme as both its readers do: its sheet, and a paper before it is printed."""

from datetime import date

import lxml.html

from catalogue.models import Programme
from catalogue.paper import brochure
from catalogue.sheet.fetching import for_sheet
from catalogue.sheet.sheet import Sheet

TODAY = date(2026, 11, 23)


def fresh(programme):
    return for_sheet(Programme.objects.filter(pk=programme.pk)).get()


def sheet(programme, **options):
    return Sheet(fresh(programme), on=TODAY, **options)


def paper(programme, kind="brochure"):
    """The body of a paper, to be read like a page."""
    return lxml.html.fromstring(brochure.compose(sheet(programme, on_paper=True), kind).body)
