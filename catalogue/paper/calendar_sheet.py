"""Draws the year of weeks of a cohort on one page, to give to a company.

It is drawn anew when something changes, and never kept as an edition: only its present weeks count.
"""

from datetime import date

from django.conf import settings
from django.template.loader import render_to_string

from catalogue.context import the_centre
from catalogue.models import Notice
from catalogue.paper.brochure import FILE_PREFIX, STYLES
from catalogue.sheet.week_words import DrawnYear
from catalogue.sheet.weeks import campus_of
from charmilles.addresses import absolute_url
from charmilles.pdf.printing import Printed, print_pdf


def calendar_sheet(year: DrawnYear, *, on: date) -> Printed:
    """Draws the sheet; it says the day it was made. Raises PrintingFailed.

    A long list that does not hold on one page at its usual size is drawn smaller.
    """
    usual = _draw(year, on, size="usual")
    return usual if usual.pages == 1 else _draw(year, on, size="small")


def _draw(year: DrawnYear, on: date, *, size: str) -> Printed:
    programme = year.cohort.programme
    context = {
        "year": year,
        "size": size,
        "programme": programme,
        "campus": campus_of(year.cohort, programme),
        "centre": the_centre(),
        "demonstration": Notice.objects.filter(is_demo=True),
        "made_on": on,
        "address": absolute_url("catalogue:programme", programme.slug).split("://")[1],
        "site": settings.SITE_URL,
    }
    html = render_to_string("catalogue/papers/calendrier.html", context)
    return print_pdf(html, (*STYLES, "css/paper/calendar.css"))


def file_name(year: DrawnYear) -> str:
    """« cfp-charmilles_bac-pro-agora-calendrier_2027-09.pdf », by its first month."""
    slug = year.cohort.programme.slug
    return f"{FILE_PREFIX}_{slug}-calendrier_{year.laid.year.starts:%Y-%m}.pdf"
