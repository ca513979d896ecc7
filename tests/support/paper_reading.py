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
    body = brochure.compose(sheet(programme, on_paper=True), kind).body
    return in_sections(lxml.html.fromstring(body))


def in_sections(tree):
    """Puts each title and what follows it in a section, as on the page.

    On paper, what stands across the sheet ends the columns, wherever the part is.
    """
    section = None
    for box in tree.xpath("//div[@class='columns' or @class='across']"):
        for child in list(box):
            if child.tag == "h2":
                section = lxml.html.Element("section", {"class": child.attrib.pop("class", "")})
                child.addprevious(section)
            if section is not None:
                section.append(child)
    return tree
