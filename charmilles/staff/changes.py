"""Who changed a row of the staff site last, for what is said to whoever was writing it too."""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType


def last_author(row, *, but=None) -> str:
    """Names the last person who saved this row in the staff site, apart from one; "" if nobody."""
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(row), object_id=str(row.pk)
    )
    if but is not None:
        entries = entries.exclude(user=but)
    entry = entries.select_related("user").order_by("-action_time").first()
    return "" if entry is None else entry.user.get_full_name() or entry.user.get_username()
