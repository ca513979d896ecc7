"""Functions run by test_races.py: a programme, and one visitor in the races for its brochure.

Each drawing adds a line to the log file that all the processes share.
"""

import hashlib
import os
import time
from contextlib import nullcontext

SLUG = "bac-pro-courses"


def fill():
    from tests.support import catalogue_factories as factories

    factories.programme(slug=SLUG)


def ask(log, claimed, at):
    """Asks for the brochure at this instant; returns its number and the hash of its bytes."""
    from django.utils import timezone

    from catalogue.models import Paper, Programme
    from catalogue.paper import brochure, editions
    from charmilles.pdf.printing import Printed

    def draw(draft, *, number, made_on):
        """Draws slowly, and never the same bytes twice."""
        with open(log, "a") as lines:
            print(os.getpid(), file=lines)
        time.sleep(0.5)
        return Printed(f"%PDF drawn by {os.getpid()}".encode(), 1)

    brochure.draw = draw
    if not claimed:
        editions.claim = lambda key: nullcontext()
    programme = Programme.objects.get(slug=SLUG)
    time.sleep(max(0, at - time.time()))
    edition = editions.current_edition(programme, Paper.BROCHURE, now=timezone.now())
    with edition.pdf.open() as stored:
        return edition.number, hashlib.sha256(stored.read()).hexdigest()
