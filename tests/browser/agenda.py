"""Makes an agenda for staff: a day of interviews, one to decide upon, and a day to close."""

from datetime import timedelta

from django.utils import timezone


def make_agenda():
    """Returns the keys that pages.py names, and the day that test_staff_agenda.py closes."""
    from enrolment.applications import evaluations
    from enrolment.interviews import bookings
    from enrolment.models import Attendance
    from tests.support import catalogue_factories as catalogue
    from tests.support import enrolment_factories as factories

    now = timezone.now()
    programme = catalogue.programme(short_name="Bac pro Accueil", title="BAC PRO Accueil")
    person = factories.interviewer(name="Ada Vidal", email="agenda@exemple.test")
    staff = factories.staff(first_name="Claude", last_name="Lecture")
    factories.availability(interviewer=person, programmes=[programme], mode="phone")

    def booked(first_name, starts, **fields):
        slot = factories.slot(programme=programme, interviewer=person, starts=starts, mode="phone")
        names = {"first_name": first_name, "last_name": "Essai"}
        application = factories.application(
            programme=programme, cohort=None, status="to_book", **names | fields
        )
        before = min(now, starts - timedelta(hours=1))
        return bookings.book(application, slot, now=before, by=staff)

    tomorrow, closing = now + timedelta(hours=26), now + timedelta(days=36)
    shown = booked("Agathe", tomorrow, access_needs="Interprète")
    booked("Basile", tomorrow + timedelta(hours=1))
    begun = booked("Carole", now - timedelta(minutes=10))
    met = booked("Diane", now - timedelta(minutes=50))
    bookings.mark(met, Attendance.ATTENDED, now=now, by=staff)
    evaluations.evaluate(
        met.application,
        advice="admit",
        marks={criterion.pk: 3 for criterion in evaluations.criteria(programme)},
        comment="Projet clair.",
        by=staff,
        now=timezone.now(),
    )
    closed = [booked("Émile", closing), booked("Fanny", closing + timedelta(hours=1))]
    return {
        "slot": shown.slot_id,
        "interviewer": person.pk,
        "availability": person.availabilities.get().pk,
        "agenda_day": timezone.localtime(shown.slot.starts).date().isoformat(),
        "booked_application": shown.application_id,
        "begun": begun.pk,
        "begun_day": timezone.localtime(begun.slot.starts).date().isoformat(),
        "met_application": met.application_id,
        "closing": {
            "day": timezone.localtime(closing).date().isoformat(),
            "applications": [booking.application.reference for booking in closed],
        },
    }
