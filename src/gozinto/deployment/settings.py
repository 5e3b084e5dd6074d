"""Django's settings. Importing them needs neither a database nor a home.

Who starts a process (`deployment.attach`) puts the address of the database, as the
application's role, into the environment under `CONNECTION`.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from gozinto.deployment import homes, locations, logs, mail, single_sign_on
from gozinto.genealogy.kernels import compiled

ROOM = Path(__file__).resolve().parent.parent

compiled.prepare(homes.current().path / "kernels")

SECRET_KEY = homes.current().session_key()
DEBUG = False
ALLOWED_HOSTS = locations.allowed_hosts(os.environ)
CSRF_TRUSTED_ORIGINS = locations.trusted_origins(os.environ)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "gozinto",  # before allauth, whose templates it replaces
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "axes",
]
AUTH_USER_MODEL = "gozinto.User"
MIDDLEWARE = [
    "gozinto.deployment.middleware.Correlation",
    "django.middleware.security.SecurityMiddleware",
    "gozinto.deployment.middleware.ContentSecurity",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gozinto.access.sessions.NotingMiddleware",
    "gozinto.access.gate.GateMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "gozinto.edges.office.ways.FormsOnly",
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # asked first: it refuses a name that is guessed at
    "django.contrib.auth.backends.ModelBackend",
]
ROOT_URLCONF = "gozinto.deployment.urls"
WSGI_APPLICATION = "gozinto.deployment.wsgi.application"
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # The app template_partials wraps the loaders, so that page.html#part is a template too.
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gozinto.edges.office.navigation.lines",
                "gozinto.edges.office.tour.page.bar",
            ],
        },
    }
]

DATABASES: dict[str, Any] = {"default": locations.django_database(os.environ)}
# The disk of the record is watched while it is on this machine.
GOZINTO_DATA_DIR = os.environ.get(locations.DATA_DIRECTORY, "")
# Where the index of the genealogy is; without it, questions read the database.
GOZINTO_INDEX_DIR = os.environ.get(locations.INDEX_DIRECTORY, "")
# Where the contents of attached files are.
GOZINTO_ATTACHMENTS_DIR = str(homes.current().path / "attachments")
# How often each role may ask; `access.limits` reads it.
GOZINTO_REQUESTS_PER_S = os.environ.get("GOZINTO_REQUESTS_PER_S", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
ACCOUNT_ADAPTER = "gozinto.access.second_factors.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Of a name and of an address axes counts; allauth counts who guesses at codes.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Gozinto"
_KEY_FORMS = "gozinto.edges.office.accounts.key_forms"
MFA_FORMS = {
    "add_webauthn": f"{_KEY_FORMS}.Add",
    "login_webauthn": f"{_KEY_FORMS}.SignIn",
    "authenticate_webauthn": f"{_KEY_FORMS}.SecondStep",
    "reauthenticate_webauthn": f"{_KEY_FORMS}.Again",
}

_MAIL = mail.settings(os.environ)
SENDS_MAIL = bool(_MAIL)
globals().update(_MAIL)

SOCIALACCOUNT_ADAPTER = "gozinto.access.company.Adapter"
SOCIALACCOUNT_PROVIDERS = single_sign_on.providers(os.environ)
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
# A link and not a form: a form of ours may not lead to another site, says the content policy.
SOCIALACCOUNT_LOGIN_ON_GET = True
GOZINTO_COMPANY_ROLES = single_sign_on.roles(os.environ)
GOZINTO_COMPANY_CLAIM = single_sign_on.claim(os.environ)

# One name from one address: nobody locks out somebody else from afar.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "gozinto.edges.office.sign_in.locked"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("tr", "Türkçe"), ("de", "Deutsch")]
LOCALE_PATHS = [ROOM / "locale"]
USE_TZ = True
FORMAT_MODULE_PATH = "gozinto.edges.office.formats"
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
# The package's own folders are served: no collecting step between install and start.
WHITENOISE_USE_FINDERS = True

HTTPS = os.environ.get("GOZINTO_HTTPS") == "1"
# Where the certificate of the plant's own authority is, when it issued ours.
GOZINTO_CA_CERTIFICATE = os.environ.get(locations.CA_CERTIFICATE, "")
# By what address customers reach us: letters carry a link there.
GOZINTO_PUBLIC_URL = locations.public_url(os.environ)
# What stations call us, when we speak TLS ourselves.
GOZINTO_STATION_HOST = locations.station_host(os.environ)
_OWN_TLS = locations.TLS_NAMES in os.environ
SESSION_ENGINE = "gozinto.access.sessions"
SESSION_COOKIE_SECURE = HTTPS or _OWN_TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS or _OWN_TLS
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = False
# Not by a certificate of our own: where an authority is not trusted any more, the way round it
# must stay open.
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024

LOGGING = logs.configuration(level=os.environ.get("GOZINTO_LOG_LEVEL", "INFO"))
logs.configure_structlog()
