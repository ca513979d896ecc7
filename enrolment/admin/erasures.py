"""The staff page of erasures for age: what comes, and the accord that many at once wait for."""

from datetime import datetime, timedelta

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from charmilles.private import page
from charmilles.staff.home import Note
from enrolment.admin import rights
from enrolment.admin.interviews import show
from enrolment.privacy import caution

SOON = timedelta(days=7)  # what will be erased within is said


@page(rights.CHANGE_APPLICATION, "POST")
def erasures(request):
    """Shows what is due and what comes; on POST, lets the next round erase it."""
    now = timezone.now()
    if request.method == "POST":
        caution.confirm(now=now)
        messages.success(request, "Confirmé : l’effacement a lieu dans les dix minutes.")
        return redirect("admin:enrolment_erasures")
    return show(
        request,
        "admin/enrolment/erasures.html",
        "Effacements",
        due=caution.due(now),
        coming=caution.coming(now, within=SOON),
        last=caution.last_round(),
        is_far=caution.is_far(now),
        is_confirmed=caution.is_confirmed(now),
        soon=SOON,
        most=caution.AT_ONCE,
        gap=caution.GAP,
        now=now,
    )


def about_erasures(user, now: datetime) -> Note | None:
    """The note of the home of staff: red when a person must confirm."""
    if not user.has_perm(rights.CHANGE_APPLICATION):
        return None
    url, last = reverse("admin:enrolment_erasures"), caution.last_round()
    if last.held_at and not caution.is_confirmed(now):
        return Note("Des effacements attendent que vous les confirmiez.", url, is_warning=True)
    count = caution.coming(now, within=SOON).all
    if not count:
        return None
    plural = "s seront effacés" if count > 1 else " sera effacé"
    return Note(f"{count} dossier{plural} dans les sept jours.", url)


admin.site.pages.append(("effacements/", erasures, "enrolment_erasures"))
