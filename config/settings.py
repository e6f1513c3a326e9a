"""Every setting, each read once from the environment (``config.environment``)."""

from datetime import timedelta
from pathlib import Path

import django_stubs_ext
from django.utils.csp import CSP

from config import environment
from teams.domain.calendar import use_pinned_zones

django_stubs_ext.monkeypatch()  # lets ModelChoiceField[Person] stand in code as it does in the type checker
use_pinned_zones()  # a host's own zone files may be stale: the pinned tzdata package is the only source

BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = environment.flag("DEBUG")
SECRET_KEY = environment.text("SECRET_KEY")
BASE_URL = environment.text("HOLDFAST_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = environment.items("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = environment.items("CSRF_TRUSTED_ORIGINS")

# A rehearsal (the demo) may move its clock forward and keeps its mail in a mailbox of its own.
REHEARSAL = environment.flag("HOLDFAST_REHEARSAL")
DATA_DIR = Path(environment.text("HOLDFAST_DATA", str(BASE_DIR / ".data")))
FAILPOINT = environment.text("HOLDFAST_FAILPOINT", "")  # named points where fault tests stop a process

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "allauth",
    "allauth.account",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "teams",
    "agreements",
    "reminders",
    "config",  # for its commands: backup and restore
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "teams.views.base.ReaderMiddleware",
    "teams.views.base.RefusalMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "config.context.shell",
                "reminders.views.banner.banner",
            ],
            "libraries": {"lucide": "agreements.templatetags.icons"},  # the package's tag, each icon drawn once
            "builtins": [
                "django.templatetags.i18n",
                "agreements.templatetags.words",
                "agreements.templatetags.charts",
                "agreements.templatetags.datelines",
                "agreements.templatetags.metric_charts",
                "agreements.templatetags.trend_charts",
            ],
        },
    }
]

DATABASES = {
    "default": environment.database(environment.text("DATABASE_URL"))
    | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
}

# --- People and sign-in ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "teams.Person"
# Teams keep the numbers, agreements know what they mean: refuses those that no drift rule knows or allows.
THRESHOLDS_CHECK = "agreements.domain.drift.thresholds.check_thresholds"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "teams.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator invites each person at an address they answered
ACCOUNT_LOGOUT_REDIRECT_URL = "sign_in"
ACCOUNT_SESSION_REMEMBER = True
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())

# --- Security -------------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
HTTPS = BASE_URL.startswith("https://")
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
BEHIND_PROXY = environment.flag("BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)  # else the limits of sign-in would count the proxy as one person
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576

# --- Words and time -------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Static files ---------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(environment.text("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Served straight from static/ without a collectstatic step, as the tests and a developer want it.
WHITENOISE_USE_FINDERS = environment.flag("HOLDFAST_PLAIN_STATIC")
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS
if WHITENOISE_USE_FINDERS:
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"

# --- Mail -----------------------------------------------------------------------------------------------
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": environment.text("EMAIL_HOST", "localhost"),
            "port": environment.number("EMAIL_PORT", 25),
            "username": environment.text("EMAIL_HOST_USER", ""),
            "password": environment.text("EMAIL_HOST_PASSWORD", ""),
            "use_tls": environment.flag("EMAIL_USE_TLS"),
            "timeout": 3,  # seconds to connect and for each answer
        },
    }
}
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "Holdfast <holdfast@localhost>")
# Replies by mail: the domain of the addresses that mails ask to answer to, and the key that signs what comes back
# (docs/operating.md). Without both no mail carries such an address; without the key nothing is taken in.
REPLY_DOMAIN = environment.text("REPLY_DOMAIN", "")
INBOUND_MAIL_SECRET = environment.text("INBOUND_MAIL_SECRET", "")

# --- Messages to addresses that people entered ----------------------------------------------------------
SEALING_KEYS = environment.items("SEALING_KEY")  # the first seals, any opens; never in the database
# Slack's and Teams' own hosts; one that begins with a point stands for all below it.
SLACK_HOSTS = environment.items("SLACK_HOSTS", "hooks.slack.com,hooks.slack-gov.com")
TEAMS_HOSTS = environment.items("TEAMS_HOSTS", ".environment.api.powerplatform.com,.logic.azure.com")
OUTGOING_PORTS = [int(port) for port in environment.items("OUTGOING_PORTS", "443")]
# A test's own receiver, "http://127.0.0.1:<port>": the only address inside that is ever called.
OUTGOING_TEST_SINK = environment.test_sink("HOLDFAST_TEST_SINK", base_url=BASE_URL)

# --- For what watches (docs/operating.md): without a token there is no /metrics ---------------------------
METRICS_TOKEN = environment.text("METRICS_TOKEN", "")

# --- Celery: frozen by tests/config/test_celery.py ------------------------------------------------------
CELERY_BROKER_URL = environment.text("BROKER_URL")
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False  # the sweep requeues by row; a poison row must not loop
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20.0
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_SOFT_TIME_LIMIT = 45
CELERY_TASK_TIME_LIMIT = 60
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A killed worker's task comes back within minutes, not after the transport's default hour.
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 120, "unacked_restore_interval": 10, "unacked_restore_throttle": 5}
    if "redis" in CELERY_BROKER_URL
    else {}
)
CELERY_BEAT_ENABLE_REMOTE_CONTROL = True
CELERY_DB_REUSE_MAX = 1000
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True

# --- REST API -------------------------------------------------------------------------------------------
API_REQUESTS_A_MINUTE = environment.number("API_REQUESTS_A_MINUTE", 6000)  # for each person and process
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "teams.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["teams.api.authentication.ScopePermission"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["teams.api.limits.JSONInUTF8"],
    "DEFAULT_SCHEMA_CLASS": "teams.api.schema.ApiSchema",
    "URL_FORMAT_OVERRIDE": None,
    "EXCEPTION_HANDLER": "config.api_errors.handle",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Holdfast",
    "DESCRIPTION": "Agreements between teams that hold. Everything the interface can do, over the same operations.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "ENFORCE_NON_BLANK_FIELDS": True,
    "ENUM_NAME_OVERRIDES": {
        "Role": "teams.models.Role",
        "MembershipRole": "teams.models.MembershipRole",
        "Scope": "teams.models.Scope",
        "Weekday": "teams.api.serializers.WEEKDAYS",
        "DecisionKind": "agreements.api.syncs.DECISION_KINDS",
        "CheckInRole": "agreements.models.CheckInRole",
        "HandoverRole": "agreements.api.handovers.ROLES",
        "DateOrder": "agreements.api.readbacks.DATE_ORDERS",
        "DeliveryState": "reminders.api.deliveries.STATES",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": environment.text("LOG_LEVEL", "INFO")},
    "loggers": {"urllib3": {"level": "INFO"}},  # below that it writes whole addresses, which are keys
}
