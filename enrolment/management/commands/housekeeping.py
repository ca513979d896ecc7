from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from enrolment import housekeeping
from enrolment.privacy import caution


class Command(BaseCommand):
    help = "Fait ce que le temps demande : rappels, effacements, places rendues."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="dire sans rien faire")
        words = "effacer tout ce qui doit l’être, même ce que retient la prudence"
        parser.add_argument("--erase-many", action="store_true", help=words)

    def handle(self, *, dry_run, erase_many, verbosity, **options):
        now = timezone.now()
        if dry_run:
            self.stdout.write("À blanc : rien n’est changé, aucun courriel n’est écrit.")
        elif erase_many:
            caution.confirm(now=now)
        failed = 0
        for label, count in housekeeping.run(housekeeping.DUTIES, now=now, dry_run=dry_run):
            failed += count is None
            if count or verbosity:
                self.stdout.write(f"{label} : {'échec' if count is None else count}")
        if caution.last_round().held_at:
            self.stdout.write(
                "Des effacements attendent qu’une personne les confirme : dans la gestion, "
                "« Effacements », ou avec --erase-many."
            )
        if failed:
            raise CommandError(f"{failed} tâche(s) en échec : le journal du site dit lesquelles.")
