import hashlib
import sys
import warnings

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, call_command
from django.db import Error, connection

from catalogue.models import Programme
from charmilles.checks import database_refusal, port_refusal
from charmilles.fields import unusable_addresses
from charmilles.stylesheets import JOINED

NO_PROXY = (
    "BEHIND_PROXY manque : le site ne parle que http, et enverra chaque visiteur vers une adresse "
    "https que rien ne sert. Placez devant lui nginx ou Caddy (deploy/), puis écrivez "
    "BEHIND_PROXY=1."
)


class Command(BaseCommand):
    help = "Met la base, les contenus et les fichiers statiques en état de servir."
    # One process prepares everything, because starting Django four times would be slow.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", help="port sur lequel le site va écouter")
        parser.add_argument(
            "--for-tests",
            action="store_true",
            help="sans toucher aux données : les tests ont les leurs",
        )

    def handle(self, *, port, for_tests, **options):
        if port is not None and (refusal := port_refusal(port)):
            sys.exit(refusal)
        if settings.PRODUCTION and not settings.BEHIND_PROXY:
            self.stderr.write(NO_PROXY)
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        try:
            check_server() if for_tests else prepare_database()
        except Error as error:
            sys.exit(database_refusal(error))
        if not for_tests and not settings.PRODUCTION and not Programme.objects.exists():
            call_command("load_fixtures", demo=True)
        if not for_tests:
            self.tell_unusable_addresses()
        self.collect_static()

    def tell_unusable_addresses(self):
        """Does not prevent the start: they are corrected in the staff site."""
        for row, address in unusable_addresses():
            self.stderr.write(
                f"Aucun courriel ne peut partir à l'adresse {address} ({row._meta.verbose_name} : "
                f"{row}) : corrigez-la dans la gestion."
            )

    def collect_static(self):
        stamp = settings.DATA_DIR / "static.stamp"
        current = static_fingerprint()
        manifest = settings.STATIC_ROOT / "staticfiles.json"
        if manifest.exists() and stamp.exists() and stamp.read_text() == current:
            return
        self.stderr.write("Préparation des fichiers statiques…")
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(current)


def check_server():
    """Checks that the database server answers; the tests create their own database."""
    if connection.vendor == "postgresql":
        # Django warns, in English, when the server has no database called "postgres": harmless.
        with warnings.catch_warnings(action="ignore"), connection._nodb_cursor():
            pass


def prepare_database():
    connection.ensure_connection()
    call_command("migrate", interactive=False, verbosity=0)


def static_fingerprint():
    files = [
        (path, stat.st_mtime_ns, stat.st_size)
        for finder in get_finders()
        for path, storage in finder.list([])
        for stat in [(settings.BASE_DIR / storage.path(path)).stat()]
    ]
    return hashlib.sha256(repr((django.VERSION, JOINED, sorted(files))).encode()).hexdigest()
