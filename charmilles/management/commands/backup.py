from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from charmilles import backups, sealing


class Command(BaseCommand):
    help = "Sauvegarde la base et tous les fichiers dans une archive (BACKUP_DIR)."

    def add_arguments(self, parser):
        words = "ne rien sauvegarder : faire une clé secrète dans ce fichier, et dire la publique"
        parser.add_argument("--new-key", type=Path, metavar="FICHIER", help=words)

    def handle(self, *, new_key, verbosity, **options):
        say = self.stdout.write if verbosity else lambda words: None
        if new_key:
            return self._make_key(new_key)
        archive = backups.take(now=timezone.now(), say=say)
        say(f"Sauvegarde faite : {archive} ({archive.stat().st_size // 1000} ko)")

    def _make_key(self, path):
        try:
            public = sealing.new_key(path)
        except OSError as error:
            raise CommandError(f"La clé n’est pas faite : {error}.") from error
        self.stdout.write(
            f"BACKUP_KEY={public}\n"
            f"Écrivez cette ligne dans les réglages, puis ôtez {path} de cette machine et "
            "gardez-le en deux endroits sûrs : sans lui, aucune sauvegarde ne se rouvre."
        )
