"""Context processor: gives every template the centre, its notices and what staff must know."""

from django.conf import settings
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from catalogue.models import Centre, Notice, QualityCertificate


def site(request):
    """Adds what many pages show; only templates that show it read the database."""
    today = timezone.localdate()
    return {
        "centre": SimpleLazyObject(the_centre),
        "canonical": _canonical(request),
        "notices": SimpleLazyObject(lambda: list(Notice.objects.shown(on=today))),
        # For staff: that the quality certificate ends soon.
        "certificate_warning": lambda: QualityCertificate.objects.warning(on=today),
    }


def _canonical(request):
    """Returns the one address of a public page, whatever its query; "" of any other page."""
    is_public = request.resolver_match and request.resolver_match.namespace == "catalogue"
    return settings.SITE_URL + request.path if is_public else ""


def the_centre():
    """Returns the centre's row or, before it is filled in, an unsaved one with a default name."""
    return Centre.objects.select_related("head_office").first() or Centre(
        name="Centre de formation"
    )
