"""The URLs of the site, a view that checks then writes, and one that answers then writes."""

import threading

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone

from charmilles import urls
from enrolment.interviews import bookings
from enrolment.models import Application, Booking, Slot, Status
from enrolment.views.base import candidate

LATE = 0.3  # seconds


@candidate
def check_then_write(request, email, reference):
    application = get_object_or_404(Application.objects.of(email), reference=reference)
    slot = Slot.objects.get(pk=request.POST["creneau"])
    if slot.taken >= slot.capacity:
        return HttpResponse(status=409)
    Booking.objects.create(application=application, slot=slot, booked_at=timezone.now())
    slot.taken += 1
    slot.save()
    Application.objects.filter(pk=application.pk).update(status=Status.BOOKED)
    return HttpResponse(status=302)


@candidate
def answer_then_write(request, email, reference):
    application = get_object_or_404(Application.objects.of(email), reference=reference)
    slot = Slot.objects.get(pk=request.POST["creneau"])

    def write():
        bookings.book(application, slot, now=timezone.now())
        connection.close()

    threading.Timer(LATE, write).start()
    return HttpResponse(status=302)


PREFIX = "candidature/dossier/<str:reference>/entretien/"
urlpatterns = [
    path(f"{PREFIX}check_then_write/", check_then_write),
    path(f"{PREFIX}answer_then_write/", answer_then_write),
    *urls.urlpatterns,
]
