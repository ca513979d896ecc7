from django.core.management import BaseCommand

from enrolment.mails import outbox


class Command(BaseCommand):
    help = "Écrit les courriels dus à la suite d'un entretien réservé, déplacé ou annulé."

    def handle(self, **options):
        written = outbox.write()
        if options["verbosity"]:
            self.stdout.write(f"Avis écrits : {written}")
