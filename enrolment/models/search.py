"""What applications are found by, kept ready for the search of staff."""

from django.db import models

from charmilles.fields import Line
from enrolment.models.application import Application

LONGEST_KEY = 100


class SearchKey(models.Model):
    """One beginning by which an application is found: « lefevredaleseloise », « 612345678 ».

    `enrolment/search.py` alone writes these rows, from the names, phones and addresses of the
    application and its guardians. Small letters without accents and digits only.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="+")
    key = Line("clé de recherche", max_length=LONGEST_KEY)

    class Meta:
        default_permissions = ()
        verbose_name = "clé de recherche"
        verbose_name_plural = "clés de recherche"
        ordering = ["key"]
        indexes = [models.Index(fields=["key", "application"], name="search_key")]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "key"],
                name="search_key_once",
                violation_error_message="Ce dossier se trouve déjà ainsi.",
            ),
        ]

    def __str__(self):
        return self.key
