"""The feed of what has changed (Atom, RFC 4287): each new edition of a brochure, and what differs.

An edition is made when its content has changed, so an entry never says « modifié » of nothing.
"""

from django.db.models import Min
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join

from catalogue.models import Centre, Edition, Paper, Programme
from charmilles import typography
from charmilles.addresses import absolute_url

MOST = 50  # entries: who reads once a week misses none
FIRST = "Première édition de la brochure."


def feed(centre: Centre) -> str:
    made = Atom1Feed(
        title=typography.french(f"{centre.name} : ce qui change dans les formations"),
        link=absolute_url("catalogue:home"),
        description="",
        language="fr",
        feed_url=absolute_url("catalogue:feed"),
        feed_guid=absolute_url("catalogue:feed"),
        author_name=centre.name,
    )
    for edition in _latest():
        _add(made, edition)
    return made.writeString("utf-8")


def _latest():
    """Lists the last editions of the public programmes, with the moment each became current."""
    editions = Edition.objects.filter(
        paper=Paper.BROCHURE, programme__state=Programme.State.PUBLISHED
    ).annotate(since=Min("publications__since"))
    return (
        editions.filter(since__isnull=False)
        .select_related("programme")
        .defer("content")
        .order_by("-since", "-pk")[:MOST]
    )


def _add(feed: Atom1Feed, edition: Edition) -> None:
    programme, number = edition.programme, edition.number
    address = absolute_url("catalogue:edition", programme.slug, number)
    feed.add_item(
        title=typography.french(f"{programme.short_name}, édition {number}"),
        link=absolute_url("catalogue:programme", programme.slug),
        unique_id=address,
        description=_changes(edition),
        pubdate=edition.since,
        updateddate=edition.since,
    )


def _changes(edition: Edition) -> str:
    """Writes what left each part of the brochure and what came in, as HTML."""
    if not edition.changes:
        return FIRST
    parts = ((part, _lines("del", gone), _lines("ins", new)) for part, gone, new in edition.changes)
    return format_html_join("", "<h3>{}</h3><ul>{}{}</ul>", parts)


def _lines(mark: str, lines: list[str]) -> str:
    return format_html_join("", "<li><{}>{}</{}></li>", ((mark, line, mark) for line in lines))
