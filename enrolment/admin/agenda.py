"""Staff pages of the agenda: interviewers, their availabilities and the days that are closed."""

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from charmilles import typography
from charmilles.screens import InlineStack, Screen
from enrolment.admin import rights
from enrolment.forms.agenda import (
    AvailabilityForm,
    AvailabilityRows,
    ClosureForm,
    OneAvailabilityForm,
)
from enrolment.interviews import agenda, calendar_files, generation
from enrolment.models import Availability, Closure, Interviewer

HOURS = [
    ("weekday", "starts", "ends"),
    ("weeks", "since", "until"),
    "mode",
    ("campus", "room"),
    "link",
    ("length", "gap", "capacity"),
    ("notice_hours", "horizon_days"),
]


class MakesSlots(Screen):
    """Makes the slots again as soon as a row is saved or deleted."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.make_slots(request)

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        self.make_slots(request)

    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        self.make_slots(request)

    def make_slots(self, request):
        """Waits for the commit, so that `generate` locks one interviewer at a time, never all."""
        transaction.on_commit(lambda: announce(request, generation.generate(now=timezone.now())))


def announce(request, made):
    words = [("ajouté", made.created), ("modifié", made.updated), ("retiré", made.removed)]
    counted = [f"{count} {word}{'s' if count > 1 else ''}" for word, count in words if count]
    if counted:
        messages.info(request, f"Créneaux : {', '.join(counted)}.")


class Availabilities(InlineStack):
    model = Availability
    form = AvailabilityForm
    formset = AvailabilityRows
    verbose_name_plural = "disponibilités de la semaine"
    fieldsets = [(None, {"fields": ["programmes", *HOURS]})]


@admin.register(Interviewer)
class InterviewerAdmin(MakesSlots):
    list_display = ["name", "email", "is_active", "ahead", "free"]
    search_fields = ["name", "email"]
    search_help_text = "Nom ou adresse électronique"
    inlines = [Availabilities]
    under_a_right = {"feed_key": rights.CHANGE_INTERVIEWER}
    actions = ["renew_feed"]
    readonly_fields = ["feed"]
    fieldsets = [
        (
            None,
            {
                "fields": [("name", "is_active"), ("email", "phone"), "user"],
                "description": "Cette personne est prévenue par courriel de chaque entretien. "
                "Décocher « reçoit des candidats » retire ses créneaux libres et laisse ses "
                "entretiens.",
            },
        ),
        (
            "Ses entretiens dans son agenda",
            {
                "fields": ["feed"],
                "classes": ["collapse"],
                "description": "Cette adresse secrète se colle dans un agenda (« s’abonner à un "
                "agenda »), qui suit alors les entretiens tout seul. Elle a fui ? Dans la liste, "
                "l’action « Nouvelle adresse d’agenda » éteint l’ancienne.",
            },
        ),
    ]

    def get_fieldsets(self, request, obj=None):
        """Hides the secret URL of the calendar from people who may not change the interviewer."""
        may_see_feed = obj is not None and self.may_read(request, "feed_key")
        return self.fieldsets if may_see_feed else self.fieldsets[:1]

    def get_queryset(self, request):
        ahead = Q(slots__starts__gt=timezone.now())
        counts = {
            "n_ahead": Count("slots", filter=ahead & Q(slots__taken__gt=0)),
            "n_free": Count("slots", filter=ahead & Q(slots__taken=0, slots__is_open=True)),
        }
        return super().get_queryset(request).annotate(**counts)

    def has_delete_permission(self, request, obj=None):
        """Refuses once there are slots: their interviews belong to applications."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and obj is not None and not obj.slots.exists()

    @admin.action(description="Nouvelle adresse d’agenda", permissions=["change"])
    def renew_feed(self, request, queryset):
        for interviewer in queryset:
            calendar_files.renew_feed(interviewer)
        messages.success(
            request,
            "L’ancienne adresse d’agenda ne répond plus ; la nouvelle est sur la page de chacun.",
        )

    @admin.display(description="adresse de son agenda")
    def feed(self, interviewer):
        return calendar_files.feed_url(interviewer)

    @admin.display(description="entretiens à venir", ordering="n_ahead")
    def ahead(self, interviewer):
        return interviewer.n_ahead

    @admin.display(description="créneaux libres", ordering="n_free")
    def free(self, interviewer):
        return interviewer.n_free


@admin.register(Availability)
class AvailabilityAdmin(MakesSlots):
    form = OneAvailabilityForm
    list_display = ["interviewer", "weekday", "hours", "weeks", "mode", "since", "until"]
    list_display_links = ["interviewer", "weekday"]
    list_filter = ["interviewer", "weekday", "mode"]
    list_select_related = ["interviewer"]
    fieldsets = [(None, {"fields": ["interviewer", "programmes", *HOURS]})]

    def get_readonly_fields(self, request, obj=None):
        """Fixes the interviewer once created: candidates have booked with this person."""
        return ["interviewer"] if obj else []

    @admin.display(description="heures", ordering="starts")
    def hours(self, availability):
        return f"{typography.clock(availability.starts)} – {typography.clock(availability.ends)}"


@admin.register(Closure)
class ClosureAdmin(MakesSlots):
    form = ClosureForm
    list_display = ["label", "starts_on", "ends_on", "who"]
    list_filter = ["interviewer"]
    list_select_related = ["interviewer"]
    date_hierarchy = "starts_on"

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.warn_of_interviews(request, form.instance)

    def warn_of_interviews(self, request, closure):
        """Warns that a closure does not cancel the interviews already booked on these days."""
        days = closure.starts_on, closure.ends_on
        bookings = agenda.bookings_of_days(
            *days, now=timezone.now(), interviewer=closure.interviewer
        )
        if bookings:
            messages.warning(
                request,
                f"Entretiens déjà réservés ces jours-là, et maintenus : {len(bookings)}. Pour les "
                "annuler et prévenir les candidats : Créneaux, « Fermer des jours ».",
            )

    @admin.display(description="qui", ordering="interviewer__name")
    def who(self, closure):
        return closure.interviewer or "tout le centre"
