"""The settings of one installation. Everything that differs between machines is an environment variable."""

import os
from pathlib import Path

from config import addresses
from config.embedded.places import Place
from config.schedule import TIMETABLE

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("ROUNDTABLE_VAR") or BASE_DIR / "var" / "own").resolve()
"""The data of this installation: ``var/own`` by itself, ``var/demo`` in the demonstration."""
PLACE = Place(VAR)

SECRET_KEY = os.environ.get("SECRET_KEY") or PLACE.secret("secret-key")
DEBUG = os.environ.get("DEBUG", "") == "1"
OPERATORS = frozenset(filter(None, os.environ.get("OPERATORS", "").lower().split(",")))
"""E-mail addresses of those who may found further consortia; the first one anyone may."""
DEMONSTRATION = os.environ.get("DEMONSTRATION", "") == "1"
ALLOWED_HOSTS = (os.environ.get("ALLOWED_HOSTS") or "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "desk",
    "projects",
    "roadmap",
    "consortium",
    "membership",
    "treasury",
    "duties",
    "charter",
    "journal",
    "files",
    "web",
    "parties",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "pgtrigger",
    "rest_framework",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "crispy_forms",
    "crispy_bootstrap5",
    "registry",  # last: it closes what the apps before it have registered
]

MIDDLEWARE = [
    "web.clients.ClientMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "web.trailing_slashes.SlashMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "desk.middleware.ReaderMiddleware",
    "desk.middleware.ViewerMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "parties.Person"
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
                "django.template.context_processors.i18n",
                "django.template.context_processors.tz",
                "desk.shell.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "web.templatetags.roundtable",
                "charter.templatetags.rules",
            ],
        },
    },
]

REDIS_URL = os.environ.get("REDIS_URL") or PLACE.redis_url
DATABASE, DATABASE_OWNER = addresses.databases(PLACE)
"""The database in the role of web, worker and beat, and in the one that owns the tables (`desk.database_owner`)."""
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 3600,  # what a session has planned goes with it
        "CONN_HEALTH_CHECKS": True,
        **DATABASE,
    }
}
CACHES = {
    "default": {
        "BACKEND": "config.cache.Forgetful",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

CELERY_BROKER_URL = addresses.broker(REDIS_URL)
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1800}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 600
CELERY_TASK_TIME_LIMIT = 660  # below the visibility timeout, so that a task is never handed out twice while it runs
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = TIMETABLE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat")

SITE_ADDRESS = (os.environ.get("SITE_ADDRESS") or f"http://localhost:{os.environ.get('PORT') or 8000}").rstrip("/")
"""Where people find us: links in mail lead here, and https turns on what belongs to it."""
MAIL_DOMAIN = os.environ.get("MAIL_DOMAIN") or "roundtable.invalid"
MAIL_URL = os.environ.get("MAIL_URL")
EMAIL_FILE_PATH = VAR / "mail"  # where mail goes as long as no server is named
vars().update(addresses.mail(MAIL_URL))
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM") or f"office@{MAIL_DOMAIN}"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

IS_SECURE = SITE_ADDRESS.startswith("https://")
TRUSTED_PROXIES = addresses.proxies(os.environ.get("TRUSTED_PROXIES"))
"""How many proxies stand in front. With none, what a request says of its client and of TLS counts for nothing."""
SESSION_COOKIE_NAME = "roundtable_demo" if DEMONSTRATION else "roundtable"
CSRF_COOKIE_NAME = f"{SESSION_COOKIE_NAME}_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]
SECURE_SSL_REDIRECT = IS_SECURE
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked from the machine itself, past the proxy
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # other names below the domain are its owner's to promise
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_SECURE and TRUSTED_PROXIES else None
SECURE_REFERRER_POLICY = "same-origin"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL") or "INFO"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        # A line for each bell that was rung, heard and answered would bury the one that failed.
        **{f"celery.{name}": {"level": "WARNING"} for name in ("beat", "worker.strategy", "app.trace")},
    },
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ja", "日本語"), ("zh-hans", "简体中文")]
FORMAT_MODULE_PATH = "config.formats"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "media"},
    },
    "blobs": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "blobs"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.vendor.VendorFinder",
]
WHITENOISE_USE_FINDERS = DEBUG
STATIC_ROOT = VAR / "static"

