"""Says which rate of the law a present indicator is, where its label is exactly one of these."""

from django.db import migrations

KINDS = {
    "Taux de réussite": "obtention",
    "Taux d'obtention": "obtention",
    "Taux de réussite global de la formation": "obtention",
    "Taux de réussite des apprentis de la formation": "obtention",
    "Taux de poursuite d'études": "poursuite",
    "Taux d'interruption en cours de formation": "interruption",
    "Insertion professionnelle": "insertion",
    "Taux d'insertion professionnelle": "insertion",
    "Taux de rupture des apprentis de la formation": "rupture",
    "Taux de rupture des contrats d'apprentissage": "rupture",
    "Satisfaction globale apprentis": "autre",
    "Satisfaction globale entreprises": "autre",
}


def say_the_kind(apps, schema_editor):
    for indicator in apps.get_model("catalogue", "Indicator").objects.filter(kind=""):
        indicator.kind = KINDS.get(indicator.label.replace("’", "'"), "")
        indicator.save(update_fields=["kind"])


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0017_indicator_kind")]

    operations = [migrations.RunPython(say_the_kind, migrations.RunPython.noop)]
