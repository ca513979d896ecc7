"""Makes a programme public: never a draft about which the inspector finds something blocking."""

from datetime import date

from catalogue.inspection.findings import Finding
from catalogue.inspection.report import inspect_one
from catalogue.models import Programme


def publish(programme: Programme, *, on: date) -> list[Finding]:
    """Publishes what is stored, unless something is blocking: nothing is then done.

    Returns the blocking findings. A programme that is public already stays so, whatever is found.
    """
    blocking = inspect_one(programme, on=on).blocking
    if not blocking:
        programme.state = Programme.State.PUBLISHED
        programme.save(update_fields=["state"])
    return blocking
