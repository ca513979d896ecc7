from pathlib import Path

from django.core.management import BaseCommand, CommandError

from charmilles import moving


class Command(BaseCommand):
    help = "Copie toutes les lignes d’une base SQLite dans la base PostgreSQL vide de DATABASE_URL."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="la base SQLite, site arrêté")

    def handle(self, *, file, verbosity, **options):
        say = self.stdout.write if verbosity else lambda words: None
        try:
            count = moving.move(file, say=say)
        except moving.Refused as refusal:
            raise CommandError(f"{refusal} Aucune ligne n’a été copiée.") from refusal
        say(f"Lignes copiées, comptées des deux côtés : {count}. Les fichiers restent où ils sont.")
