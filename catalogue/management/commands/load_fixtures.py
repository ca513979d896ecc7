"""Loads the contents of fixtures/: the centre, its programmes and, on request, a demonstration."""

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.core.management import BaseCommand, CommandError, call_command
from django.core.serializers.base import DeserializationError
from django.db import IntegrityError

from catalogue.models import Centre, ContentVersion, Notice, Programme

FOLDER = settings.BASE_DIR / "fixtures"


class Command(BaseCommand):
    help = "Charge le centre et ses formations, sans toucher à ce qui est déjà dans la base."

    def add_arguments(self, parser):
        parser.add_argument(
            "--again",
            action="store_true",
            help="recharge tous les fichiers, par-dessus les changements faits dans la base",
        )
        parser.add_argument(
            "--demo",
            action="store_true",
            help="charge aussi fixtures/demo.yaml : des dates inventées, jamais en production",
        )

    def handle(self, *, again, demo, **options):
        if demo and settings.MODE == "production":
            raise CommandError("Le contenu de démonstration ne se charge pas en production.")
        files = all_files(demo=demo) if again else absent_files(demo=demo)
        if files:
            load(files)
        names = ", ".join(file.relative_to(FOLDER).as_posix() for file in files)
        self.stdout.write(
            f"Contenus chargés : {names}." if files else "Contenus : déjà là, laissés tels quels."
        )


def load(files):
    """Loads the files in one transaction, so that a wrong one changes nothing."""
    try:
        call_command("loaddata", *files, verbosity=0)
    except (DeserializationError, ObjectDoesNotExist, IntegrityError) as error:
        raise CommandError(f"Rien n’a été chargé, un fichier est à corriger : {error}") from error
    ContentVersion.count_changes()  # thousands of rows, which each visit would otherwise read


def all_files(*, demo):
    """Lists the files, each after those it refers to: the centre first, the demo last."""
    programmes = sorted((FOLDER / "programmes").glob("*.yaml"))
    return [FOLDER / "centre.yaml", *programmes, *([FOLDER / "demo.yaml"] if demo else [])]


def absent_files(*, demo):
    """Lists the files not loaded yet; a programme's file is named after its slug."""
    present = set(Programme.objects.values_list("slug", flat=True))
    if Centre.objects.exists():
        present.add("centre")
    if Notice.objects.filter(is_demo=True).exists():
        present.add("demo")
    return [file for file in all_files(demo=demo) if file.stem not in present]
