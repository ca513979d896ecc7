"""Settings. What differs between installations comes from the environment (see .env.example)."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from charmilles import logs
from charmilles.environment import (
    BASE_DIR,
    address,
    antivirus,
    choice,
    database,
    digit,
    email_server,
    env,
    flag,
    public_key,
    refuse_unsafe_production,
    sender,
    sqlite,
    token,
)

MODE = choice("MODE", ("local", "production"), default="local")
PRODUCTION = MODE == "production"
# Off even on a developer's machine, so that our own 404 and 500 pages are the ones seen.
DEBUG = flag("DEBUG")
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("FORMER_SECRET_KEYS", default=[])  # what they signed stays good
ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS", default=[])]
EMAIL_URL = env.str("EMAIL_URL", default="")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="")

if PRODUCTION:
    refuse_unsafe_production(
        secret_key=SECRET_KEY,
        hosts=ALLOWED_HOSTS,
        debug=DEBUG,
        email_url=EMAIL_URL,
        sender=DEFAULT_FROM_EMAIL,
    )
else:
    # Not secret, as its name says; production refuses it.
    SECRET_KEY = SECRET_KEY or "django-insecure-machine-locale-seulement"
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]", "testserver"]
    EMAIL_URL = EMAIL_URL or "consolemail://"
    DEFAULT_FROM_EMAIL = DEFAULT_FROM_EMAIL or "ne-pas-repondre@localhost"
DEFAULT_FROM_EMAIL, _sender = sender(DEFAULT_FROM_EMAIL)

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
    *("catalogue", "enrolment", "post_office", "django_otp"),
    *("django_otp.plugins.otp_static", "django_otp.plugins.otp_totp"),
    "charmilles.apps.CharmillesConfig",  # after the applications whose staff pages it changes
    *("phonenumber_field", "csp"),
    "charmilles.apps.StaffSiteConfig",  # django.contrib.admin
    *("django.contrib.auth", "django.contrib.contenttypes"),
    *("django.contrib.sessions", "django.contrib.messages"),
    *("django.contrib.staticfiles", "django.contrib.sitemaps", "django.forms"),
]

MIDDLEWARE = [
    *("charmilles.middleware.Watched", "charmilles.middleware.ProxiesAsAnnounced"),
    # The headers first: what those below answer (redirections, refusals, static files) has them.
    "charmilles.middleware.headers_of_every_answer",
    "charmilles.middleware.no_body_for_head",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "charmilles.middleware.no_nul_in_addresses",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "charmilles.pages.PublicPages",  # what follows is for forms and staff: public pages skip it
    "charmilles.middleware.CompressedPrivatePages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "charmilles.staff.guard.StaffGuard",
    *("enrolment.views.not_done.AnswersNotDone", "charmilles.trouble.ReadsAgain"),
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

LANGUAGE_CODE, LANGUAGES = "fr", [("fr", "Français")]
TIME_ZONE, PHONENUMBER_DEFAULT_REGION = "Europe/Paris", "FR"

# Files

STATIC_URL = "/static/"
STATIC_ROOT, MEDIA_ROOT = DATA_DIR / "static", DATA_DIR / "media"
WHITENOISE_ALLOW_ALL_ORIGINS = False  # for our own pages only
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {  # of candidates: no URL, our views serve them after checking permissions
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "private", "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "charmilles.stylesheets.Storage"},
}
UPLOAD_SIZE = 10_000_000  # bytes of one file
# Better on another disk: it also keeps the list of those who were erased (backups.py).
BACKUP_DIR = Path(env.str("BACKUP_DIR", default=str(DATA_DIR / "backups")))
BACKUP_KEY = public_key(env.str("BACKUP_KEY", default=""))  # seals the archives, when there is one
STAFF_UPLOAD_SIZE = 90_000_000  # of a file of open data; the server takes 100 million
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "charmilles.upload_handler.Bounded",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 10
ANTIVIRUS = antivirus(env.str("ANTIVIRUS", default=""))

# E-mail: every message waits in a table until "manage.py send_mails" sends it.

EMAIL_BACKEND = "post_office.EmailBackend"
_server = email_server(EMAIL_URL)
SENDING_BACKEND = _server["EMAIL_BACKEND"]
EMAIL_HOST = _server["EMAIL_HOST"] or "localhost"
EMAIL_PORT = _server["EMAIL_PORT"] or 25
EMAIL_HOST_USER = _server["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _server["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = (_server.get(f"EMAIL_USE_{how}", False) for how in ("TLS", "SSL"))
EMAIL_USE_LOCALTIME = True
EMAIL_TIMEOUT = 20  # seconds: a silent server must not block the queue
SERVER_EMAIL = DEFAULT_FROM_EMAIL

POST_OFFICE = {
    "BACKENDS": {"default": "charmilles.sending.Backend"},
    "FILE_STORAGE": "private",  # attachments contain personal data
    "BATCH_SIZE": 10,  # the most that a crash before recording them can send twice
    "RETRY_INTERVAL": timedelta(hours=1),
    "MAX_RETRIES": 48,  # two days, then staff see it as failed
    "LOG_LEVEL": 1,  # failures only: a sent mail already has its status
    # A message sent twice keeps its identifier, so mailboxes can show it once.
    "MESSAGE_ID_ENABLED": True,
    "MESSAGE_ID_FQDN": _sender.rpartition("@")[2],
}

# What enrolment tells to packages that do not import it.
PLACES_TAKEN = "enrolment.applications.places.taken_by_cohort"
PEOPLE_TO_TELL = "enrolment.alerts.waiting_by_programme"
BEFOREHAND = "enrolment.applications.beforehand.about"
MEETINGS = "enrolment.announced.on_pages"
MEASURES = "enrolment.watch.measures"
STAFF_NOTES = [
    *("charmilles.staff.home.about_backups", "enrolment.admin.erasures.about_erasures"),
    "enrolment.admin.questions.about_questions",
]

RESULTS_THRESHOLD = 5  # people: a rate about fewer is not published, it would say who they are
PAGES_VERSION = "catalogue.version.of_pages"  # the number that changes with what public pages show
PAGES_MEMORY = 32_000_000  # bytes of public pages, in each process of the server

# Applications: delays. The centre's data-protection officer has to confirm them.
DRAFT_REMINDERS = (timedelta(days=2), timedelta(days=7))  # after the candidate's last change
ERASURE_WARNING = timedelta(days=14)  # the last reminder of a draft, before it is erased
DOCUMENTS_DELAY = timedelta(days=14)  # to send what is missing
INTERVIEW_DELAY = timedelta(days=10)  # to choose a slot, once invited
SIGNED_BEFORE = timedelta(days=91)  # a contract is likely signed that long before the first day
UNDO_DELAY = timedelta(minutes=5)  # an act of staff waits that long, and can be taken back
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
    "alert": timedelta(days=365),  # « Me prévenir », once confirmed: erased sooner, when told
    "guest": timedelta(days=7),  # who came to an open day or a visit, after it
    "question": timedelta(days=30),  # after its answer; without one, as long as mails
    "unconfirmed": timedelta(days=2),  # what was asked for an address that nobody has proved
    "code": timedelta(minutes=10),  # to sign in
    "device": timedelta(days=30),  # a browser stays signed in
    "link": timedelta(hours=1),  # to sign in, sent with a code; the browser waits as long
    "staff_register": timedelta(days=365),  # sign-ins, exports and changes of rights of staff
    "staff_device": timedelta(days=365),  # a browser of staff is known: no « new device » mail
    "erased": timedelta(days=400),  # their references, as long as a backup may hold them
}

# Sessions and passwords of staff. A session also keeps the refused forms of a candidate.

_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATORS}.NumericPasswordValidator"},
    {"NAME": "charmilles.staff.words.WordsOfTheSite"},
]
CSRF_FAILURE_VIEW = "charmilles.errors.csrf_failure"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"  # when the page asked for is not of this site
SESSION_LIFE = timedelta(hours=10)  # one working day
SESSION_IDLE = timedelta(minutes=30)  # without opening a page
SESSION_COOKIE_AGE = int(SESSION_LIFE.total_seconds())
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds, for the link of « mot de passe oublié »
# The default would put messages in a cookie of their own, outside the __Host- ones below.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# A right in one of these applications demands a second factor: they hold what candidates write.
SECOND_FACTOR_FOR = ["auth", "charmilles", "enrolment", "post_office"]
OTP_TOTP_ISSUER = urlsplit(SITE_URL).hostname  # the name shown by the application of codes
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0  # staff/attempts.py limits them

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

# How many proxies are in front. None by default: without one that overwrites them, any client could
# send X-Forwarded-Proto and X-Forwarded-For.
BEHIND_PROXY = digit("BEHIND_PROXY")
# At the root: a header could else move the pages of staff away from what stands before them.
FORCE_SCRIPT_NAME = ""

if PRODUCTION:
    SECURE_HSTS_SECONDS = int(timedelta(days=730).total_seconds())
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_SSL_REDIRECT = True
    SECURE_SSL_HOST = urlsplit(SITE_URL).netloc  # ours, whatever the request calls it
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes call the process over http
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    # Browsers accept these names only over https, for this host and for the whole site.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    if BEHIND_PROXY:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# What whoever looks after the site sees; nothing that opens or names an application (logs.py).

METRICS_TOKEN, WATCHER_EMAIL = token("METRICS_TOKEN"), address("WATCHER_EMAIL")
LOGS = choice("LOGS", ("text", "json"), default="text")
LOGGING = logs.written_as(LOGS)
