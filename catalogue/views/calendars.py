"""The weeks of a cohort to take away: a calendar to subscribe to, and a sheet for the company."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from catalogue.exchange.calendar_file import calendar_file, version
from catalogue.models import Programme
from catalogue.paper.calendar_sheet import calendar_sheet, file_name
from catalogue.sheet.week_words import DrawnYear, years_of_cohort
from catalogue.views.pages import redirect_former_url
from catalogue.views.papers import unavailable
from charmilles.pages import public_page
from charmilles.pdf.printing import PrintingFailed

CALENDAR = "text/calendar; charset=utf-8"


@public_page("promotion")
@redirect_former_url
def calendar(request, slug):
    """Gives the days of a cohort in the centre: the next one's, unless the address names it."""
    number, today = version(), timezone.localdate()
    years = _years(request, slug, on=today)
    content = calendar_file(years, version=number, on=today)
    return _named(HttpResponse(content, content_type=CALENDAR), f"{slug}.ics")


@public_page("promotion", "annee")
@redirect_former_url
def sheet(request, slug):
    """Gives a year of weeks on one page: the present or next one, unless the address names it."""
    today = timezone.localdate()
    year = _asked(request, _years(request, slug, on=today))
    try:
        printed = calendar_sheet(year, on=today)
    except PrintingFailed:
        return unavailable(request, year.cohort.programme)
    return _named(HttpResponse(printed.pdf, content_type="application/pdf"), file_name(year))


def _years(request, slug, *, on) -> list[DrawnYear]:
    """Returns the years of the cohort asked for; there is no page where it has no weeks.

    A calendar that somebody has subscribed to must never become that of another cohort.
    """
    published = Programme.objects.published().with_cohorts()
    programme = get_object_or_404(published.prefetch_related("statuses", "campuses"), slug=slug)
    years = years_of_cohort(programme, request.GET.get("promotion"), on=on)
    if not years:
        raise Http404
    return years


def _asked(request, years):
    number = request.GET.get("annee")
    if number is None:
        return next((year for year in years if not year.is_over), years[-1])
    found = (year for year in years if str(year.number) == number)
    if (year := next(found, None)) is None:
        raise Http404
    return year


def _named(response, name):
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
