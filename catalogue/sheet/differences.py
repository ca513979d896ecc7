"""Says what differs between programmes that look alike: where, how long, for whom."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db.models import Prefetch, prefetch_related_objects

from catalogue.models import Duration, Programme
from catalogue.sheet import lengths

Aspect = Callable[[Programme], str]

NEEDS = (
    "statuses",
    "campuses",
    Prefetch("durations", Duration.objects.select_related("status", "option")),
)


def campuses(programme: Programme) -> str:
    return " et ".join(str(campus) for campus in programme.campuses.all())


def statuses(programme: Programme) -> str:
    return ", ".join(status.name for status in programme.statuses.all())


def rhythm(programme: Programme) -> str:
    return programme.rhythm


ASPECTS: tuple[Aspect, ...] = (campuses, lengths.summary, statuses, rhythm)
BESIDE_LENGTH: tuple[Aspect, ...] = (campuses, statuses, rhythm)


def differences(
    programmes: Iterable[Programme], aspects: tuple[Aspect, ...] = ASPECTS
) -> dict[int, str]:
    """Gives what each says that the others do not all say; "" when nothing does."""
    said = {one.pk: [aspect(one) for aspect in aspects] for one in programmes}
    differ = [len(set(values)) > 1 for values in zip(*said.values(), strict=True)]
    return {
        pk: " · ".join(
            value for value, differs in zip(values, differ, strict=True) if differs and value
        )
        for pk, values in said.items()
    }


def apart(
    named: Iterable[tuple[str, Programme]], aspects: tuple[Aspect, ...] = ASPECTS
) -> dict[int, str]:
    """Gives the differences of those that have a name in common in the list, and only of them."""
    by_name = defaultdict(list)
    for name, programme in named:
        by_name[name.lower()].append(programme)
    alike = [programmes for programmes in by_name.values() if len(programmes) > 1]
    prefetch_related_objects([one for programmes in alike for one in programmes], *NEEDS)
    return {
        pk: words for programmes in alike for pk, words in differences(programmes, aspects).items()
    }
