"""Context processor: gives every template the centre and its current notices."""

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from catalogue.models import Centre, Notice


def site(request):
    """Adds the centre and the notices; only templates that show them read the database."""
    return {
        "centre": SimpleLazyObject(the_centre),
        "notices": SimpleLazyObject(lambda: list(Notice.objects.shown(on=timezone.localdate()))),
    }


def the_centre():
    """Returns the centre's row or, before it is filled in, an unsaved one with a default name."""
    return Centre.objects.select_related("head_office").first() or Centre(
        name="Centre de formation"
    )
