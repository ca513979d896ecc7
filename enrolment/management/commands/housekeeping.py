from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from enrolment import housekeeping


class Command(BaseCommand):
    help = "Fait ce que le temps demande : rappels, effacements, places rendues."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="dire sans rien faire")

    def handle(self, *, dry_run, verbosity, **options):
        if dry_run:
            self.stdout.write("À blanc : rien n’est changé, aucun courriel n’est écrit.")
        failed = 0
        for label, count in housekeeping.run(
            housekeeping.DUTIES, now=timezone.now(), dry_run=dry_run
        ):
            failed += count is None
            if count or verbosity:
                self.stdout.write(f"{label} : {'échec' if count is None else count}")
        if failed:
            raise CommandError(f"{failed} tâche(s) en échec : le journal du site dit lesquelles.")
