"""Links the contract wished for to the contracts and statuses of the catalogue."""

import django.db.models.deletion
from django.db import migrations, models

# The names that the form gave to its four answers; « inconnu » is no status.
NAMES = {
    "apprentissage": ("Contrat d’apprentissage", True),
    "professionnalisation": ("Contrat de professionnalisation", True),
    "stagiaire": ("Stagiaire de la formation professionnelle", False),
}


def link(apps, schema_editor):
    """Links each answer to the status of the same code, made where the catalogue has none."""
    Application = apps.get_model("enrolment", "Application")
    LearnerStatus = apps.get_model("catalogue", "LearnerStatus")
    for code, (name, is_contract) in NAMES.items():
        wished = Application.objects.filter(contract=code)
        if wished.exists():
            fields = {"name": name, "is_contract": is_contract}
            status, _ = LearnerStatus.objects.get_or_create(code=code, defaults=fields)
            wished.update(learner_status=status)


def unlink(apps, schema_editor):
    Application = apps.get_model("enrolment", "Application")
    for code in NAMES:
        Application.objects.filter(learner_status__code=code).update(contract=code)


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0008_public_documents"),
        ("enrolment", "0012_admissible_label"),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="learner_status",
            field=models.ForeignKey(
                blank=True,
                help_text="Vide : ne sait pas encore.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalogue.learnerstatus",
                verbose_name="contrat ou statut souhaité",
            ),
        ),
        migrations.RunPython(link, unlink),
    ]
