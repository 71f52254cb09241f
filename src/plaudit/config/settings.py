"""Django's settings. The one thing that has to be set is PLAUDIT_URL, the address readers type.

Ways in: PLAUDIT_MAIL (config.mail) and PLAUDIT_MAIL_FROM send codes; PLAUDIT_CITY_LOGIN
(config.city_login) is a city's own login. PLAUDIT_JOIN_BY says by
which of them somebody may join: `passkey,email,city`, or fewer.

Django has no database here: pages read through `store` (design, section 5).
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.functional import lazy

from plaudit import pages
from plaudit.config.city_login import city_login_of
from plaudit.config.mail import mail_of
from plaudit.pages.passes import signing_key
from plaudit.pages.voices import LANGUAGES as VOICES

# At home a name: no browser makes a passkey for an address of digits.
PLAUDIT_URL = os.environ.get("PLAUDIT_URL", "http://localhost:8000").rstrip("/")
PLAUDIT_BOOK = "plaudit.pages.book.StoreBook"
PLAUDIT_STATEMENT_PDF = "plaudit.pages.papers.settlement_pdf.statement_paper"
"""What sets a statement as PDF: it lives with the pages' words and fonts, and the API asks here."""

_HOST = urlsplit(PLAUDIT_URL).hostname or "localhost"
_IS_HTTPS = urlsplit(PLAUDIT_URL).scheme == "https"

PLAUDIT_MAIL = os.environ.get("PLAUDIT_MAIL", "")
PLAUDIT_JOIN_BY = tuple(os.environ.get("PLAUDIT_JOIN_BY", "passkey,email,city").split(","))
PLAUDIT_CITY_LOGIN = city_login_of(os.environ, PLAUDIT_URL)
_MAIL = mail_of(PLAUDIT_MAIL or "file:nowhere")
EMAIL_BACKEND = _MAIL.backend
EMAIL_FILE_PATH = _MAIL.folder
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_SSL, EMAIL_USE_TLS = _MAIL.is_tls, _MAIL.is_starttls
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("PLAUDIT_MAIL_FROM", f"plaudit@{_HOST}")

SECRET_KEY = lazy(signing_key, str)()  # made at first use, not at import
DEBUG = False
ALLOWED_HOSTS = [_HOST, "127.0.0.1", "localhost", "[::1]"]
ROOT_URLCONF = "plaudit.config.urls"
INSTALLED_APPS = ["plaudit.pages"]
DATABASES: dict[str, object] = {}
USE_TZ = True

MIDDLEWARE = [
    "plaudit.pages.safety.SafeHeaders",
    "plaudit.pages.safety.Squeezed",
    "plaudit.api.problems.Problems",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "plaudit.pages.forms_only.FormsOnly",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [Path(pages.__file__).parent / "templates"],
        "OPTIONS": {"environment": "plaudit.pages.compiled.environment"},
    }
]

USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [(code.lower(), language.name) for code, language in VOICES.items()]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [Path(pages.__file__).parent / "locale"]

CSRF_COOKIE_AGE = None  # until the browser is closed; closing one's page takes it away too
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = _IS_HTTPS
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "plaudit.pages.public.views.forbidden"
CSRF_TRUSTED_ORIGINS = [PLAUDIT_URL]
SECURE_CONTENT_TYPE_NOSNIFF = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
"""Fields of one form: an edition's has up to FIELDS_MAX, and two for each group."""
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _IS_HTTPS else 0
# Behind https the proxy says so itself; what a reader sends under this name, it replaces.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _IS_HTTPS else None
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {
        "console": {"class": "logging.StreamHandler"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "loggers": {
        "django": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        # What anybody may send with a request isn't written down; config.faults logs our faults.
        "django.request": {"handlers": ["nowhere"], "level": "CRITICAL", "propagate": False},
        "django.security": {"handlers": ["nowhere"], "propagate": False},
    },
}
