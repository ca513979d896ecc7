"""Base models of the catalogue: natural keys, and an order chosen by staff."""

from itertools import count

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.text import slugify


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


class Named(models.Model):
    """A row whose short name, the key of fixtures and addresses, is made of its words if need be.

    Nobody has to invent one: staff may leave it empty.
    """

    slug_field = "slug"
    slug_from: tuple[str, ...] = ()
    slug_within: tuple[str, ...] = ()  # what it is unique within; nothing: everywhere

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not getattr(self, self.slug_field):
            setattr(self, self.slug_field, self._free_slug())
        super().save(*args, **kwargs)

    def _free_slug(self) -> str:
        """Makes a name of the words of the row; the second of a name gets « -2 »."""
        room = self._meta.get_field(self.slug_field).max_length - len("-999")
        words = " ".join(str(getattr(self, name)) for name in self.slug_from)
        base = slugify(words)[:room].strip("-") or self._meta.model_name
        within = {name: getattr(self, name) for name in self.slug_within}
        within[f"{self.slug_field}__startswith"] = base
        same = type(self)._default_manager.filter(**within)
        taken = set(same.values_list(self.slug_field, flat=True))
        return next(name for name in _names(base) if name not in taken)


def _names(base):
    yield base
    yield from (f"{base}-{number}" for number in count(2))


def known(field):
    """Returns the condition that a field has a number above zero.

    `field__gt=0` alone would accept NULL: SQL keeps a row whose check is neither true nor false.
    """
    return models.Q(**{f"{field}__isnull": False, f"{field}__gt": 0})


def or_zero(field):
    """Compares an absent row or number as zero: SQL holds two absent values to differ."""
    return Coalesce(field, 0, output_field=models.BigIntegerField())
