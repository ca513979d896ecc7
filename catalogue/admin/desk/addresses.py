"""Where each form of the desk is, and which one repairs a finding."""

from django.urls import reverse
from django.utils import timezone

from catalogue.admin.desk.parts import KINDS, edit_that_opens
from catalogue.admin.inspection import place_of
from catalogue.inspection.findings import CENTRE, Finding
from catalogue.inspection.report import inspect_one
from catalogue.models import Programme, Section

TEXTS = "sections-group"
# The text that a check asks for, when it is not the first of its part.
TEXT_OF = {"Q07": Section.Kind.METHODS, "Q18": Section.Kind.FOLLOW_ON}
NEXT_SESSION = "Q22"  # blocks nothing, but nobody can apply without dates


def desk_address(programme: Programme, part: str = "") -> str:
    address = reverse("admin:catalogue_desk", args=[programme.pk])
    return f"{address}#{part}" if part else address


def part_address(programme: Programme, slug: str) -> str:
    return reverse("admin:catalogue_desk_part", args=[programme.pk, slug])


def text_address(programme: Programme, kind: str, section: Section | None = None) -> str:
    """Where a text of the programme is written: this one, or the first on this subject."""
    named = [section.pk] if section else []
    return reverse("admin:catalogue_desk_text", args=[programme.pk, kind, *named])


def repair_address(finding: Finding) -> str:
    """Returns the form that repairs a finding: on the desk, else in the whole staff site."""
    programme, row, check = finding.programme, finding.row, finding.check
    if isinstance(row, Section) and row.programme_id:
        return text_address(programme, row.kind, row)
    if row is None and (edit := edit_that_opens(check.opens)):
        return part_address(programme, edit.slug)
    if row is None and check.opens == TEXTS and KINDS[check.part]:
        kind = TEXT_OF.get(check.code, KINDS[check.part][0])
        return text_address(programme, kind)
    if check.opens == CENTRE:
        return reverse("admin:catalogue_centre_changelist")
    return place_of(finding)


def next_to_repair(programme: Programme) -> str:
    """Returns the form of the first thing that a new programme lacks to be of use, or ""."""
    found = inspect_one(programme, on=timezone.localdate()).found
    lacking = (one for one in found if one.is_blocking or _asks_for_dates(one))
    return next(map(repair_address, lacking), "")


def _asks_for_dates(finding: Finding) -> bool:
    return finding.check.code == NEXT_SESSION and finding.acceptance is None
