"""Settings, all from the environment (docs/pengaturan.md lists every name). Unset means: the embedded default on SQLite."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF

from . import env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("HALOCIK_VAR", str(BASE_DIR / "var"))).resolve()

ENVIRONMENT = env.choice("HALOCIK_ENV", ("lokal", "produksi"), "lokal")
PRODUCTION = ENVIRONMENT == "produksi"
DEBUG = env.boolean("HALOCIK_DEBUG", False)
if DEBUG and PRODUCTION:
    raise env.BadSetting("HALOCIK_DEBUG tidak boleh dinyalakan bersama HALOCIK_ENV=produksi.")

SECRET_KEY = env.secret_file("HALOCIK_SECRET_KEY", VAR_DIR / "secret.key")
# Chains the ticket events. Kept apart from SECRET_KEY so that one can be changed without breaking the chain of the other.
AUDIT_KEY = env.secret_file("HALOCIK_AUDIT_KEY", VAR_DIR / "audit.key")
# A real office names these itself (halocik.checks); a file made at first start would differ from machine to machine.
SET_IN_ENVIRONMENT = [name for name in ("HALOCIK_SECRET_KEY", "HALOCIK_AUDIT_KEY", "HALOCIK_HOSTS") if env.text(name)]

ALLOWED_HOSTS = env.words("HALOCIK_HOSTS", ("127.0.0.1", "localhost", "[::1]"))
CSRF_TRUSTED_ORIGINS = env.words("HALOCIK_TRUSTED_ORIGINS")
# Links in letters and notices are built from this, never from the Host header of a request.
PORTAL_URL = env.text("HALOCIK_URL", f"http://127.0.0.1:{env.integer('PORT', 8000, least=1)}").rstrip("/")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "axes",
    "accounts",
    "worktime",
    "sop",
    "tickets",
    "notifications",
    "assets",
    "documents",
    "reports",
    "halocik.apps.HalocikConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "halocik.middleware.NullCharacterMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.PrivatePagesMiddleware",
    "accounts.middleware.TemporaryPasswordMiddleware",
    "accounts.middleware.OrganisationMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "halocik.urls"
WSGI_APPLICATION = "halocik.wsgi.application"
ASGI_APPLICATION = "halocik.asgi.application"
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
                "accounts.context_processors.portal",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # widgets of our own live in templates/ like every other template
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASES = {"default": env.database("DATABASE_URL", VAR_DIR / "halocik.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "accounts.backends.OfficeBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "masuk"
LOGIN_REDIRECT_URL = "beranda"
LOGOUT_REDIRECT_URL = "masuk"

AXES_FAILURE_LIMIT = env.integer("HALOCIK_LOGIN_FAILURES", 8, least=1)
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "accounts.signin.client_address"
# Of one address over all names (then it waits), of one name over all addresses (then every try waits longer). See accounts.signin.
LOGIN_FAILURES_OF_ADDRESS = env.integer("HALOCIK_LOGIN_FAILURES_OF_ADDRESS", 50, least=1)
LOGIN_FAILURES_OF_NAME = env.integer("HALOCIK_LOGIN_FAILURES_OF_NAME", 15, least=1)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = (
    False  # a try that was not looked at is none: else one computer could hold its whole network
)
AXES_LOCKOUT_CALLABLE = "accounts.signin.locked_out"  # the default answer tells the user name behind a NIP
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = env.boolean("HALOCIK_HTTPS", False)
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
SECURE_REDIRECT_EXEMPT = [r"^sehat/"]  # asked by the machine itself, past the proxy
BEHIND_PROXY = env.boolean("HALOCIK_BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
if BEHIND_PROXY:
    MIDDLEWARE.insert(0, "halocik.middleware.ClientAddressMiddleware")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        # The SOP sheet and the deadline rings set widths and positions by style attributes.
        "style-src": [SELF, "'unsafe-inline'"],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"  # each office shows its own zone (accounts.middleware); stored in UTC
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env.text("HALOCIK_STATIC", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR_DIR / "files", "base_url": None}},
    "staticfiles": {"BACKEND": "halocik.storage.StaticStorage"},
}
# Before the first collectstatic `runserver` shows whole pages too; a real office always collects.
WHITENOISE_USE_FINDERS = DEBUG or not (PRODUCTION or (STATIC_ROOT / "staticfiles.json").exists())
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # nothing asks for the others; compressing them doubles the first start
# Uploads live outside the web root; nothing serves this folder but the permission-checked download view.
MEDIA_ROOT = VAR_DIR / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
ATTACHMENT_MAX_BYTES = env.integer("HALOCIK_ATTACHMENT_MAX_MB", 10, least=1) * 1024 * 1024
ATTACHMENT_MAX_PER_TICKET = env.integer("HALOCIK_ATTACHMENT_MAX_COUNT", 50, least=1)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
SOP_PAPER = env.choice("HALOCIK_SOP_PAPER", ("A4", "F4"), "A4")  # paper of printed SOPs; F4 (folio) is 330 × 215 mm

# Letters are signed with the office's certificate as soon as one is named (documents.signing). The password never leaves this file.
SIGNING_CERTIFICATE = env.text("HALOCIK_CERTIFICATE")
SIGNING_PASSWORD = env.text("HALOCIK_CERTIFICATE_PASSWORD")
TIMESTAMP_URL = env.text("HALOCIK_TIMESTAMP_URL")
if TIMESTAMP_URL and not TIMESTAMP_URL.startswith(("http://", "https://")):
    raise env.BadSetting(f"HALOCIK_TIMESTAMP_URL={TIMESTAMP_URL!r} harus diawali http:// atau https://.")
TRUST_ROOTS = env.text("HALOCIK_TRUST_ROOTS")  # certificates of authorities whose signatures on uploaded copies count as known

# Notices by e-mail: off until a mail server is named. Passwords never leave this file: not shown, logged or exported.
EMAIL_HOST = env.text("HALOCIK_SMTP_HOST")
EMAIL_ON = bool(EMAIL_HOST)
_SMTP_SECURITY = env.choice("HALOCIK_SMTP_SECURITY", ("starttls", "tls", "tidak"), "starttls")
EMAIL_PORT = env.integer("HALOCIK_SMTP_PORT", {"starttls": 587, "tls": 465, "tidak": 25}[_SMTP_SECURITY], least=1)
EMAIL_USE_TLS, EMAIL_USE_SSL = _SMTP_SECURITY == "starttls", _SMTP_SECURITY == "tls"
EMAIL_HOST_USER = env.text("HALOCIK_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("HALOCIK_SMTP_PASSWORD")
EMAIL_TIMEOUT = 20  # seconds; a mail server that hangs must not hang a worker
MAIL_DOMAIN = urlsplit(PORTAL_URL).hostname or "localhost"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("HALOCIK_MAIL_FROM", f"HaloCik <tidak-dibalas@{MAIL_DOMAIN}>")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_ON else 'dummy'}.EmailBackend"
# Chat channels of people may only lead to public addresses, unless the office runs its chat server in its own network.
CHAT_ALLOW_PRIVATE = env.boolean("HALOCIK_CHAT_ALLOW_PRIVATE", False)

BROKER_URL = env.text("REDIS_URL")
VAR_DIR.mkdir(parents=True, exist_ok=True)  # beat keeps its schedule there, whatever the broker
CELERY_BROKER_URL = BROKER_URL or "filesystem://localhost//"
if BROKER_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 300, "unacked_restore_throttle": 1}
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": BROKER_URL}}
else:
    QUEUE_DIR = VAR_DIR / "queue"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE_DIR / "messages"),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "processed_folder": str(QUEUE_DIR / "processed"),
        "control_folder": str(QUEUE_DIR / "control"),
        "store_processed": False,
        "polling_interval": 0.5,
    }
    for folder in ("messages", "processed", "control"):
        (QUEUE_DIR / folder).mkdir(parents=True, exist_ok=True)
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Drawn pages are large and can be drawn again: they stay out of the memory that the broker's messages need.
CACHES["drawn"] = {
    "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
    "LOCATION": str(VAR_DIR / "drawn"),
    "TIMEOUT": 60 * 60 * 24,
    "OPTIONS": {"MAX_ENTRIES": 200},
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 600  # seconds; a layout that never ends gives its worker back, and its row counts the attempt
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000  # kB
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
# Each app adds its own periodic tasks in its `tasks.py` (see sop.tasks); names here only, so that one place shows the rhythm.
DEADLINE_SWEEP_SECONDS = env.integer("HALOCIK_SWEEP_SECONDS", 15, least=1)
CELERY_BEAT_SCHEDULE = {
    "deadline-sweep": {"task": "tickets.tasks.sweep", "schedule": float(DEADLINE_SWEEP_SECONDS)},
    "promote-revisions": {"task": "sop.tasks.promote_due_revisions", "schedule": 60.0},
    "render-waiting-letters": {"task": "documents.tasks.render_waiting", "schedule": 30.0},
    "make-waiting-reports": {"task": "reports.tasks.make_waiting", "schedule": 60.0},
    "audit-checkpoint": {"task": "tickets.tasks.checkpoint", "schedule": 3600.0},
    "deliver-notices": {"task": "notifications.tasks.deliver_waiting", "schedule": float(DEADLINE_SWEEP_SECONDS)},
    "open-planned-tickets": {"task": "assets.tasks.sweep_plans", "schedule": 60.0},
    "remind-of-ends": {"task": "assets.tasks.remind", "schedule": 900.0},
    "carry-on-imports": {"task": "assets.tasks.carry_on_imports", "schedule": 60.0},
    "worker-heartbeat": {"task": "notifications.tasks.heartbeat", "schedule": 30.0},
}

LOG_LEVEL = env.choice("HALOCIK_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO")
QUIET = ("celery.beat", "celery.worker.strategy", "celery.app.trace") if LOG_LEVEL == "INFO" else ()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "fontTools": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},
        "axes": {"level": "WARNING"},
        # Answered with 400; anybody can cause it, as often as they like.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # A line per periodic task every few seconds would bury everything else.
        **{name: {"level": "WARNING"} for name in QUIET},
    },
}
