"""Marks the programmes that have rows of a sort which most have not: the others save a query."""

from django.db.models import Exists, OuterRef, Q

from catalogue.models import (
    EntryRequirement,
    Milestone,
    Option,
    Programme,
    PublicDocument,
    Quota,
    RelatedCertification,
    RhythmStep,
    StatusLimit,
)


def mark_lists(programmes):
    own = {"programme": OuterRef("pk")}
    of_cohorts = {"cohort__programme": OuterRef("pk")}
    certified = {"certification": OuterRef("certification")}
    sisters = Programme.objects.published().filter(**certified).exclude(pk=OuterRef("pk"))
    return programmes.annotate(
        may_have_documents=Exists(PublicDocument.objects.filter(Q(**own) | Q(programme=None))),
        may_have_options=Exists(Option.objects.filter(**own)),
        may_have_related=Exists(RelatedCertification.objects.filter(**certified)),
        may_have_sisters=Exists(sisters),
        may_have_milestones=Exists(Milestone.objects.filter(**of_cohorts)),
        may_have_quotas=Exists(Quota.objects.filter(**of_cohorts)),
        may_have_entry_requirements=Exists(EntryRequirement.objects.filter(**own, in_words=False)),
        may_have_rhythm_steps=Exists(RhythmStep.objects.filter(**own)),
        may_have_status_limits=Exists(StatusLimit.objects.filter(**own)),
    )
