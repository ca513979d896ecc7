"""What the catalogue models share: natural keys, and an order chosen by staff."""

from django.db import models


class NaturalKeyManager(models.Manager):
    """Finds a row by the fields its model names in `natural_key_fields`.

    Two rows of a list may carry the same position while staff reorder it: the first one answers,
    because a fixture that fails to load would be worse than a list in the order of entry.
    """

    def get_by_natural_key(self, *values):
        names = self.model.natural_key_fields
        lookup = {
            name: self._referred(name, value) for name, value in zip(names, values, strict=True)
        }
        found = self.filter(**lookup).order_by("pk").first()
        if found is None:
            raise self.model.DoesNotExist(f"{self.model._meta.verbose_name} : {values}")
        return found

    def _referred(self, name, value):
        related = self.model._meta.get_field(name).related_model
        if related is None or value is None or isinstance(value, models.Model):
            return value
        key = value if isinstance(value, (list, tuple)) else [value]
        return related._default_manager.get_by_natural_key(*key)


class NaturalKeyModel(models.Model):
    """A row that a fixture names by its meaning, never by its number."""

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
    """Condition of a constraint: there is a number, above zero.

    `field__gt=0` alone would let an absent number through: SQL keeps a row whose check is neither
    true nor false.
    """
    return models.Q(**{f"{field}__isnull": False, f"{field}__gt": 0})
