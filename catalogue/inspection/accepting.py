"""A named person accepts findings as they are, with a reason, or no longer accepts them."""

from collections.abc import Iterable
from datetime import date

from catalogue.inspection.findings import Finding
from catalogue.models import Acceptance


def accept(chosen: Iterable[Finding], *, person: str, reason: str, on: date) -> int:
    """Accepts each until its facts change; returns how many were not accepted yet."""
    count = 0
    for finding in chosen:
        _, is_new = Acceptance.objects.get_or_create(
            programme=finding.programme,
            code=finding.check.code,
            fingerprint=finding.fingerprint,
            defaults={
                "sentence": finding.sentence,
                "person": person,
                "reason": reason,
                "accepted_on": on,
            },
        )
        count += is_new
    return count


def accept_no_longer(finding: Finding) -> None:
    if finding.acceptance:
        finding.acceptance.delete()
