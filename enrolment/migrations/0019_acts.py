"""Acts that staff ask for wait before they are done."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enrolment", "0018_search_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Act",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("ask_documents", "Demander des documents"),
                            ("documents_complete", "Documents complets"),
                            ("invite", "Inviter à un entretien"),
                            ("interviewed", "Entretien passé"),
                            ("meet_again", "Proposer un second entretien"),
                            ("admit_conditionally", "Déclarer admissible (admission à confirmer)"),
                            (
                                "put_on_waiting_list",
                                "Mettre sur liste d’attente (prochaine place libre)",
                            ),
                            ("offer_place", "Proposer une place libre"),
                            ("accept_place", "Accepter la place, à la demande du candidat"),
                            ("let_place_pass", "Passer la place à la personne suivante"),
                            ("sign", "Confirmer l’admission (contrat signé, s’il en faut un)"),
                            ("decline", "Refuser la candidature"),
                            ("withdraw", "Retirer, à la demande du candidat"),
                            ("reopen", "Rouvrir le dossier"),
                            ("attach_to_next", "Rattacher à la promotion ouverte"),
                        ],
                        max_length=20,
                        verbose_name="acte",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="motif")),
                ("asked_at", models.DateTimeField(verbose_name="demandé le")),
                ("due_at", models.DateTimeField(verbose_name="à faire le")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("done", "fait"),
                            ("undone", "annulé à temps"),
                            ("refused", "pas fait"),
                        ],
                        max_length=7,
                        verbose_name="suite",
                    ),
                ),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="terminé le"),
                ),
                (
                    "refusal",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="pourquoi il n’est pas fait"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="acts",
                        to="enrolment.application",
                        verbose_name="dossier",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="demandé par",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="annulé ou avancé par",
                    ),
                ),
            ],
            options={
                "verbose_name": "acte demandé",
                "verbose_name_plural": "actes demandés",
                "ordering": ["asked_at", "pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("outcome", "")), fields=["due_at"], name="act_due"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "")),
                        fields=("application",),
                        name="act_one_waiting",
                        violation_error_message="Un acte attend déjà sur ce dossier.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("outcome", "")),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                ("ended_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="act_ended_has_a_date",
                        violation_error_message="Un acte terminé a une date.",
                    ),
                ],
            },
        ),
    ]
