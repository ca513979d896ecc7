"""The centre: its legal facts, its notices, its campuses and its contacts."""

from urllib.parse import urlencode, urlsplit

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from phonenumber_field.modelfields import PhoneNumberField

from catalogue.models.base import Named, NaturalKeyManager, NaturalKeyModel
from charmilles.fields import Line, MailAddress

SIRET = RegexValidator(r"^\d{14}$", "Le SIRET comporte 14 chiffres, sans espace.")
NDA = RegexValidator(r"^\d{11}$", "Le numéro de déclaration d’activité comporte 11 chiffres.")
UAI = RegexValidator(r"^\d{7}[A-Z]$", "Le code UAI comporte 7 chiffres puis une lettre capitale.")
POSTAL_CODE = RegexValidator(r"^\d{5}$", "Le code postal comporte 5 chiffres.")
MAP = "https://www.openstreetmap.org/"
PUBLIC_CODE = RegexValidator(
    r"^\d{5}$", "Le code d’un public, pris dans le FORMACODE, comporte 5 chiffres."
)
FORMACODE_VERSION = RegexValidator(r"^V\d{1,2}$", "Une version s’écrit V et son numéro : V14.")
INSEE_COMMUNE = RegexValidator(r"^\d[\dAB]\d{3}$", "Le code commune INSEE comporte 5 caractères.")


class Centre(NaturalKeyModel):
    """The organisation that owns the site, in a single row. Unknown facts stay empty."""

    class AccessibilityStatus(models.TextChoices):
        NONE = "none", "non conforme"
        PARTIAL = "partial", "partiellement conforme"
        FULL = "full", "totalement conforme"

    name = Line("nom d’usage", max_length=100, help_text="En tête de chaque page.")
    legal_name = Line("raison sociale", max_length=250, blank=True)
    headline = Line(
        "titre de l’accueil",
        max_length=80,
        blank=True,
        help_text="Vide : « Un métier, un diplôme, un salaire. », selon les formations publiées.",
    )
    tagline = Line(
        "phrase d’accueil", max_length=160, blank=True, help_text="Sous le titre de l’accueil."
    )
    siret = Line("SIRET", max_length=14, blank=True, validators=[SIRET])
    activity_number = Line(
        "numéro de déclaration d’activité",
        max_length=11,
        blank=True,
        validators=[NDA],
        help_text="Affiché avec la mention légale « Cet enregistrement ne vaut pas agrément de "
        "l’État » (article L6352-12 du code du travail).",
    )
    uai = Line("code UAI", max_length=8, blank=True, validators=[UAI])
    formacode_version = Line(
        "version du FORMACODE",
        max_length=3,
        blank=True,
        validators=[FORMACODE_VERSION],
        help_text="V14 : celle des FORMACODE écrits dans les certifications, et des codes de "
        "public. L’export LHÉO doit la dire.",
    )
    public_code = Line(
        "code du public accueilli",
        max_length=5,
        blank=True,
        validators=[PUBLIC_CODE],
        help_text="Le FORMACODE du public, exigé par LHÉO, des formations dont aucun contrat ou "
        "statut n’a le sien.",
    )
    head_office = models.ForeignKey(
        "Campus", models.PROTECT, verbose_name="siège", null=True, blank=True, related_name="+"
    )
    website = models.URLField("site internet", blank=True)
    phone = PhoneNumberField("téléphone du standard", blank=True)
    email = MailAddress("adresse électronique", blank=True)
    opening_hours = Line("heures d’ouverture", max_length=200, blank=True)
    publication_director = Line(
        "directeur de la publication",
        max_length=100,
        blank=True,
        help_text="Obligatoire dans les mentions légales (loi du 21 juin 2004, article 1-1).",
    )
    host = models.TextField(
        "hébergeur", blank=True, help_text="Nom, adresse et téléphone, un élément par ligne."
    )
    data_protection_contact = Line(
        "contact pour les données personnelles", max_length=200, blank=True
    )
    accessibility_status = models.CharField(
        "conformité au RGAA",
        max_length=10,
        choices=AccessibilityStatus,
        default=AccessibilityStatus.NONE,
        help_text="« Non conforme » tant qu’aucun audit valide n’a été fait : c’est la règle.",
    )

    natural_key_fields = ("name",)

    class Meta:
        verbose_name = "centre"
        verbose_name_plural = "centre"
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="centre_is_alone",
                violation_error_message="Il n’y a qu’un centre : modifiez la fiche existante.",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def missing(self):
        """Names the facts that the law requires in the legal notice and that are still empty."""
        required = ("legal_name", "siret", "publication_director", "host", "phone", "email")
        fields = (self._meta.get_field(name) for name in required)
        return [str(f.verbose_name) for f in fields if not getattr(self, f.name)]

    @property
    def address(self):
        """Returns the head office or, while it is not known, the only site."""
        if self.head_office or self.pk is None:
            return self.head_office
        first, *others = [*Campus.objects.all()[:2]] or [None]
        return None if others else first

    @property
    def website_name(self):
        """Gives the website's domain, as people say it."""
        return urlsplit(self.website).netloc


