"""Staff pages of interviews: list those of a day, close days, book, cancel, note who came."""

from datetime import date, timedelta

from django.contrib import admin, messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode

from charmilles import typography
from charmilles.pdf.printing import PrintingFailed
from charmilles.private import page
from enrolment import workflow
from enrolment.admin import rights
from enrolment.forms.agenda import ClosingForm
from enrolment.forms.base import form_errors
from enrolment.forms.staff_interview import AttendanceForm, CallOffForm, PlaceForm
from enrolment.interviews import agenda, bookings, day_sheet
from enrolment.models import Application, Booking, Interviewer
from enrolment.privacy import access_log
from enrolment.workflow import Gone, Refused


def show(request, template, title, *, form=None, **context):
    """Renders a staff page. If the form has errors, lists them first and answers 422."""
    errors = form_errors(form) if form is not None else []
    context |= {**admin.site.each_context(request), "title": title, "form": form, "errors": errors}
    return TemplateResponse(request, template, context, status=422 if errors else 200)


def sent(request):
    """The data to give a form: None on GET. An empty form that was sent still shows its errors."""
    return request.POST if request.method == "POST" else None


def addresses():
    """URLs of these pages, below those of the slots."""
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


@page(rights.VIEW_APPLICATION)
def sheet(request):
    now = timezone.now()
    day, person = asked_day(request), asked_person(request)
    people = day_sheet.lines(day, now=now, interviewer=person)
    readable = request.user.has_perm(rights.VIEW_DISABILITY)
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
        may_act=request.user.has_perm(rights.CHANGE_APPLICATION),
    )


def note_needs_read(people, *, now, by):
    for _, lines in people:
        for line in lines:
            if line.needs:
                access_log.note_opening(
                    line.booking.application, "Besoins pour l’entretien", now=now, by=by
                )


@page(rights.VIEW_APPLICATION)
def sheet_pdf(request):
    day = asked_day(request)
    try:
        content = day_sheet.pdf(day, now=timezone.now(), interviewer=asked_person(request))
    except PrintingFailed:
        messages.error(request, "Le PDF n’a pas pu être fait : imprimez cette page.")
        return redirect(address_of(day))
    name = f"entretiens_{day:%Y-%m-%d}.pdf"
    disposition = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=disposition)


def asked_day(request):
    """The day of the URL; today if there is none or it is wrong."""
    try:
        return date.fromisoformat(request.GET.get("jour", ""))
    except ValueError:
        return timezone.localdate()


def asked_person(request):
    asked = request.GET.get("qui", "")
    return Interviewer.objects.filter(pk=asked).first() if asked.isdecimal() else None


def address_of(day):
    return f"{reverse('admin:enrolment_day')}?{urlencode({'jour': day.isoformat()})}"


@page(rights.CHANGE_APPLICATION, "POST")
def close_days(request):
    """Shows the interviews that would be cancelled on GET; closes the days on POST."""
    data = request.POST if request.method == "POST" else request.GET
    form = ClosingForm(data or None, today=timezone.localdate())
    title = "Fermer des jours"
    if not form.is_valid():
        return show(request, "admin/enrolment/close_days.html", title, form=form, asked=None)
    asked, now = form.cleaned_data, timezone.now()
    if request.method == "POST":
        tell_report(request, agenda.close_days(**asked, now=now, by=request.user))
        return redirect(address_of(asked["first"]))
    affected = agenda.bookings_of_days(
        asked["first"], asked["last"], now=now, interviewer=asked["interviewer"]
    )
    return show(
        request, "admin/enrolment/close_days.html", title, form=form, asked=asked, affected=affected
    )


def tell_report(request, report):
    count = len(report.told)
    words = "un candidat prévenu" if count == 1 else f"{count} candidats prévenus"
    messages.success(request, f"Agenda fermé : {words if count else 'personne à prévenir'}.")
    for booking, refusal in report.refused:
        messages.warning(request, f"{booking.application.full_name} n’est pas prévenu : {refusal}")


# One interview


@page(rights.CHANGE_APPLICATION, "POST")
def place(request, pk):
    """Books or moves an interview for a candidate who calls."""
    now, application = timezone.now(), received(pk)
    current = live_booking(application)
    if current and request.POST.get("slot") == str(current.slot_id):
        messages.info(request, "Cet entretien est déjà réservé.")  # a double click
        return redirect("admin:enrolment_interview", pk)
    free = agenda.slots_for_staff(application.programme, now=now)
    form = PlaceForm(sent(request), slots=free, current=current)
    if request.method == "POST" and form.is_valid():
        verb = bookings.move if current else bookings.book
        try:
            booking = verb(application, form.chosen, now=now, by=request.user)
        except Refused as refusal:
            form.add_error("slot", str(refusal))
        else:
            messages.success(
                request, f"Entretien réservé, le candidat est prévenu : {booking.slot}."
            )
            return redirect("admin:enrolment_interview", pk)
    return show(
        request,
        "admin/enrolment/interview.html",
        f"Entretien : {application.full_name}",
        form=form,
        application=application,
        current=current and day_sheet.Line(current, now),
        earlier=earlier_bookings(application, current),
        free=free,
    )


@page(rights.CHANGE_APPLICATION, "POST")
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
        current=current and day_sheet.Line(current, timezone.now()),
    )


@page(rights.CHANGE_APPLICATION, "POST")
def attendance(request, pk):
    now = timezone.now()
    booking = known_bookings().filter(pk=pk).first()
    if booking is None:
        raise Gone("Cet entretien n’existe pas, ou plus")
    form = AttendanceForm(sent(request))
    if request.method == "POST" and form.is_valid():
        bookings.mark(booking, form.cleaned_data["attendance"], now=now, by=request.user)
        messages.success(
            request, f"{booking.application.full_name} : {booking.get_attendance_display()}."
        )
        return redirect(address_of(typography.local(booking.slot.starts).date()))
    return show(
        request,
        "admin/enrolment/attendance.html",
        f"Présence : {booking.application.full_name}",
        form=form,
        line=day_sheet.Line(booking, now),
    )


def received(pk):
    applications = Application.objects.received().select_related("programme", "cohort")
    return workflow.find(applications, pk=pk)


def known_bookings():
    return Booking.objects.select_related(
        "application__programme", "slot__interviewer", "slot__campus"
    )


def live_booking(application):
    return known_bookings().live().filter(application=application).first()


def earlier_bookings(application, current):
    return known_bookings().filter(application=application).exclude(pk=current and current.pk)
