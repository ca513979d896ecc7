"""When and how an assessment is held become two fields; a unit may cover several skill blocks."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F

WHEN = ("ccf", "continu")


def move(apps, schema_editor):
    """Present rows say when or how in the field of their own, and keep their skill block."""
    assessments = apps.get_model("catalogue", "Assessment").objects
    assessments.filter(mode__in=WHEN).update(when=F("mode"))
    assessments.exclude(mode__in=WHEN).update(how=F("mode"))
    for unit in apps.get_model("catalogue", "Unit").objects.exclude(block=None):
        unit.blocks.add(unit.block_id)


def restore(apps, schema_editor):
    """Keeps one word and one block: the former model holds no more."""
    for assessment in apps.get_model("catalogue", "Assessment").objects.all():
        assessment.mode = former_mode(assessment)
        assessment.save(update_fields=["mode"])
    for unit in apps.get_model("catalogue", "Unit").objects.all():
        unit.block_id = unit.blocks.values_list("pk", flat=True).first()
        unit.save(update_fields=["block"])


def former_mode(assessment):
    if assessment.when in WHEN:
        return assessment.when
    first = assessment.how.split(",")[0]
    return FORMER.get(first, first)


# Words that the former list did not have, and the nearest that it had.
FORMER = {
    "": "ecrit",
    "rapport": "dossier",
    "soutenance": "oral",
    "entretien": "oral",
    "qcm": "ecrit",
    "situation": "jury",
}


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0009_months_removed"),
    ]

    operations = [
        migrations.AddField(
            model_name="assessment",
            name="eliminating",
            field=models.CharField(
                blank=True,
                help_text="En mots, si ce n’est pas une note : « une erreur éliminatoire ».",
                max_length=150,
                verbose_name="condition éliminatoire",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="eliminating_mark",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="Au-dessous d’elle, le candidat est éliminé.",
                max_digits=6,
                null=True,
                verbose_name="note éliminatoire",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="how",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ecrit", "écrit"),
                    ("oral", "oral"),
                    ("pratique", "pratique"),
                    ("dossier", "dossier"),
                    ("rapport", "rapport"),
                    ("memoire", "mémoire"),
                    ("projet", "projet"),
                    ("soutenance", "soutenance"),
                    ("entretien", "entretien"),
                    ("qcm", "QCM"),
                    ("situation", "mise en situation professionnelle"),
                    ("jury", "mise en situation devant jury"),
                ],
                default="",
                help_text="Plusieurs si une même durée les tient ensemble : écrit et pratique, 3 h.",
                max_length=120,
                verbose_name="comment",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="marked_in",
            field=models.CharField(
                blank=True,
                help_text="Si ce ne sont pas des points : « bonnes réponses ».",
                max_length=60,
                verbose_name="comptée en",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="out_of",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="sur"
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="pass_mark",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="note exigée"
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="preparation",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Avant l’épreuve, en plus.",
                null=True,
                verbose_name="préparation (minutes)",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="status",
            field=models.ForeignKey(
                blank=True,
                help_text="Si elle dépend du statut : apprentis en CCF, stagiaires en épreuve ponctuelle.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalogue.learnerstatus",
                verbose_name="seulement pour",
            ),
        ),
        migrations.AddField(
            model_name="assessment",
            name="when",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ccf", "CCF"),
                    ("ponctuelle", "épreuve ponctuelle"),
                    ("continu", "contrôle continu"),
                ],
                help_text="Vide si ce n’est pas dit.",
                max_length=10,
                verbose_name="quand",
            ),
        ),
        migrations.AddField(
            model_name="subject",
            name="choice",
            field=models.CharField(
                blank=True,
                help_text="Le même mot pour toutes les lignes dont une seule compte : « langue vivante ». Elles sont affichées ensemble, et les totaux n’en comptent qu’une.",
                max_length=80,
                verbose_name="au choix",
            ),
        ),
        migrations.AddField(
            model_name="subject",
            name="code",
            field=models.CharField(
                blank=True, help_text="E5, U51, UE 3…", max_length=20, verbose_name="code"
            ),
        ),
        migrations.AddField(
            model_name="subject",
            name="hours_unpublished",
            field=models.BooleanField(
                default=False,
                help_text="La page le dit, et ne fait plus de total des heures.",
                verbose_name="heures non publiées",
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="blocks",
            field=models.ManyToManyField(
                blank=True,
                help_text="Plusieurs si l’épreuve les valide ensemble. La page donne leurs numéros, sauf si les intitulés de la formation en portent d’autres (« Bloc 1 : … »).",
                related_name="units",
                to="catalogue.skillblock",
                verbose_name="blocs de compétences",
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="choice",
            field=models.CharField(
                blank=True,
                help_text="Le même mot pour toutes les lignes dont une seule compte : « langue vivante ». Elles sont affichées ensemble, et les totaux n’en comptent qu’une.",
                max_length=80,
                verbose_name="au choix",
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="eliminating_mark",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="Au-dessous d’elle, le candidat est éliminé.",
                max_digits=5,
                null=True,
                verbose_name="note éliminatoire",
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="hours_unpublished",
            field=models.BooleanField(
                default=False,
                help_text="La page le dit, et ne fait plus de total des heures.",
                verbose_name="heures non publiées",
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="pass_mark",
            field=models.DecimalField(
                blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="note exigée"
            ),
        ),
        migrations.AddField(
            model_name="unit",
            name="points_above",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                default=10,
                help_text="Pour une unité facultative. Vide : la page dit seulement qu’elle l’est.",
                max_digits=5,
                null=True,
                verbose_name="seuls comptent les points au-dessus de",
            ),
        ),
        migrations.AlterField(
            model_name="assessment",
            name="count",
            field=models.PositiveSmallIntegerField(
                default=1,
                help_text="2 pour deux CCF, ou pour les deux parties d’une épreuve de « 2 × 2 h ».",
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="nombre",
            ),
        ),
        migrations.AlterField(
            model_name="assessment",
            name="minutes",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Celle de chaque partie.",
                null=True,
                verbose_name="durée (minutes)",
            ),
        ),
        migrations.AlterField(
            model_name="assessment",
            name="weight",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="Des poids dont la somme est 100 sont affichés en %.",
                max_digits=5,
                null=True,
                verbose_name="poids",
            ),
        ),
        migrations.AlterField(
            model_name="subject",
            name="coefficient",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="Celui de l’unité, ou celui de ses matières : la page en fait alors la somme, « 9 (8 + 1) ».",
                max_digits=5,
                null=True,
                verbose_name="coefficient",
            ),
        ),
        migrations.AlterField(
            model_name="subject",
            name="hours",
            field=models.DecimalField(
                blank=True,
                decimal_places=1,
                help_text="0 s’affiche « sans cours ». Vide n’affiche rien : celles d’une unité divisée en matières sont données par matière.",
                max_digits=6,
                null=True,
                verbose_name="heures",
            ),
        ),
        migrations.AlterField(
            model_name="subjecthours",
            name="hours",
            field=models.DecimalField(
                decimal_places=1,
                help_text="0 s’affiche « sans cours ».",
                max_digits=6,
                verbose_name="heures",
            ),
        ),
        migrations.AlterField(
            model_name="unit",
            name="code",
            field=models.CharField(
                blank=True, help_text="E5, U51, UE 3…", max_length=20, verbose_name="code"
            ),
        ),
        migrations.AlterField(
            model_name="unit",
            name="coefficient",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="Celui de l’unité, ou celui de ses matières : la page en fait alors la somme, « 9 (8 + 1) ».",
                max_digits=5,
                null=True,
                verbose_name="coefficient",
            ),
        ),
        migrations.AlterField(
            model_name="unit",
            name="hours",
            field=models.DecimalField(
                blank=True,
                decimal_places=1,
                help_text="0 s’affiche « sans cours ». Vide n’affiche rien : celles d’une unité divisée en matières sont données par matière.",
                max_digits=6,
                null=True,
                verbose_name="heures",
            ),
        ),
        migrations.AlterField(
            model_name="unit",
            name="is_optional",
            field=models.BooleanField(default=False, verbose_name="facultative"),
        ),
        migrations.AlterField(
            model_name="unit",
            name="source_wording",
            field=models.CharField(
                blank=True,
                help_text="Les mots de la source quand ils sont ambigus. La formation les garde sous « à vérifier » tant qu’ils sont ici.",
                max_length=200,
                verbose_name="évaluation selon la brochure",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="assessment",
            name="assessment_minutes_positive",
        ),
        migrations.RemoveConstraint(
            model_name="subject",
            name="subject_hours_positive",
        ),
        migrations.RemoveConstraint(
            model_name="subjecthours",
            name="subject_hours_split_positive",
        ),
        migrations.RemoveConstraint(
            model_name="unit",
            name="unit_hours_positive",
        ),
        migrations.AlterField(  # so that going back may make the column again
            model_name="assessment",
            name="mode",
            field=models.CharField(default="", max_length=10),
        ),
        migrations.RunPython(move, restore),
        migrations.RemoveField(
            model_name="assessment",
            name="mode",
        ),
        migrations.RemoveField(
            model_name="unit",
            name="block",
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("when", ""), _negated=True),
                    models.Q(("how", ""), _negated=True),
                    models.Q(("title", ""), _negated=True),
                    _connector="OR",
                ),
                name="assessment_says_something",
                violation_error_message="Dites quand ou comment, ou donnez un intitulé.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("minutes", None), ("minutes__gt", 0), _connector="OR"),
                    models.Q(("preparation", None), ("preparation__gt", 0), _connector="OR"),
                ),
                name="assessment_minutes_positive",
                violation_error_message="Une durée est plus grande que zéro, ou vide.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("out_of", None), ("out_of__gt", 0), _connector="OR"),
                    models.Q(("pass_mark", None), ("pass_mark__gt", 0), _connector="OR"),
                    models.Q(
                        ("eliminating_mark", None), ("eliminating_mark__gt", 0), _connector="OR"
                    ),
                ),
                name="assessment_marks_positive",
                violation_error_message="Une note est plus grande que zéro, ou vide.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("out_of", None),
                        ("pass_mark", None),
                        ("pass_mark__lte", models.F("out_of")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("out_of", None),
                        ("eliminating_mark", None),
                        ("eliminating_mark__lte", models.F("out_of")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("pass_mark", None),
                        ("eliminating_mark", None),
                        ("eliminating_mark__lte", models.F("pass_mark")),
                        _connector="OR",
                    ),
                ),
                name="assessment_marks_in_order",
                violation_error_message="La note éliminatoire, la note exigée et le total vont du plus petit au plus grand.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("marked_in", ""),
                    ("out_of__isnull", False),
                    ("pass_mark__isnull", False),
                    _connector="OR",
                ),
                name="assessment_marking_has_a_mark",
                violation_error_message="Donnez le nombre de ce qui est compté.",
            ),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours", None), ("hours__gte", 0), _connector="OR"),
                name="subject_hours_not_negative",
                violation_error_message="Un nombre d’heures n’est pas négatif.",
            ),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours", None), ("hours_unpublished", False), _connector="OR"),
                name="subject_hours_published_or_not",
                violation_error_message="Effacez les heures, ou décochez « heures non publiées ».",
            ),
        ),
        migrations.AddConstraint(
            model_name="subjecthours",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours__gte", 0)),
                name="subject_hours_split_not_negative",
                violation_error_message="Un nombre d’heures n’est pas négatif.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours", None), ("hours__gte", 0), _connector="OR"),
                name="unit_hours_not_negative",
                violation_error_message="Un nombre d’heures n’est pas négatif.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours", None), ("hours_unpublished", False), _connector="OR"),
                name="unit_hours_published_or_not",
                violation_error_message="Effacez les heures, ou décochez « heures non publiées ».",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pass_mark", None), ("pass_mark__gt", 0), _connector="OR"),
                    models.Q(
                        ("eliminating_mark", None), ("eliminating_mark__gt", 0), _connector="OR"
                    ),
                    models.Q(("points_above", None), ("points_above__gte", 0), _connector="OR"),
                ),
                name="unit_marks_positive",
                violation_error_message="Une note est plus grande que zéro, ou vide.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("pass_mark", None),
                    ("eliminating_mark", None),
                    ("eliminating_mark__lte", models.F("pass_mark")),
                    _connector="OR",
                ),
                name="unit_marks_in_order",
                violation_error_message="La note éliminatoire dépasse la note exigée.",
            ),
        ),
    ]
