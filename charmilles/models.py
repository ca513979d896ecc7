from django.db import models


class Counter(models.Model):
    """How often somebody did something since the first time of the current period.

    The key is a keyed hash: an address cannot be found again from this table.
    """

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "compteur"
        verbose_name_plural = "compteurs"

    def __str__(self):
        return f"{self.count} jusqu’au {self.ends_at:%d/%m/%Y %H:%M}"
