from django.core.management import BaseCommand
from django.utils import timezone

from charmilles import backups


class Command(BaseCommand):
    help = "Sauvegarde la base et tous les fichiers dans une archive (BACKUP_DIR)."

    def handle(self, *, verbosity, **options):
        say = self.stdout.write if verbosity else lambda words: None
        archive = backups.take(now=timezone.now(), say=say)
        say(f"Sauvegarde faite : {archive} ({archive.stat().st_size // 1000} ko)")
