"""Drops the answers that the migration before has linked to statuses of the catalogue.

Apart from it: PostgreSQL changes no table whose new links it has still to check.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enrolment", "0013_learner_status")]

    operations = [
        migrations.RemoveField(model_name="application", name="contract"),
        migrations.AlterField(
            model_name="documentkind",
            name="condition",
            field=models.CharField(
                choices=[
                    ("always", "à tous"),
                    ("minor", "à qui sera mineur au début de la formation"),
                    ("company", "à qui a trouvé une entreprise"),
                    ("trainee", "à qui ne signe pas de contrat (stagiaire, élève…)"),
                    ("diploma", "à qui a déjà un diplôme"),
                    ("abroad", "à qui a un diplôme obtenu à l’étranger"),
                ],
                default="always",
                max_length=8,
                verbose_name="demandé",
            ),
        ),
    ]
