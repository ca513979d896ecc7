import signal
import sys
from contextlib import contextmanager

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from catalogue.models import Edition, Paper, Programme
from catalogue.paper.editions import Busy, current_edition
from charmilles.pdf import printing
from charmilles.pdf.printing import PrintingFailed


class Command(BaseCommand):
    help = "Fait les brochures et fiches dont le contenu a changé."

    def handle(self, **options):
        with stopped_cleanly():
            self.make_all()

    def make_all(self):
        before, failed = Edition.objects.count(), []
        programmes = list(Programme.objects.published())
        for programme in programmes:
            failed += self.make(programme)
        made = Edition.objects.count() - before
        self.stdout.write(f"{len(programmes)} formations, {made} nouvelles éditions.")
        if failed:
            raise CommandError(f"Sans PDF : {', '.join(failed)}.")

    def make(self, programme):
        try:
            for paper in Paper.values:
                current_edition(programme, paper, now=timezone.now())
        except (Busy, PrintingFailed) as error:
            self.stderr.write(f"{programme} : {error}")
            return [programme.slug]
        return []


@contextmanager
def stopped_cleanly():
    """Ends the process that draws PDFs, even when the command is interrupted."""
    names = (signal.SIGTERM, signal.SIGINT)
    before = {name: signal.getsignal(name) for name in names}
    for name in names:
        signal.signal(name, lambda number, _: sys.exit(128 + number))
    try:
        yield
    finally:
        printing.close()
        for name, handler in before.items():
            signal.signal(name, handler)
