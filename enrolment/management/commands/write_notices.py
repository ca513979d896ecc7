from django.core.management import BaseCommand

from enrolment import notices


class Command(BaseCommand):
    help = "Écrit les courriels dus à la suite d'un entretien réservé, déplacé ou annulé."

    def handle(self, **options):
        written = notices.write()
        if options["verbosity"]:
            self.stdout.write(f"Avis écrits : {written}")
