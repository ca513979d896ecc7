"""Settings. What differs between two installations comes from the environment (see .env.example);
a value we do not know is refused at start, in a sentence, rather than guessed."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from charmilles.environment import BASE_DIR, choice, database, email_server, env, flag, sqlite

MODE = choice("MODE", ("local", "production"), default="local")
PRODUCTION = MODE == "production"
# Off even on a developer's machine, so that our own 404 and 500 pages are the ones seen.
DEBUG = flag("DEBUG")
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS", default=[])]
EMAIL_URL = env.str("EMAIL_URL", default="")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="")

if PRODUCTION:
    # Same demands on the key as Django's own check security.W009, but nothing starts without them.
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith("django-insecure"):
        raise ImproperlyConfigured(
            "SECRET_KEY manque ou est trop faible : donnez-lui au moins 50 caractères tirés au "
            "hasard, par exemple avec "
            "« python3 -c 'import secrets; print(secrets.token_urlsafe(64))' »."
        )
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS doit nommer le ou les domaines du site, séparés par des virgules, "
            "sans « * » : par exemple ALLOWED_HOSTS=formations.exemple.fr."
        )
    if DEBUG:
        raise ImproperlyConfigured(
            "DEBUG=1 montrerait le code et les données aux visiteurs : retirez DEBUG en production."
        )
    if not EMAIL_URL.startswith(("smtp://", "smtp+tls://", "smtp+ssl://")):
        raise ImproperlyConfigured(
            "EMAIL_URL doit désigner un serveur d'envoi, sinon aucun courriel ne partirait : "
            "par exemple EMAIL_URL=smtp+tls://utilisateur:motdepasse@smtp.exemple.fr:587."
        )
    if "@" not in DEFAULT_FROM_EMAIL:
        raise ImproperlyConfigured(
            "DEFAULT_FROM_EMAIL doit donner l'adresse d'expédition des courriels : "
            "par exemple DEFAULT_FROM_EMAIL=inscriptions@exemple.fr."
        )
else:
    # Known to everyone, which the name says; production refuses it.
    SECRET_KEY = SECRET_KEY or "django-insecure-machine-locale-seulement"
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]", "testserver"]
    EMAIL_URL = EMAIL_URL or "consolemail://"
    DEFAULT_FROM_EMAIL = DEFAULT_FROM_EMAIL or "ne-pas-repondre@localhost"

# How the outside world calls this site: printed on the brochures and written in the mails.
SITE_URL = env.str(
    "SITE_URL",
    default=f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
    if PRODUCTION
    else f"http://127.0.0.1:{env.str('PORT', default='8000')}",
).rstrip("/")

# Everything the site writes: database, uploads, collected static files.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()


# Application

INSTALLED_APPS = [
    "catalogue",
    "enrolment",
    "post_office",
    "charmilles",  # after the applications whose staff pages it arranges
    "phonenumber_field",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Above WhiteNoise, so that a static file opened on its own (an SVG, say) is confined too.
    "charmilles.middleware.same_origin_resources",
    "csp.middleware.CSPMiddleware",
    "charmilles.middleware.no_nul_in_addresses",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "charmilles.urls"
WSGI_APPLICATION = "charmilles.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "catalogue.context.site",
            ],
        },
    },
]
# Lets templates/django/forms/field.html render every field of the site.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"


# Database

DATABASE_URL = env.str("DATABASE_URL", default="")
DATABASES = {
    "default": database(DATABASE_URL) if DATABASE_URL else sqlite(DATA_DIR / "charmilles.sqlite3")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


# Language: our words are French already; what Django says is translated by Django.

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
PHONENUMBER_DEFAULT_REGION = "FR"


# Files

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What candidates send: no address leads to it, one view serves it to those who may.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "private", "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
UPLOAD_SIZE = 10_000_000  # of one file; the message that refuses it says « 10 Mo »
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "charmilles.uploads.Bounded",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 10


# E-mail: every message waits in a table until "manage.py send_mails" has handed it over.

EMAIL_BACKEND = "post_office.EmailBackend"
_server = email_server(EMAIL_URL)
EMAIL_HOST = _server["EMAIL_HOST"] or "localhost"
EMAIL_PORT = _server["EMAIL_PORT"] or 25
EMAIL_HOST_USER = _server["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _server["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = _server.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _server.get("EMAIL_USE_SSL", False)
EMAIL_USE_LOCALTIME = True
EMAIL_TIMEOUT = 20  # a silent server must not hold the queue
SERVER_EMAIL = DEFAULT_FROM_EMAIL

POST_OFFICE = {
    "BACKENDS": {"default": _server["EMAIL_BACKEND"]},
    "FILE_STORAGE": "private",  # what is joined to a mail speaks of somebody
    "BATCH_SIZE": 10,  # the most that a crash between sending and noting can send twice
    "RETRY_INTERVAL": timedelta(hours=1),
    "MAX_RETRIES": 48,  # two days, then staff see it as failed
    "LOG_LEVEL": 1,  # failures only: the mail itself already says that it left
    # A message sent twice keeps its identifier, so mailboxes can show it once.
    "MESSAGE_ID_ENABLED": True,
    "MESSAGE_ID_FQDN": DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">"),
}


# The catalogue knows no candidates: what counts the promised places of each cohort that it reads.
PLACES_TAKEN = "enrolment.places.taken_of_each"

# Applications: how long things last. To be confirmed by the centre's data-protection officer.

DRAFT_REMINDERS = (timedelta(days=2), timedelta(days=7))  # after the last entry
ERASURE_WARNING = timedelta(days=14)  # the last reminder of a draft, before it is erased
DOCUMENTS_DELAY = timedelta(days=14)  # to send what is missing
INTERVIEW_DELAY = timedelta(days=10)  # to choose a slot, once invited
OFFER_DELAY = timedelta(days=3)  # a freed place is kept that long for who is next
HOLD_DELAY = timedelta(hours=12)  # a freed slot is kept that long for who asked
CHANGE_DELAY = timedelta(hours=4)  # until then a candidate moves or cancels an interview alone
RETENTION = {
    "draft": timedelta(days=91),  # idle
    "closed": timedelta(days=365),  # declined or withdrawn
    "closed_with_consent": timedelta(days=730),  # who agreed to be contacted again
    "admitted": timedelta(days=365),  # the file has been handed over to the school
    "mails": timedelta(days=182),
    "openings": timedelta(days=365),
}


# Sessions, passwords: staff only, the public pages use neither.

_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATORS}.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
SESSION_COOKIE_AGE = 10 * 60 * 60  # one working day
# The default would put messages in a cookie of their own, outside the __Host- ones below.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"


# Security headers (nosniff, X-Frame-Options and COOP have the right default)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"

# To be asked for: without a proxy that overwrites them, any client could write X-Forwarded-Proto
# and X-Forwarded-For.
BEHIND_PROXY = flag("BEHIND_PROXY")

if PRODUCTION:
    SECURE_HSTS_SECONDS = int(timedelta(days=730).total_seconds())
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes speak to the process itself
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    # Browsers accept these names only over https, for this host and for the whole site.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    if BEHIND_PROXY:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


# Logs: to the console, and without the addresses of missing pages, which may carry a private link.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} : {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
        # Its errors quote the recipients. They stay beside each message; send_mails counts them.
        "post_office": {"handlers": ["console"], "level": "CRITICAL", "propagate": False},
    },
}
