from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from charmilles import backups


class Command(BaseCommand):
    help = "Vérifie une sauvegarde, la remet en place, puis efface ceux qui l’ont été depuis."

    def add_arguments(self, parser):
        parser.add_argument("archive", type=Path)
        words = "fichier de la clé secrète, si l’archive est chiffrée"
        parser.add_argument("--identity", type=Path, metavar="FICHIER", help=words)
        parser.add_argument("--overwrite", action="store_true", help="remplacer ce qui est déjà là")

    def handle(self, *, archive, identity, overwrite, verbosity, **options):
        say = self.stdout.write if verbosity else lambda words: None
        try:
            erased = backups.restore(
                archive, identity=identity, overwrite=overwrite, now=timezone.now(), say=say
            )
        except backups.Refused as refusal:
            raise CommandError(f"{refusal} Rien n’a été changé.") from refusal
        say(f"Sauvegarde restaurée. Effacements refaits : {erased}.")
