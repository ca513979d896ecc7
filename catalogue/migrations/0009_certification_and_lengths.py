"""A programme may prepare no certification; a length has its unit."""

from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0008_public_documents"),
    ]

    operations = [
        migrations.CreateModel(
            name="RelatedCertification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Du plus petit au plus grand, de haut en bas de la page.",
                        verbose_name="ordre",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("intermediate", "Certification intermédiaire"),
                            ("conferred", "Titre aussi délivré"),
                            ("equivalent", "Équivalence"),
                            ("blocks", "Équivalence de blocs"),
                        ],
                        max_length=12,
                        verbose_name="lien",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Si elle n’est pas dans la liste des certifications.",
                        max_length=255,
                        verbose_name="ou son intitulé",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="précision")),
            ],
            options={
                "verbose_name": "certification liée",
                "verbose_name_plural": "certifications liées",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="duration",
            name="duration_unique_per_audience",
        ),
        migrations.RemoveConstraint(
            model_name="duration",
            name="duration_range_grows",
        ),
        migrations.RemoveConstraint(
            model_name="duration",
            name="duration_says_something",
        ),
        migrations.AddField(
            model_name="certification",
            name="kind_wording",
            field=models.CharField(
                blank=True,
                help_text="« Brevet professionnel », « CAP agricole » : écrit à la place du type.",
                max_length=80,
                verbose_name="type, en vos mots",
            ),
        ),
        migrations.AddField(
            model_name="certification",
            name="level_wording",
            field=models.CharField(
                blank=True,
                help_text="« Grade de licence » : écrit à la place de la comparaison avec un diplôme.",
                max_length=80,
                verbose_name="niveau, en vos mots",
            ),
        ),
        migrations.AddField(
            model_name="duration",
            name="amount",
            field=models.DecimalField(
                blank=True,
                decimal_places=1,
                help_text="2, 2,5, 24…",
                max_digits=6,
                null=True,
                verbose_name="durée",
            ),
        ),
        migrations.AddField(
            model_name="duration",
            name="amount_max",
            field=models.DecimalField(
                blank=True,
                decimal_places=1,
                help_text="Pour une durée variable : de 8 à 10 mois.",
                max_digits=6,
                null=True,
                verbose_name="à",
            ),
        ),
        migrations.AddField(
            model_name="duration",
            name="away",
            field=models.DecimalField(
                blank=True,
                decimal_places=1,
                help_text="Dans la même unité : 22, pour 44 semaines dont 22 en stage.",
                max_digits=6,
                null=True,
                verbose_name="dont en entreprise ou en stage",
            ),
        ),
        migrations.AddField(
            model_name="duration",
            name="depends_on",
            field=models.CharField(
                blank=True,
                help_text="« le positionnement » : ce dont dépend une durée variable.",
                max_length=120,
                verbose_name="selon",
            ),
        ),
        migrations.AddField(
            model_name="duration",
            name="hours_away",
            field=models.DecimalField(
                blank=True,
                decimal_places=1,
                max_digits=6,
                null=True,
                verbose_name="heures en entreprise ou en stage",
            ),
        ),
        migrations.AddField(
            model_name="duration",
            name="option",
            field=models.ForeignKey(
                blank=True,
                help_text="Si cette durée est celle d’une seule option.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="durations",
                to="catalogue.option",
                verbose_name="option",
            ),
        ),
        migrations.AddField(
            model_name="duration",
            name="unit",
            field=models.CharField(
                blank=True,
                choices=[
                    ("hour", "heures"),
                    ("day", "jours"),
                    ("week", "semaines"),
                    ("month", "mois"),
                    ("year", "ans"),
                ],
                max_length=5,
                verbose_name="en",
            ),
        ),
        migrations.AddField(
            model_name="option",
            name="is_open",
            field=models.BooleanField(
                default=True,
                help_text="Décochée, la page et la brochure disent « pas ouverte cette année ».",
                verbose_name="ouverte cette année",
            ),
        ),
        migrations.AddField(
            model_name="option",
            name="text",
            field=models.TextField(blank=True, verbose_name="présentation"),
        ),
        migrations.AddField(
            model_name="programme",
            name="attestation",
            field=models.CharField(
                blank=True,
                help_text="« Attestation de fin de formation » : ce que l’on reçoit sans certification, ou en plus d’elle.",
                max_length=150,
                verbose_name="remis à la fin",
            ),
        ),
        migrations.AlterField(
            model_name="certification",
            name="acronym",
            field=models.CharField(
                blank=True,
                help_text="Dans les mentions, après l’intitulé.",
                max_length=30,
                verbose_name="sigle",
            ),
        ),
        migrations.AlterField(
            model_name="certification",
            name="register_code",
            field=models.CharField(
                blank=True,
                help_text="RNCP34606, RS5765.",
                max_length=12,
                verbose_name="code RNCP ou RS",
            ),
        ),
        migrations.AlterField(
            model_name="duration",
            name="hours",
            field=models.DecimalField(
                blank=True,
                decimal_places=1,
                max_digits=6,
                null=True,
                verbose_name="heures en centre",
            ),
        ),
        migrations.AlterField(
            model_name="programme",
            name="certification",
            field=models.ForeignKey(
                blank=True,
                help_text="Vide : la formation n’en prépare aucune, et la page ne parle ni de diplôme ni de niveau.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="programmes",
                to="catalogue.certification",
                verbose_name="certification",
            ),
        ),
        migrations.AlterField(
            model_name="programme",
            name="entry_year",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="2 pour un contrat de deux ans dans un cycle de trois : l’apprenti est alors payé comme en 2e puis 3e année (code du travail, article D6222-28-1). Les heures par année et les années des promotions se comptent aussi à partir d’elle : 2, puis 3.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="année du cycle à l’entrée",
            ),
        ),
        migrations.AlterField(
            model_name="yearhours",
            name="hours",
            field=models.DecimalField(
                decimal_places=1,
                max_digits=6,
                validators=[django.core.validators.MinValueValidator(Decimal("0.1"))],
                verbose_name="heures en centre",
            ),
        ),
        migrations.AlterField(
            model_name="yearhours",
            name="year",
            field=models.PositiveSmallIntegerField(
                help_text="L’année du cycle.",
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="année",
            ),
        ),
        migrations.AddField(
            model_name="relatedcertification",
            name="blocks",
            field=models.ManyToManyField(
                blank=True,
                help_text="Vide : la certification entière.",
                related_name="+",
                to="catalogue.skillblock",
                verbose_name="blocs concernés",
            ),
        ),
        migrations.AddField(
            model_name="relatedcertification",
            name="certification",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="related",
                to="catalogue.certification",
                verbose_name="certification",
            ),
        ),
        migrations.AddField(
            model_name="relatedcertification",
            name="other",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="catalogue.certification",
                verbose_name="certification liée",
            ),
        ),
        migrations.AddConstraint(
            model_name="relatedcertification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("other__isnull", False), ("title", "")),
                    models.Q(("other", None), models.Q(("title", ""), _negated=True)),
                    _connector="OR",
                ),
                name="related_certification_names_one",
                violation_error_message="Choisissez une certification ou écrivez son intitulé, l’un des deux.",
            ),
        ),
        migrations.AddConstraint(
            model_name="relatedcertification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("other", None),
                    models.Q(("other", models.F("certification")), _negated=True),
                    _connector="OR",
                ),
                name="related_certification_is_another",
                violation_error_message="Une certification n’est pas liée à elle-même.",
            ),
        ),
    ]
