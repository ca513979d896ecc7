"""What was printed or linked under an address still leads to the programme that had it."""

from django.db.models.signals import pre_save

from catalogue.models import FormerAddress, Programme


def connect():
    """A signal: the address may change in the admin, from a fixture or in a command."""
    pre_save.connect(keep_former_address, sender=Programme, dispatch_uid="former address")


def keep_former_address(instance, raw=False, **kwargs):
    """Notes the address that a programme is about to leave, if the public ever saw it."""
    before = Programme.objects.exclude(state=Programme.State.DRAFT).filter(pk=instance.pk)
    for slug in before.exclude(slug=instance.slug).values_list("slug", flat=True):
        FormerAddress.objects.update_or_create(slug=slug, defaults={"programme": instance})


def present_address(slug: str) -> str | None:
    """Where the programme that had this address is now; None for an address nobody had."""
    public = Programme.objects.exclude(state=Programme.State.DRAFT)
    return public.filter(former_addresses__slug=slug).values_list("slug", flat=True).first()
