"""Staff pages of the interviews: the day, a day that closes, a slot for somebody, who came."""

import secrets
from datetime import date, timedelta
from functools import wraps

from charmilles.private import private
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from charmilles import typography
from charmilles.pdf.printing import PrintingFailed
from enrolment.forms.agenda import ClosingForm
from enrolment.forms.staff_interview import AttendanceForm, CallOffForm, PlaceForm
from enrolment.interviews import agenda, bookings
from enrolment.interviews import day_sheet as the_day
from enrolment.interviews.availability import PARIS
from enrolment.models import Application, Booking, Interviewer
from enrolment.privacy import access_log
from enrolment.workflow import Refused

DISABILITY = "enrolment.view_disability"
READ, ACT = "enrolment.view_application", "enrolment.change_application"


def page(right, *methods):
    """A page of the staff site, for whoever has this right."""

    def decorated(view):
        allowed = permission_required(right, login_url="admin:login", raise_exception=True)(view)
        answering = require_http_methods(["GET", "HEAD", *methods])(allowed)
        return wraps(view)(private(answering))

    return decorated


def show(request, template, title, *, form=None, **context):
    """With errors, they are listed first and the answer says so (422)."""
    errors = []
    if form is not None:
        errors = [(field, error) for field in form.visible_fields() for error in field.errors]
    context |= {**admin.site.each_context(request), "title": title, "form": form, "errors": errors}
    return TemplateResponse(request, template, context, status=422 if errors else 200)


def sent(request):
    """What the form is filled with; an empty one was sent all the same."""
    return request.POST if request.method == "POST" else None


def addresses():
    """Under that of the slots."""
    pages = [
        ("feuille/", sheet, "day"),
        ("feuille.pdf", sheet_pdf, "day_pdf"),
        ("fermer/", close_days, "close_days"),
        ("entretien/<int:pk>/", place, "interview"),
        ("entretien/<int:pk>/annuler/", call_off, "interview_call_off"),
        ("presence/<int:pk>/", attendance, "attendance"),
    ]
    return [
        path(route, admin.site.admin_view(view), name=f"enrolment_{name}")
        for route, view, name in pages
    ]


# The day


@page(READ)
def sheet(request):
    now = timezone.now()
    day, person = asked_day(request), asked_person(request)
    people = the_day.lines(day, now=now, interviewer=person)
    readable = request.user.has_perm(DISABILITY)
    if readable:
        note_needs_read(people, now=now, by=request.user)
    return show(
        request,
        "admin/enrolment/day.html",
        f"Entretiens du {typography.day(day, weekday=True)}",
        day=day,
        before=day - timedelta(days=1),
        after=day + timedelta(days=1),
        people=people,
        person=person,
        everybody=Interviewer.objects.filter(is_active=True),
        needs_are_readable=readable,
        may_act=request.user.has_perm(ACT),
    )


def note_needs_read(people, *, now, by):
    for _, lines in people:
        for line in lines:
            if line.needs:
                access_log.opened(
                    line.booking.application, "Besoins pour l’entretien", now=now, by=by
                )


@page(READ)
def sheet_pdf(request):
    day = asked_day(request)
    try:
        content = the_day.pdf(day, now=timezone.now(), interviewer=asked_person(request))
    except PrintingFailed:
        messages.error(request, "Le PDF n’a pas pu être fait : imprimez cette page.")
        return redirect(address_of(day))
    name = f"entretiens_{day:%Y-%m-%d}.pdf"
    disposition = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=disposition)


def asked_day(request):
    """Today, unless a day is asked for."""
    try:
        return date.fromisoformat(request.GET.get("jour", ""))
    except ValueError:
        return timezone.localdate()


def asked_person(request):
    asked = request.GET.get("qui", "")
    return Interviewer.objects.filter(pk=asked).first() if asked.isdecimal() else None


def address_of(day):
    return f"{reverse('admin:enrolment_day')}?{urlencode({'jour': day.isoformat()})}"


