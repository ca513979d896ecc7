"""Adds the fields of prices, sessions, outcomes and salaries; removes nothing yet."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0010_exam"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="cohort",
            options={
                "ordering": ["position", "pk"],
                "verbose_name": "promotion ou session",
                "verbose_name_plural": "promotions et sessions",
            },
        ),
        migrations.CreateModel(
            name="Milestone",
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
                            ("entry", "entrée"),
                            ("exam", "examen"),
                            ("jury", "jury"),
                            ("end", "fin de la formation"),
                        ],
                        max_length=5,
                        verbose_name="quoi",
                    ),
                ),
                ("date", models.DateField(blank=True, null=True, verbose_name="date")),
                (
                    "precision",
                    models.CharField(
                        choices=[
                            ("day", "au jour près"),
                            ("month", "au mois près"),
                            ("year", "à l’année près"),
                        ],
                        default="day",
                        max_length=5,
                        verbose_name="connue",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="Après la date, ou à sa place : « date nationale, fixée par la préfecture ».",
                        max_length=150,
                        verbose_name="en toutes lettres",
                    ),
                ),
            ],
            options={
                "verbose_name": "jury, examen, entrée ou fin",
                "verbose_name_plural": "jurys, examens, entrées et fins (par public, si elles diffèrent)",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Quota",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "places",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="dont places",
                    ),
                ),
            ],
            options={
                "verbose_name": "part des places",
                "verbose_name_plural": "dont places réservées (comptées dans celles de la promotion)",
                "ordering": ["status__position", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="outcome",
            name="outcome_unique",
        ),
        migrations.RemoveConstraint(
            model_name="tuition",
            name="tuition_amount_has_a_period",
        ),
        migrations.RemoveConstraint(
            model_name="tuition",
            name="tuition_says_something",
        ),
        migrations.AddField(
            model_name="cohort",
            name="entries",
            field=models.CharField(
                blank=True,
                help_text="Seulement pour des entrées toute l’année : « le premier lundi de chaque mois ».",
                max_length=100,
                verbose_name="rythme des entrées",
            ),
        ),
        migrations.AddField(
            model_name="cohort",
            name="kind",
            field=models.CharField(
                choices=[
                    ("school", "promotion, sur une ou plusieurs années scolaires"),
                    ("session", "session datée, de quelques jours ou semaines"),
                    ("on_demand", "à la demande, sans date"),
                    ("all_year", "entrées toute l’année"),
                ],
                default="school",
                help_text="Décide des mots de la page : promotion et rentrée, session, entrée. Une session sans date d’ouverture prend les inscriptions jusqu’à son premier jour.",
                max_length=9,
                verbose_name="forme",
            ),
        ),
        migrations.AddField(
            model_name="outcome",
            name="block",
            field=models.ForeignKey(
                blank=True,
                help_text="Si le taux est celui d’un seul bloc.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalogue.skillblock",
                verbose_name="bloc de compétences",
            ),
        ),
        migrations.AddField(
            model_name="outcome",
            name="entered_on",
            field=models.DateField(
                blank=True,
                help_text="Si le taux est celui d’une seule entrée : son premier jour. La colonne s’appelle alors « Entrée de septembre 2024 ».",
                null=True,
                verbose_name="entrée de",
            ),
        ),
        migrations.AddField(
            model_name="outcome",
            name="option",
            field=models.ForeignKey(
                blank=True,
                help_text="Si le taux est celui d’une seule option.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="outcomes",
                to="catalogue.option",
                verbose_name="option",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="answer_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Le délai que le centre promet, affiché dans « Comment s’inscrire ».",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="réponse sous (jours ouvrés)",
            ),
        ),
        migrations.AddField(
            model_name="sectionitem",
            name="salary_max",
            field=models.PositiveIntegerField(
                blank=True, help_text="Vide : « à partir de ».", null=True, verbose_name="à (€)"
            ),
        ),
        migrations.AddField(
            model_name="sectionitem",
            name="salary_min",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="D’un métier, dans « Métiers visés » seulement.",
                null=True,
                verbose_name="salaire brut par mois, de (€)",
            ),
        ),
        migrations.AddField(
            model_name="sectionitem",
            name="salary_source",
            field=models.CharField(
                blank=True,
                help_text="« enquête du centre, 2025 ».",
                max_length=100,
                verbose_name="source et année du salaire",
            ),
        ),
        migrations.AddField(
            model_name="tuition",
            name="group_max",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="à (personnes)"
            ),
        ),
        migrations.AddField(
            model_name="tuition",
            name="group_min",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="groupe de"),
        ),
        migrations.AddField(
            model_name="tuition",
            name="name",
            field=models.CharField(
                blank=True,
                help_text="« Contribution vie étudiante », « Frais d’examen ». Vide : leur nature.",
                max_length=120,
                verbose_name="nom des frais",
            ),
        ),
        migrations.AddField(
            model_name="tuition",
            name="option",
            field=models.ForeignKey(
                blank=True,
                help_text="Si ce prix est celui d’une seule option.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tuitions",
                to="catalogue.option",
                verbose_name="option",
            ),
        ),
        migrations.AddField(
            model_name="tuition",
            name="qualifier",
            field=models.CharField(
                choices=[
                    ("fixed", "prix fixe"),
                    ("from", "à partir de"),
                    ("quote", "sur devis"),
                    ("participant", "par participant"),
                    ("group", "par groupe"),
                ],
                default="fixed",
                help_text="« Le coût est de » n’est écrit que d’un prix fixe. Sur devis : sans montant.",
                max_length=11,
                verbose_name="ce montant est",
            ),
        ),
        migrations.AddField(
            model_name="tuition",
            name="refund",
            field=models.CharField(
                blank=True,
                help_text="« remboursés si la candidature est refusée ».",
                max_length=150,
                verbose_name="remboursement",
            ),
        ),
        migrations.AddField(
            model_name="tuition",
            name="status",
            field=models.ForeignKey(
                blank=True,
                help_text="Vide, sans « pour qui » : pour tout le monde.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalogue.learnerstatus",
                verbose_name="pour ce contrat ou statut",
            ),
        ),
        migrations.AddField(
            model_name="tuition",
            name="tax",
            field=models.CharField(
                blank=True,
                choices=[("excluded", "HT"), ("included", "TTC"), ("none", "net de taxe")],
                max_length=8,
                verbose_name="taxe",
            ),
        ),
        migrations.AlterField(
            model_name="cohort",
            name="name",
            field=models.CharField(
                help_text="2024-2026, mars 2027, ou « entrées permanentes ».",
                max_length=60,
                verbose_name="nom",
            ),
        ),
        migrations.AlterField(
            model_name="tuition",
            name="amount",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="0 affiche « 0 € ». Vide : seuls les mots sont affichés.",
                max_digits=9,
                null=True,
                verbose_name="montant (€)",
            ),
        ),
        migrations.AlterField(
            model_name="tuition",
            name="audience",
            field=models.CharField(
                blank=True,
                help_text="Seulement si aucun statut ne le dit : « Pour les entreprises ».",
                max_length=120,
                verbose_name="pour qui",
            ),
        ),
        migrations.AlterField(
            model_name="tuition",
            name="kind",
            field=models.CharField(
                choices=[
                    ("tuition", "coût de la formation"),
                    ("fee", "frais obligatoires en plus"),
                    ("application", "frais de dossier ou d’inscription"),
                ],
                default="tuition",
                help_text="Des frais ne sont jamais présentés comme le coût de la formation. Des frais d’inscription de 0 € affichent « Aucun frais d’inscription ».",
                max_length=11,
                verbose_name="nature",
            ),
        ),
        migrations.AlterField(
            model_name="tuition",
            name="period",
            field=models.CharField(
                blank=True,
                choices=[
                    ("year", "par année"),
                    ("total", "pour toute la formation"),
                    ("day", "par jour"),
                    ("hour", "par heure"),
                ],
                max_length=5,
                verbose_name="période",
            ),
        ),
        migrations.AddConstraint(
            model_name="sectionitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("salary_max", None), ("salary_min", None), ("salary_source", "")),
                    models.Q(
                        ("salary_min__gt", 0), ("salary_min__isnull", False), ("salary_max", None)
                    ),
                    models.Q(
                        ("salary_min__gt", 0),
                        ("salary_min__isnull", False),
                        ("salary_max__gte", models.F("salary_min")),
                    ),
                    _connector="OR",
                ),
                name="section_item_salary_grows",
                violation_error_message="Un salaire va du plus bas au plus haut ; sa source ne va pas sans lui.",
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="cohort",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="milestones",
                to="catalogue.cohort",
                verbose_name="promotion",
            ),
        ),
        migrations.AddField(
            model_name="milestone",
            name="status",
            field=models.ForeignKey(
                blank=True,
                help_text="Vide : pour tout le monde, ou pour tous les autres.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalogue.learnerstatus",
                verbose_name="contrat ou statut",
            ),
        ),
        migrations.AddField(
            model_name="quota",
            name="cohort",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="quotas",
                to="catalogue.cohort",
                verbose_name="promotion",
            ),
        ),
        migrations.AddField(
            model_name="quota",
            name="status",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalogue.learnerstatus",
                verbose_name="contrat ou statut",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("date__isnull", False), models.Q(("note", ""), _negated=True), _connector="OR"
                ),
                name="milestone_says_when",
                violation_error_message="Indiquez une date, ou dites-la en toutes lettres.",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__isnull", False)),
                fields=("cohort", "kind", "status", "date"),
                name="milestone_unique_for_a_status",
                violation_error_message="Cette date est déjà saisie pour ce statut.",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", None)),
                fields=("cohort", "kind", "date"),
                name="milestone_unique",
                violation_error_message="Cette date est déjà saisie.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quota",
            constraint=models.UniqueConstraint(
                fields=("cohort", "status"),
                name="quota_unique",
                violation_error_message="La part de ce statut est déjà indiquée.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quota",
            constraint=models.CheckConstraint(
                condition=models.Q(("places__gte", 1)),
                name="quota_positive",
                violation_error_message="Une part compte au moins une place.",
            ),
        ),
    ]
