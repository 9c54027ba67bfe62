"""Settings: production values by default; the environment names what differs from one house to the next.

DATABASE_URL, COMMONWORK_HOME, COMMONWORK_ORIGIN (https://... switches secure cookies on), COMMONWORK_HOSTS,
COMMONWORK_SECRET_KEY, COMMONWORK_EMAIL_URL (smtp://user:password@host:port), COMMONWORK_MAIL_FROM.
Each is described in docs/settings.md; site.checks refuses unsafe combinations with a sentence.
"""

import gc
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from commonwork.site import home

# Nearly all a request makes goes by itself when it ends. Looking for rings every 700 objects, as Python does, took a
# sixth of the time of each start.
gc.set_threshold(50_000, 20, 50)

HOME = home.folder()
TESTING = "pytest" in sys.modules or os.environ.get("COMMONWORK_TESTING") == "1"
DEBUG = False
SECRET_KEY = home.secret_key(HOME)
ORIGIN = os.environ.get("COMMONWORK_ORIGIN", "http://localhost:8000").rstrip("/")
_origin = urlsplit(ORIGIN)
SECURE = _origin.scheme == "https"
ALLOWED_HOSTS = sorted(
    {_origin.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"}
    | {host for host in os.environ.get("COMMONWORK_HOSTS", "").split(",") if host}
)
CSRF_TRUSTED_ORIGINS = [ORIGIN]

STOREYS = [  # lowest first; the order of HOUSE.md
    "commonwork.ui",
    "commonwork.record",
    "commonwork.registry",
    "commonwork.access",
    "commonwork.charter",
    "commonwork.books",
    "commonwork.gatherings",
    "commonwork.federation",
    "commonwork.incubator",
    "commonwork.school",
    "commonwork.bank",
    "commonwork.assembly",
    "commonwork.press",
    "commonwork.journeys",
    "commonwork.horizon",
    "commonwork.site",
]
INSTALLED_APPS = [
    *reversed(STOREYS),
    "wagtail.embeds",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "taggit",
    "modelcluster",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "commonwork.site.middleware.OnePolicy",
    "commonwork.site.middleware.OneDay",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "commonwork.press.middleware.EditorDoor",
    "commonwork.site.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "commonwork.site.urls"
WSGI_APPLICATION = "commonwork.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "commonwork.site.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "commonwork.ui.templatetags.ui",
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{HOME / 'commonwork.sqlite3'}", conn_max_age=600
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "commonwork.site.sqlite"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA recursive_triggers=ON; PRAGMA mmap_size=268435456; PRAGMA cache_size=-65536;"
            "PRAGMA temp_store=MEMORY;"
        ),
    }
else:
    # Only what asks for it (posting) is kept prepared: a plan kept for all values was minutes slow for some reports.
    DATABASES["default"]["OPTIONS"] = {"server_side_binding": True, "prepare_threshold": 1_000_000}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "front"
ACCOUNT_ADAPTER = "commonwork.access.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_FORMS = {"login": "commonwork.access.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_REQUIRED = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Commonwork"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE

FORM_RENDERER = "commonwork.ui.inputs.Renderer"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [str(Path(__file__).resolve().parents[1] / "locale")]
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = os.environ.get("COMMONWORK_TIME_ZONE", "America/Chicago")
UNITS = os.environ.get("COMMONWORK_UNITS", "")  # further units of account, such as "MEAL:0, EUR:2"

STATIC_URL = "/static/"
STATIC_ROOT = str(HOME / "static")
MEDIA_ROOT = str(HOME / "uploads")
MEDIA_URL = "/uploads/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING
WHITENOISE_AUTOREFRESH = TESTING  # else every test client reads the whole folder of static files anew
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

_mail = urlsplit(os.environ.get("COMMONWORK_EMAIL_URL", ""))
DEFAULT_FROM_EMAIL = os.environ.get("COMMONWORK_MAIL_FROM", "commonwork@localhost")
if _mail.scheme in {"smtp", "smtps"}:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.username or "", _mail.password or ""
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = not EMAIL_USE_SSL and EMAIL_PORT == 587
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(HOME / "mail")

SOURCE_URL = os.environ.get("COMMONWORK_SOURCE_URL", "")  # where this installation's source can be had (AGPL)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
NINJA_PAGINATION_MAX_LIMIT = 500

WAGTAIL_SITE_NAME = "Commonwork"
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAILADMIN_BASE_URL = ORIGIN
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_I18N_ENABLED = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
