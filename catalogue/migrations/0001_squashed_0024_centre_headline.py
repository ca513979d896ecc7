"""Makes the tables as the migrations that it replaces leave them, without their steps."""

import datetime
from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import phonenumber_field.modelfields
from django.db import migrations, models

import catalogue.models.edition
import catalogue.models.pdf


class Migration(migrations.Migration):
    replaces = [
        ("catalogue", "0001_initial"),
        ("catalogue", "0002_former_addresses_and_changes"),
        ("catalogue", "0003_changes_of_earlier_editions"),
        ("catalogue", "0004_learner_status"),
        ("catalogue", "0005_content_changes"),
        ("catalogue", "0006_typed_facts"),
        ("catalogue", "0007_present_rows"),
        ("catalogue", "0008_public_documents"),
        ("catalogue", "0009_certification_and_lengths"),
        ("catalogue", "0009_lengths_moved"),
        ("catalogue", "0009_months_removed"),
        ("catalogue", "0010_exam"),
        ("catalogue", "0011_prices_and_sessions"),
        ("catalogue", "0011_prices_of_present_rows"),
        ("catalogue", "0011_rules_of_prices"),
        ("catalogue", "0012_entry_rhythm_limits"),
        ("catalogue", "0013_laws_of_present_rows"),
        ("catalogue", "0013_pay_law"),
        ("catalogue", "0014_campus_position"),
        ("catalogue", "0015_publics_and_channels"),
        ("catalogue", "0016_application_figures"),
        ("catalogue", "0017_hours_note"),
        ("catalogue", "0017_indicator_kind"),
        ("catalogue", "0017_kinds_of_present_indicators"),
        ("catalogue", "0018_training_calendar"),
        ("catalogue", "0019_national_results"),
        ("catalogue", "0020_synonyms"),
        ("catalogue", "0021_lheo_identifiers"),
        ("catalogue", "0022_register_entries"),
        ("catalogue", "0023_real_programmes"),
        ("catalogue", "0024_centre_headline"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Abbreviation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("short", models.CharField(max_length=20, unique=True, verbose_name="sigle")),
                ("expansion", models.CharField(max_length=200, verbose_name="en toutes lettres")),
            ],
            options={
                "verbose_name": "sigle",
                "ordering": ["short"],
            },
        ),
        migrations.CreateModel(
            name="Body",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True, verbose_name="nom court")),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                (
                    "legal_name",
                    models.CharField(blank=True, max_length=250, verbose_name="raison sociale"),
                ),
                (
                    "siret",
                    models.CharField(
                        blank=True,
                        max_length=14,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{14}$", "Le SIRET comporte 14 chiffres, sans espace."
                            )
                        ],
                        verbose_name="SIRET",
                    ),
                ),
                (
                    "activity_number",
                    models.CharField(
                        blank=True,
                        help_text="Exigé par l’export LHÉO, comme la raison sociale et le SIRET.",
                        max_length=11,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{11}$",
                                "Le numéro de déclaration d’activité comporte 11 chiffres.",
                            )
                        ],
                        verbose_name="numéro de déclaration d’activité",
                    ),
                ),
                (
                    "uai",
                    models.CharField(
                        blank=True,
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{7}[A-Z]$",
                                "Le code UAI comporte 7 chiffres puis une lettre capitale.",
                            )
                        ],
                        verbose_name="code UAI",
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="site internet")),
            ],
            options={
                "verbose_name": "organisme porteur",
                "verbose_name_plural": "organismes porteurs",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Booklet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "checksum",
                    models.CharField(max_length=64, unique=True, verbose_name="empreinte"),
                ),
                ("pdf", models.FileField(upload_to="livrets", verbose_name="PDF")),
                ("pdf_checksum", models.CharField(max_length=64, verbose_name="empreinte du PDF")),
                ("size", models.PositiveIntegerField(verbose_name="octets")),
                ("asked_at", models.DateTimeField(verbose_name="demandé le")),
            ],
            options={
                "verbose_name": "livret",
                "ordering": ["-asked_at"],
            },
        ),
        migrations.CreateModel(
            name="ContentChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on_pages_alone", models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name="Domain",
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
                ("slug", models.SlugField(unique=True, verbose_name="nom court")),
                ("name", models.CharField(max_length=80, verbose_name="nom")),
                (
                    "summary",
                    models.CharField(blank=True, max_length=200, verbose_name="en une phrase"),
                ),
            ],
            options={
                "verbose_name": "domaine",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Indicator",
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
                ("code", models.SlugField(unique=True, verbose_name="code")),
                ("label", models.CharField(max_length=150, verbose_name="intitulé")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("obtention", "taux d’obtention du diplôme ou du titre"),
                            ("poursuite", "taux de poursuite d’études"),
                            ("interruption", "taux d’interruption en cours de formation"),
                            ("insertion", "taux d’insertion professionnelle des sortants"),
                            ("valeur-ajoutee", "valeur ajoutée de l’établissement"),
                            ("rupture", "taux de rupture des contrats d’apprentissage"),
                            ("autre", "autre que ceux de la loi"),
                        ],
                        help_text="Parmi ceux que demande l’article L6111-8 du code du travail : la page met en avant le taux d’obtention, et dit ceux que le centre ne donne pas. Vide pour un seul des intitulés de la formation, elle ne dit rien de ce qui manque.",
                        max_length=20,
                        verbose_name="taux de la loi",
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        blank=True,
                        help_text="Ligne de titre du tableau.",
                        max_length=150,
                        verbose_name="sous le titre",
                    ),
                ),
                ("definition", models.TextField(blank=True, verbose_name="définition")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
            ],
            options={
                "verbose_name": "indicateur",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PayBracket",
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
                ("label", models.CharField(max_length=80, verbose_name="intitulé")),
                (
                    "age_max",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="17 pour « moins de 18 ans » : une formation où l’on n’entre qu’à 18 ans ne montre pas cette colonne. Vide, elle est toujours affichée.",
                        null=True,
                        verbose_name="dernier âge",
                    ),
                ),
            ],
            options={
                "verbose_name": "colonne (âge)",
                "verbose_name_plural": "colonnes (âges)",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PayRow",
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
                ("label", models.CharField(max_length=150, verbose_name="intitulé")),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="1 pour la 1re année, 2 pour la 2e : une formation ne montre que les années de son contrat. Vide si la ligne n’est pas une année : elle est toujours affichée.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="année de contrat",
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Rendering",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=150, unique=True)),
                ("token", models.UUIDField()),
                ("started_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Subject",
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
                    "code",
                    models.CharField(
                        blank=True, help_text="E5, U51, UE 3…", max_length=20, verbose_name="code"
                    ),
                ),
                (
                    "choice",
                    models.CharField(
                        blank=True,
                        help_text="Le même mot pour toutes les lignes dont une seule compte : « langue vivante ». Elles sont affichées ensemble, et les totaux n’en comptent qu’une.",
                        max_length=80,
                        verbose_name="au choix",
                    ),
                ),
                (
                    "hours",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        help_text="0 s’affiche « sans cours ». Vide n’affiche rien : celles d’une unité divisée en matières sont données par matière.",
                        max_digits=6,
                        null=True,
                        verbose_name="heures",
                    ),
                ),
                (
                    "hours_unpublished",
                    models.BooleanField(
                        default=False,
                        help_text="La page le dit, et ne fait plus de total des heures.",
                        verbose_name="heures non publiées",
                    ),
                ),
                (
                    "coefficient",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Celui de l’unité, ou celui de ses matières : la page en fait alors la somme, « 9 (8 + 1) ».",
                        max_digits=5,
                        null=True,
                        verbose_name="coefficient",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="matière")),
            ],
            options={
                "verbose_name": "matière",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Campus",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True, verbose_name="nom court")),
                ("name", models.CharField(max_length=100, verbose_name="nom")),
                (
                    "street",
                    models.CharField(blank=True, max_length=200, verbose_name="numéro et rue"),
                ),
                (
                    "postal_code",
                    models.CharField(
                        blank=True,
                        max_length=5,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{5}$", "Le code postal comporte 5 chiffres."
                            )
                        ],
                        verbose_name="code postal",
                    ),
                ),
                ("city", models.CharField(max_length=50, verbose_name="ville")),
                (
                    "insee_commune",
                    models.CharField(
                        blank=True,
                        max_length=5,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d[\\dAB]\\d{3}$", "Le code commune INSEE comporte 5 caractères."
                            )
                        ],
                        verbose_name="code commune INSEE",
                    ),
                ),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        help_text="45.183333. Avec la longitude, elle place le repère de « Voir sur la carte ».",
                        max_digits=8,
                        null=True,
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True),
                ),
                (
                    "access",
                    models.TextField(
                        blank=True,
                        help_text="Tramway, bus, stationnement, accès en fauteuil.",
                        verbose_name="comment venir",
                    ),
                ),
            ],
            options={
                "verbose_name": "site",
                "ordering": ["city", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude", None), ("longitude", None)),
                            models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                            _connector="OR",
                        ),
                        name="campus_position_is_whole",
                        violation_error_message="Donnez la latitude et la longitude, ou aucune des deux.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Centre",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="En tête de chaque page.",
                        max_length=100,
                        verbose_name="nom d’usage",
                    ),
                ),
                (
                    "legal_name",
                    models.CharField(blank=True, max_length=250, verbose_name="raison sociale"),
                ),
                (
                    "headline",
                    models.CharField(
                        blank=True,
                        help_text="Vide : « Un métier, un diplôme, un salaire. », selon les formations publiées.",
                        max_length=80,
                        verbose_name="titre de l’accueil",
                    ),
                ),
                (
                    "tagline",
                    models.CharField(
                        blank=True,
                        help_text="Sous le titre de l’accueil.",
                        max_length=160,
                        verbose_name="phrase d’accueil",
                    ),
                ),
                (
                    "siret",
                    models.CharField(
                        blank=True,
                        max_length=14,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{14}$", "Le SIRET comporte 14 chiffres, sans espace."
                            )
                        ],
                        verbose_name="SIRET",
                    ),
                ),
                (
                    "activity_number",
                    models.CharField(
                        blank=True,
                        help_text="Affiché avec la mention légale « Cet enregistrement ne vaut pas agrément de l’État » (article L6352-12 du code du travail).",
                        max_length=11,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{11}$",
                                "Le numéro de déclaration d’activité comporte 11 chiffres.",
                            )
                        ],
                        verbose_name="numéro de déclaration d’activité",
                    ),
                ),
                (
                    "uai",
                    models.CharField(
                        blank=True,
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{7}[A-Z]$",
                                "Le code UAI comporte 7 chiffres puis une lettre capitale.",
                            )
                        ],
                        verbose_name="code UAI",
                    ),
                ),
                (
                    "formacode_version",
                    models.CharField(
                        blank=True,
                        help_text="V14 : celle des FORMACODE écrits dans les certifications, et des codes de public. L’export LHÉO doit la dire.",
                        max_length=3,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^V\\d{1,2}$", "Une version s’écrit V et son numéro : V14."
                            )
                        ],
                        verbose_name="version du FORMACODE",
                    ),
                ),
                (
                    "public_code",
                    models.CharField(
                        blank=True,
                        help_text="Le FORMACODE du public, exigé par LHÉO, des formations dont aucun contrat ou statut n’a le sien.",
                        max_length=5,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{5}$",
                                "Le code d’un public, pris dans le FORMACODE, comporte 5 chiffres.",
                            )
                        ],
                        verbose_name="code du public accueilli",
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="site internet")),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True,
                        max_length=128,
                        region=None,
                        verbose_name="téléphone du standard",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="adresse électronique"
                    ),
                ),
                (
                    "opening_hours",
                    models.CharField(blank=True, max_length=200, verbose_name="heures d’ouverture"),
                ),
                (
                    "publication_director",
                    models.CharField(
                        blank=True,
                        help_text="Obligatoire dans les mentions légales (loi du 21 juin 2004, article 1-1).",
                        max_length=100,
                        verbose_name="directeur de la publication",
                    ),
                ),
                (
                    "host",
                    models.TextField(
                        blank=True,
                        help_text="Nom, adresse et téléphone, un élément par ligne.",
                        verbose_name="hébergeur",
                    ),
                ),
                (
                    "data_protection_contact",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        verbose_name="contact pour les données personnelles",
                    ),
                ),
                (
                    "accessibility_status",
                    models.CharField(
                        choices=[
                            ("none", "non conforme"),
                            ("partial", "partiellement conforme"),
                            ("full", "totalement conforme"),
                        ],
                        default="none",
                        help_text="« Non conforme » tant qu’aucun audit valide n’a été fait : c’est la règle.",
                        max_length=10,
                        verbose_name="conformité au RGAA",
                    ),
                ),
                (
                    "head_office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.campus",
                        verbose_name="siège",
                    ),
                ),
            ],
            options={
                "verbose_name": "centre",
                "verbose_name_plural": "centre",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)),
                        name="centre_is_alone",
                        violation_error_message="Il n’y a qu’un centre : modifiez la fiche existante.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Certification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True, verbose_name="nom court")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cap", "CAP"),
                            ("bac-pro", "Bac professionnel"),
                            ("bts", "BTS"),
                            ("but", "BUT"),
                            ("titre-pro", "Titre professionnel"),
                            ("licence", "Licence"),
                            ("licence-pro", "Licence professionnelle"),
                            ("bachelor", "Bachelor"),
                            ("ingenieur", "Diplôme d’ingénieur"),
                            ("master", "Master"),
                            ("mastere", "Mastère"),
                            ("cqp", "CQP"),
                            ("de", "Diplôme d’État"),
                            ("attestation", "Attestation"),
                            ("autre", "Autre certification"),
                        ],
                        max_length=12,
                        verbose_name="type",
                    ),
                ),
                (
                    "kind_wording",
                    models.CharField(
                        blank=True,
                        help_text="« Brevet professionnel », « CAP agricole » : écrit à la place du type.",
                        max_length=80,
                        verbose_name="type, en vos mots",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="Exactement celui du registre national.",
                        max_length=255,
                        verbose_name="intitulé officiel",
                    ),
                ),
                (
                    "acronym",
                    models.CharField(
                        blank=True,
                        help_text="Dans les mentions, après l’intitulé.",
                        max_length=30,
                        verbose_name="sigle",
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (3, "niveau 3"),
                            (4, "niveau 4"),
                            (5, "niveau 5"),
                            (6, "niveau 6"),
                            (7, "niveau 7"),
                            (8, "niveau 8"),
                        ],
                        help_text="Laissez vide si la certification n’a pas de niveau.",
                        null=True,
                        verbose_name="niveau",
                    ),
                ),
                (
                    "level_wording",
                    models.CharField(
                        blank=True,
                        help_text="« Grade de licence » : écrit à la place de la comparaison avec un diplôme.",
                        max_length=80,
                        verbose_name="niveau, en vos mots",
                    ),
                ),
                (
                    "register_code",
                    models.CharField(
                        blank=True,
                        help_text="RNCP34606, RS5765.",
                        max_length=12,
                        verbose_name="code RNCP ou RS",
                    ),
                ),
                ("nsf_code", models.CharField(blank=True, max_length=5, verbose_name="code NSF")),
                (
                    "diploma_code",
                    models.CharField(
                        blank=True,
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9A-Z]{8}$", "Le code diplôme comporte 8 caractères."
                            )
                        ],
                        verbose_name="code diplôme (CFD)",
                    ),
                ),
                (
                    "formacode",
                    models.CharField(
                        blank=True,
                        max_length=5,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{5}$", "Un FORMACODE comporte 5 chiffres."
                            )
                        ],
                        verbose_name="FORMACODE",
                    ),
                ),
                (
                    "rome_codes",
                    models.CharField(
                        blank=True,
                        help_text="Les métiers de la fiche nationale : M1602, M1607. On les cherche aussi.",
                        max_length=200,
                        verbose_name="codes ROME",
                    ),
                ),
                (
                    "certifier",
                    models.CharField(blank=True, max_length=200, verbose_name="certificateur"),
                ),
                (
                    "certifier_siret",
                    models.CharField(
                        blank=True,
                        max_length=14,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{14}$", "Le SIRET comporte 14 chiffres, sans espace."
                            )
                        ],
                        verbose_name="SIRET du certificateur",
                    ),
                ),
                (
                    "effective_on",
                    models.DateField(blank=True, null=True, verbose_name="date d’effet"),
                ),
                (
                    "registered_until",
                    models.DateField(
                        blank=True,
                        help_text="Après cette date, aucune nouvelle promotion ne peut préparer ce titre.",
                        null=True,
                        verbose_name="fin d’enregistrement",
                    ),
                ),
                (
                    "valid_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Si ce que l’on obtient a une fin : 24 affiche « valable 2 ans ».",
                        null=True,
                        verbose_name="valable (mois)",
                    ),
                ),
                (
                    "renewal",
                    models.CharField(
                        blank=True,
                        help_text="« Recyclage de 7 h avant la fin ». Affiché après la durée de validité.",
                        max_length=200,
                        verbose_name="renouvellement",
                    ),
                ),
                (
                    "vae_access",
                    models.BooleanField(
                        blank=True,
                        help_text="D’après la fiche de France compétences, « voies d’accès ». Vide n’affiche rien.",
                        null=True,
                        verbose_name="accessible par la VAE",
                    ),
                ),
                (
                    "statement",
                    models.TextField(
                        blank=True,
                        help_text="La phrase que le centre écrit sur ses fiches. Elle est affichée telle quelle, à côté des champs ci-dessus : vérifiez qu’elle dit la même chose.",
                        verbose_name="mention publiée par le centre",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="catalogue.certification",
                        verbose_name="remplacée par",
                    ),
                ),
            ],
            options={
                "verbose_name": "certification",
                "ordering": ["level", "title"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("register_code", ""), _negated=True),
                        fields=("register_code",),
                        name="certification_register_code_unique",
                        violation_error_message="Une certification porte déjà ce code.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level", None), ("level__range", (3, 8)), _connector="OR"
                        ),
                        name="certification_level_known",
                        violation_error_message="Le niveau va de 3 à 8.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_on", None),
                            ("registered_until", None),
                            ("registered_until__gt", models.F("effective_on")),
                            _connector="OR",
                        ),
                        name="certification_ends_after_effect",
                        violation_error_message="La fin d’enregistrement précède la date d’effet.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("valid_months__gt", 0), ("valid_months__isnull", False)),
                            models.Q(("renewal", ""), ("valid_months", None)),
                            _connector="OR",
                        ),
                        name="certification_validity_is_a_length",
                        violation_error_message="Une validité est un nombre de mois, plus grand que zéro. Un renouvellement se dit à côté d’elle.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaced_by", None),
                            models.Q(("replaced_by", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="certification_not_its_own_successor",
                        violation_error_message="Une certification ne se remplace pas elle-même.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cohort",
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
                (
                    "name",
                    models.CharField(
                        help_text="2024-2026, mars 2027, ou « entrées permanentes ».",
                        max_length=60,
                        verbose_name="nom",
                    ),
                ),
                (
                    "places",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="places"),
                ),
                (
                    "entries",
                    models.CharField(
                        blank=True,
                        help_text="Seulement pour des entrées toute l’année : « le premier lundi de chaque mois ».",
                        max_length=100,
                        verbose_name="rythme des entrées",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="précision")),
                (
                    "campus",
                    models.ForeignKey(
                        blank=True,
                        help_text="Seulement si les dates diffèrent d’un site à l’autre.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="catalogue.campus",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "promotion ou session",
                "verbose_name_plural": "promotions et sessions",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ApplicationFigures",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("applications", models.PositiveIntegerField(verbose_name="candidatures reçues")),
                ("admitted", models.PositiveIntegerField(verbose_name="admis")),
                (
                    "answer_days",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        verbose_name="jours avant la première réponse (médiane)",
                    ),
                ),
                ("counted_on", models.DateField(verbose_name="compté le")),
                (
                    "cohort",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="catalogue.cohort",
                        verbose_name="promotion",
                    ),
                ),
            ],
            options={
                "verbose_name": "chiffres des candidatures",
                "verbose_name_plural": "chiffres des candidatures",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("admitted__lte", models.F("applications"))),
                        name="figures_admit_those_who_applied",
                        violation_error_message="Il y a plus d’admis que de candidatures.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CohortYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="année",
                    ),
                ),
                (
                    "school_year",
                    models.CharField(blank=True, max_length=20, verbose_name="année scolaire"),
                ),
                (
                    "registration_opens",
                    models.DateField(
                        blank=True,
                        help_text="Mois seul connu : le premier jour du mois, et « au mois près ».",
                        null=True,
                        verbose_name="ouverture des inscriptions",
                    ),
                ),
                (
                    "registration_opens_precision",
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
                    "registration_closes",
                    models.DateField(
                        blank=True,
                        help_text="Vide : les inscriptions restent ouvertes jusqu’à la rentrée.",
                        null=True,
                        verbose_name="clôture des inscriptions",
                    ),
                ),
                (
                    "registration_closes_precision",
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
                ("starts", models.DateField(blank=True, null=True, verbose_name="début")),
                (
                    "starts_precision",
                    models.CharField(
                        choices=[
                            ("day", "au jour près"),
                            ("month", "au mois près"),
                            ("year", "à l’année près"),
                        ],
                        default="day",
                        max_length=5,
                        verbose_name="connu",
                    ),
                ),
                (
                    "ends",
                    models.DateField(
                        blank=True,
                        help_text="Mois seul connu : le dernier jour du mois, et « au mois près ».",
                        null=True,
                        verbose_name="fin",
                    ),
                ),
                (
                    "ends_precision",
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
                    "first_week",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Du rythme de la formation : 1 si la première semaine de cours est celle de sa première ligne, 2 si c’est la suivante… Vide : la page ne montre aucun calendrier.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="commence à la semaine",
                    ),
                ),
                (
                    "hours_a_day",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        help_text="7 pour des semaines de 35 heures. Pour comparer aux heures annoncées.",
                        max_digits=3,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.1"))],
                        verbose_name="heures d’un jour au centre",
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="years",
                        to="catalogue.cohort",
                        verbose_name="promotion",
                    ),
                ),
            ],
            options={
                "verbose_name": "année de promotion",
                "verbose_name_plural": "années de promotion",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cohort", "number"),
                        name="cohort_year_unique",
                        violation_error_message="Cette année de la promotion existe déjà.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)),
                        name="cohort_year_counts_from_one",
                        violation_error_message="La première année porte le numéro 1.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts", None),
                            ("ends", None),
                            ("ends__gte", models.F("starts")),
                            _connector="OR",
                        ),
                        name="cohort_year_ends_after_start",
                        violation_error_message="La fin de l’année précède son début.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("registration_opens", None),
                            ("registration_closes", None),
                            ("registration_closes__gte", models.F("registration_opens")),
                            _connector="OR",
                        ),
                        name="cohort_year_registration_closes_after_opening",
                        violation_error_message="La clôture des inscriptions précède leur ouverture.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_week", None), ("first_week__gte", 1), _connector="OR"
                        ),
                        name="cohort_year_weeks_count_from_one",
                        violation_error_message="La première semaine du rythme porte le numéro 1.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hours_a_day", None),
                            models.Q(("hours_a_day__gt", 0), ("hours_a_day__lte", 10)),
                            _connector="OR",
                        ),
                        name="cohort_year_hours_a_day",
                        violation_error_message="Un jour au centre dure au plus dix heures.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True, verbose_name="nom court")),
                (
                    "name",
                    models.CharField(
                        max_length=100, verbose_name="nom de la personne ou du service"
                    ),
                ),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="téléphone"
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="adresse électronique"
                    ),
                ),
                ("hours", models.CharField(blank=True, max_length=200, verbose_name="joignable")),
            ],
            options={
                "verbose_name": "contact",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("phone", ""), _negated=True),
                            models.Q(("email", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="contact_can_be_reached",
                        violation_error_message="Indiquez un téléphone ou une adresse électronique.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ContentVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveBigIntegerField(default=1)),
                ("on_pages_alone", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)),
                        name="content_version_is_alone",
                        violation_error_message="Il n’y a qu’une version du contenu.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LearnerStatus",
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
                ("code", models.SlugField(unique=True, verbose_name="code")),
                (
                    "name",
                    models.CharField(
                        help_text="Contrat d’apprentissage.", max_length=80, verbose_name="nom"
                    ),
                ),
                (
                    "learner",
                    models.CharField(
                        blank=True,
                        help_text="apprenti, stagiaire, élève…",
                        max_length=40,
                        verbose_name="nom de l’apprenant",
                    ),
                ),
                (
                    "is_contract",
                    models.BooleanField(
                        default=False,
                        help_text="Cochée, l’admission est définitive quand ce contrat est signé. Sinon, quand le centre la confirme : stagiaire, élève, étudiant…",
                        verbose_name="contrat avec un employeur",
                    ),
                ),
                (
                    "pay_law",
                    models.CharField(
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
                (
                    "public_code",
                    models.CharField(
                        blank=True,
                        help_text="Pour l’export LHÉO. Vide : celui du centre.",
                        max_length=5,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{5}$",
                                "Le code d’un public, pris dans le FORMACODE, comporte 5 chiffres.",
                            )
                        ],
                        verbose_name="code du public (FORMACODE)",
                    ),
                ),
            ],
            options={
                "verbose_name": "contrat ou statut",
                "verbose_name_plural": "contrats et statuts",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pay_law", ""), ("is_contract", True), _connector="OR"),
                        name="learner_status_pay_needs_a_contract",
                        violation_error_message="La loi fixe la paie d’un contrat avec un employeur : cochez-le.",
                    )
                ],
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
                            ("information", "réunion d’information"),
                            ("selection", "sélection"),
                            ("positioning", "positionnement"),
                            ("entry", "entrée"),
                            ("exam", "examen"),
                            ("jury", "jury"),
                            ("end", "fin de la formation"),
                        ],
                        max_length=11,
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
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="milestones",
                        to="catalogue.cohort",
                        verbose_name="promotion",
                    ),
                ),
                (
                    "status",
                    models.ForeignKey(
                        blank=True,
                        help_text="Vide : pour tout le monde, ou pour tous les autres.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.learnerstatus",
                        verbose_name="contrat ou statut",
                    ),
                ),
            ],
            options={
                "verbose_name": "réunion, sélection, entrée, examen, jury ou fin",
                "verbose_name_plural": "réunions, sélections, entrées, examens, jurys et fins (par public, s’ils diffèrent)",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("date__isnull", False),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="milestone_says_when",
                        violation_error_message="Indiquez une date, ou dites-la en toutes lettres.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__isnull", False)),
                        fields=("cohort", "kind", "status", "date"),
                        name="milestone_unique_for_a_status",
                        violation_error_message="Cette date est déjà saisie pour ce statut.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", None)),
                        fields=("cohort", "kind", "date"),
                        name="milestone_unique",
                        violation_error_message="Cette date est déjà saisie.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MinimumWage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("effective_on", models.DateField(unique=True, verbose_name="depuis le")),
                (
                    "hourly",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="taux horaire brut (€)",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        help_text="Décret ou arrêté, et sa date.",
                        max_length=200,
                        verbose_name="texte",
                    ),
                ),
            ],
            options={
                "verbose_name": "SMIC",
                "verbose_name_plural": "SMIC",
                "ordering": ["-effective_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("hourly__gt", 0)),
                        name="minimum_wage_positive",
                        violation_error_message="Un salaire est plus grand que zéro.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NationalResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uai",
                    models.CharField(
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{7}[A-Z]$",
                                "Le code UAI comporte 7 chiffres puis une lettre capitale.",
                            )
                        ],
                        verbose_name="code UAI",
                    ),
                ),
                (
                    "period",
                    models.CharField(
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^cumul \\d{4}-\\d{4}$",
                                "La période s’écrit comme dans le fichier : « cumul 2023-2024 ».",
                            )
                        ],
                        verbose_name="période",
                    ),
                ),
                (
                    "studies",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=5,
                        null=True,
                        verbose_name="poursuite d’études (%)",
                    ),
                ),
                (
                    "interrupted",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=5,
                        null=True,
                        verbose_name="contrats interrompus (%)",
                    ),
                ),
                (
                    "employed_6",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=5,
                        null=True,
                        verbose_name="en emploi à 6 mois (%)",
                    ),
                ),
                (
                    "employed_12",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=5,
                        null=True,
                        verbose_name="en emploi à 12 mois (%)",
                    ),
                ),
                (
                    "employed_18",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=5,
                        null=True,
                        verbose_name="en emploi à 18 mois (%)",
                    ),
                ),
                (
                    "employed_24",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=5,
                        null=True,
                        verbose_name="en emploi à 24 mois (%)",
                    ),
                ),
                (
                    "added_value_6",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=5,
                        null=True,
                        verbose_name="valeur ajoutée sur l’emploi à 6 mois (points)",
                    ),
                ),
                ("imported_on", models.DateField(verbose_name="repris le")),
            ],
            options={
                "verbose_name": "résultats InserJeunes",
                "verbose_name_plural": "résultats InserJeunes",
                "ordering": ["uai", "-period"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("uai", "period"),
                        name="national_result_unique",
                        violation_error_message="Les résultats de cette période sont déjà repris.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True, verbose_name="nom court")),
                ("text", models.CharField(max_length=300, verbose_name="texte")),
                ("starts", models.DateField(blank=True, null=True, verbose_name="premier jour")),
                ("ends", models.DateField(blank=True, null=True, verbose_name="dernier jour")),
                (
                    "is_demo",
                    models.BooleanField(
                        default=False,
                        help_text="Coché par fixtures/demo.yaml : des données affichées sont inventées.",
                        verbose_name="contenu de démonstration",
                    ),
                ),
            ],
            options={
                "verbose_name": "annonce",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts", None),
                            ("ends", None),
                            ("ends__gte", models.F("starts")),
                            _connector="OR",
                        ),
                        name="notice_ends_after_start",
                        violation_error_message="Le dernier jour précède le premier.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PayRate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "percent",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="% du SMIC",
                    ),
                ),
                (
                    "text",
                    models.CharField(blank=True, max_length=150, verbose_name="ou une phrase"),
                ),
                ("is_marked", models.BooleanField(default=False, verbose_name="astérisque")),
                (
                    "bracket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rates",
                        to="catalogue.paybracket",
                        verbose_name="colonne",
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rates",
                        to="catalogue.payrow",
                        verbose_name="ligne",
                    ),
                ),
            ],
            options={
                "verbose_name": "case",
                "ordering": ["bracket__position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("row", "bracket"),
                        name="pay_rate_unique",
                        violation_error_message="Cette case est déjà remplie.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("percent__gt", 0), ("percent__isnull", False), ("text", "")),
                            models.Q(("percent", None), models.Q(("text", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="pay_rate_percent_or_text",
                        violation_error_message="Une case contient un pourcentage, ou une phrase.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayScale",
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
                    "corner",
                    models.CharField(
                        help_text="Année d’exécution du contrat.",
                        max_length=100,
                        verbose_name="titre de la première colonne",
                    ),
                ),
                ("intro", models.TextField(blank=True, verbose_name="avant le tableau")),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="Appelée par l’astérisque des cases marquées.",
                        verbose_name="note du tableau",
                    ),
                ),
                (
                    "status",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pay_scale",
                        to="catalogue.learnerstatus",
                        verbose_name="contrat",
                    ),
                ),
            ],
            options={
                "verbose_name": "grille de rémunération",
                "verbose_name_plural": "grilles de rémunération",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="payrow",
            name="scale",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rows",
                to="catalogue.payscale",
                verbose_name="grille",
            ),
        ),
        migrations.AddField(
            model_name="paybracket",
            name="scale",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="brackets",
                to="catalogue.payscale",
                verbose_name="grille",
            ),
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="La fin de l’adresse de la page : /formations/bac-pro-agora/. Si elle change après la publication, l’ancienne adresse, déjà imprimée, mène à la nouvelle.",
                        unique=True,
                        verbose_name="adresse",
                    ),
                ),
                (
                    "attestation",
                    models.CharField(
                        blank=True,
                        help_text="« Attestation de fin de formation » : ce que l’on reçoit sans certification, ou en plus d’elle.",
                        max_length=150,
                        verbose_name="remis à la fin",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="titre de la page")),
                (
                    "short_name",
                    models.CharField(
                        help_text="Dans les listes et en pied de brochure.",
                        max_length=60,
                        verbose_name="nom court",
                    ),
                ),
                (
                    "promise",
                    models.CharField(
                        blank=True,
                        help_text="Ce que l’on saura faire, en mots de tous les jours. Sous le titre.",
                        max_length=220,
                        verbose_name="en une phrase",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "brouillon"),
                            ("published", "publiée"),
                            ("withdrawn", "retirée"),
                        ],
                        default="draft",
                        help_text="Un brouillon n’est visible que d’ici. Une fiche retirée répond « cette formation n’est plus proposée » et indique celle qui la remplace.",
                        max_length=10,
                        verbose_name="publication",
                    ),
                ),
                (
                    "updated_on",
                    models.DateField(
                        blank=True,
                        help_text="La date du dernier contrôle de tout le contenu (Qualiopi, indicateur 1).",
                        null=True,
                        verbose_name="mise à jour le",
                    ),
                ),
                (
                    "contract_text",
                    models.CharField(
                        blank=True,
                        help_text="Remplace la phrase composée des contrats et de la durée.",
                        max_length=200,
                        verbose_name="contrat, en toutes lettres",
                    ),
                ),
                (
                    "individual_path",
                    models.CharField(
                        blank=True,
                        help_text="« Personnalisation du parcours possible ».",
                        max_length=200,
                        verbose_name="personnalisation",
                    ),
                ),
                (
                    "entry_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="2 pour un contrat de deux ans dans un cycle de trois : l’apprenti est alors payé comme en 2e puis 3e année (code du travail, article D6222-28-1). Les heures par année et les années des promotions se comptent aussi à partir d’elle : 2, puis 3.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="année du cycle à l’entrée",
                    ),
                ),
                (
                    "cycle_years",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Seulement si le cycle du diplôme est plus long que la formation : 3 pour un bac pro en deux ans. Sans « année du cycle à l’entrée », la page montre la paie de toutes ces années et dit que deux d’entre elles s’appliquent.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="années du cycle",
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        blank=True,
                        help_text="Remplace la phrase composée du rythme semaine par semaine, plus bas.",
                        max_length=200,
                        verbose_name="rythme, en toutes lettres",
                    ),
                ),
                (
                    "rhythm_note",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="précision sur le rythme"
                    ),
                ),
                (
                    "places",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Affichées pour les promotions qui n’ont pas leur propre nombre de places, et elles seules. Elles ne ferment pas les inscriptions : le nombre de la promotion, si.",
                        null=True,
                        verbose_name="places par promotion",
                    ),
                ),
                (
                    "takes_applications",
                    models.BooleanField(
                        default=True,
                        help_text="Décochée, ni la page ni la brochure n’invitent à candidater, et l’adresse de candidature dit à qui s’adresser : une formation courte, sur devis, sur inscription.",
                        verbose_name="candidatures en ligne",
                    ),
                ),
                (
                    "answer_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Le délai que le centre promet, affiché dans « Comment s’inscrire ».",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="réponse sous (jours ouvrés)",
                    ),
                ),
                (
                    "hours_note",
                    models.TextField(
                        blank=True,
                        help_text="Pourquoi les heures annoncées ne sont pas la somme des années ou du tableau. La page l’affiche sous le tableau tant que les deux diffèrent, et ne corrige rien.",
                        verbose_name="note du centre sur les heures",
                    ),
                ),
                (
                    "languages",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="langues d’enseignement"
                    ),
                ),
                (
                    "remote_share",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="À indiquer depuis le 1er juillet 2025 (code du travail, article D6353-1).",
                        null=True,
                        verbose_name="part à distance (%)",
                    ),
                ),
                (
                    "campuses",
                    models.ManyToManyField(blank=True, to="catalogue.campus", verbose_name="sites"),
                ),
                (
                    "carrier",
                    models.ForeignKey(
                        blank=True,
                        help_text="Seulement si ce n’est pas le centre.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="catalogue.body",
                        verbose_name="organisme porteur",
                    ),
                ),
                (
                    "certification",
                    models.ForeignKey(
                        blank=True,
                        help_text="Vide : la formation n’en prépare aucune, et la page ne parle ni de diplôme ni de niveau.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="catalogue.certification",
                        verbose_name="certification",
                    ),
                ),
                (
                    "domain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="catalogue.domain",
                        verbose_name="domaine",
                    ),
                ),
                (
                    "results_status",
                    models.ForeignKey(
                        blank=True,
                        help_text="« Statistiques des apprentis ». Vide, si la formation a plusieurs publics : « Statistiques des apprenants ».",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="catalogue.learnerstatus",
                        verbose_name="résultats de",
                    ),
                ),
                (
                    "statuses",
                    models.ManyToManyField(
                        blank=True, to="catalogue.learnerstatus", verbose_name="contrats et statuts"
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="predecessors",
                        to="catalogue.programme",
                        verbose_name="remplacée par",
                    ),
                ),
            ],
            options={
                "verbose_name": "formation",
                "ordering": ["short_name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("successor", None),
                            models.Q(("successor", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="programme_not_its_own_successor",
                        violation_error_message="Une formation ne se remplace pas elle-même.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("remote_share", None), ("remote_share__lte", 100), _connector="OR"
                        ),
                        name="programme_remote_share_is_a_percentage",
                        violation_error_message="La part à distance va de 0 à 100 %%.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer_days", None), ("answer_days__gte", 1), _connector="OR"
                        ),
                        name="programme_answer_takes_a_day",
                        violation_error_message="Le délai de réponse est d’un jour au moins, ou vide.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Option",
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
                ("name", models.CharField(max_length=150, verbose_name="nom")),
                (
                    "is_open",
                    models.BooleanField(
                        default=True,
                        help_text="Décochée, la page et la brochure disent « pas ouverte cette année ».",
                        verbose_name="ouverte cette année",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="présentation")),
                (
                    "certification",
                    models.ForeignKey(
                        blank=True,
                        help_text="Seulement si l’option mène à une autre certification que la formation, ou à une certification de plus.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.certification",
                        verbose_name="certification",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="options",
                        to="catalogue.programme",
                        verbose_name="formation",
                    ),
                ),
            ],
            options={
                "verbose_name": "option",
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True, verbose_name="ancienne adresse")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_addresses",
                        to="catalogue.programme",
                        verbose_name="formation",
                    ),
                ),
            ],
            options={
                "verbose_name": "ancienne adresse",
                "verbose_name_plural": "anciennes adresses",
            },
        ),
        migrations.CreateModel(
            name="FollowOn",
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
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Vide : le nom de la formation.",
                        max_length=200,
                        verbose_name="titre affiché",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="précision")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follow_ons",
                        to="catalogue.programme",
                        verbose_name="formation",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="catalogue.programme",
                        verbose_name="formation du catalogue",
                    ),
                ),
            ],
            options={
                "verbose_name": "suite de parcours",
                "verbose_name_plural": "suites de parcours",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("target__isnull", False),
                            models.Q(("title", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="follow_on_names_something",
                        violation_error_message="Choisissez une formation ou écrivez un titre.",
                    )
                ],
            },
        ),
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
                        help_text="Qui n’en a pas besoin : « langue maternelle », affiché « sauf … ».",
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
                (
                    "status",
                    models.ForeignKey(
                        blank=True,
                        help_text="Vide : demandé à tout le monde.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.learnerstatus",
                        verbose_name="pour ce contrat ou statut",
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalogue.option",
                        verbose_name="pour cette option",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entry_requirements",
                        to="catalogue.programme",
                        verbose_name="formation",
                    ),
                ),
            ],
            options={
                "verbose_name": "condition d’entrée",
                "verbose_name_plural": "conditions d’entrée",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level", None),
                            models.Q(("kind", "diploma"), ("level__in", [0, 2, 3, 4, 5, 6, 7])),
                            _connector="OR",
                        ),
                        name="entry_level_is_of_a_diploma",
                        violation_error_message="Un niveau se choisit dans la liste, sur une ligne de nature « diplôme ou niveau ».",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "age"), _negated=True),
                            ("age_min__isnull", False),
                            ("age_max__isnull", False),
                            _connector="OR",
                        ),
                        name="entry_age_is_a_number",
                        violation_error_message="Une condition d’âge demande un âge, au moins ou au plus.",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("experience_months", None),
                                models.Q(
                                    ("experience_months__gt", 0),
                                    ("experience_months__isnull", False),
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
                ],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "paper",
                    models.CharField(
                        choices=[
                            ("brochure", "Brochure"),
                            ("entreprises", "Fiche pour les entreprises"),
                        ],
                        max_length=12,
                        verbose_name="document",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="numéro")),
                ("made_on", models.DateField(verbose_name="date")),
                ("checksum", models.CharField(max_length=64, verbose_name="empreinte du contenu")),
                (
                    "content",
                    models.JSONField(
                        help_text="Les lignes imprimées, partie par partie.", verbose_name="contenu"
                    ),
                ),
                (
                    "changes",
                    models.JSONField(
                        blank=True,
                        help_text="Partie, lignes retirées, lignes ajoutées depuis l’édition d’avant. Vide pour la première.",
                        null=True,
                        verbose_name="changements",
                    ),
                ),
                (
                    "pdf",
                    models.FileField(
                        upload_to=catalogue.models.edition._pdf_path, verbose_name="PDF"
                    ),
                ),
                ("pdf_checksum", models.CharField(max_length=64, verbose_name="empreinte du PDF")),
                ("pages", models.PositiveSmallIntegerField(verbose_name="pages")),
                ("size", models.PositiveIntegerField(verbose_name="octets")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="catalogue.programme",
                        verbose_name="formation",
                    ),
                ),
            ],
            options={
                "verbose_name": "édition",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "paper", "number"),
                        name="edition_number_unique",
                        violation_error_message="Ce numéro d’édition est déjà pris.",
                    ),
                    models.UniqueConstraint(
                        fields=("programme", "paper", "checksum"),
                        name="edition_content_unique",
                        violation_error_message="Ce contenu a déjà son édition.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Duration",
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
                    "step",
                    models.CharField(
                        blank=True,
                        help_text="Si la formation se suit en étapes, l’une après l’autre : « Évaluation préalable », « Parcours de formation ». La liste et la carte en font la somme.",
                        max_length=80,
                        verbose_name="étape",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        blank=True,
                        help_text="Vide : pour tout le monde.",
                        max_length=100,
                        verbose_name="pour qui",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        help_text="2, 2,5, 24…",
                        max_digits=6,
                        null=True,
                        verbose_name="durée",
                    ),
                ),
                (
                    "amount_max",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        help_text="Pour une durée variable : de 8 à 10 mois.",
                        max_digits=6,
                        null=True,
                        verbose_name="à",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
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
                (
                    "depends_on",
                    models.CharField(
                        blank=True,
                        help_text="« le positionnement » : ce dont dépend une durée variable.",
                        max_length=120,
                        verbose_name="selon",
                    ),
                ),
                (
                    "away",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        help_text="Dans la même unité : 22, pour 44 semaines dont 22 en stage.",
                        max_digits=6,
                        null=True,
                        verbose_name="dont en entreprise ou en stage",
                    ),
                ),
                (
                    "hours",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=6,
                        null=True,
                        verbose_name="heures en centre",
                    ),
                ),
                (
                    "hours_away",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=6,
                        null=True,
                        verbose_name="heures en entreprise ou en stage",
                    ),
                ),
                (
                    "status",
                    models.ForeignKey(
                        blank=True,
                        help_text="Si cette durée est celle d’un seul contrat : sa paie montre ces années-là.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="catalogue.learnerstatus",
                        verbose_name="contrat ou statut",
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        blank=True,
                        help_text="Si cette durée est celle d’une seule option.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="durations",
                        to="catalogue.option",
                        verbose_name="option",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="durations",
                        to="catalogue.programme",
                        verbose_name="formation",
                    ),
                ),
            ],
            options={
                "verbose_name": "durée",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        models.F("programme"),
                        models.F("step"),
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
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_max", None),
                            models.Q(
                                ("amount__isnull", False), ("amount_max__gt", models.F("amount"))
                            ),
                            _connector="OR",
                        ),
                        name="duration_range_grows",
                        violation_error_message="Une durée variable va du plus court au plus long.",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(("hours", None), ("hours__gt", 0), _connector="OR"),
                        name="duration_hours_positive",
                        violation_error_message="Un nombre d’heures est plus grand que zéro, ou vide.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hours_away", None), ("hours_away__gt", 0), _connector="OR"
                        ),
                        name="duration_hours_away_positive",
                        violation_error_message="Un nombre d’heures est plus grand que zéro, ou vide.",
                    ),
                    models.CheckConstraint(
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
                ],
            },
        ),
        migrations.AddField(
            model_name="cohort",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="cohorts",
                to="catalogue.programme",
                verbose_name="formation",
            ),
        ),
        migrations.CreateModel(
            name="ApplicationChannel",
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
                            ("parcoursup", "Parcoursup"),
                            ("affelnet", "Affelnet"),
                            ("mon-master", "Mon Master"),
                            ("cpf", "Mon Compte Formation"),
                            ("france-travail", "France Travail"),
                            ("centre", "le centre"),
                            ("other", "une autre voie"),
                        ],
                        max_length=14,
                        verbose_name="par",
                    ),
                ),
                (
                    "url",
                    models.URLField(
                        blank=True,
                        help_text="La page de cette formation là-bas.",
                        verbose_name="adresse de la page",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="« Vœux de janvier à mars », « par téléphone ». D’une autre voie : laquelle.",
                        max_length=150,
                        verbose_name="précision",
                    ),
                ),
                (
                    "status",
                    models.ForeignKey(
                        blank=True,
                        help_text="Vide : pour tout le monde.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.learnerstatus",
                        verbose_name="pour ce contrat ou statut",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="channels",
                        to="catalogue.programme",
                        verbose_name="formation",
                    ),
                ),
            ],
            options={
                "verbose_name": "voie d’inscription",
                "verbose_name_plural": "voies d’inscription, en plus ou à la place du dossier en ligne",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        models.F("programme"),
                        models.F("kind"),
                        django.db.models.functions.comparison.Coalesce(
                            "status", 0, output_field=models.BigIntegerField()
                        ),
                        models.F("note"),
                        name="application_channel_unique",
                        violation_error_message="Cette voie est déjà saisie pour ce statut.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "other"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="application_channel_is_named",
                        violation_error_message="Une autre voie se nomme dans la précision : « dossier de la Région ».",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeContact",
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
                    "role",
                    models.CharField(
                        choices=[
                            ("lead", "responsable de la formation"),
                            ("disability", "référent handicap"),
                            ("mobility", "référent mobilité"),
                            ("companies", "relations avec les entreprises"),
                            ("admissions", "admissions"),
                            ("other", "autre"),
                        ],
                        max_length=10,
                        verbose_name="rôle",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="« Référente handicap ». Vide : le rôle ci-contre.",
                        max_length=120,
                        verbose_name="titre affiché",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.contact",
                        verbose_name="contact",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="catalogue.programme",
                        verbose_name="formation",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact de la formation",
                "verbose_name_plural": "contacts de la formation",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "contact", "role"),
                        name="programme_contact_unique",
                        violation_error_message="Ce contact a déjà ce rôle.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="depuis")),
                (
                    "verified_version",
                    models.PositiveBigIntegerField(verbose_name="vérifiée à la version"),
                ),
                ("verified_on", models.DateField(verbose_name="vérifiée le")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="publications",
                        to="catalogue.edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "publication",
                "ordering": ["-since", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PublicDocument",
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
                    "pdf",
                    models.FileField(
                        upload_to=catalogue.models.pdf.random_name, verbose_name="fichier PDF"
                    ),
                ),
                (
                    "size",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="octets"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("rules", "Règlement intérieur"),
                            ("syllabus", "Programme détaillé"),
                            ("trainers", "Liste des formateurs et leurs titres"),
                            ("timetable", "Emploi du temps"),
                            ("terms", "Conditions générales"),
                            ("other", "Autre document"),
                        ],
                        help_text="Un document de la formation remplace celui du centre sur le même sujet.",
                        max_length=10,
                        verbose_name="sujet",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Vide : le sujet ci-dessus.",
                        max_length=120,
                        verbose_name="titre affiché",
                    ),
                ),
                (
                    "updated_on",
                    models.DateField(
                        help_text="Le jour où il s’applique, ou celui de sa mise à jour. La page en dit le mois.",
                        verbose_name="à jour au",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        help_text="Vide : document du centre, proposé par toutes les formations concernées.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="catalogue.programme",
                        verbose_name="formation",
                    ),
                ),
                (
                    "statuses",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Aucun coché : pour tous. Ne compte que pour un document du centre.",
                        to="catalogue.learnerstatus",
                        verbose_name="seulement pour ces contrats",
                    ),
                ),
            ],
            options={
                "verbose_name": "document à télécharger",
                "verbose_name_plural": "documents à télécharger",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("programme__isnull", False)),
                        fields=("programme", "kind", "title"),
                        name="document_unique_in_programme",
                        violation_error_message="Cette formation a déjà ce document : changez son fichier.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("programme", None)),
                        fields=("kind", "title"),
                        name="document_unique_in_centre",
                        violation_error_message="Le centre a déjà ce document : changez son fichier.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "other"), _negated=True),
                            models.Q(("title", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="document_other_has_a_title",
                        violation_error_message="Donnez un titre à ce document.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QualityCertificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "pdf",
                    models.FileField(
                        upload_to=catalogue.models.pdf.random_name, verbose_name="fichier PDF"
                    ),
                ),
                (
                    "size",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="octets"),
                ),
                ("number", models.CharField(max_length=50, unique=True, verbose_name="numéro")),
                (
                    "issuer",
                    models.CharField(max_length=150, verbose_name="organisme certificateur"),
                ),
                (
                    "covers_training",
                    models.BooleanField(default=False, verbose_name="actions de formation"),
                ),
                (
                    "covers_skills",
                    models.BooleanField(default=False, verbose_name="bilans de compétences"),
                ),
                (
                    "covers_experience",
                    models.BooleanField(
                        default=False,
                        verbose_name="actions permettant de faire valider les acquis de l’expérience",
                    ),
                ),
                (
                    "covers_apprenticeship",
                    models.BooleanField(
                        default=False, verbose_name="actions de formation par apprentissage"
                    ),
                ),
                ("starts", models.DateField(verbose_name="valable du")),
                (
                    "ends",
                    models.DateField(
                        help_text="Dernier jour inclus. Le lendemain, le certificat n’est plus affiché.",
                        verbose_name="au",
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="certificates",
                        to="catalogue.centre",
                        verbose_name="centre",
                    ),
                ),
            ],
            options={
                "verbose_name": "certificat Qualiopi",
                "verbose_name_plural": "certificats Qualiopi",
                "ordering": ["starts", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("starts"))),
                        name="quality_certificate_ends_after_start",
                        violation_error_message="Le dernier jour suit le premier.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("covers_training", True),
                            ("covers_skills", True),
                            ("covers_experience", True),
                            ("covers_apprenticeship", True),
                            _connector="OR",
                        ),
                        name="quality_certificate_covers_something",
                        violation_error_message="Cochez au moins une catégorie d’actions.",
                    ),
                ],
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
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotas",
                        to="catalogue.cohort",
                        verbose_name="promotion",
                    ),
                ),
                (
                    "status",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.learnerstatus",
                        verbose_name="contrat ou statut",
                    ),
                ),
            ],
            options={
                "verbose_name": "part des places",
                "verbose_name_plural": "dont places réservées (comptées dans celles de la promotion)",
                "ordering": ["status__position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cohort", "status"),
                        name="quota_unique",
                        violation_error_message="La part de ce statut est déjà indiquée.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("places__gte", 1)),
                        name="quota_positive",
                        violation_error_message="Une part compte au moins une place.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(max_length=12, unique=True, verbose_name="code RNCP ou RS"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cap", "CAP"),
                            ("bac-pro", "Bac professionnel"),
                            ("bts", "BTS"),
                            ("but", "BUT"),
                            ("titre-pro", "Titre professionnel"),
                            ("licence", "Licence"),
                            ("licence-pro", "Licence professionnelle"),
                            ("bachelor", "Bachelor"),
                            ("ingenieur", "Diplôme d’ingénieur"),
                            ("master", "Master"),
                            ("mastere", "Mastère"),
                            ("cqp", "CQP"),
                            ("de", "Diplôme d’État"),
                            ("attestation", "Attestation"),
                            ("autre", "Autre certification"),
                        ],
                        max_length=12,
                        verbose_name="type",
                    ),
                ),
                ("title", models.CharField(max_length=255, verbose_name="intitulé")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (3, "niveau 3"),
                            (4, "niveau 4"),
                            (5, "niveau 5"),
                            (6, "niveau 6"),
                            (7, "niveau 7"),
                            (8, "niveau 8"),
                        ],
                        null=True,
                        verbose_name="niveau",
                    ),
                ),
                ("certifier", models.TextField(blank=True, verbose_name="certificateurs")),
                (
                    "certifier_siret",
                    models.CharField(
                        blank=True, max_length=14, verbose_name="SIRET du certificateur"
                    ),
                ),
                (
                    "effective_on",
                    models.DateField(blank=True, null=True, verbose_name="date d’effet"),
                ),
                (
                    "registered_until",
                    models.DateField(blank=True, null=True, verbose_name="fin d’enregistrement"),
                ),
                ("is_active", models.BooleanField(verbose_name="active")),
                (
                    "replaced_by",
                    models.CharField(blank=True, max_length=200, verbose_name="remplacée par"),
                ),
                ("nsf_code", models.CharField(blank=True, max_length=5, verbose_name="code NSF")),
                ("formacode", models.CharField(blank=True, max_length=5, verbose_name="FORMACODE")),
                (
                    "rome_codes",
                    models.CharField(blank=True, max_length=200, verbose_name="codes ROME"),
                ),
                (
                    "vae_access",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="accessible par la VAE"
                    ),
                ),
                (
                    "blocks",
                    models.JSONField(blank=True, default=list, verbose_name="blocs de compétences"),
                ),
                ("read_on", models.DateField(verbose_name="lue le")),
            ],
            options={
                "verbose_name": "fiche de France compétences",
                "verbose_name_plural": "fiches de France compétences",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level", None), ("level__range", (3, 8)), _connector="OR"
                        ),
                        name="register_entry_level_known",
                        violation_error_message="Le niveau va de 3 à 8.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RhythmException",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts", models.DateField(verbose_name="premier jour")),
                ("ends", models.DateField(verbose_name="dernier jour")),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("centre", "au centre"),
                            ("company", "en entreprise, ou hors du centre"),
                        ],
                        default="centre",
                        max_length=7,
                        verbose_name="ces jours sont",
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        help_text="« Examens blancs », « Salon » : affiché.",
                        max_length=80,
                        verbose_name="pourquoi",
                    ),
                ),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rhythm_exceptions",
                        to="catalogue.cohort",
                        verbose_name="promotion",
                    ),
                ),
            ],
            options={
                "verbose_name": "exception au rythme",
                "verbose_name_plural": "exceptions au rythme",
                "ordering": ["starts", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cohort", "starts"),
                        name="rhythm_exception_unique",
                        violation_error_message="Une exception commence déjà ce jour-là.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("starts"))),
                        name="rhythm_exception_ends_after_start",
                        violation_error_message="Le dernier jour précède le premier.",
                    ),
                ],
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
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rhythm_steps",
                        to="catalogue.programme",
                        verbose_name="formation",
                    ),
                ),
                (
                    "status",
                    models.ForeignKey(
                        blank=True,
                        help_text="Si ce rythme est celui d’un seul contrat. Vide : de tous les autres.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalogue.learnerstatus",
                        verbose_name="contrat ou statut",
                    ),
                ),
            ],
            options={
                "verbose_name": "temps du rythme",
                "verbose_name_plural": "rythme, semaine par semaine",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("count__gt", 0)),
                        name="rhythm_step_lasts",
                        violation_error_message="Un temps du rythme dure une semaine ou un mois, au moins.",
                    ),
                    models.CheckConstraint(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="Section",
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
                            ("jobs", "Métiers visés"),
                            ("hosts", "Terrains d’accueil"),
                            ("follow_on", "Suite de parcours possibles"),
                            ("prerequisites", "Prérequis"),
                            ("accessibility", "Accessibilité"),
                            ("objectives", "Objectifs pédagogiques"),
                            ("progress", "Évaluation en cours de formation"),
                            ("blocks", "Blocs de compétences"),
                            ("exam_conditions", "Conditions de présentation à l’examen"),
                            ("methods", "Méthodes mobilisées"),
                            ("resources", "Ressources"),
                            ("calendar", "Calendrier"),
                            ("funding", "Modalités financières"),
                            ("pay_audience", "Qui est concerné ?"),
                            ("pay_rules", "Rémunération : cas particuliers"),
                            ("enrolment", "Modalités d’inscription"),
                            ("access", "Modalités et délais d’accès"),
                            ("equivalences", "Équivalences et passerelles"),
                            ("aids", "Aides"),
                            ("perks", "Les + du centre"),
                            ("employers", "Pour les entreprises"),
                            ("results", "Lire les statistiques"),
                            ("questions", "Questions fréquentes"),
                            ("legal", "Mentions réglementaires"),
                            ("other", "Autre section"),
                        ],
                        help_text="Décide de l’endroit de la page. Une section de la formation remplace celle du centre sur le même sujet ; vide, elle la masque.",
                        max_length=20,
                        verbose_name="sujet",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="Un mot sans accent qui la désigne dans les fichiers : objectifs.",
                        verbose_name="nom court",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Vide : le sujet ci-dessus.",
                        max_length=150,
                        verbose_name="titre affiché",
                    ),
                ),
                (
                    "prose",
                    models.TextField(
                        blank=True,
                        help_text="Une ligne vide sépare deux paragraphes. Avant la liste.",
                        verbose_name="texte",
                    ),
                ),
                ("closing", models.TextField(blank=True, verbose_name="texte après la liste")),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        help_text="Vide : texte du centre, repris par toutes les formations concernées.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="catalogue.programme",
                        verbose_name="formation",
                    ),
                ),
                (
                    "statuses",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Un texte sur la paie des apprentis ne s’affiche pas où il n’y a pas d’apprenti.",
                        to="catalogue.learnerstatus",
                        verbose_name="seulement pour ces contrats",
                    ),
                ),
            ],
            options={
                "verbose_name": "section",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("programme__isnull", False)),
                        fields=("programme", "slug"),
                        name="section_slug_unique_in_programme",
                        violation_error_message="Cette formation a déjà une section de ce nom.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("programme", None)),
                        fields=("slug",),
                        name="section_slug_unique_in_centre",
                        violation_error_message="Le centre a déjà une section de ce nom.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SectionItem",
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
                    "is_detail",
                    models.BooleanField(
                        default=False,
                        help_text="Rattaché au point qui précède.",
                        verbose_name="sous-point",
                    ),
                ),
                (
                    "lead",
                    models.CharField(
                        blank=True,
                        help_text="Dans « Questions fréquentes » : la question, dont le texte est la réponse.",
                        max_length=150,
                        verbose_name="en gras",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="texte")),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        help_text="Code ROME d’un métier.",
                        max_length=20,
                        verbose_name="code",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="précision")),
                ("url", models.URLField(blank=True, verbose_name="lien")),
                (
                    "salary_min",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="D’un métier, dans « Métiers visés » seulement.",
                        null=True,
                        verbose_name="salaire brut par mois, de (€)",
                    ),
                ),
                (
                    "salary_max",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Vide : « à partir de ».",
                        null=True,
                        verbose_name="à (€)",
                    ),
                ),
                (
                    "salary_source",
                    models.CharField(
                        blank=True,
                        help_text="« enquête du centre, 2025 ».",
                        max_length=100,
                        verbose_name="source et année du salaire",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="catalogue.section",
                        verbose_name="section",
                    ),
                ),
            ],
            options={
                "verbose_name": "élément de liste",
                "verbose_name_plural": "éléments de liste",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lead", ""), _negated=True),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="section_item_says_something",
                        violation_error_message="Un élément de liste contient au moins un mot.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("salary_max", None), ("salary_min", None), ("salary_source", "")
                            ),
                            models.Q(
                                ("salary_min__gt", 0),
                                ("salary_min__isnull", False),
                                ("salary_max", None),
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
                ],
            },
        ),
        migrations.CreateModel(
            name="SkillBlock",
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
                    "code",
                    models.CharField(
                        blank=True,
                        help_text="RNCP34606BC02. Le numéro d’un bloc change d’une fiche à la suivante.",
                        max_length=40,
                        verbose_name="code",
                    ),
                ),
                ("title", models.CharField(max_length=500, verbose_name="intitulé")),
                (
                    "certification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="blocks",
                        to="catalogue.certification",
                        verbose_name="certification",
                    ),
                ),
            ],
            options={
                "verbose_name": "bloc de compétences",
                "verbose_name_plural": "blocs de compétences",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("code",),
                        name="skill_block_code_unique",
                        violation_error_message="Un bloc porte déjà ce code.",
                    )
                ],
            },
        ),
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
                (
                    "certification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="related",
                        to="catalogue.certification",
                        verbose_name="certification",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalogue.certification",
                        verbose_name="certification liée",
                    ),
                ),
                (
                    "blocks",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Vide : la certification entière.",
                        related_name="+",
                        to="catalogue.skillblock",
                        verbose_name="blocs concernés",
                    ),
                ),
            ],
            options={
                "verbose_name": "certification liée",
                "verbose_name_plural": "certifications liées",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("other__isnull", False), ("title", "")),
                            models.Q(("other", None), models.Q(("title", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="related_certification_names_one",
                        violation_error_message="Choisissez une certification ou écrivez son intitulé, l’un des deux.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("other", None),
                            models.Q(("other", models.F("certification")), _negated=True),
                            _connector="OR",
                        ),
                        name="related_certification_is_another",
                        violation_error_message="Une certification n’est pas liée à elle-même.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="année")),
                (
                    "period",
                    models.CharField(
                        blank=True,
                        help_text="« Promotion 2021-2023 ». Vide : l’année.",
                        max_length=40,
                        verbose_name="libellé de la période",
                    ),
                ),
                (
                    "entered_on",
                    models.DateField(
                        blank=True,
                        help_text="Si le taux est celui d’une seule entrée : son premier jour. La colonne s’appelle alors « Entrée de septembre 2024 ».",
                        null=True,
                        verbose_name="entrée de",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=4,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="taux (%)",
                    ),
                ),
                (
                    "numerator",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="nombre de cas"
                    ),
                ),
                (
                    "denominator",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="sur un total de"
                    ),
                ),
                (
                    "missing_reason",
                    models.CharField(
                        blank=True,
                        help_text="« Pas encore mesuré (enquête en mars 2027) ».",
                        max_length=150,
                        verbose_name="pourquoi il n’y a pas de taux",
                    ),
                ),
                (
                    "campus",
                    models.ForeignKey(
                        blank=True,
                        help_text="Si le taux est celui d’un seul site.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.campus",
                        verbose_name="site",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="catalogue.indicator",
                        verbose_name="indicateur",
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        blank=True,
                        help_text="Si le taux est celui d’une seule option.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="catalogue.option",
                        verbose_name="option",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="catalogue.programme",
                        verbose_name="formation",
                    ),
                ),
                (
                    "block",
                    models.ForeignKey(
                        blank=True,
                        help_text="Si le taux est celui d’un seul bloc.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.skillblock",
                        verbose_name="bloc de compétences",
                    ),
                ),
            ],
            options={
                "verbose_name": "résultat",
                "ordering": ["year", "period"],
                "constraints": [
                    models.UniqueConstraint(
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
                        django.db.models.functions.comparison.Coalesce(
                            "campus", 0, output_field=models.BigIntegerField()
                        ),
                        name="outcome_unique",
                        violation_error_message="Ce résultat est déjà saisi pour cette période : dites son option, son bloc, son site ou son entrée, ou corrigez l’autre.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("missing_reason", ""), ("value__isnull", False)),
                            models.Q(
                                ("value", None), models.Q(("missing_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="outcome_value_or_reason",
                        violation_error_message="Donnez un taux, ou la raison de son absence.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value", None), ("value__range", (0, 100)), _connector="OR"
                        ),
                        name="outcome_value_is_a_percentage",
                        violation_error_message="Un taux va de 0 à 100 %%.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("numerator", None),
                            models.Q(("denominator__gt", 0), ("denominator__isnull", False)),
                            _connector="OR",
                        ),
                        name="outcome_cases_have_a_total",
                        violation_error_message="Un nombre de cas demande un total plus grand que zéro.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("numerator", None),
                            ("denominator", None),
                            ("numerator__lte", models.F("denominator")),
                            _connector="OR",
                        ),
                        name="outcome_cases_within_total",
                        violation_error_message="Le nombre de cas dépasse le total.",
                    ),
                ],
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
                    "entry_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Si ce contrat entre plus tard que les autres : 2 pour des apprentis à partir de la 2e année. Il est payé dès son début comme cette année-là.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="année du cycle à l’entrée",
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
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="status_limits",
                        to="catalogue.programme",
                        verbose_name="formation",
                    ),
                ),
                (
                    "status",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalogue.learnerstatus",
                        verbose_name="contrat ou statut",
                    ),
                ),
            ],
            options={
                "verbose_name": "restriction d’un contrat ou statut",
                "verbose_name_plural": "restrictions d’un contrat ou statut",
                "ordering": ["status__position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "status"),
                        name="status_limit_unique",
                        violation_error_message="Ce contrat a déjà sa restriction ici : complétez-la.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("months_max__gt", 0), ("months_max__isnull", False)),
                            models.Q(
                                ("months_max", None),
                                models.Q(
                                    models.Q(("entry_year__gt", 0), ("entry_year__isnull", False)),
                                    models.Q(("text", ""), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="status_limit_says_something",
                        violation_error_message="Indiquez un nombre de mois, plus grand que zéro, une année d’entrée ou quelques mots.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("entry_year", None),
                            models.Q(("entry_year__gt", 0), ("entry_year__isnull", False)),
                            _connector="OR",
                        ),
                        name="status_limit_year_counts_from_one",
                        violation_error_message="La première année du cycle porte le numéro 1.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubjectHours",
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
                    "period",
                    models.CharField(
                        help_text="1re année, semestre 3…", max_length=40, verbose_name="période"
                    ),
                ),
                (
                    "hours",
                    models.DecimalField(
                        decimal_places=1,
                        help_text="0 s’affiche « sans cours ».",
                        max_digits=6,
                        verbose_name="heures",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="split",
                        to="catalogue.subject",
                        verbose_name="matière",
                    ),
                ),
            ],
            options={
                "verbose_name": "heures d’une période",
                "verbose_name_plural": "heures par période",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject", "period"),
                        name="subject_hours_unique_per_period",
                        violation_error_message="Cette période est déjà indiquée.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours__gte", 0)),
                        name="subject_hours_split_not_negative",
                        violation_error_message="Un nombre d’heures n’est pas négatif.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "said",
                    models.CharField(
                        help_text="« vendeur », « RH », « bac pro gestion-administration » : un mot ou plusieurs. Accents, pluriels et fautes de frappe sont déjà compris.",
                        max_length=60,
                        verbose_name="on tape",
                    ),
                ),
                (
                    "meant",
                    models.CharField(
                        help_text="« vente », « ressources humaines » : les mots d’un titre, d’un métier visé ou d’un domaine. La ligne vaut dans les deux sens.",
                        max_length=60,
                        verbose_name="on cherche aussi",
                    ),
                ),
            ],
            options={
                "verbose_name": "synonyme",
                "ordering": ["said", "meant"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("said", "meant"),
                        name="synonym_unique",
                        violation_error_message="Ce synonyme est déjà dans la liste.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("said", models.F("meant")), _negated=True),
                        name="synonym_of_something_else",
                        violation_error_message="Un synonyme dit la même chose avec d’autres mots.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("said", ""), _negated=True),
                            models.Q(("meant", ""), _negated=True),
                        ),
                        name="synonym_says_two_things",
                        violation_error_message="Un synonyme a deux côtés : écrivez un mot de chaque côté.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingBreak",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts", models.DateField(verbose_name="premier jour")),
                ("ends", models.DateField(verbose_name="dernier jour")),
                (
                    "label",
                    models.CharField(
                        help_text="« Vacances de Noël », « Fermeture annuelle ».",
                        max_length=80,
                        verbose_name="nom",
                    ),
                ),
                (
                    "campus",
                    models.ForeignKey(
                        blank=True,
                        help_text="Vide : tous les sites.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="catalogue.campus",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "vacances ou fermeture",
                "verbose_name_plural": "vacances et fermetures (jours sans cours)",
                "ordering": ["starts", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("starts"))),
                        name="training_break_ends_after_start",
                        violation_error_message="Le dernier jour précède le premier.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tuition",
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
                            ("tuition", "coût de la formation"),
                            ("fee", "frais obligatoires en plus"),
                            ("application", "frais de dossier ou d’inscription"),
                            ("optional", "frais facultatifs (repas, hébergement…)"),
                            ("deposit", "caution, rendue à la fin"),
                        ],
                        default="tuition",
                        help_text="Des frais ne sont jamais présentés comme le coût de la formation. Des frais d’inscription de 0 € affichent « Aucun frais d’inscription ».",
                        max_length=11,
                        verbose_name="nature",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="« Contribution vie étudiante », « Frais d’examen ». Vide : leur nature.",
                        max_length=120,
                        verbose_name="nom des frais",
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        blank=True,
                        help_text="Si ce prix est celui d’une étape de la formation : les mêmes mots que dans les durées.",
                        max_length=80,
                        verbose_name="étape",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        blank=True,
                        help_text="Seulement si aucun statut ne le dit : « Pour les entreprises ».",
                        max_length=120,
                        verbose_name="pour qui",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="0 affiche « 0 € ». Vide : seuls les mots sont affichés.",
                        max_digits=9,
                        null=True,
                        verbose_name="montant (€)",
                    ),
                ),
                (
                    "qualifier",
                    models.CharField(
                        choices=[
                            ("fixed", "prix fixe"),
                            ("from", "à partir de"),
                            ("up_to", "au plus"),
                            ("average", "en moyenne"),
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
                (
                    "group_min",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="groupe de"
                    ),
                ),
                (
                    "group_max",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="à (personnes)"
                    ),
                ),
                (
                    "tax",
                    models.CharField(
                        blank=True,
                        choices=[("excluded", "HT"), ("included", "TTC"), ("none", "net de taxe")],
                        max_length=8,
                        verbose_name="taxe",
                    ),
                ),
                (
                    "period",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("year", "par année"),
                            ("total", "pour toute la formation"),
                            ("month", "par mois"),
                            ("week", "par semaine"),
                            ("day", "par jour"),
                            ("hour", "par heure"),
                            ("meal", "par repas"),
                            ("night", "par nuit"),
                        ],
                        max_length=5,
                        verbose_name="période",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Si le prix change d’une année à l’autre.",
                        null=True,
                        verbose_name="année",
                    ),
                ),
                (
                    "payers",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("learner", "l’apprenant"),
                            ("employer", "l’employeur ou son financeur"),
                            ("opco", "l’OPCO de l’entreprise"),
                            ("cpf", "le compte personnel de formation (CPF)"),
                            ("region", "la Région"),
                            ("france_travail", "France Travail"),
                            ("transitions", "Transitions Pro"),
                            ("funder", "un autre financeur"),
                        ],
                        default="",
                        help_text="Écrit après le montant. Plusieurs si c’est l’un ou l’autre.",
                        max_length=100,
                        verbose_name="qui paie",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="explication")),
                (
                    "refund",
                    models.CharField(
                        blank=True,
                        help_text="« remboursés si la candidature est refusée ».",
                        max_length=150,
                        verbose_name="remboursement",
                    ),
                ),
                (
                    "is_detail",
                    models.BooleanField(
                        default=False,
                        help_text="Affichée en retrait.",
                        verbose_name="précision de la ligne précédente",
                    ),
                ),
                (
                    "campus",
                    models.ForeignKey(
                        blank=True,
                        help_text="Si ce prix est celui d’un seul site.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.campus",
                        verbose_name="site",
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        blank=True,
                        help_text="Si ce prix est celui d’une seule option.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tuitions",
                        to="catalogue.option",
                        verbose_name="option",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tuitions",
                        to="catalogue.programme",
                        verbose_name="formation",
                    ),
                ),
                (
                    "status",
                    models.ForeignKey(
                        blank=True,
                        help_text="Vide, sans « pour qui » : pour tout le monde.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.learnerstatus",
                        verbose_name="pour ce contrat ou statut",
                    ),
                ),
            ],
            options={
                "verbose_name": "tarif",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        models.F("programme"),
                        models.F("kind"),
                        models.F("name"),
                        models.F("step"),
                        django.db.models.functions.comparison.Coalesce(
                            "status", 0, output_field=models.BigIntegerField()
                        ),
                        models.F("audience"),
                        django.db.models.functions.comparison.Coalesce(
                            "option", 0, output_field=models.BigIntegerField()
                        ),
                        django.db.models.functions.comparison.Coalesce(
                            "campus", 0, output_field=models.BigIntegerField()
                        ),
                        django.db.models.functions.comparison.Coalesce(
                            "year", 0, output_field=models.BigIntegerField()
                        ),
                        models.F("qualifier"),
                        django.db.models.functions.comparison.Coalesce(
                            "group_min", 0, output_field=models.BigIntegerField()
                        ),
                        models.F("payers"),
                        condition=models.Q(("amount__isnull", False)),
                        name="tuition_unique",
                        violation_error_message="Ce prix est déjà saisi pour ce public : corrigez l’autre ligne, ou dites ce qui les distingue (étape, option, site, année, qui paie).",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                        name="tuition_amount_not_negative",
                        violation_error_message="Un tarif n’est pas négatif.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__gt", 0), _negated=True),
                            models.Q(("period", ""), _negated=True),
                            ("kind__in", ["application", "deposit"]),
                            _connector="OR",
                        ),
                        name="tuition_amount_has_a_period",
                        violation_error_message="Dites si ce montant vaut par année, par jour, par repas… ou en tout.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__isnull", False),
                            models.Q(("text", ""), _negated=True),
                            ("qualifier", "quote"),
                            _connector="OR",
                        ),
                        name="tuition_says_something",
                        violation_error_message="Indiquez un montant ou une explication, ou choisissez « sur devis ».",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("qualifier", "quote"), _negated=True),
                            ("amount", None),
                            _connector="OR",
                        ),
                        name="tuition_on_quote_has_no_amount",
                        violation_error_message="Sur devis, il n’y a pas de montant : videz-le, ou choisissez « à partir de ».",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("name", ""),
                            models.Q(("kind", "tuition"), _negated=True),
                            _connector="OR",
                        ),
                        name="tuition_name_is_that_of_a_fee",
                        violation_error_message="Seuls des frais ont un nom : changez la nature, ou videz le nom.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status", None), ("audience", ""), _connector="OR"),
                        name="tuition_public_is_said_once",
                        violation_error_message="Choisissez un statut ou écrivez pour qui, pas les deux.",
                    ),
                    models.CheckConstraint(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="Unit",
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
                    "code",
                    models.CharField(
                        blank=True, help_text="E5, U51, UE 3…", max_length=20, verbose_name="code"
                    ),
                ),
                (
                    "choice",
                    models.CharField(
                        blank=True,
                        help_text="Le même mot pour toutes les lignes dont une seule compte : « langue vivante ». Elles sont affichées ensemble, et les totaux n’en comptent qu’une.",
                        max_length=80,
                        verbose_name="au choix",
                    ),
                ),
                (
                    "hours",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        help_text="0 s’affiche « sans cours ». Vide n’affiche rien : celles d’une unité divisée en matières sont données par matière.",
                        max_digits=6,
                        null=True,
                        verbose_name="heures",
                    ),
                ),
                (
                    "hours_unpublished",
                    models.BooleanField(
                        default=False,
                        help_text="La page le dit, et ne fait plus de total des heures.",
                        verbose_name="heures non publiées",
                    ),
                ),
                (
                    "coefficient",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Celui de l’unité, ou celui de ses matières : la page en fait alors la somme, « 9 (8 + 1) ».",
                        max_digits=5,
                        null=True,
                        verbose_name="coefficient",
                    ),
                ),
                ("title", models.CharField(max_length=250, verbose_name="intitulé")),
                (
                    "group",
                    models.CharField(
                        blank=True,
                        help_text="« 1re année », « Semestre 3 ».",
                        max_length=100,
                        verbose_name="regroupée sous",
                    ),
                ),
                (
                    "ects",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=5,
                        null=True,
                        verbose_name="crédits ECTS",
                    ),
                ),
                (
                    "pass_mark",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="note exigée",
                    ),
                ),
                (
                    "eliminating_mark",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Au-dessous d’elle, le candidat est éliminé.",
                        max_digits=5,
                        null=True,
                        verbose_name="note éliminatoire",
                    ),
                ),
                ("is_optional", models.BooleanField(default=False, verbose_name="facultative")),
                (
                    "points_above",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        default=10,
                        help_text="Pour une unité facultative. Vide : la page dit seulement qu’elle l’est.",
                        max_digits=5,
                        null=True,
                        verbose_name="seuls comptent les points au-dessus de",
                    ),
                ),
                (
                    "source_wording",
                    models.CharField(
                        blank=True,
                        help_text="Les mots de la source quand ils sont ambigus. La formation les garde sous « à vérifier » tant qu’ils sont ici.",
                        max_length=200,
                        verbose_name="évaluation selon la brochure",
                    ),
                ),
                (
                    "blocks",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Plusieurs si l’épreuve les valide ensemble. La page donne leurs numéros, sauf si les intitulés de la formation en portent d’autres (« Bloc 1 : … »).",
                        related_name="units",
                        to="catalogue.skillblock",
                        verbose_name="blocs de compétences",
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="units",
                        to="catalogue.option",
                        verbose_name="option",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="units",
                        to="catalogue.programme",
                        verbose_name="formation",
                    ),
                ),
            ],
            options={
                "verbose_name": "unité ou épreuve",
                "verbose_name_plural": "unités et épreuves",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("coefficient", None), ("coefficient__gt", 0), _connector="OR"
                        ),
                        name="unit_coefficient_positive",
                        violation_error_message="Un coefficient est plus grand que zéro, ou vide.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours", None), ("hours__gte", 0), _connector="OR"),
                        name="unit_hours_not_negative",
                        violation_error_message="Un nombre d’heures n’est pas négatif.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hours", None), ("hours_unpublished", False), _connector="OR"
                        ),
                        name="unit_hours_published_or_not",
                        violation_error_message="Effacez les heures, ou décochez « heures non publiées ».",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ects", None), ("ects__gt", 0), _connector="OR"),
                        name="unit_ects_positive",
                        violation_error_message="Des crédits sont plus grands que zéro, ou vides.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("pass_mark", None), ("pass_mark__gt", 0), _connector="OR"),
                            models.Q(
                                ("eliminating_mark", None),
                                ("eliminating_mark__gt", 0),
                                _connector="OR",
                            ),
                            models.Q(
                                ("points_above", None), ("points_above__gte", 0), _connector="OR"
                            ),
                        ),
                        name="unit_marks_positive",
                        violation_error_message="Une note est plus grande que zéro, ou vide.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pass_mark", None),
                            ("eliminating_mark", None),
                            ("eliminating_mark__lte", models.F("pass_mark")),
                            _connector="OR",
                        ),
                        name="unit_marks_in_order",
                        violation_error_message="La note éliminatoire dépasse la note exigée.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="subject",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="subjects",
                to="catalogue.unit",
                verbose_name="unité",
            ),
        ),
        migrations.CreateModel(
            name="Assessment",
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
                    "when",
                    models.CharField(
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
                (
                    "how",
                    models.CharField(
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
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Pour une sous-épreuve.",
                        max_length=150,
                        verbose_name="intitulé",
                    ),
                ),
                (
                    "count",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="2 pour deux CCF, ou pour les deux parties d’une épreuve de « 2 × 2 h ».",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="nombre",
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Celle de chaque partie.",
                        null=True,
                        verbose_name="durée (minutes)",
                    ),
                ),
                (
                    "preparation",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Avant l’épreuve, en plus.",
                        null=True,
                        verbose_name="préparation (minutes)",
                    ),
                ),
                (
                    "weight",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Des poids dont la somme est 100 sont affichés en %.",
                        max_digits=5,
                        null=True,
                        verbose_name="poids",
                    ),
                ),
                (
                    "out_of",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="sur"
                    ),
                ),
                (
                    "pass_mark",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=6,
                        null=True,
                        verbose_name="note exigée",
                    ),
                ),
                (
                    "eliminating_mark",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Au-dessous d’elle, le candidat est éliminé.",
                        max_digits=6,
                        null=True,
                        verbose_name="note éliminatoire",
                    ),
                ),
                (
                    "marked_in",
                    models.CharField(
                        blank=True,
                        help_text="Si ce ne sont pas des points : « bonnes réponses ».",
                        max_length=60,
                        verbose_name="comptée en",
                    ),
                ),
                (
                    "eliminating",
                    models.CharField(
                        blank=True,
                        help_text="En mots, si ce n’est pas une note : « une erreur éliminatoire ».",
                        max_length=150,
                        verbose_name="condition éliminatoire",
                    ),
                ),
                (
                    "status",
                    models.ForeignKey(
                        blank=True,
                        help_text="Si elle dépend du statut : apprentis en CCF, stagiaires en épreuve ponctuelle.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalogue.learnerstatus",
                        verbose_name="seulement pour",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessments",
                        to="catalogue.subject",
                        verbose_name="matière",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessments",
                        to="catalogue.unit",
                        verbose_name="unité",
                    ),
                ),
            ],
            options={
                "verbose_name": "évaluation",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject__isnull", False), ("unit", None)),
                            models.Q(("subject", None), ("unit__isnull", False)),
                            _connector="OR",
                        ),
                        name="assessment_of_unit_or_subject",
                        violation_error_message="Une évaluation porte sur une unité ou sur une matière.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("when", ""), _negated=True),
                            models.Q(("how", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="assessment_says_something",
                        violation_error_message="Dites quand ou comment, ou donnez un intitulé.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("count__gt", 0)),
                        name="assessment_happens",
                        violation_error_message="Une évaluation a lieu au moins une fois.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weight", None), ("weight__gt", 0), _connector="OR"),
                        name="assessment_weight_positive",
                        violation_error_message="Un poids est plus grand que zéro, ou vide.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("minutes", None), ("minutes__gt", 0), _connector="OR"),
                            models.Q(
                                ("preparation", None), ("preparation__gt", 0), _connector="OR"
                            ),
                        ),
                        name="assessment_minutes_positive",
                        violation_error_message="Une durée est plus grande que zéro, ou vide.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("out_of", None), ("out_of__gt", 0), _connector="OR"),
                            models.Q(("pass_mark", None), ("pass_mark__gt", 0), _connector="OR"),
                            models.Q(
                                ("eliminating_mark", None),
                                ("eliminating_mark__gt", 0),
                                _connector="OR",
                            ),
                        ),
                        name="assessment_marks_positive",
                        violation_error_message="Une note est plus grande que zéro, ou vide.",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("marked_in", ""),
                            ("out_of__isnull", False),
                            ("pass_mark__isnull", False),
                            _connector="OR",
                        ),
                        name="assessment_marking_has_a_mark",
                        violation_error_message="Donnez le nombre de ce qui est compté.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="YearHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        help_text="L’année du cycle.",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="année",
                    ),
                ),
                (
                    "hours",
                    models.DecimalField(
                        decimal_places=1,
                        max_digits=6,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.1"))],
                        verbose_name="heures en centre",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="year_hours",
                        to="catalogue.programme",
                        verbose_name="formation",
                    ),
                ),
            ],
            options={
                "verbose_name": "heures d’une année",
                "verbose_name_plural": "heures par année",
                "ordering": ["year"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "year"),
                        name="year_hours_unique",
                        violation_error_message="Cette année a déjà ses heures.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours__gt", 0)),
                        name="year_hours_positive",
                        violation_error_message="Un nombre d’heures est plus grand que zéro.",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="payrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("year", None), ("year__gte", 1), _connector="OR"),
                name="pay_row_year_counts_from_one",
                violation_error_message="La première année porte le numéro 1.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cohort",
            constraint=models.UniqueConstraint(
                condition=models.Q(("campus__isnull", False)),
                fields=("programme", "name", "campus"),
                name="cohort_unique_on_campus",
                violation_error_message="Cette promotion existe déjà sur ce site.",
            ),
        ),
        migrations.AddConstraint(
            model_name="cohort",
            constraint=models.UniqueConstraint(
                condition=models.Q(("campus", None)),
                fields=("programme", "name"),
                name="cohort_unique",
                violation_error_message="Cette promotion existe déjà.",
            ),
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
            model_name="subject",
            constraint=models.CheckConstraint(
                condition=models.Q(("coefficient", None), ("coefficient__gt", 0), _connector="OR"),
                name="subject_coefficient_positive",
                violation_error_message="Un coefficient est plus grand que zéro, ou vide.",
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
    ]
