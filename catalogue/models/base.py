"""Base models of the catalogue: natural keys, and an order chosen by staff."""

from django.db import models


class NaturalKeyManager(models.Manager):
    """Finds a row by the `natural_key_fields` of its model.

    Two rows of a list may have the same position while staff reorder it: the older one is then
    returned, because a fixture that fails to load would be worse.
    """

    def get_by_natural_key(self, *values):
        names = self.model.natural_key_fields
        lookup = {
            name: self._referred(name, value) for name, value in zip(names, values, strict=True)
        }
        row = self.filter(**lookup).order_by("pk").first()
        if row is None:
            raise self.model.DoesNotExist(f"{self.model._meta.verbose_name} : {values}")
        return row

    def _referred(self, name, value):
        related = self.model._meta.get_field(name).related_model
        if related is None or value is None or isinstance(value, models.Model):
            return value
        key = value if isinstance(value, (list, tuple)) else [value]
        return related._default_manager.get_by_natural_key(*key)


class NaturalKeyModel(models.Model):
    """A row that fixtures identify by some of its fields, never by its primary key."""

    natural_key_fields: tuple[str, ...] = ()

    objects = NaturalKeyManager()

    class Meta:
        abstract = True

    def natural_key(self):
        values = (getattr(self, name) for name in self.natural_key_fields)
        return tuple(v.natural_key() if isinstance(v, NaturalKeyModel) else v for v in values)


class Positioned(NaturalKeyModel):
    """A row of an ordered list; equal positions keep the order of entry."""

    position = models.PositiveSmallIntegerField(
        "ordre", default=0, help_text="Du plus petit au plus grand, de haut en bas de la page."
    )

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


def known(field):
    """Returns the condition that a field has a number above zero.

    `field__gt=0` alone would accept NULL: SQL keeps a row whose check is neither true nor false.
    """
    return models.Q(**{f"{field}__isnull": False, f"{field}__gt": 0})
