"""Reads all that a sheet shows, in a constant number of queries."""

from functools import cache

from django.db.models import Exists, OuterRef, Prefetch, Q

from catalogue.models import (
    ApplicationChannel,
    EntryRequirement,
    Milestone,
    NationalResult,
    Option,
    Outcome,
    Programme,
    ProgrammeContact,
    PublicDocument,
    Quota,
    RelatedCertification,
    RhythmException,
    RhythmStep,
    StatusLimit,
    Tuition,
    Unit,
)
from catalogue.sheet import differences

TUITIONS = Tuition.objects.select_related("status", "option", "campus", "block")
CONTACTS = Prefetch("contacts", ProgrammeContact.objects.select_related("contact"))
OUTCOMES = Outcome.objects.select_related("indicator", "option", "block", "campus").order_by()


def for_sheet(programmes):
    """Prefetches all that a sheet shows, in a constant number of queries.

    Wide rows come in no order, which costs Django less than the query: their tables sort them.
    """
    programmes = programmes.select_related(
        "certification__replaced_by", "domain", "carrier", "results_status"
    )
    return (
        programmes.annotate(**_marks())
        .with_entry_level()
        .with_cohorts()
        .prefetch_related(
            *differences.NEEDS,
            "year_hours",
            Prefetch("tuitions", TUITIONS),
            "certification__blocks",
            Prefetch("units", Unit.objects.with_lists().select_related("option").order_by()),
            Prefetch("units__subjects", to_attr="taught"),
            Prefetch("outcomes", OUTCOMES),
            CONTACTS,
        )
    )


@cache
def _marks():
    """Returns what marks the programmes that have rows of a sort which most have not.

    The others save a query. Django takes long to build these; it copies them for each use.
    """
    own = {"programme": OuterRef("pk")}
    of_cohorts = {"cohort__programme": OuterRef("pk")}
    certified = {"certification": OuterRef("certification")}
    sisters = Programme.objects.published().filter(**certified).exclude(pk=OuterRef("pk"))
    others = EntryRequirement.objects.filter(**own).besides_levels()
    typed = EntryRequirement.objects.filter(**own, in_words=False)
    return {
        "may_have_documents": Exists(PublicDocument.objects.filter(Q(**own) | Q(programme=None))),
        "may_have_options": Exists(Option.objects.filter(**own)),
        "may_have_related": Exists(RelatedCertification.objects.filter(**certified)),
        "may_have_sisters": Exists(sisters),
        "may_have_channels": Exists(ApplicationChannel.objects.filter(**own)),
        "may_have_milestones": Exists(Milestone.objects.filter(**of_cohorts)),
        "may_have_national_results": Exists(NationalResult.objects.all()),
        "may_have_quotas": Exists(Quota.objects.filter(**of_cohorts)),
        "may_have_rhythm_exceptions": Exists(RhythmException.objects.filter(**of_cohorts)),
        "may_have_other_conditions": Exists(others),
        "may_have_entry_requirements": Exists(typed),
        "may_have_rhythm_steps": Exists(RhythmStep.objects.filter(**own)),
        "may_have_status_limits": Exists(StatusLimit.objects.filter(**own)),
    }
