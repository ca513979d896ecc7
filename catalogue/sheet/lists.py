"""Marks the programmes that have rows of a sort which most have not: the others save a query."""

from django.db.models import Exists, OuterRef

from catalogue.models import EntryRequirement, RhythmStep, StatusLimit


def mark_lists(programmes):
    own = {"programme": OuterRef("pk")}
    return programmes.annotate(
        may_have_entry_requirements=Exists(EntryRequirement.objects.filter(**own, in_words=False)),
        may_have_rhythm_steps=Exists(RhythmStep.objects.filter(**own)),
        may_have_status_limits=Exists(StatusLimit.objects.filter(**own)),
    )
