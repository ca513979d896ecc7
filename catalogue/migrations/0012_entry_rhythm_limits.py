"""Levels of entry, rhythms and restrictions become rows; present ones keep what they said."""

import django.db.models.deletion
from django.db import migrations, models

WHOLE_WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "centre")


def fill(apps, schema_editor):
    for programme in apps.get_model("catalogue", "Programme").objects.all():
        keep_level(programme)
        if programme.rhythm_unit:
            keep_rhythm(programme)


def keep_level(programme):
    """The level becomes a condition; the page showed it only in its own words, if any."""
    if programme.entry_level is None:
        return
    says = models.Q(items__isnull=False) | ~models.Q(prose="") | ~models.Q(closing="")
    said = programme.sections.filter(says, kind="prerequisites").exists()
    programme.entry_requirements.create(
        position=1, kind="diploma", level=programme.entry_level, in_words=said
    )


def keep_rhythm(programme):
    """So much in the centre, so much in the company: two steps; the days of one week: one.

    Days that make no week stay in words; those that the centre wrote already say them.
    """
    unit, centre, company = programme.rhythm_unit, programme.rhythm_centre, programme.rhythm_company
    if unit == "day" and not (centre % 5 or company % 5):
        unit, centre, company = "week", centre // 5, company // 5
    if unit != "day":
        programme.rhythm_steps.create(position=1, unit=unit, count=centre, **WHOLE_WEEK)
        programme.rhythm_steps.create(position=2, unit=unit, count=company)
    elif centre + company in (5, 6, 7):
        programme.rhythm_steps.create(position=1, days=centre)
    elif not programme.rhythm:
        programme.rhythm = f"{centre} jours en centre, {company} jours en entreprise"
        programme.save(update_fields=["rhythm"])


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0011_rules_of_prices"),
    ]

    operations = [
        migrations.CreateModel(
            name="EntryRequirement",
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
                    "group",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Le même numéro sur plusieurs lignes : une seule suffit. Vide : la condition est demandée à tous.",
                        null=True,
                        verbose_name="au choix",
                    ),
                ),
                (
                    "is_advised",
                    models.BooleanField(default=False, verbose_name="conseillé, pas obligatoire"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("diploma", "diplôme ou niveau"),
                            ("age", "âge"),
                            ("experience", "expérience"),
                            ("licence", "permis"),
                            ("language", "langue"),
                            ("test", "test ou concours"),
                            ("medical", "santé (certificat, vaccination)"),
                            ("legal", "casier judiciaire, carte professionnelle…"),
                            ("motivation", "motivation"),
                            ("other", "autre"),
                        ],
                        max_length=10,
                        verbose_name="nature",
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (0, "sans condition de diplôme"),
                            (2, "après la 3e"),
                            (3, "après un CAP ou une seconde"),
                            (4, "après le bac"),
                            (5, "après un bac +2"),
                            (6, "après un bac +3"),
                            (7, "après un bac +5"),
                        ],
                        help_text="Le plus bas qui suffit. Sur les cartes : « Accessible après le bac ».",
                        null=True,
                        verbose_name="niveau de diplôme",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="Bac général, permis B, anglais, certificat médical, carte professionnelle… Pour une expérience : dans la vente.",
                        max_length=150,
                        verbose_name="quoi",
                    ),
                ),
                (
                    "age_min",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="âge, au moins"
                    ),
                ),
                (
                    "age_max",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="âge, au plus"
                    ),
                ),
                (
                    "experience_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="À côté d’un diplôme : l’un et l’autre sont demandés.",
                        null=True,
                        verbose_name="mois d’expérience",
                    ),
                ),
                (
                    "threshold",
                    models.CharField(
                        blank=True,
                        help_text="Niveau B2 ; 10 sur 20 ; 32 réponses sur 40.",
                        max_length=80,
                        verbose_name="seuil",
                    ),
                ),
                (
                    "proof",
                    models.CharField(
                        blank=True,
                        help_text="TOEIC ou IELTS.",
                        max_length=150,
                        verbose_name="preuve",
                    ),
                ),
                (
                    "valid_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="24 affiche « de moins de 2 ans ».",
                        null=True,
                        verbose_name="de moins de (mois)",
                    ),
                ),
                (
                    "exemption",
                    models.CharField(
                        blank=True,
                        help_text="Sauf langue maternelle.",
                        max_length=150,
                        verbose_name="dispense",
                    ),
                ),
                (
                    "moment",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("application", "à la candidature"),
                            ("first_day", "avant le premier jour"),
                            ("exam", "avant l’examen"),
                        ],
                        max_length=11,
                        verbose_name="à fournir",
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        blank=True,
                        help_text="Remplace la phrase que le site fait des cases ci-dessus.",
                        max_length=300,
                        verbose_name="dit avec ces mots",
                    ),
                ),
                (
                    "in_words",
                    models.BooleanField(
                        default=False,
                        help_text="La page ne répète pas cette ligne. Elle sert aux cartes, aux listes et au dossier de candidature.",
                        verbose_name="déjà dit dans le texte « Prérequis »",
                    ),
                ),
            ],
            options={
                "verbose_name": "condition d’entrée",
                "verbose_name_plural": "conditions d’entrée",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RhythmStep",
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
                    "is_start",
                    models.BooleanField(
                        default=False,
                        help_text="Ne se répète pas : une rentrée au centre.",
                        verbose_name="au début seulement",
                    ),
                ),
                ("count", models.PositiveSmallIntegerField(default=1, verbose_name="nombre")),
                (
                    "unit",
                    models.CharField(
                        choices=[("week", "semaine(s)"), ("month", "mois")],
                        default="week",
                        max_length=5,
                        verbose_name="de",
                    ),
                ),
                (
                    "monday",
                    models.CharField(
                        blank=True,
                        choices=[("centre", "au centre"), ("remote", "à distance")],
                        max_length=6,
                        verbose_name="lundi",
                    ),
                ),
                (
                    "tuesday",
                    models.CharField(
                        blank=True,
                        choices=[("centre", "au centre"), ("remote", "à distance")],
                        max_length=6,
                        verbose_name="mardi",
                    ),
                ),
                (
                    "wednesday",
                    models.CharField(
                        blank=True,
                        choices=[("centre", "au centre"), ("remote", "à distance")],
                        max_length=6,
                        verbose_name="mercredi",
                    ),
                ),
                (
                    "thursday",
                    models.CharField(
                        blank=True,
                        choices=[("centre", "au centre"), ("remote", "à distance")],
                        max_length=6,
                        verbose_name="jeudi",
                    ),
                ),
                (
                    "friday",
                    models.CharField(
                        blank=True,
                        choices=[("centre", "au centre"), ("remote", "à distance")],
                        max_length=6,
                        verbose_name="vendredi",
                    ),
                ),
                (
                    "saturday",
                    models.CharField(
                        blank=True,
                        choices=[("centre", "au centre"), ("remote", "à distance")],
                        max_length=6,
                        verbose_name="samedi",
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Au centre, si l’on ne sait pas lesquels : laissez alors les jours vides.",
                        null=True,
                        verbose_name="jours par semaine",
                    ),
                ),
            ],
            options={
                "verbose_name": "temps du rythme",
                "verbose_name_plural": "rythme, semaine par semaine",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StatusLimit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "months_max",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="La paie affichée pour ce contrat s’arrête là.",
                        null=True,
                        verbose_name="mois, au plus",
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        blank=True,
                        help_text="En 2e année seulement.",
                        max_length=150,
                        verbose_name="restriction",
                    ),
                ),
            ],
            options={
                "verbose_name": "restriction d’un contrat ou statut",
                "verbose_name_plural": "restrictions d’un contrat ou statut",
                "ordering": ["status__position", "pk"],
            },
        ),
        migrations.AddField(
            model_name="certification",
            name="vae_access",
            field=models.BooleanField(
                blank=True,
                help_text="D’après la fiche de France compétences, « voies d’accès ». Vide n’affiche rien.",
                null=True,
                verbose_name="accessible par la VAE",
            ),
        ),
        migrations.AlterField(
            model_name="programme",
            name="rhythm",
            field=models.CharField(
                blank=True,
                help_text="Remplace la phrase composée du rythme semaine par semaine, plus bas.",
                max_length=200,
                verbose_name="rythme, en toutes lettres",
            ),
        ),
        migrations.AddField(
            model_name="entryrequirement",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="entry_requirements",
                to="catalogue.programme",
                verbose_name="formation",
            ),
        ),
        migrations.AddField(
            model_name="rhythmstep",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rhythm_steps",
                to="catalogue.programme",
                verbose_name="formation",
            ),
        ),
        migrations.AddField(
            model_name="rhythmstep",
            name="status",
            field=models.ForeignKey(
                blank=True,
                help_text="Si ce rythme est celui d’un seul contrat. Vide : de tous les autres.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="catalogue.learnerstatus",
                verbose_name="contrat ou statut",
            ),
        ),
        migrations.AddField(
            model_name="statuslimit",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="status_limits",
                to="catalogue.programme",
                verbose_name="formation",
            ),
        ),
        migrations.AddField(
            model_name="statuslimit",
            name="status",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="catalogue.learnerstatus",
                verbose_name="contrat ou statut",
            ),
        ),
        migrations.AddConstraint(
            model_name="entryrequirement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True),
                    models.Q(("text", ""), _negated=True),
                    ("level__isnull", False),
                    ("age_min__isnull", False),
                    ("age_max__isnull", False),
                    ("experience_months__isnull", False),
                    _connector="OR",
                ),
                name="entry_says_something",
                violation_error_message="Dites ce qui est demandé : un niveau, un âge, une durée d’expérience, ou quelques mots.",
            ),
        ),
        migrations.AddConstraint(
            model_name="entryrequirement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("level", None),
                    models.Q(("kind", "diploma"), ("level__in", [0, 2, 3, 4, 5, 6, 7])),
                    _connector="OR",
                ),
                name="entry_level_is_of_a_diploma",
                violation_error_message="Un niveau se choisit dans la liste, sur une ligne de nature « diplôme ou niveau ».",
            ),
        ),
        migrations.AddConstraint(
            model_name="entryrequirement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "age"), _negated=True),
                    ("age_min__isnull", False),
                    ("age_max__isnull", False),
                    _connector="OR",
                ),
                name="entry_age_is_a_number",
                violation_error_message="Une condition d’âge demande un âge, au moins ou au plus.",
            ),
        ),
        migrations.AddConstraint(
            model_name="entryrequirement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("age_min", None),
                        models.Q(("age_min__gt", 0), ("age_min__isnull", False)),
                        _connector="OR",
                    ),
                    models.Q(
                        ("age_max", None),
                        models.Q(("age_max__gt", 0), ("age_max__isnull", False)),
                        _connector="OR",
                    ),
                    models.Q(
                        ("age_min", None),
                        ("age_max", None),
                        ("age_max__gte", models.F("age_min")),
                        _connector="OR",
                    ),
                ),
                name="entry_ages_grow",
                violation_error_message="L’âge au moins dépasse l’âge au plus : échangez-les.",
            ),
        ),
        migrations.AddConstraint(
            model_name="entryrequirement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("experience_months", None),
                        models.Q(
                            ("experience_months__gt", 0), ("experience_months__isnull", False)
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("valid_months", None),
                        models.Q(("valid_months__gt", 0), ("valid_months__isnull", False)),
                        _connector="OR",
                    ),
                ),
                name="entry_months_positive",
                violation_error_message="Un nombre de mois est plus grand que zéro, ou vide.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rhythmstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("count__gt", 0)),
                name="rhythm_step_lasts",
                violation_error_message="Un temps du rythme dure une semaine ou un mois, au moins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="rhythmstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("days", None),
                    models.Q(
                        ("days__isnull", False),
                        ("days__range", (1, 6)),
                        ("friday", ""),
                        ("monday", ""),
                        ("saturday", ""),
                        ("thursday", ""),
                        ("tuesday", ""),
                        ("wednesday", ""),
                    ),
                    _connector="OR",
                ),
                name="rhythm_step_days_named_or_counted",
                violation_error_message="Choisissez les jours, ou écrivez leur nombre (de 1 à 6) : pas les deux.",
            ),
        ),
        migrations.AddConstraint(
            model_name="statuslimit",
            constraint=models.UniqueConstraint(
                fields=("programme", "status"),
                name="status_limit_unique",
                violation_error_message="Ce contrat a déjà sa restriction ici : complétez-la.",
            ),
        ),
        migrations.AddConstraint(
            model_name="statuslimit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("months_max__gt", 0), ("months_max__isnull", False)),
                    models.Q(("months_max", None), models.Q(("text", ""), _negated=True)),
                    _connector="OR",
                ),
                name="status_limit_says_something",
                violation_error_message="Indiquez un nombre de mois, plus grand que zéro, ou quelques mots.",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name="programme",
            name="programme_rhythm_is_whole",
        ),
        migrations.RemoveField(
            model_name="programme",
            name="entry_level",
        ),
        migrations.RemoveField(
            model_name="programme",
            name="rhythm_centre",
        ),
        migrations.RemoveField(
            model_name="programme",
            name="rhythm_company",
        ),
        migrations.RemoveField(
            model_name="programme",
            name="rhythm_unit",
        ),
    ]
