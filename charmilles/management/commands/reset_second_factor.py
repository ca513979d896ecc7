from django.contrib.auth.models import User
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from charmilles.staff import second_factor


class Command(BaseCommand):
    help = (
        "Réinitialise la double authentification d’un compte qui a perdu son téléphone et ses "
        "codes, quand aucun collègue ne peut le faire à l’écran."
    )

    def add_arguments(self, parser):
        parser.add_argument("name", help="nom de connexion")

    def handle(self, *, name, **options):
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"Aucun compte ne s’appelle « {name} ».")
        second_factor.reset(user, by=None, now=timezone.now())
        self.stdout.write(f"« {name} » choisira une application de codes à sa connexion.")
