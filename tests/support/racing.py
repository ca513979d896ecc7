"""The process of one visitor in the races for a brochure.

It prints « ready », waits for a line, asks for the brochure and prints the result. Each drawing
adds a line to the log file that all the processes share.

python -m tests.support.racing fill
python -m tests.support.racing ask <log> [--unclaimed]
"""

import hashlib
import os
import sys
import time
from contextlib import nullcontext

import django

SLUG = "bac-pro-courses"


def fill():
    from django.core.management import call_command

    from tests.support import catalogue_factories as factories

    call_command("migrate", verbosity=0)
    factories.programme(slug=SLUG)


def ask(log, claimed):
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
    print("ready", flush=True)
    sys.stdin.readline()
    edition = editions.current_edition(programme, Paper.BROCHURE, now=timezone.now())
    with edition.pdf.open() as stored:
        print(edition.number, hashlib.sha256(stored.read()).hexdigest())


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "fill":
        fill()
    else:
        ask(sys.argv[2], claimed="--unclaimed" not in sys.argv)
