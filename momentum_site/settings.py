"""Settings, all from the environment (`.env.example` lists every variable and what it does)."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF

from momentum_site import env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("MOMENTUM_VAR", str(BASE_DIR / "var")))

DEMO = env.flag("MOMENTUM_DEMO")
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS", "")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost")
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SOURCE_URL = env.text("SOURCE_URL", "")  # the licence asks for it wherever the site runs
SECURE = SITE_URL.startswith("https://")

# Keys of the ballot box. Web, worker and tally worker have BALLOT_KEY; the tally worker alone has
# TALLY_KEY besides, so that no process that serves pages can open a paper.
BALLOT_KEY = env.key("BALLOT_KEY")
TALLY_KEY = env.key("TALLY_KEY")
TALLY_ESCROW_DIR = Path(env.text("TALLY_ESCROW_DIR", str(VAR_DIR / "escrow")))

INSTALLED_APPS = [
    "momentum_site.admin.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "momentum_site",
    "slates",
    "hustings",
    "elections",
    "elections.ballots",
    "members",
]

MIDDLEWARE = [
    "momentum_site.middleware.DatabaseAway",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "momentum_site.compressing.Compressing",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "momentum_site.page_language.PageLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "momentum_site.urls"
WSGI_APPLICATION = "momentum_site.wsgi.application"
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
                "members.context.acting",
                "momentum_site.context.site",
            ],
            "builtins": [
                "momentum_site.templatetags.look",
                "momentum_site.templatetags.languages",
            ],
        },
    }
]

DATABASES = {
    "default": {
        **env.database(),
        "CONN_MAX_AGE": 600,  # a new connection for each request costs 2.5 times as much
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 3,
            # A transaction left open holds the ballot box's locks: the server ends it instead.
            "options": "-c idle_in_transaction_session_timeout=5s",
        },
    }
}

# Redis carries Celery and nothing else: losing it loses no vote and no sign-in.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "momentum_site_cache",
        # Limits of sign-in attempts and codes already used live here: 300 entries would forget them.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    },
    # Stage tables and pictures as they were drawn, in each process: a count never changes.
    "drawings": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "drawings",
        "OPTIONS": {"MAX_ENTRIES": 100},
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

CELERY_BROKER_URL = env.text("REDIS_URL")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "celery"
CELERY_TASK_ROUTES = {"elections.tasks.tally_*": {"queue": "tally"}}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Publishing a nudge must fail at once when Redis is away: the sweep does the work later.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "max_retries": 0,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "UTC"

AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["members.signed_in.Backend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "members:choose-member"
MEMBER_HOME_URL = "elections:member-home"
OFFICE_URL = "elections:office-home"
ACCOUNT_ADAPTER = "members.signing_in.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_REQUIRED = False
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_EMAIL_VERIFICATION = "none"  # the emailed code itself proves the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {"request_login_code": "members.signing_in.RequestCodeForm"}
ACCOUNT_RATE_LIMITS = {
    "request_login_code": env.text("LIMIT_CODE_REQUESTS", "60/m/ip,5/10m/key"),
    "code_to_address": env.text("LIMIT_CODES_TO_ADDRESS", "60/h/key"),
    "login": "60/m/ip",
    "login_failed": "30/m/ip,10/5m/key",
}
# Behind a proxy all requests come from its address; limits count the one it passes on.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("BEHIND_PROXY") else 0
MFA_ADAPTER = "members.second_factor.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Momentum elections"
# A code is typed at the last second: the step before and after is taken, too (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "members.passkeys.AddForm",
    "login_webauthn": "members.passkeys.SignInForm",
    "reauthenticate_webauthn": "members.passkeys.ConfirmForm",
}

_smtp = env.smtp()
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _smtp["host"]
EMAIL_PORT = _smtp["port"]
EMAIL_HOST_USER = _smtp["user"]
EMAIL_HOST_PASSWORD = _smtp["password"]
EMAIL_USE_TLS = _smtp["starttls"]
EMAIL_USE_SSL = _smtp["ssl"]
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "Momentum elections <elections@example.org>")
# What only the organisation knows: it stands in the documents of every new election. Where one is
# empty, the document has a gap that an officer fills before the papers can be fixed.
DATA_CONTROLLER = env.text("DATA_CONTROLLER", "whoever runs this demo" if DEMO else "")
DATA_PROTECTION_CONTACT = env.text(
    "DATA_PROTECTION_CONTACT", "data-protection@example.org" if DEMO else ""
)
DATA_PROCESSORS = env.text("DATA_PROCESSORS", "None: the demo runs on one machine." if DEMO else "")
MAIL_PER_SECOND = env.number(
    "MAIL_PER_SECOND", 50
)  # what the site can serve when the links are followed
MAILDIR = Path(env.text("MAILDIR", str(VAR_DIR / "mail")))  # read by the demo's mail page only

LANGUAGE_CODE = "en-gb"
# Welsh is a draft: it is shown where an administrator switched it on, once a reader approved it.
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static", ("pictures", BASE_DIR / "docs" / "pictures")]
# A real site collects the files when it is installed and the demo whenever it starts; whoever
# develops and the tests serve them from where they are.
STATIC_AS_IT_IS = DEBUG or env.flag("STATIC_AS_IT_IS")
STATIC_ROOT = None if STATIC_AS_IT_IS else (VAR_DIR if DEMO else BASE_DIR) / "staticfiles"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.InMemoryStorage"
    },  # uploads live in PostgreSQL
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if STATIC_AS_IT_IS
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = STATIC_AS_IT_IS
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24
CSRF_FAILURE_VIEW = "momentum_site.views.csrf_failure"

DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"voting_pages": {"()": "momentum_site.silence.VotingPages"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["voting_pages"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"momentum": {"level": "INFO"}},
}
