"""Says of the present contracts which law fixes their pay, as their code tells it."""

from django.db import migrations

CODES = ("apprentissage", "professionnalisation")


def say_the_law(apps, schema_editor):
    statuses = apps.get_model("catalogue", "LearnerStatus").objects
    for code in CODES:
        statuses.filter(code=code, is_contract=True).update(pay_law=code)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0013_pay_law")]

    operations = [migrations.RunPython(say_the_law, migrations.RunPython.noop)]
