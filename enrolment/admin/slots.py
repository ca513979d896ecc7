"""Staff pages of slots: which are free, who has booked. Also has the URLs of `interviews`."""

from datetime import timedelta

from django.contrib import admin, messages
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from charmilles.screens import FixedRows
from enrolment.admin import interviews, rights
from enrolment.interviews import agenda
from enrolment.interviews.appointment import Appointment
from enrolment.interviews.day_sheet import is_unconfirmed
from enrolment.models import Booking, Slot


class PeriodFilter(admin.SimpleListFilter):
    title = "quand"
    parameter_name = "quand"

    def lookups(self, request, model_admin):
        return [("jour", "aujourd’hui"), ("semaine", "cette semaine"), ("tout", "passés compris")]

    def choices(self, changelist):
        """Renames « Tout »: without a choice, the list shows the slots to come."""
        everything, *others = super().choices(changelist)
        return [everything | {"display": "à venir"}, *others]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        monday = today - timedelta(days=today.weekday())
        match self.value():
            case "jour":
                return queryset.filter(starts__date=today)
            case "semaine":
                return queryset.filter(
                    starts__date__gte=monday, starts__date__lt=monday + timedelta(days=7)
                )
            case "tout":
                return queryset
        return queryset.filter(ends__gt=timezone.now())


class StateFilter(admin.SimpleListFilter):
    title = "état"
    parameter_name = "etat"

    def lookups(self, request, model_admin):
        return [
            ("libre", "libres"),
            ("pris", "pris"),
            ("silence", "pris, pas encore confirmés"),
            ("ferme", "fermés"),
        ]

    def queryset(self, request, queryset):
        unconfirmed = Booking.objects.live().filter(confirmed_at=None)
        conditions = {
            "libre": Q(is_open=True, taken__lt=F("capacity")),
            "pris": Q(taken__gt=0),
            "silence": Q(Exists(unconfirmed.filter(slot=OuterRef("pk")))),
            "ferme": Q(is_open=False),
        }
        return queryset.filter(conditions[self.value()]) if self.value() in conditions else queryset


@admin.register(Slot)
class SlotAdmin(FixedRows):
    list_display = ["when", "interviewer", "mode", "places", "state", "people"]
    list_filter = [PeriodFilter, StateFilter, "mode", "interviewer", "programmes"]
    list_select_related = ["interviewer"]
    date_hierarchy = "starts"
    ordering = ["starts", "interviewer"]
    under_a_right = {"people": rights.VIEW_APPLICATION}
    actions = ["close", "open"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "interviewer",
                    ("starts", "ends"),
                    "bookable_until",
                    "mode",
                    ("campus", "room"),
                    "link",
                    "programmes",
                    ("places", "state"),
                    "people",
                ],
                "description": "Un créneau vient d’une disponibilité : c’est elle que l’on "
                "modifie. Dans la liste, une action le ferme ou le rouvre.",
            },
        )
    ]

    def get_urls(self):
        return [*interviews.addresses(), *super().get_urls()]

    def get_queryset(self, request):
        present = Booking.objects.filter(cancelled_at=None).select_related("application")
        bookings = Prefetch("bookings", present, to_attr="present")
        return super().get_queryset(request).prefetch_related(bookings)

    def has_change_permission(self, request, obj=None):
        """Allows the actions of the list; the page of a slot stays read-only."""
        return obj is None and super().has_change_permission(request)

    @admin.action(description="Fermer ces créneaux", permissions=["change"])
    def close(self, request, queryset):
        count = agenda.close_slots(queryset)
        messages.success(request, f"Créneaux fermés : {count}. Les entretiens pris sont maintenus.")

    @admin.action(description="Rouvrir ces créneaux", permissions=["change"])
    def open(self, request, queryset):
        count = agenda.open_slots(queryset, now=timezone.now())
        messages.success(request, f"Créneaux rouverts : {count}.")

    @admin.display(description="quand", ordering="starts")
    def when(self, slot):
        appointment = Appointment(slot)
        return f"{appointment.when} ({appointment.length})"

    @admin.display(description="places prises")
    def places(self, slot):
        return f"{slot.taken} sur {slot.capacity}"

    @admin.display(description="état")
    def state(self, slot):
        if not slot.is_open:
            return "fermé"
        return "complet" if slot.taken == slot.capacity else "libre"

    @admin.display(description="candidats")
    def people(self, slot):
        now = timezone.now()
        lines = [self.person(booking, slot, now) for booking in slot.present]
        return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines)) or "—"

    def person(self, booking, slot, now):
        booking.slot = slot
        name = booking.application.full_name
        url = reverse("admin:enrolment_interview", args=[booking.application_id])
        badge = ""
        if is_unconfirmed(booking, now=now):
            badge = format_html(' <strong class="badge">{}</strong>', "pas encore confirmé")
        elif booking.attendance:
            badge = f" ({booking.get_attendance_display()})"
        return format_html('<a href="{}">{}</a>{}', url, name, badge)
