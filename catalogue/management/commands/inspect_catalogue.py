"""Says what the inspector finds in the catalogue; the exit code tells a machine."""

import sys
from datetime import date

from django.core.management import BaseCommand
from django.utils import timezone

from catalogue.inspection.findings import Finding
from catalogue.inspection.report import inspect
from catalogue.models import Programme


class Command(BaseCommand):
    help = (
        "Inspecte tout le catalogue. Code de sortie : 0 si rien n’est bloquant sur les formations "
        "publiées, 1 sinon. Ce qui est accepté ne bloque pas."
    )

    def add_arguments(self, parser):
        parser.add_argument("--on", type=date.fromisoformat, help="un autre jour : 2027-01-31")

    def handle(self, *, on, **options):
        count = 0
        for report in inspect(Programme.objects.published(), on=on or timezone.localdate()):
            self.stdout.write(f"{report.programme} ({report.programme.slug})")
            self.stdout.writelines(map(_line, report.found))
            count += len(report.blocking)
        self.stdout.write(f"Bloquants : {count}.")
        if count:
            sys.exit(1)


def _line(finding: Finding) -> str:
    accepted = f" [accepté par {finding.acceptance.person}]" if finding.acceptance else ""
    check = finding.check
    return f"  {check.level.label} {check.code} : {finding.sentence}{accepted}\n"
