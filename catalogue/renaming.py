"""Keeps the former URLs of programmes, so that links and printed papers still work."""

from django.db.models.signals import pre_save

from catalogue.models import FormerAddress, Programme


def connect():
    """Uses a signal, because the slug may change in the admin, a fixture or a command."""
    pre_save.connect(keep_former_address, sender=Programme, dispatch_uid="former address")


def keep_former_address(instance, raw=False, **kwargs):
    """Keeps the slug that a programme is about to lose, unless the programme is a draft."""
    before = Programme.objects.exclude(state=Programme.State.DRAFT).filter(pk=instance.pk)
    for slug in before.exclude(slug=instance.slug).values_list("slug", flat=True):
        FormerAddress.objects.update_or_create(slug=slug, defaults={"programme": instance})


def present_address(slug: str) -> str | None:
    """Returns the current slug of the public programme that once had this one, or None."""
    public = Programme.objects.exclude(state=Programme.State.DRAFT)
    return public.filter(former_addresses__slug=slug).values_list("slug", flat=True).first()
