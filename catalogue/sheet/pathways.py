"""Finds the programmes around one: what leads to it, what follows, and other ways to the same."""

from collections import defaultdict
from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

from django.db.models import Q

from catalogue.models import FollowOn, Programme
from catalogue.sheet import lengths
from catalogue.sheet.differences import NEEDS, apart, differences
from catalogue.sheet.tables import rank
from charmilles import typography

MOST_SISTERS = 12
MOST_NEIGHBOURS = 4
MOST_STAGES = 24
BY_NAME = ("short_name", "pk")  # two of one name keep their order


def steps(programme: Programme) -> list[FollowOn]:
    """Lists the steps that start from this programme and those that lead to it."""
    around = FollowOn.objects.filter(Q(programme=programme) | Q(target=programme))
    return sorted(around.select_related("programme", "target").order_by(), key=rank)


class Stage(NamedTuple):
    """A step of the pathway: a published programme, or a title alone, and what comes beyond it."""

    name: str
    programme: Programme | None
    note: str
    apart: str  # what tells it from another of the same name
    beyond: list["Stage"]

    @property
    def level(self):
        certification = self.programme and self.programme.certification
        return certification.level_name if certification else ""


def after(programme: Programme) -> list[Stage]:
    """Lists the next steps and, beyond each, the steps that follow it."""
    return _stages(programme, "programme", "target")


def before(programme: Programme) -> list[Stage]:
    """Lists the published programmes that lead to it and, beyond each, those that lead there."""
    return _stages(programme, "target", "programme")


def _stages(programme, here, there) -> list[Stage]:
    """Follows the links twice, in two queries; a step never leads back to the programme."""
    near = _links({programme.pk}, here, there)
    keys = {getattr(link, there).pk for link in near if getattr(link, there)} - {programme.pk}
    far = _links(keys, here, there)
    said = apart((_name(link, there), one) for link in near + far if (one := getattr(link, there)))
    beyond = defaultdict(list)
    for link in far:
        if getattr(link, f"{there}_id") != programme.pk:
            beyond[getattr(link, f"{here}_id")].append(_stage(link, there, said, []))
    return [_stage(link, there, said, beyond[getattr(link, f"{there}_id")]) for link in near]


def _links(keys, here, there) -> list[FollowOn]:
    found = FollowOn.objects.filter(**{f"{here}__in": keys})
    if there == "target":
        shown = Q(target__state=Programme.State.PUBLISHED) | ~Q(title="")
    else:
        shown = Q(programme__state=Programme.State.PUBLISHED)
    rows = found.filter(shown).select_related(f"{there}__certification")
    return sorted(rows, key=rank)[:MOST_STAGES]


def _stage(link, there, said, beyond) -> Stage:
    programme = getattr(link, there)
    shown = programme if programme and programme.is_published else None
    note = link.note if there == "target" else ""
    differs = said.get(programme.pk, "") if shown else ""
    return Stage(_name(link, there), shown, note, differs, beyond if shown else [])


def _name(link, there):
    """A next step may have a title of its own; the programmes that lead here have their name."""
    return str(link) if there == "target" else link.programme.short_name


Told = list[tuple[Programme, str]]  # a programme, and what tells it from one of the same name


def entered_from(programme: Programme, steps: list[FollowOn]) -> Told:
    """Lists the published programmes that name this one as a next step."""
    previous = {step.programme for step in steps if step.target_id == programme.pk}
    shown = (one for one in previous if one.is_published)
    return _told_apart(sorted(shown, key=attrgetter(*BY_NAME)))


def leading_to(programmes: Iterable[Programme]) -> dict[int, str]:
    """Maps those that published programmes name as a next step to the names of these."""
    keys = [one.pk for one in programmes]
    links = FollowOn.objects.filter(target__in=keys, programme__state=Programme.State.PUBLISHED)
    named = defaultdict(dict)
    for target, name in links.order_by("programme__short_name", "programme_id").values_list(
        "target_id", "programme__short_name"
    ):
        named[target][name] = True
    return {target: typography.enumeration(names, "ou") for target, names in named.items()}


def _told_apart(programmes: list[Programme]) -> Told:
    said = apart((one.short_name, one) for one in programmes)
    return [(one, said.get(one.pk, "")) for one in programmes]


def next_steps(follow_ons: list[FollowOn]) -> list[tuple[FollowOn, str]]:
    """Adds to each next step what tells it from another of the same name."""
    shown = [step for step in follow_ons if step.target and step.target.is_published]
    said = apart((str(step), step.target) for step in shown)
    return [(step, said.get(step.target_id, "")) for step in follow_ons]


def sisters(programme: Programme) -> Told:
    """Lists (programme of the same certification, what differs), the shortest first."""
    if programme.certification is None or not programme.may_have_sisters:
        return []
    same = Programme.objects.published().filter(certification=programme.certification)
    same = same.order_by(*BY_NAME)
    others = list(same.exclude(pk=programme.pk).prefetch_related(*NEEDS)[:MOST_SISTERS])
    said = differences([programme, *others])
    return [(one, said[one.pk]) for one in sorted(others, key=lengths.shortest_first)]


def neighbours(programme: Programme, named: set[int | None]) -> Told:
    """Lists a few published programmes of the same domain that nothing on the page names."""
    same = Programme.objects.published().filter(domain=programme.domain).order_by(*BY_NAME)
    if programme.certification:
        same = same.exclude(certification=programme.certification)
    others = same.exclude(pk__in=[programme.pk, *filter(None, named)])
    return _told_apart(list(others.only("slug", "short_name", "rhythm")[:MOST_NEIGHBOURS]))