@page(ACT, "POST")
def close_days(request):
    """Asked for with GET, which shows who would be told; done with POST."""
    data = request.POST if request.method == "POST" else request.GET
    form = ClosingForm(data or None, today=timezone.localdate())
    title = "Fermer des jours"
    if not form.is_valid():
        return show(request, "admin/enrolment/close_days.html", title, form=form, asked=None)
    asked, now = form.cleaned_data, timezone.now()
    if request.method == "POST":
        tell_report(request, agenda.close_days(**asked, now=now, by=request.user))
        return redirect(address_of(asked["first"]))
    found = agenda.affected(
        asked["first"], asked["last"], now=now, interviewer=asked["interviewer"]
    )
    return show(
        request, "admin/enrolment/close_days.html", title, form=form, asked=asked, affected=found
    )


def tell_report(request, report):
    told = len(report.told)
    words = "un candidat prévenu" if told == 1 else f"{told} candidats prévenus"
    messages.success(request, f"Agenda fermé : {words if told else 'personne à prévenir'}.")
    for found, refusal in report.refused:
        messages.warning(request, f"{found.application.full_name} n’est pas prévenu : {refusal}")


# One interview


@page(ACT, "POST")
def place(request, pk):
    """A slot for somebody who calls: the same door as the candidate’s."""
    now, application = timezone.now(), received(pk)
    current = live_booking(application)
    if request.method == "POST" and current and current.key == request.POST.get("key"):
        return redirect("admin:enrolment_interview", pk)  # the second click of two
    free = agenda.for_staff(application.programme, now=now)
    known = {"current": current, "initial": {"key": secrets.token_urlsafe(16)}}
    form = PlaceForm(sent(request), slots=free, **known)
    if request.method == "POST" and form.is_valid():
        verb = bookings.move if current else bookings.book
        how = {"key": form.cleaned_data["key"], "now": now, "by": request.user}
        try:
            booked = verb(application, form.chosen, **how)
        except Refused as refusal:
            form.add_error("slot", str(refusal))
        else:
            said = f"Entretien réservé, le candidat est prévenu : {booked.slot}."
            messages.success(request, said)
            return redirect("admin:enrolment_interview", pk)
    return show(
        request,
        "admin/enrolment/interview.html",
        f"Entretien : {application.full_name}",
        form=form,
        application=application,
        current=current and the_day.Line(current, now),
        earlier=earlier_bookings(application, current),
        free=free,
    )


@page(ACT, "POST")
def call_off(request, pk):
    application = received(pk)
    current = live_booking(application)
    form = CallOffForm(sent(request), current=current)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if current and bookings.cancel(current, now=timezone.now(), by=request.user, reason=reason):
            messages.success(request, "Entretien annulé, le candidat est prévenu.")
        else:
            messages.warning(request, "Aucun entretien n’était plus réservé : rien n’a été changé.")
        return redirect("admin:enrolment_interview", pk)
    return show(
        request,
        "admin/enrolment/call_off.html",
        f"Annuler l’entretien : {application.full_name}",
        form=form,
        application=application,
        current=current and the_day.Line(current, timezone.now()),
    )


@page(ACT, "POST")
def attendance(request, pk):
    now = timezone.now()
    found = get_object_or_404(bookings(), pk=pk)
    form = AttendanceForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            bookings.mark(found, form.cleaned_data["attendance"], now=now, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, f"{found.application.full_name} : {found.get_attendance_display()}."
            )
        return redirect(address_of(found.slot.starts.astimezone(PARIS).date()))
    return show(
        request,
        "admin/enrolment/attendance.html",
        f"Présence : {found.application.full_name}",
        form=form,
        line=the_day.Line(found, now),
    )


def received(pk):
    files = Application.objects.received().select_related("programme", "cohort")
    return get_object_or_404(files, pk=pk)


def bookings():
    return Booking.objects.select_related(
        "application__programme", "slot__interviewer", "slot__campus"
    )


def live_booking(application):
    return bookings().live().filter(application=application).first()


def earlier_bookings(application, current):
    return bookings().filter(application=application).exclude(pk=current and current.pk)