# Nothing inline, nothing evaluated, nothing from elsewhere. Data addresses carry Tabler's form arrows.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
CSRF_FAILURE_VIEW = "web.error_pages.csrf_failed"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", **options}
    for name, options in (
        ("MinimumLengthValidator", {"OPTIONS": {"min_length": 10}}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "desk.signing_in.MembersOnly"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True  # the link went to the address, which is thereby proved
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_SECURE else "http"
SIGN_UP_OPEN = os.environ.get("SIGN_UP_OPEN", "") == "1"
ACCOUNT_FORMS = {
    "request_login_code": "desk.signing_in.CodeForm",
    "confirm_login_code": "desk.signing_in.EnteredCodeForm",
}
# The account first: guesses at one that are refused already must not use up what an office's other people share.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,10/m/ip", "enter_code": "3/15m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_SECURE  # browsers offer passkeys without TLS on this machine alone
MFA_FORMS = {"add_webauthn": "desk.forms.PasskeyForm"}
MFA_TOTP_ISSUER = "Roundtable"
MFA_TOTP_TOLERANCE = 1  # a telephone whose clock is half a minute off

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "desk.api_access.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["desk.api_access.InConsortium", "desk.api_access.InScope"],
    "DEFAULT_FILTER_BACKENDS": ["web.api.filters.Narrowing"],
    "DEFAULT_PAGINATION_CLASS": "web.api.errors.Pages",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["web.api.serializers.Json"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "web.api.errors.answer_refusal",
    "NUM_PROXIES": 0,  # the address is the client's own already (web.clients)
    "COERCE_DECIMAL_TO_STRING": True,
}
INTRODUCTION = (
    "The same verbs, the same questions of access and the same refusals as the pages.",
    "**Coming in.** Send a personal token with every call: `Authorization: Bearer rt_…`. It reads with the scope "
    "`read`, writes with `write`, votes with `vote`, moves money with `money`, and never does more than its person.",
    "**Lists.** They come in pages of 50: `count`, `next`, `previous`, `results`; `page` and `page_size` (at most 500) "
    "turn them. What narrows a list stands beside it; any other name is refused.",
    "**No.** 400 is `{field: [sentence]}`. 401: no valid token. 403 and 409 are `{detail, rule}`: you may not, or not "
    "now. 404: there is no such thing, or you do not see it. A name that is no field is 400.",
    "**Once.** Send an `Idempotency-Key` of your own with any write. The same call under the same key within two days "
    "gets the first answer; other content under it is 409.",
)
SPECTACULAR_SETTINGS = {
    "TITLE": "Roundtable",
    "DESCRIPTION": "\n\n".join(INTRODUCTION),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVERS": [{"url": SITE_ADDRESS}],
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": [],
    "SERVE_AUTHENTICATION": [],
    "SCHEMA_PATH_PREFIX": r"/api/v1/\{consortium\}",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "web.api.document.complete",
    ],
    "ENUM_NAME_OVERRIDES": {
        "BallotChoiceEnum": "consortium.models.Ballot.Choice",
        "EditionStateEnum": "charter.models.Edition.State",
        "ItemStateEnum": "consortium.models.Item.State",
        "MandateKindEnum": "membership.models.Mandate.Kind",
        "MeetingKindEnum": "consortium.models.Meeting.Kind",
        "OrganisationKindEnum": "parties.models.OrganisationKind",
        "ProspectStateEnum": "membership.models.Prospect.State",
        "StandingEnum": "consortium.compliance.Standing",
        "StatementKindEnum": "consortium.models.Statement.Kind",
    },
}
