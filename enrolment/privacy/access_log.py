"""The register of who has read which file."""

from datetime import datetime

from enrolment.models import Application, Opening


def opened(application: Application, what: str, *, now: datetime, by=None) -> Opening:
    """Notes that somebody has read the file, or a part of it: « Dossier », « Document : CV ».

    `by` is the member of staff; nobody when the candidate reads their own file.
    """
    longest = Opening._meta.get_field("what").max_length
    return Opening.objects.create(application=application, what=what[:longest], at=now, by=by)
