"""Fills an empty database with the real contents, a withdrawn programme and a member of staff.

Run by conftest.site, which reads what it prints: the numbers of the rows that pages.py names.
"""

import json
import sys

import django
from django.core.management import call_command
from django.utils import timezone

PASSWORD = "pour-les-tests-seulement"


def fill():
    from django.contrib.auth import get_user_model

    from catalogue.models import Programme

    call_command("migrate", verbosity=0)
    call_command("load_fixtures", demo=True, stdout=sys.stderr)
    get_user_model().objects.create_superuser("direction", password=PASSWORD)
    programme = Programme.objects.get(slug="bac-pro-agora")
    Programme.objects.create(
        slug="formation-retiree",
        title="BAC PRO Gestion-Administration",
        short_name="BAC PRO GA",
        state=Programme.State.WITHDRAWN,
        successor=programme,
        certification=programme.certification,
        domain=programme.domain,
    )
    make_two_editions(programme)
    return {"programme": programme.pk, "unit": programme.units.filter(subjects__gt=0)[0].pk}


def make_two_editions(programme):
    """The second one says something else of a trade."""
    from catalogue.editions import current_edition
    from catalogue.models import Paper

    current_edition(programme, Paper.BROCHURE, now=timezone.now())
    item = programme.sections.get(slug="metiers").items.first()
    item.text = "Gestionnaire administratif et financier"
    item.save()
    current_edition(programme, Paper.BROCHURE, now=timezone.now())


if __name__ == "__main__":
    django.setup()
    json.dump(fill(), sys.stdout)
