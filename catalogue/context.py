"""What every page knows: whose site it is, and what is announced at the top."""

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from catalogue.models import Centre, Notice


def site(request):
    """Read from the database only by the templates that show them."""
    return {
        "centre": SimpleLazyObject(the_centre),
        "notices": SimpleLazyObject(lambda: list(Notice.objects.shown(on=timezone.localdate()))),
    }


def the_centre():
    """The centre's row, or an unsaved one that names nothing while it has not been filled."""
    return Centre.objects.select_related("head_office").first() or Centre(
        name="Centre de formation"
    )
