from django.core.management import BaseCommand
from django.utils import timezone

from enrolment import sign_in


class Command(BaseCommand):
    help = "Envoie les codes et les liens demandés pour entrer."

    def handle(self, **options):
        while sign_in.send_next(now=timezone.now()):
            pass
