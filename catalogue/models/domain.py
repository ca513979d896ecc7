"""Domains: the families of trades by which the catalogue lists programmes."""

from django.db import models
from django.db.models import Count, Q

from catalogue.models.base import Named, NaturalKeyManager, Positioned
from charmilles.fields import Line


class DomainQuerySet(models.QuerySet):
    def with_programmes(self):
        """Selects the domains that have public programmes, and adds how many: `count`."""
        public = Count("programmes", filter=Q(programmes__state="published"))
        return self.annotate(count=public).filter(count__gt=0)


class Domain(Named, Positioned):
    """A family of trades; the catalogue lists programmes by domain."""

    slug = models.SlugField("nom court", unique=True)
    name = Line("nom", max_length=80)
    summary = Line("en une phrase", max_length=200, blank=True)

    objects = NaturalKeyManager.from_queryset(DomainQuerySet)()
    slug_from = ("name",)
    natural_key_fields = ("slug",)

    class Meta(Positioned.Meta):
        verbose_name = "domaine"

    def __str__(self):
        return self.name
