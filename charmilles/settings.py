"""Settings. What differs between installations comes from the environment (see .env.example);
an unknown value stops the start with a sentence that explains it."""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from charmilles.environment import (
    BASE_DIR,
    antivirus,
    choice,
    database,
    email_server,
    env,
    flag,
    sqlite,
)

MODE = choice("MODE", ("local", "production"), default="local")
PRODUCTION = MODE == "production"
# Off even on a developer's machine, so that our own 404 and 500 pages are the ones seen.
DEBUG = flag("DEBUG")
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS", default=[])]
EMAIL_URL = env.str("EMAIL_URL", default="")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="")

if PRODUCTION:
    # Django's check security.W009 has the same rules, but does not prevent the start.
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
    # Not secret, as its name says; production refuses it.
    SECRET_KEY = SECRET_KEY or "django-insecure-machine-locale-seulement"
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]", "testserver"]
    EMAIL_URL = EMAIL_URL or "consolemail://"
    DEFAULT_FROM_EMAIL = DEFAULT_FROM_EMAIL or "ne-pas-repondre@localhost"

# The URL of the site, as printed on brochures and written in mails.
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
    "charmilles",  # after the applications whose staff pages it changes
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
    # Above WhiteNoise, so that a static file opened alone (an SVG, say) has these headers too.
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


# Language: our texts are written in French; Django translates its own.

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
    # Files sent by candidates: they have no URL; our views serve them after checking permissions.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "private", "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
UPLOAD_SIZE = 10_000_000  # bytes of one file
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "charmilles.upload_handler.Bounded",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 10
ANTIVIRUS = antivirus(env.str("ANTIVIRUS", default=""))


# E-mail: every message waits in a table until "manage.py send_mails" sends it.

EMAIL_BACKEND = "post_office.EmailBackend"
_server = email_server(EMAIL_URL)
EMAIL_HOST = _server["EMAIL_HOST"] or "localhost"
EMAIL_PORT = _server["EMAIL_PORT"] or 25
EMAIL_HOST_USER = _server["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _server["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = _server.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _server.get("EMAIL_USE_SSL", False)
EMAIL_USE_LOCALTIME = True
EMAIL_TIMEOUT = 20  # seconds: a silent server must not block the queue
SERVER_EMAIL = DEFAULT_FROM_EMAIL

POST_OFFICE = {
    "BACKENDS": {"default": _server["EMAIL_BACKEND"]},
    "FILE_STORAGE": "private",  # attachments contain personal data
    "BATCH_SIZE": 10,  # the most that a crash before recording them can send twice
    "RETRY_INTERVAL": timedelta(hours=1),
    "MAX_RETRIES": 48,  # two days, then staff see it as failed
    "LOG_LEVEL": 1,  # failures only: a sent mail already has its status
    # A message sent twice keeps its identifier, so mailboxes can show it once.
    "MESSAGE_ID_ENABLED": True,
    "MESSAGE_ID_FQDN": DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">"),
}


# Counts the promised places of cohorts: a setting, as the catalogue does not import enrolment.
PLACES_TAKEN = "enrolment.applications.places.taken_by_cohort"

# Applications: delays. The centre's data-protection officer has to confirm them.

DRAFT_REMINDERS = (timedelta(days=2), timedelta(days=7))  # after the candidate's last change
ERASURE_WARNING = timedelta(days=14)  # the last reminder of a draft, before it is erased
DOCUMENTS_DELAY = timedelta(days=14)  # to send what is missing
INTERVIEW_DELAY = timedelta(days=10)  # to choose a slot, once invited
OFFER_DELAY = timedelta(days=3)  # a free place is kept that long for the candidate it is offered to
HOLD_DELAY = timedelta(hours=12)  # a freed slot is kept that long for a candidate who asked for it
CONFIRMATION_DELAY = timedelta(hours=48)  # before an interview, a mail asks to confirm it
CHANGE_DELAY = timedelta(hours=4)  # before an interview; later, staff must move or cancel it
RETENTION = {
    "draft": timedelta(days=91),  # since the last change
    "closed": timedelta(days=365),  # declined or withdrawn
    "closed_with_consent": timedelta(days=730),  # the candidate agreed to be contacted again
    "admitted": timedelta(days=365),  # the school now has the application
    "mails": timedelta(days=182),
    "openings": timedelta(days=365),
    "code": timedelta(minutes=10),  # to sign in
    "device": timedelta(days=30),  # a browser stays signed in
    "link": timedelta(hours=1),  # to sign in, sent with a code; the browser waits as long
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

# Off by default: without a proxy that overwrites them, any client could send X-Forwarded-Proto
# and X-Forwarded-For.
BEHIND_PROXY = flag("BEHIND_PROXY")

if PRODUCTION:
    SECURE_HSTS_SECONDS = int(timedelta(days=730).total_seconds())
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes call the process over http
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    # Browsers accept these names only over https, for this host and for the whole site.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    if BEHIND_PROXY:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


# Logs go to the console, without the URLs of missing pages, which may contain a private link.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} : {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
        # Its errors quote recipients: they stay with each message; send_mails logs their number.
        "post_office": {"handlers": ["console"], "level": "CRITICAL", "propagate": False},
    },
}
