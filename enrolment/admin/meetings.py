"""Staff pages of open days, meetings and visits: announce them, see who comes, call them off."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminSplitDateTime, AdminURLFieldWidget
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from charmilles.private import page
from charmilles.screens import Screen
from enrolment import meetings
from enrolment.admin import rights
from enrolment.admin.interviews import show
from enrolment.announced import Announced
from enrolment.models import Guest, Meeting
from enrolment.workflow import Gone

OVERBOOKED = "Plus de personnes que cela ont déjà leur place."
# What guests are told of: another value is written to them.
TOLD = {"kind", "starts", "ends", "mode", "campus", "room", "link"}


class Moment(AdminSplitDateTime):
    """A day and an hour, each with its own name for who does not see them side by side."""

    def __init__(self, what: str):
        super().__init__()
        for box, name in zip(self.widgets, ("Jour", "Heure"), strict=True):
            box.attrs["aria-label"] = f"{name} {what}"
        self.widgets[1].format = "%H:%M"


class MeetingForm(forms.ModelForm):
    starts = forms.SplitDateTimeField(label="Début", widget=Moment("du début"))
    ends = forms.SplitDateTimeField(label="Fin", widget=Moment("de la fin"))
    link = forms.URLField(
        label="Lien de la visio",
        required=False,
        assume_scheme="https",
        help_text="Pour une visio : l’adresse complète, donnée à qui a une place.",
        widget=AdminURLFieldWidget,
        error_messages={"invalid": "Écrivez l’adresse complète, qui commence par https://."},
    )

    class Meta:
        model = Meeting
        fields = ["kind", "programmes", "starts", "ends", "mode", "campus", "room", "link"]

    def clean_places(self):
        places = self.cleaned_data["places"]
        if places is not None and places < self.instance.taken:
            raise forms.ValidationError(OVERBOOKED)
        return places


class PeriodFilter(admin.SimpleListFilter):
    title = "quand"
    parameter_name = "quand"

    def lookups(self, request, model_admin):
        return [("tout", "passées et annulées comprises")]

    def choices(self, changelist):
        """Renames « Tout »: without a choice, the list shows the meetings to come."""
        everything, *others = super().choices(changelist)
        return [everything | {"display": "à venir"}, *others]

    def queryset(self, request, queryset):
        if self.value() == "tout":
            return queryset
        return queryset.filter(called_off_at=None, ends__gt=timezone.now())


@page(rights.CHANGE_GUEST, "POST")
def guests(request, pk):
    """Shows who comes, and notes each as they arrive: two people may hold the door."""
    meeting = Meeting.objects.select_related("campus").filter(pk=pk).first()
    if meeting is None:
        raise Gone("Cette rencontre n’existe pas, ou plus")
    if request.method == "POST":
        _note_arrival(request, meeting)
        return redirect("admin:enrolment_guests", pk)
    listed = list(meeting.guests.exclude(confirmed_at=None).order_by("name", "pk"))
    return show(
        request,
        "admin/enrolment/guests.html",
        f"Liste de présence : {meeting.get_kind_display()}",
        told=Announced(meeting),
        seated=[guest for guest in listed if guest.seated_at],
        waiting=sorted(
            (guest for guest in listed if not guest.seated_at), key=lambda one: one.confirmed_at
        ),
        keep=settings.RETENTION,
    )


def _note_arrival(request, meeting):
    came = "came" in request.POST
    key = request.POST.get("came" if came else "undo", "")
    if meetings.note_arrival(meeting, key, came=came):
        messages.success(request, "Arrivée notée." if came else "Arrivée annulée.")
    else:
        messages.error(request, "Cette personne n’a pas de place, ou plus : relisez la liste.")


@admin.register(Meeting)
class MeetingAdmin(Screen):
    form = MeetingForm
    list_display = ["when", "kind", "site", "places_taken", "waiting", "state", "people"]
    list_filter = [PeriodFilter, "kind"]
    list_select_related = ["campus"]
    date_hierarchy = "starts"
    under_a_right = {"people": rights.CHANGE_GUEST}
    readonly_fields = ["people"]
    actions = ["call_off"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "kind",
                    ("starts", "ends"),
                    "mode",
                    ("campus", "room"),
                    "link",
                    "places",
                    "programmes",
                    "about",
                    "people",
                ],
                "description": "Annoncée à l’accueil et sur la page des formations choisies. "
                "Changer le jour, l’heure, le lieu ou le lien prévient aussitôt les personnes "
                "inscrites. Pour annuler et les prévenir : l’action de la liste.",
            },
        )
    ]

    def get_urls(self):
        view = self.admin_site.admin_view(guests)
        return [path("<int:pk>/presence/", view, name="enrolment_guests"), *super().get_urls()]

    def get_queryset(self, request):
        waiting = Guest.objects.waiting().order_by()
        of_meeting = waiting.filter(meeting=OuterRef("pk")).values("meeting")
        counted = Subquery(of_meeting.annotate(n=Count("pk")).values("n"))
        return super().get_queryset(request).annotate(n_waiting=Coalesce(counted, 0))

    def has_delete_permission(self, request, obj=None):
        """Refuses while somebody comes: calling it off tells them."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and obj is not None and not obj.guests.exists()

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        now, meeting = timezone.now(), form.instance
        if change and TOLD & set(form.changed_data) and meetings.is_open(meeting, now=now):
            told = meetings.tell_change(meeting, now=now)
            messages.success(request, f"Personnes prévenues du changement : {told}.")
        meetings.seat_waiting(meeting, now=now)

    @admin.action(description="Annuler, et prévenir les inscrits", permissions=["change"])
    def call_off(self, request, queryset):
        now = timezone.now()
        off = list(queryset.filter(called_off_at=None, ends__gt=now))
        told = sum(meetings.call_off(one, now=now) for one in off)
        said = f"Rencontres annulées : {len(off)}. Personnes prévenues : {told}."
        messages.success(request, said)

    @admin.display(description="quand", ordering="starts")
    def when(self, meeting):
        return Announced(meeting).when

    @admin.display(description="où")
    def site(self, meeting):
        return Announced(meeting).site

    @admin.display(description="places prises")
    def places_taken(self, meeting):
        return meeting.taken if meeting.places is None else f"{meeting.taken} sur {meeting.places}"

    @admin.display(description="en attente")
    def waiting(self, meeting):
        return meeting.n_waiting

    @admin.display(description="liste de présence")
    def people(self, meeting):
        if not meeting.pk:
            return "—"
        url = reverse("admin:enrolment_guests", args=[meeting.pk])
        return format_html('<a href="{}">Liste de présence</a>', url)

    @admin.display(description="état")
    def state(self, meeting):
        if meeting.called_off_at:
            return "annulée"
        if meeting.ends <= timezone.now():
            return "passée"
        return "complète" if meeting.is_full else "ouverte"
