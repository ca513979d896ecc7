"""The numbers of the content: they grow with every change of what papers and public pages show."""

from django.db import connection, models, transaction
from django.db.models import F, Q


class ContentVersion(models.Model):
    """Counts the changes; stored beside what is made from the content, the count dates it.

    A change is noted as a row of its own (`ContentChange`), in the transaction of the change: two
    people who save at the same moment write different rows, so neither waits for the other, nor
    can they lock each other out. A number is the changes counted here plus those still noted.
    """

    number = models.PositiveBigIntegerField(default=1)
    on_pages_alone = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="content_version_is_alone",
                violation_error_message="Il n’y a qu’une version du contenu.",
            )
        ]

    def __str__(self):
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        """Returns the number of what papers print, in one small query; 0 before any content."""
        return _read(OF_PAPERS)

    @classmethod
    def of_pages(cls) -> int:
        """Returns the number of what public pages show: the content, and what no paper prints."""
        return _read(OF_PAGES)

    @classmethod
    def raise_number(cls, *, on_pages_alone: bool = False) -> None:
        """Notes a change: every other request sees it once this transaction commits."""
        ContentChange.objects.create(on_pages_alone=on_pages_alone)

    @classmethod
    def count_changes(cls) -> int:
        """Counts the noted changes and removes their rows, so that reading a number stays fast.

        Both numbers are the same before, after and at any moment between. Returns how many changes
        were counted.
        """
        with transaction.atomic():
            content, alone = (
                ContentChange.objects.filter(on_pages_alone=on_pages_alone).delete()[0]
                for on_pages_alone in (False, True)
            )
            row = cls.objects.filter(pk=1)
            if not row.update(
                number=F("number") + content, on_pages_alone=F("on_pages_alone") + alone
            ):
                cls.objects.create(pk=1, number=content, on_pages_alone=alone)
        return content + alone


class ContentChange(models.Model):
    """One change that `ContentVersion` does not count yet."""

    on_pages_alone = models.BooleanField()

    def __str__(self):
        return str(self.pk)


# One statement each, hence one state of the database: no change is counted twice or left out.
_ROW, _NOTED = ContentVersion._meta.db_table, ContentChange._meta.db_table
OF_PAPERS = f"""
    SELECT (SELECT COUNT(*) FROM {_NOTED} WHERE NOT on_pages_alone)
    + COALESCE((SELECT number FROM {_ROW} WHERE id = 1), 0)
"""
OF_PAGES = f"""
    SELECT (SELECT COUNT(*) FROM {_NOTED})
    + COALESCE((SELECT number + on_pages_alone FROM {_ROW} WHERE id = 1), 0)
"""


def _read(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]