class Notice(Named, NaturalKeyModel):
    """A sentence at the top of every page: a closure, an open day, or « ceci est une démo »."""

    slug = models.SlugField("nom court", unique=True)
    text = Line("texte", max_length=300)
    starts = models.DateField("premier jour", null=True, blank=True)
    ends = models.DateField("dernier jour", null=True, blank=True)
    is_demo = models.BooleanField(
        "contenu de démonstration",
        default=False,
        help_text="Coché par fixtures/demo.yaml : des données affichées sont inventées.",
    )

    slug_from = ("text",)
    natural_key_fields = ("slug",)

    class NoticeManager(NaturalKeyManager):
        def shown(self, *, on):
            begun = Q(starts=None) | Q(starts__lte=on)
            return self.filter(begun, Q(ends=None) | Q(ends__gte=on)).order_by("pk")

    objects = NoticeManager()

    class Meta:
        verbose_name = "annonce"
        constraints = [
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gte=models.F("starts")),
                name="notice_ends_after_start",
                violation_error_message="Le dernier jour précède le premier.",
            )
        ]

    def __str__(self):
        return self.text


class Campus(Named, NaturalKeyModel):
    """A place where training is given, with its postal address."""

    slug = models.SlugField("nom court", unique=True)
    name = Line("nom", max_length=100)
    street = Line("numéro et rue", max_length=200, blank=True)
    postal_code = Line("code postal", max_length=5, blank=True, validators=[POSTAL_CODE])
    city = Line("ville", max_length=50)
    insee_commune = Line("code commune INSEE", max_length=5, blank=True, validators=[INSEE_COMMUNE])
    latitude = models.DecimalField(
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        help_text="45.183333. Avec la longitude, elle place le repère de « Voir sur la carte ».",
    )
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    access = models.TextField(
        "comment venir", blank=True, help_text="Tramway, bus, stationnement, accès en fauteuil."
    )

    slug_from = ("name",)
    natural_key_fields = ("slug",)

    class Meta:
        verbose_name = "site"
        ordering = ["city", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="campus_position_is_whole",
                violation_error_message="Donnez la latitude et la longitude, ou aucune des deux.",
            )
        ]

    def __str__(self):
        return f"{self.name}, {self.city}"

    @property
    def town(self):
        """Gives « 38400 Saint-Martin-d’Hères », or what is known of it."""
        return f"{self.postal_code} {self.city}".strip()

    @property
    def map_url(self):
        """Gives a map of the place, or of its address where staff gave no position."""
        if self.latitude is not None:
            place = f"{self.latitude}/{self.longitude}"
            return f"{MAP}?mlat={self.latitude}&mlon={self.longitude}#map=17/{place}"
        address = f"{self.street}, {self.town}"
        return f"{MAP}search?{urlencode({'query': address})}" if self.street else ""

    @property
    def is_misplaced(self):
        """Tells whether its two codes name two departments; Corsica is 2A and 2B, or 20."""
        department = self.insee_commune[:2].replace("2A", "20").replace("2B", "20")
        return bool(department and self.postal_code) and department != self.postal_code[:2]


class Body(Named, NaturalKeyModel):
    """An organisation in charge of a programme taught in the centre (another CFA, a school)."""

    slug = models.SlugField("nom court", unique=True)
    name = Line("nom", max_length=200)
    legal_name = Line("raison sociale", max_length=250, blank=True)
    siret = Line("SIRET", max_length=14, blank=True, validators=[SIRET])
    activity_number = Line(
        "numéro de déclaration d’activité",
        max_length=11,
        blank=True,
        validators=[NDA],
        help_text="Exigé par l’export LHÉO, comme la raison sociale et le SIRET.",
    )
    uai = Line("code UAI", max_length=8, blank=True, validators=[UAI])
    website = models.URLField("site internet", blank=True)

    slug_from = ("name",)
    natural_key_fields = ("slug",)

    class Meta:
        verbose_name = "organisme porteur"
        verbose_name_plural = "organismes porteurs"
        ordering = ["name"]

    def __str__(self):
        return self.name


class Contact(Named, NaturalKeyModel):
    """A person or service one can call or write to; `ProgrammeContact` gives their role."""

    slug = models.SlugField("nom court", unique=True)
    name = Line("nom de la personne ou du service", max_length=100)
    phone = PhoneNumberField("téléphone", blank=True)
    email = MailAddress("adresse électronique", blank=True)
    hours = Line("joignable", max_length=200, blank=True)

    slug_from = ("name",)
    natural_key_fields = ("slug",)

    class Meta:
        verbose_name = "contact"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(phone="") | ~Q(email=""),
                name="contact_can_be_reached",
                violation_error_message="Indiquez un téléphone ou une adresse électronique.",
            )
        ]

    def __str__(self):
        return self.name


class Abbreviation(NaturalKeyModel):
    """An abbreviation, explained on every page that uses it."""

    short = Line("sigle", max_length=20, unique=True)
    expansion = Line("en toutes lettres", max_length=200)

    natural_key_fields = ("short",)

    class Meta:
        verbose_name = "sigle"
        ordering = ["short"]

    def __str__(self):
        return f"{self.short} : {self.expansion}"
