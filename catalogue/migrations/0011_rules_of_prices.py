"""Removes the fields whose data has moved, then holds the rules of the new ones."""

import datetime

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0011_prices_of_present_rows"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="programme",
            name="programme_registration_fee_not_negative",
        ),
        migrations.RemoveField(
            model_name="cohort",
            name="continuous_entry",
        ),
        migrations.RemoveField(
            model_name="programme",
            name="registration_fee",
        ),
        migrations.RemoveField(
            model_name="tuition",
            name="is_minimum",
        ),
        migrations.AddConstraint(
            model_name="cohort",
            constraint=models.CheckConstraint(
                condition=models.Q(("entries", ""), ("kind", "all_year"), _connector="OR"),
                name="cohort_entries_are_all_year",
                violation_error_message="Un rythme des entrées demande la forme « entrées toute l’année ».",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.UniqueConstraint(
                models.F("programme"),
                models.F("indicator"),
                models.F("year"),
                models.F("period"),
                django.db.models.functions.comparison.Coalesce(
                    "entered_on", datetime.date(1, 1, 1), output_field=models.DateField()
                ),
                django.db.models.functions.comparison.Coalesce(
                    "option", 0, output_field=models.BigIntegerField()
                ),
                django.db.models.functions.comparison.Coalesce(
                    "block", 0, output_field=models.BigIntegerField()
                ),
                name="outcome_unique",
                violation_error_message="Ce résultat est déjà saisi pour cette période : dites son option, son bloc ou son entrée, ou corrigez l’autre.",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer_days", None), ("answer_days__gte", 1), _connector="OR"),
                name="programme_answer_takes_a_day",
                violation_error_message="Le délai de réponse est d’un jour au moins, ou vide.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tuition",
            constraint=models.UniqueConstraint(
                models.F("programme"),
                models.F("kind"),
                models.F("name"),
                django.db.models.functions.comparison.Coalesce(
                    "status", 0, output_field=models.BigIntegerField()
                ),
                models.F("audience"),
                django.db.models.functions.comparison.Coalesce(
                    "option", 0, output_field=models.BigIntegerField()
                ),
                django.db.models.functions.comparison.Coalesce(
                    "year", 0, output_field=models.BigIntegerField()
                ),
                models.F("qualifier"),
                django.db.models.functions.comparison.Coalesce(
                    "group_min", 0, output_field=models.BigIntegerField()
                ),
                models.F("payer"),
                condition=models.Q(("amount__isnull", False)),
                name="tuition_unique",
                violation_error_message="Ce prix est déjà saisi pour ce public : corrigez l’autre ligne, ou dites ce qui les distingue (option, année, qui paie).",
            ),
        ),
        migrations.AddConstraint(
            model_name="tuition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gt", 0), _negated=True),
                    models.Q(("period", ""), _negated=True),
                    ("kind", "application"),
                    _connector="OR",
                ),
                name="tuition_amount_has_a_period",
                violation_error_message="Dites si ce montant vaut par année, par jour, par heure ou en tout.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tuition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__isnull", False),
                    models.Q(("text", ""), _negated=True),
                    ("qualifier", "quote"),
                    _connector="OR",
                ),
                name="tuition_says_something",
                violation_error_message="Indiquez un montant ou une explication, ou choisissez « sur devis ».",
            ),
        ),
        migrations.AddConstraint(
            model_name="tuition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("qualifier", "quote"), _negated=True),
                    ("amount", None),
                    _connector="OR",
                ),
                name="tuition_on_quote_has_no_amount",
                violation_error_message="Sur devis, il n’y a pas de montant : videz-le, ou choisissez « à partir de ».",
            ),
        ),
        migrations.AddConstraint(
            model_name="tuition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("name", ""), models.Q(("kind", "tuition"), _negated=True), _connector="OR"
                ),
                name="tuition_name_is_that_of_a_fee",
                violation_error_message="Seuls des frais ont un nom : changez la nature, ou videz le nom.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tuition",
            constraint=models.CheckConstraint(
                condition=models.Q(("status", None), ("audience", ""), _connector="OR"),
                name="tuition_public_is_said_once",
                violation_error_message="Choisissez un statut ou écrivez pour qui, pas les deux.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tuition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("group_max", None), ("group_min", None)),
                    models.Q(
                        ("qualifier", "group"),
                        ("group_min__gt", 0),
                        ("group_min__isnull", False),
                        ("group_max__gte", models.F("group_min")),
                    ),
                    models.Q(
                        ("group_max", None),
                        ("qualifier", "group"),
                        ("group_min__gt", 0),
                        ("group_min__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="tuition_group_grows",
                violation_error_message="La taille d’un groupe demande un prix « par groupe », et va du plus petit nombre au plus grand.",
            ),
        ),
    ]
