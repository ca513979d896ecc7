"""Says which law fixes the pay of a contract, where one does."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0012_entry_rhythm_limits"),
    ]

    operations = [
        migrations.AddField(
            model_name="learnerstatus",
            name="pay_law",
            field=models.CharField(
                blank=True,
                choices=[
                    ("apprentissage", "contrat d’apprentissage"),
                    ("professionnalisation", "contrat de professionnalisation"),
                ],
                help_text="La page « Combien je gagne ? » en calcule la paie mois par mois. Vide : aucune loi n’en fixe la paie.",
                max_length=20,
                verbose_name="contrat, au sens de la loi",
            ),
        ),
        migrations.AddConstraint(
            model_name="learnerstatus",
            constraint=models.CheckConstraint(
                condition=models.Q(("pay_law", ""), ("is_contract", True), _connector="OR"),
                name="learner_status_pay_needs_a_contract",
                violation_error_message="La loi fixe la paie d’un contrat avec un employeur : cochez-le.",
            ),
        ),
    ]
