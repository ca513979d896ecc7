from django.core.management import BaseCommand
from django.utils import timezone

from enrolment.applications import acts
from enrolment.mails import outbox


class Command(BaseCommand):
    help = "Fait les actes de l’équipe dont le délai est passé, et écrit ce qui reste à annoncer."

    def handle(self, **options):
        done = acts.carry_out(timezone.now())
        written = outbox.write()
        if options["verbosity"]:
            self.stdout.write(f"Actes terminés : {done}\nÉvénements annoncés : {written}")
