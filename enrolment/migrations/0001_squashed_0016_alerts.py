"""Makes the tables as the migrations that it replaces leave them, without their steps."""

import django.core.validators
import django.db.models.deletion
import phonenumber_field.modelfields
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import charmilles.mailbox
import charmilles.overlap
import enrolment.models.agenda
import enrolment.models.application
import enrolment.models.document


class Migration(migrations.Migration):
    replaces = [
        ("enrolment", "0001_initial"),
        ("enrolment", "0002_documents_interviews_traces"),
        ("enrolment", "0003_slots_never_overlap"),
        ("enrolment", "0004_export_right_and_leftovers"),
        ("enrolment", "0005_schooling_finished"),
        ("enrolment", "0006_notice"),
        ("enrolment", "0007_rank"),
        ("enrolment", "0008_lost_mails"),
        ("enrolment", "0009_interview_event"),
        ("enrolment", "0010_mailbox"),
        ("enrolment", "0011_sign_in_mails"),
        ("enrolment", "0012_admissible_label"),
        ("enrolment", "0013_learner_status"),
        ("enrolment", "0014_contract_wish"),
        ("enrolment", "0015_erasure_of_a_cohort"),
        ("enrolment", "0016_alerts"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("catalogue", "0001_squashed_0024_centre_headline"),
        ("post_office", "0014_alter_email_recipient_delivery_status_and_more"),
    ]

    operations = [
        BtreeGistExtension(),  # for slot_no_overlap; does nothing on SQLite
        migrations.CreateModel(
            name="Device",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                (
                    "mailbox",
                    charmilles.mailbox.MailboxField(
                        editable=False, max_length=300, verbose_name="boîte aux lettres"
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "appareil reconnu",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="Leftover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=255, unique=True, verbose_name="fichier")),
            ],
            options={
                "verbose_name": "fichier à supprimer",
                "verbose_name_plural": "fichiers à supprimer",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="MessageText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="message")),
                ("subject", models.CharField(max_length=150, verbose_name="objet")),
                ("body", models.TextField(max_length=4000, verbose_name="texte")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifié le")),
            ],
            options={
                "verbose_name": "texte de courriel",
                "verbose_name_plural": "textes des courriels",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="LostMail",
            fields=[],
            options={
                "verbose_name": "courriel non parti, hors dossier",
                "verbose_name_plural": "courriels non partis, hors dossier",
                "ordering": ["-created"],
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("post_office.email",),
        ),
        migrations.CreateModel(
            name="AccessToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="adresse électronique")),
                (
                    "mailbox",
                    charmilles.mailbox.MailboxField(
                        editable=False, max_length=300, verbose_name="boîte aux lettres"
                    ),
                ),
                ("code_hash", models.CharField(blank=True, max_length=64)),
                ("link_hash", models.CharField(max_length=64, null=True, unique=True)),
                ("browser_hash", models.CharField(max_length=64)),
                ("destination", models.SlugField(blank=True, verbose_name="formation visée")),
                ("asked_at", models.DateTimeField(verbose_name="demandé le")),
                ("drawn_at", models.DateTimeField(null=True, verbose_name="dernier essai")),
                ("next_try_at", models.DateTimeField(null=True, verbose_name="prochain essai")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="essais")),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "demande de code",
                "verbose_name_plural": "demandes de code, en attente d’envoi",
                "ordering": ["-asked_at"],
                "indexes": [models.Index(fields=["browser_hash"], name="access_token_browser")],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=enrolment.models.application.new_reference,
                        max_length=12,
                        unique=True,
                        verbose_name="référence",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Pas encore envoyée"),
                            ("submitted", "Envoyée"),
                            ("waiting_documents", "Documents attendus"),
                            ("to_book", "Entretien à réserver"),
                            ("booked", "Entretien réservé"),
                            ("interviewed", "Entretien passé"),
                            ("admissible", "Admissible, à confirmer"),
                            ("waiting_list", "Sur liste d’attente"),
                            ("offered", "Place proposée"),
                            ("admitted", "Admise"),
                            ("declined", "Refusée"),
                            ("withdrawn", "Retirée"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="état",
                    ),
                ),
                ("status_since", models.DateTimeField(verbose_name="depuis")),
                ("created_at", models.DateTimeField(verbose_name="commencée le")),
                ("saved_at", models.DateTimeField(verbose_name="enregistrée le")),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="envoyée le"),
                ),
                (
                    "due_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Ce que le candidat doit faire.",
                        null=True,
                        verbose_name="attendu avant le",
                    ),
                ),
                (
                    "passed_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Une place libre ne lui est plus proposée d’office.",
                        null=True,
                        verbose_name="a laissé passer une place le",
                    ),
                ),
                (
                    "reminders",
                    models.PositiveSmallIntegerField(default=0, verbose_name="rappels envoyés"),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="adresse électronique")),
                (
                    "mailbox",
                    charmilles.mailbox.MailboxField(
                        editable=False, max_length=300, verbose_name="boîte aux lettres"
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=80, verbose_name="prénom")),
                ("last_name", models.CharField(blank=True, max_length=80, verbose_name="nom")),
                (
                    "birth_date",
                    models.DateField(blank=True, null=True, verbose_name="date de naissance"),
                ),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="téléphone"
                    ),
                ),
                (
                    "situation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("college", "Au collège"),
                            ("lycee", "Au lycée"),
                            ("cfa", "En apprentissage"),
                            ("superieur", "Dans l’enseignement supérieur"),
                            ("emploi", "En emploi"),
                            ("recherche", "En recherche d’emploi"),
                            ("autre", "Autre situation"),
                        ],
                        max_length=12,
                        verbose_name="situation",
                    ),
                ),
                (
                    "last_class",
                    models.CharField(blank=True, max_length=120, verbose_name="dernière classe"),
                ),
                (
                    "diploma",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("aucun", "Pas encore de diplôme"),
                            ("brevet", "Brevet des collèges"),
                            ("cap", "CAP"),
                            ("bac", "Bac (général, technologique ou professionnel)"),
                            ("superieur", "Diplôme du supérieur"),
                            ("etranger", "Diplôme obtenu à l’étranger"),
                        ],
                        max_length=12,
                        verbose_name="diplôme le plus élevé",
                    ),
                ),
                (
                    "schooling_finished",
                    models.BooleanField(default=True, verbose_name="parcours terminé"),
                ),
                (
                    "search",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("trouvee", "J’ai trouvé une entreprise"),
                            ("cherche", "Je cherche"),
                            ("aide", "J’ai besoin d’aide pour chercher"),
                        ],
                        max_length=12,
                        verbose_name="recherche d’entreprise",
                    ),
                ),
                (
                    "company",
                    models.CharField(blank=True, max_length=160, verbose_name="entreprise"),
                ),
                (
                    "why",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="pourquoi cette formation"
                    ),
                ),
                (
                    "strengths",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="ce que vous savez déjà faire"
                    ),
                ),
                (
                    "rhythm",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="l’alternance et vous"
                    ),
                ),
                (
                    "motivation_finished",
                    models.BooleanField(default=False, verbose_name="motivation terminée"),
                ),
                (
                    "wants_call",
                    models.BooleanField(
                        blank=True,
                        help_text="Jamais la raison.",
                        null=True,
                        verbose_name="rappel par le référent handicap",
                    ),
                ),
                (
                    "access_needs",
                    models.TextField(
                        blank=True,
                        help_text="Lu par le référent handicap seul.",
                        max_length=500,
                        verbose_name="besoins pour l’entretien",
                    ),
                ),
                (
                    "calendar_sequence",
                    models.PositiveIntegerField(default=0, verbose_name="version de l’agenda"),
                ),
                (
                    "consent_version",
                    models.CharField(
                        blank=True, max_length=10, verbose_name="version du texte accepté"
                    ),
                ),
                (
                    "consented_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="accepté le"),
                ),
                (
                    "keeps_contact",
                    models.BooleanField(default=False, verbose_name="accepte d’être recontacté"),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        blank=True,
                        help_text="Vide : la prochaine promotion.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.cohort",
                        verbose_name="promotion",
                    ),
                ),
                (
                    "learner_status",
                    models.ForeignKey(
                        blank=True,
                        help_text="Vide : ne sait pas encore.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.learnerstatus",
                        verbose_name="contrat ou statut souhaité",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.programme",
                        verbose_name="formation",
                    ),
                ),
            ],
            options={
                "verbose_name": "candidature",
                "ordering": ["-submitted_at", "-created_at"],
                "permissions": [
                    ("view_disability", "Peut lire la demande de rappel au référent handicap"),
                    ("export_application", "Peut exporter les candidatures en tableau"),
                ],
                "indexes": [models.Index(fields=["mailbox"], name="application_mailbox")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "draft"), ("submitted_at", None)),
                            models.Q(
                                models.Q(("status", "draft"), _negated=True),
                                ("submitted_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="application_submitted_has_a_date",
                        violation_error_message="Une candidature envoyée a une date d’envoi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("consent_version", ""), ("consented_at", None)),
                            models.Q(
                                models.Q(("consent_version", ""), _negated=True),
                                ("consented_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="application_consent_has_a_date",
                        violation_error_message="Un accord a une version et une date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "offered"), _negated=True),
                            ("due_at__isnull", False),
                            _connector="OR",
                        ),
                        name="application_offer_has_an_end",
                        violation_error_message="Une place est proposée jusqu’à une date.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("cohort__isnull", False),
                            models.Q(
                                ("status__in", ("admitted", "declined", "withdrawn")), _negated=True
                            ),
                        ),
                        fields=("mailbox", "programme", "cohort"),
                        name="application_one_per_intake",
                        violation_error_message="Un dossier existe déjà pour cette promotion.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("cohort", None),
                            models.Q(
                                ("status__in", ("admitted", "declined", "withdrawn")), _negated=True
                            ),
                        ),
                        fields=("mailbox", "programme"),
                        name="application_one_for_next_intake",
                        violation_error_message="Un dossier existe déjà pour cette formation.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(default=1, verbose_name="rang de l’entretien"),
                ),
                ("booked_at", models.DateTimeField(verbose_name="réservé le")),
                (
                    "confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="confirmé le"),
                ),
                (
                    "cancelled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="annulé le"),
                ),
                (
                    "cancelled_by",
                    models.CharField(
                        blank=True,
                        choices=[("candidate", "le candidat"), ("centre", "le centre")],
                        max_length=9,
                        verbose_name="annulé par",
                    ),
                ),
                (
                    "attendance",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("attended", "présent"),
                            ("excused", "excusé"),
                            ("absent", "absent"),
                        ],
                        max_length=8,
                        verbose_name="présence",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bookings",
                        to="enrolment.application",
                        verbose_name="candidature",
                    ),
                ),
            ],
            options={
                "verbose_name": "entretien",
                "ordering": ["slot__starts", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=120, verbose_name="critère")),
                (
                    "hint",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="comment l’apprécier"
                    ),
                ),
                ("is_used", models.BooleanField(default=True, verbose_name="utilisé aujourd’hui")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                (
                    "programmes",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Aucune cochée : toutes.",
                        related_name="+",
                        to="catalogue.programme",
                        verbose_name="formations",
                    ),
                ),
            ],
            options={
                "verbose_name": "critère d’entretien",
                "verbose_name_plural": "critères d’entretien",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DocumentKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120, unique=True, verbose_name="document")),
                (
                    "why",
                    models.CharField(
                        help_text="En une phrase, lue par le candidat. Ne demandez que ce qui sert à étudier la candidature (article L6353-9 du code du travail).",
                        max_length=300,
                        verbose_name="pourquoi",
                    ),
                ),
                (
                    "example",
                    models.CharField(
                        blank=True,
                        help_text="« Les bulletins de cette année et de l’an dernier. »",
                        max_length=200,
                        verbose_name="exemple",
                    ),
                ),
                (
                    "need",
                    models.CharField(
                        choices=[
                            ("required", "obligatoire pour envoyer le dossier"),
                            ("optional", "facultatif"),
                            ("later", "à fournir plus tard, après l’envoi"),
                        ],
                        default="required",
                        max_length=8,
                        verbose_name="quand",
                    ),
                ),
                (
                    "condition",
                    models.CharField(
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
                (
                    "is_asked",
                    models.BooleanField(
                        default=True,
                        help_text="Décochez plutôt que de supprimer : les dossiers déjà reçus le gardent.",
                        verbose_name="demandé aujourd’hui",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ordre")),
                (
                    "programmes",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Aucune cochée : toutes.",
                        related_name="+",
                        to="catalogue.programme",
                        verbose_name="formations",
                    ),
                ),
            ],
            options={
                "verbose_name": "document demandé",
                "verbose_name_plural": "documents demandés",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "Reçu, pas encore lu"),
                            ("accepted", "Accepté"),
                            ("to_replace", "À remplacer"),
                            ("not_concerned", "Non concerné"),
                        ],
                        default="sent",
                        max_length=13,
                        verbose_name="état",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="motif")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=60,
                        storage=enrolment.models.document.private_storage,
                        upload_to=enrolment.models.document.random_name,
                        verbose_name="fichier",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="nom donné par le candidat"
                    ),
                ),
                ("content_type", models.CharField(blank=True, max_length=20, verbose_name="type")),
                ("size", models.PositiveIntegerField(default=0, verbose_name="octets")),
                ("pages", models.PositiveSmallIntegerField(default=0, verbose_name="pages")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="empreinte")),
                ("sent_at", models.DateTimeField(verbose_name="reçu le")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="lu le")),
                (
                    "replaced_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="remplacé le"),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="enrolment.application",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="lu par",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enrolment.documentkind",
                        verbose_name="document",
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "ordering": ["kind__position", "kind_id", "-sent_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("application", "kind"),
                        name="document_one_of_a_kind",
                        violation_error_message="Ce document est déjà dans le dossier.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("file", ""),
                                ("sha256", ""),
                                ("size", 0),
                                ("state", "not_concerned"),
                            ),
                            models.Q(
                                models.Q(("state", "not_concerned"), _negated=True),
                                models.Q(("file", ""), _negated=True),
                                ("size__gt", 0),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="document_has_a_file",
                        violation_error_message="Un document envoyé a un fichier.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "to_replace"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="document_to_replace_has_a_reason",
                        violation_error_message="Dites au candidat pourquoi remplacer ce document.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at", None), ("state__in", ("sent", "not_concerned"))
                            ),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("state__in", ("accepted", "to_replace")),
                            ),
                            _connector="OR",
                        ),
                        name="document_decision_has_a_date",
                        violation_error_message="Un document lu a une date de lecture.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Pas encore envoyée"),
                            ("submitted", "Envoyée"),
                            ("waiting_documents", "Documents attendus"),
                            ("to_book", "Entretien à réserver"),
                            ("booked", "Entretien réservé"),
                            ("interviewed", "Entretien passé"),
                            ("admissible", "Admissible, à confirmer"),
                            ("waiting_list", "Sur liste d’attente"),
                            ("offered", "Place proposée"),
                            ("admitted", "Admise"),
                            ("declined", "Refusée"),
                            ("withdrawn", "Retirée"),
                        ],
                        max_length=20,
                        verbose_name="état",
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("asked", "à la demande de la personne"),
                            ("expired", "durée de conservation écoulée"),
                            ("abandoned", "brouillon abandonné"),
                        ],
                        max_length=9,
                        verbose_name="cause",
                    ),
                ),
                ("on", models.DateField(verbose_name="le")),
                (
                    "cohort",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="catalogue.cohort",
                        verbose_name="promotion",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="catalogue.programme",
                        verbose_name="formation",
                    ),
                ),
            ],
            options={
                "verbose_name": "dossier effacé",
                "verbose_name_plural": "dossiers effacés",
                "ordering": ["-on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "advice",
                    models.CharField(
                        choices=[
                            ("admit", "Admettre"),
                            ("wait", "Mettre sur liste d’attente"),
                            ("decline", "Ne pas retenir"),
                            ("again", "Revoir en entretien"),
                        ],
                        max_length=8,
                        verbose_name="avis",
                    ),
                ),
                (
                    "comment",
                    models.TextField(
                        blank=True,
                        help_text="Des faits en lien avec la formation. Le candidat peut demander à le lire.",
                        max_length=2000,
                        verbose_name="commentaire",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="rempli le")),
                (
                    "second_advice",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("admit", "Admettre"),
                            ("wait", "Mettre sur liste d’attente"),
                            ("decline", "Ne pas retenir"),
                            ("again", "Revoir en entretien"),
                        ],
                        max_length=8,
                        verbose_name="second avis",
                    ),
                ),
                (
                    "second_comment",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="commentaire du second avis"
                    ),
                ),
                (
                    "second_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="second avis le"),
                ),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evaluation",
                        to="enrolment.application",
                        verbose_name="candidature",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="rempli par",
                    ),
                ),
                (
                    "second_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="second lecteur",
                    ),
                ),
            ],
            options={
                "verbose_name": "évaluation",
                "ordering": ["-at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("second_advice", ""), ("second_at", None)),
                            models.Q(
                                models.Q(("second_advice", ""), _negated=True),
                                ("second_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="evaluation_second_has_a_date",
                        violation_error_message="Un second avis a une date.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Guardian",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "premier"), (2, "second")], verbose_name="ordre"
                    ),
                ),
                ("first_name", models.CharField(max_length=80, verbose_name="prénom")),
                ("last_name", models.CharField(max_length=80, verbose_name="nom")),
                ("relation", models.CharField(max_length=60, verbose_name="lien avec vous")),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        max_length=128, region=None, verbose_name="téléphone"
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="adresse électronique"
                    ),
                ),
                (
                    "mailbox",
                    charmilles.mailbox.MailboxField(
                        blank=True, editable=False, max_length=300, verbose_name="boîte aux lettres"
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="guardians",
                        to="enrolment.application",
                    ),
                ),
            ],
            options={
                "verbose_name": "représentant légal",
                "verbose_name_plural": "représentants légaux",
                "ordering": ["rank"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "rank"),
                        name="guardian_rank_unique",
                        violation_error_message="Ce représentant est déjà indiqué.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rank__in", (1, 2))),
                        name="guardian_at_most_two",
                        violation_error_message="Un ou deux représentants, pas plus.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Interviewer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nom")),
                ("email", models.EmailField(max_length=254, verbose_name="adresse électronique")),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="téléphone"
                    ),
                ),
                (
                    "feed_key",
                    models.CharField(
                        default=enrolment.models.agenda.new_feed_key,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(default=True, verbose_name="reçoit des candidats"),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="interviewer",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="compte du personnel",
                    ),
                ),
            ],
            options={
                "verbose_name": "personne qui reçoit",
                "verbose_name_plural": "personnes qui reçoivent",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="du")),
                ("ends_on", models.DateField(verbose_name="au")),
                ("label", models.CharField(max_length=120, verbose_name="motif")),
                (
                    "interviewer",
                    models.ForeignKey(
                        blank=True,
                        help_text="Vide : tout le centre.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closures",
                        to="enrolment.interviewer",
                        verbose_name="qui",
                    ),
                ),
            ],
            options={
                "verbose_name": "fermeture",
                "ordering": ["starts_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="closure_ends_after_start",
                        violation_error_message="Le dernier jour précède le premier.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Availability",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "lundi"),
                            (1, "mardi"),
                            (2, "mercredi"),
                            (3, "jeudi"),
                            (4, "vendredi"),
                            (5, "samedi"),
                            (6, "dimanche"),
                        ],
                        verbose_name="jour",
                    ),
                ),
                ("starts", models.TimeField(verbose_name="de")),
                ("ends", models.TimeField(verbose_name="à")),
                (
                    "weeks",
                    models.CharField(
                        choices=[
                            ("all", "toutes les semaines"),
                            ("even", "les semaines paires"),
                            ("odd", "les semaines impaires"),
                        ],
                        default="all",
                        help_text="Semaines où la personne est au centre, par leur numéro dans l’année.",
                        max_length=4,
                        verbose_name="semaines",
                    ),
                ),
                ("since", models.DateField(verbose_name="à partir du")),
                ("until", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("site", "Sur place"),
                            ("video", "En visio"),
                            ("phone", "Par téléphone"),
                        ],
                        default="site",
                        max_length=5,
                        verbose_name="comment",
                    ),
                ),
                (
                    "room",
                    models.CharField(blank=True, max_length=80, verbose_name="bureau ou salle"),
                ),
                ("link", models.URLField(blank=True, verbose_name="lien de la visio")),
                (
                    "length",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[django.core.validators.MinValueValidator(5)],
                        verbose_name="durée en minutes",
                    ),
                ),
                (
                    "gap",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="pause entre deux, en minutes"
                    ),
                ),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="Plus d’un : entretien de groupe.",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="candidats à la fois",
                    ),
                ),
                (
                    "notice_hours",
                    models.PositiveSmallIntegerField(
                        default=24, verbose_name="réservable jusqu’à, en heures avant"
                    ),
                ),
                (
                    "horizon_days",
                    models.PositiveSmallIntegerField(
                        default=42, verbose_name="réservable dès, en jours avant"
                    ),
                ),
                (
                    "campus",
                    models.ForeignKey(
                        blank=True,
                        help_text="Pour un entretien sur place.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.campus",
                        verbose_name="site",
                    ),
                ),
                (
                    "programmes",
                    models.ManyToManyField(
                        related_name="+", to="catalogue.programme", verbose_name="formations"
                    ),
                ),
                (
                    "interviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="availabilities",
                        to="enrolment.interviewer",
                        verbose_name="qui reçoit",
                    ),
                ),
            ],
            options={
                "verbose_name": "disponibilité",
                "ordering": ["interviewer__name", "weekday", "starts"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts", models.F("ends")), _negated=True),
                        name="availability_lasts",
                        violation_error_message="L’heure de fin est celle du début.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="availability_ends_after_start",
                        violation_error_message="La dernière date précède la première.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("length__gte", 5)),
                        name="availability_length",
                        violation_error_message="Un entretien dure au moins cinq minutes.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity__gte", 1)),
                        name="availability_capacity",
                        violation_error_message="Un créneau reçoit au moins un candidat.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mode", "video"), _negated=True),
                            models.Q(("link", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="availability_video_has_a_link",
                        violation_error_message="Donnez le lien de la visio.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mode", "site"), _negated=True),
                            ("campus__isnull", False),
                            _connector="OR",
                        ),
                        name="availability_on_site_has_a_campus",
                        violation_error_message="Dites sur quel site on est reçu.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "à construire"),
                            (2, "en partie"),
                            (3, "oui"),
                            (4, "point fort"),
                        ],
                        verbose_name="appréciation",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enrolment.criterion",
                        verbose_name="critère",
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="enrolment.evaluation",
                    ),
                ),
            ],
            options={
                "verbose_name": "appréciation",
                "ordering": ["criterion__position", "criterion_id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evaluation", "criterion"),
                        name="mark_once",
                        violation_error_message="Ce critère est déjà apprécié.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", (1, 2, 3, 4))),
                        name="mark_level",
                        violation_error_message="Choisissez une appréciation de la liste.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="message")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("candidate", "au candidat"),
                            ("guardian", "au représentant"),
                            ("staff", "au centre"),
                        ],
                        max_length=9,
                        verbose_name="adressé",
                    ),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="objet")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="écrit le")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="enrolment.application",
                    ),
                ),
                (
                    "email",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="post_office.email",
                        verbose_name="courriel",
                    ),
                ),
            ],
            options={
                "verbose_name": "message envoyé",
                "verbose_name_plural": "messages envoyés",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=160, verbose_name="ouvert")),
                ("at", models.DateTimeField(verbose_name="le")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="openings",
                        to="enrolment.application",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Vide : le candidat lui-même.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
            ],
            options={
                "verbose_name": "consultation",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["at"], name="opening_at")],
            },
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts", models.DateTimeField(verbose_name="début")),
                ("ends", models.DateTimeField(verbose_name="fin")),
                ("bookable_until", models.DateTimeField(verbose_name="réservable jusqu’au")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("site", "Sur place"),
                            ("video", "En visio"),
                            ("phone", "Par téléphone"),
                        ],
                        max_length=5,
                        verbose_name="comment",
                    ),
                ),
                (
                    "room",
                    models.CharField(blank=True, max_length=80, verbose_name="bureau ou salle"),
                ),
                ("link", models.URLField(blank=True, verbose_name="lien de la visio")),
                ("capacity", models.PositiveSmallIntegerField(default=1, verbose_name="places")),
                ("taken", models.PositiveSmallIntegerField(default=0, verbose_name="prises")),
                (
                    "is_open",
                    models.BooleanField(default=True, verbose_name="ouvert à la réservation"),
                ),
                (
                    "availability",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="slots",
                        to="enrolment.availability",
                    ),
                ),
                (
                    "campus",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.campus",
                        verbose_name="site",
                    ),
                ),
                (
                    "interviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slots",
                        to="enrolment.interviewer",
                        verbose_name="qui reçoit",
                    ),
                ),
                (
                    "programmes",
                    models.ManyToManyField(
                        related_name="+", to="catalogue.programme", verbose_name="formations"
                    ),
                ),
            ],
            options={
                "verbose_name": "créneau",
                "verbose_name_plural": "créneaux",
                "ordering": ["starts", "interviewer_id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("starts"))),
                        name="slot_ends_after_start",
                        violation_error_message="La fin du créneau précède son début.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("taken__gte", 0), ("taken__lte", models.F("capacity"))),
                        name="slot_never_overbooked",
                        violation_error_message="Ce créneau est complet.",
                    ),
                    models.UniqueConstraint(
                        fields=("interviewer", "starts"),
                        name="slot_one_at_a_time",
                        violation_error_message="Cette personne a déjà un créneau à cette heure.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InterviewEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("confirmed", "réservé"),
                            ("moved", "déplacé"),
                            ("cancelled", "annulé"),
                            ("file_closed", "annulé avec le dossier"),
                            ("day_closed", "annulé par une fermeture"),
                            ("attended", "passé"),
                            ("missed", "manqué"),
                            ("held", "créneau gardé"),
                        ],
                        max_length=11,
                        verbose_name="événement",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="motif")),
                (
                    "calendar_sequence",
                    models.PositiveIntegerField(verbose_name="version de l’agenda"),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="interview_events",
                        to="enrolment.application",
                        verbose_name="candidature",
                    ),
                ),
                (
                    "booking",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="enrolment.booking",
                        verbose_name="entretien",
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="enrolment.slot",
                        verbose_name="créneau quitté, ou gardé",
                    ),
                ),
            ],
            options={
                "verbose_name": "événement à annoncer",
                "verbose_name_plural": "événements à annoncer",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("booking__isnull", False),
                            models.Q(("event", "held"), ("slot__isnull", False)),
                            _connector="OR",
                        ),
                        name="event_of_an_interview",
                        violation_error_message="Un événement parle d’un entretien, ou d’un créneau gardé.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="booking",
            name="slot",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bookings",
                to="enrolment.slot",
                verbose_name="créneau",
            ),
        ),
        migrations.CreateModel(
            name="Transition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("draft", "Pas encore envoyée"),
                            ("submitted", "Envoyée"),
                            ("waiting_documents", "Documents attendus"),
                            ("to_book", "Entretien à réserver"),
                            ("booked", "Entretien réservé"),
                            ("interviewed", "Entretien passé"),
                            ("admissible", "Admissible, à confirmer"),
                            ("waiting_list", "Sur liste d’attente"),
                            ("offered", "Place proposée"),
                            ("admitted", "Admise"),
                            ("declined", "Refusée"),
                            ("withdrawn", "Retirée"),
                        ],
                        max_length=20,
                        verbose_name="de",
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("draft", "Pas encore envoyée"),
                            ("submitted", "Envoyée"),
                            ("waiting_documents", "Documents attendus"),
                            ("to_book", "Entretien à réserver"),
                            ("booked", "Entretien réservé"),
                            ("interviewed", "Entretien passé"),
                            ("admissible", "Admissible, à confirmer"),
                            ("waiting_list", "Sur liste d’attente"),
                            ("offered", "Place proposée"),
                            ("admitted", "Admise"),
                            ("declined", "Refusée"),
                            ("withdrawn", "Retirée"),
                        ],
                        max_length=20,
                        verbose_name="à",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="le")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="motif")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="transitions",
                        to="enrolment.application",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Vide : le candidat, ou le site lui-même.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
            ],
            options={
                "verbose_name": "étape",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="demandé le")),
                (
                    "held_until",
                    models.DateTimeField(blank=True, null=True, verbose_name="tenu jusqu’au"),
                ),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wish",
                        to="enrolment.application",
                        verbose_name="candidature",
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wishes",
                        to="enrolment.slot",
                        verbose_name="créneau tenu",
                    ),
                ),
            ],
            options={
                "verbose_name": "demande de créneau",
                "verbose_name_plural": "demandes de créneau",
                "ordering": ["asked_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("held_until", None), ("slot", None)),
                            models.Q(("held_until__isnull", False), ("slot__isnull", False)),
                            _connector="OR",
                        ),
                        name="wish_held_until_a_time",
                        violation_error_message="Un créneau est tenu jusqu’à une heure.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="adresse électronique")),
                (
                    "mailbox",
                    charmilles.mailbox.MailboxField(
                        editable=False, max_length=300, verbose_name="boîte aux lettres"
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="demandé le")),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="confirmé le")),
                ("told_at", models.DateTimeField(null=True, verbose_name="prévenu le")),
                (
                    "mail",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="post_office.email",
                        verbose_name="courriel",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.programme",
                        verbose_name="formation",
                    ),
                ),
            ],
            options={
                "verbose_name": "demande à être prévenu",
                "verbose_name_plural": "demandes à être prévenu",
                "ordering": ["asked_at", "pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("told_at", None)),
                        fields=("programme", "mailbox"),
                        name="alert_once_for_a_programme",
                        violation_error_message="Cette adresse sera déjà prévenue.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("told_at", None), ("confirmed_at__isnull", False), _connector="OR"
                        ),
                        name="alert_told_once_confirmed",
                        violation_error_message="Seule une adresse confirmée est prévenue.",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(
                condition=models.Q(("attendance", ""), ("cancelled_at", None)),
                fields=("application",),
                name="booking_one_live",
                violation_error_message="Un entretien est déjà réservé pour ce dossier.",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_at", None), ("cancelled_by", "")),
                    models.Q(
                        ("cancelled_at__isnull", False),
                        models.Q(("cancelled_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="booking_cancelled_by_somebody",
                violation_error_message="Une annulation a une date et un auteur.",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(("cancelled_at", None), ("attendance", ""), _connector="OR"),
                name="booking_cancelled_is_not_attended",
                violation_error_message="Un entretien annulé n’a pas eu lieu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=charmilles.overlap.NoOverlap(
                name="slot_no_overlap",
                violation_error_message="Cette personne a déjà un créneau pendant ces heures.",
            ),
        ),
    ]
