from django.core.management import BaseCommand
from django.utils import timezone

from charmilles.staff import letters


class Command(BaseCommand):
    help = "Écrit les courriels qu’attend qui a oublié son mot de passe."

    def handle(self, **options):
        answered = letters.answer_password_requests(now=timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"Demandes de mot de passe : {answered}")
