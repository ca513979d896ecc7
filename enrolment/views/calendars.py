"""Files about interviews: the calendar file, the appointment on paper, an interviewer's feed."""

import hashlib

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from catalogue.context import the_centre
from catalogue.paper.brochure import STYLES
from charmilles.pdf.printing import PrintingFailed, print_pdf
from charmilles.private import private
from enrolment.interviews import calendar_files
from enrolment.interviews.appointment import Appointment
from enrolment.models import Interviewer

CALENDAR = "text/calendar; charset=utf-8"


@require_safe
def event(request, visit):
    """Gives the calendar file of « Ajouter à mon agenda »."""
    if not visit.booking:
        return redirect(visit.url())
    url = "" if visit.token else Appointment(visit.booking.slot, visit.application).url
    return _download(
        calendar_files.event_file(visit.booking, url=url), CALENDAR, calendar_files.FILE
    )


@require_safe
def sheet(request, visit):
    if not visit.booking:
        return redirect(visit.url())
    return visit.show(request, "sheet")


@require_safe
def paper(request, visit):
    """Gives the same on paper, to keep in a pocket."""
    if not visit.booking:
        return redirect(visit.url())
    context = visit.context | {"centre": the_centre()}
    html = render_to_string("enrolment/papers/appointment.html", context)
    try:
        printed = print_pdf(html, (*STYLES, "css/paper/appointment.css"))
    except PrintingFailed:
        return render(request, "enrolment/interview/no_paper.html", visit.context, status=503)
    name = f"entretien_{visit.application.reference}.pdf"
    return _download(printed.pdf, "application/pdf", name)


@require_safe
@private
def feed(request, key):
    """Gives an interviewer's calendar. Whoever has the URL reads it, hence so little in it."""
    interviewer = get_object_or_404(Interviewer, feed_key=key)
    content = calendar_files.feed(interviewer)
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    response = HttpResponse(content, content_type=CALENDAR)
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


def _download(content, content_type, name):
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": disposition}
    )
