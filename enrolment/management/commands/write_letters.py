from django.core.management import BaseCommand

from enrolment.mails import outbox


class Command(BaseCommand):
    help = "Écrit les courriels qui annoncent ce qui est arrivé à un entretien."

    def handle(self, **options):
        written = outbox.write()
        if options["verbosity"]:
            self.stdout.write(f"Événements annoncés : {written}")
