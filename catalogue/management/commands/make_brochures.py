from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from catalogue.editions import Busy, current_edition
from catalogue.models import Edition, Paper, Programme
from catalogue.printing import PrintingFailed


class Command(BaseCommand):
    help = "Fait les brochures et fiches dont le contenu a changé."

    def handle(self, **options):
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
