"""Says where one applies: in the online application of this site, or elsewhere for some."""

from typing import NamedTuple

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.text import capfirst

from catalogue.models import ApplicationChannel, Programme
from charmilles import typography

CHANNELS = Prefetch("channels", ApplicationChannel.objects.select_related("status"))
ONLINE = "dossier en ligne, sur ce site"


class Way(NamedTuple):
    """One way to apply; `who` is empty when it is everybody's."""

    who: str
    name: str
    url: str
    detail: str

    @property
    def words(self):
        return capfirst(" : ".join(filter(None, [capfirst(self.who), self.name])))


def ways(programme: Programme) -> list[Way]:
    """Lists the ways to apply when there is another than the online application."""
    if not programme.may_have_channels:
        return []
    prefetch_related_objects([programme], CHANNELS)
    rows = list(programme.channels.all())
    found = [_way(row) for row in rows]
    if not found or not programme.takes_applications:
        return found
    start = reverse("enrolment:start", args=[programme.slug])
    return [Way(_others(programme, rows), ONLINE, start, ""), *found]


def _way(row: ApplicationChannel) -> Way:
    return Way(row.status.learners if row.status else "", row.name, row.url, row.detail)


def _others(programme, rows):
    """Names those who apply online: the statuses that no other way takes in, when some have one."""
    elsewhere = {row.status_id for row in rows if row.replaces_the_form and row.status_id}
    statuses = programme.statuses.all()
    rest = [status.learners for status in statuses if status.pk not in elsewhere]
    return typography.enumeration(rest, "et") if len(rest) < len(statuses) else ""


def elsewhere(programme: Programme, status) -> list[Way]:
    """Lists the ways that stand for the online application for one status."""
    rows = programme.channels.filter(status=status).select_related("status")
    return [_way(row) for row in rows if row.replaces_the_form] if status else []
