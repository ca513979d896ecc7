from django.db import models

from charmilles import typography


class Counter(models.Model):
    """Counts how often somebody did something in the current period.

    The key is a keyed hash: no IP or e-mail address can be found from this table.
    """

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "compteur"
        verbose_name_plural = "compteurs"

    def __str__(self):
        return f"{self.count} jusqu’au {typography.numeric(self.ends_at)}"
