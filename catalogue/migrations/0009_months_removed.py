"""The former columns of lengths go; each rule of the new ones comes."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0009_lengths_moved"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="duration",
            name="months_max",
        ),
        migrations.RemoveField(
            model_name="duration",
            name="months_min",
        ),
        migrations.AddConstraint(
            model_name="duration",
            constraint=models.UniqueConstraint(
                models.F("programme"),
                models.F("audience"),
                django.db.models.functions.comparison.Coalesce(
                    "status", 0, output_field=models.BigIntegerField()
                ),
                django.db.models.functions.comparison.Coalesce(
                    "option", 0, output_field=models.BigIntegerField()
                ),
                name="duration_unique_per_audience",
                violation_error_message="Ce public a déjà une durée : complétez sa ligne.",
            ),
        ),
        migrations.AddConstraint(
            model_name="duration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount", None), ("unit", "")),
                    models.Q(
                        ("amount__gt", 0),
                        ("amount__isnull", False),
                        models.Q(("unit", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="duration_amount_has_a_unit",
                violation_error_message="Une durée demande un nombre plus grand que zéro et son unité : heures, jours, semaines, mois ou ans.",
            ),
        ),
        migrations.AddConstraint(
            model_name="duration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount_max", None),
                    models.Q(("amount__isnull", False), ("amount_max__gt", models.F("amount"))),
                    _connector="OR",
                ),
                name="duration_range_grows",
                violation_error_message="Une durée variable va du plus court au plus long.",
            ),
        ),
        migrations.AddConstraint(
            model_name="duration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("away", None),
                    models.Q(
                        ("away__gt", 0),
                        ("away__isnull", False),
                        ("amount__gt", models.F("away")),
                        ("amount__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="duration_away_is_a_part",
                violation_error_message="La part en entreprise ou en stage est plus courte que la durée entière, et dans la même unité.",
            ),
        ),
        migrations.AddConstraint(
            model_name="duration",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours", None), ("hours__gt", 0), _connector="OR"),
                name="duration_hours_positive",
                violation_error_message="Un nombre d’heures est plus grand que zéro, ou vide.",
            ),
        ),
        migrations.AddConstraint(
            model_name="duration",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours_away", None), ("hours_away__gt", 0), _connector="OR"),
                name="duration_hours_away_positive",
                violation_error_message="Un nombre d’heures est plus grand que zéro, ou vide.",
            ),
        ),
        migrations.AddConstraint(
            model_name="duration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__isnull", False),
                    ("hours__isnull", False),
                    ("hours_away__isnull", False),
                    models.Q(("depends_on", ""), _negated=True),
                    _connector="OR",
                ),
                name="duration_says_something",
                violation_error_message="Indiquez une durée, des heures, ou ce dont elle dépend.",
            ),
        ),
    ]
