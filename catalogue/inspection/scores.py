"""The score of each programme in the staff list, kept until the content or the day changes."""

from collections.abc import Collection, Hashable
from datetime import date

from catalogue.inspection.report import Score, inspect
from catalogue.models import ContentVersion, Programme


class Kept:
    """The scores of one state of the content, by the key of the programme."""

    def __init__(self):
        self._stamp: Hashable = None
        self._scores: dict[int, Score] = {}

    def of(self, keys: Collection[int], *, on: date) -> dict[int, Score]:
        """Returns the score of each of these programmes; inspects those not inspected yet."""
        stamp = (ContentVersion.of_pages(), on)
        scores = self._scores if stamp == self._stamp else {}
        missing = [key for key in keys if key not in scores]
        if missing:
            found = inspect(Programme.objects.filter(pk__in=missing), on=on)
            scores = scores | {report.programme.pk: report.score for report in found}
            self._stamp, self._scores = stamp, scores
        return {key: scores[key] for key in keys if key in scores}


kept = Kept()
