"""Every setting of Blizko, read from the environment once.

`MODE` says what this process is for:

- `development` (default): `manage.py` on a developer's machine;
- `demo`: four ready persons, the fake payment server, a clock that can be moved;
- `test`: the suite;
- `production`: refuses to start where something is missing (`config/checks.py`).

`.env.example` explains each variable.
"""

import os
from datetime import timedelta
from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").exists():
    environ.Env.read_env(BASE_DIR / ".env")

MODE = env.str("MODE", default="development")
DEMO = MODE == "demo"
TESTING = MODE == "test"
PRODUCTION = MODE == "production"
DEBUG = env.bool("DEBUG", default=MODE == "development")
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var" / MODE)))
SECRET_KEY = env.str("SECRET_KEY", default="" if PRODUCTION else "for-one-machine-only")

# Where it is reached
PORT = env.int("PORT", default=8000)
SITE_URL = env.str("SITE_URL", default=f"http://localhost:{PORT}")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])
BEHIND_TLS = env.bool("BEHIND_TLS", default=PRODUCTION)
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
OPERATOR_NAME = env.str("OPERATOR_NAME", default="")
OPERATOR_CONTACT = env.str("OPERATOR_CONTACT", default="")
BACKUP_KEY = env.str("BACKUP_KEY", default="")
ADMIN_PATH = env.str("ADMIN_PATH", default="operator")
OPENING = env.str("OPENING", default="anyone")
WEB_THREADS = env.int("WEB_THREADS", default=8)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Ours is `config.operator`: nothing registers itself.
    "django.contrib.admin.apps.SimpleAdminConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "channels",
    "django_htmx",
    "django_structlog",
    "template_partials",
    "lucide",
    "core",
    "accounts",
    "notifications",
    "communities",
    "files",
    "subgroups",
    "profiles",
    "feeds",
    "billing",
    "config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "core.middleware.ContentSecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SharedDeviceMiddleware",
    "accounts.middleware.LocaleAndZoneMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.LockMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "communities.entry.EntryMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "core.templates.LeanLoader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django.templatetags.tz",
                "template_partials.templatetags.partials",
                "core.templatetags.icons",
                "core.templatetags.page",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.page",
            ],
        },
    },
]

# Data
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        f"PRAGMA journal_mode=WAL; PRAGMA synchronous={'OFF' if TESTING else 'FULL'};"
        "PRAGMA foreign_keys=ON;"
        "PRAGMA cache_size=-4000; PRAGMA temp_store=MEMORY;"
    ),
}
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'blizko.sqlite3'}")}
ON_SQLITE = "sqlite" in DATABASES["default"]["ENGINE"]
if ON_SQLITE:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    DATABASES["default"]["CONN_MAX_AGE"] = None
    # In a file, unlike in memory, two threads of a race test meet as they do in life.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / f"test-{os.getpid()}.sqlite3")}
else:
    DATABASES["default"]["OPTIONS"] = {
        "pool": False if TESTING else {"min_size": 1, "max_size": env.int("DB_POOL", default=20)}
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ALLOW_SQLITE = env.bool("ALLOW_SQLITE", default=False)

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {
        "BACKEND": "core.cache.MissingRedisCache" if REDIS_URL else "core.cache.LocalCache",
        "LOCATION": REDIS_URL or "blizko",
        "OPTIONS": {"socket_timeout": 0.2, "socket_connect_timeout": 0.2}
        if REDIS_URL
        else {"MAX_ENTRIES": 20_000},
    },
    # Sign-in limits are shared by all workers, so they live in the database.
    # Room for many addresses: past MAX_ENTRIES Django drops a third of them, running ones too.
    "limits": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "limits",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": env.str("REDIS_PREFIX", default="blizko")},
    }
    if REDIS_URL
    else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
}

# Work behind
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default=REDIS_URL or "memory://localhost")
SWEEP_SECONDS = env.float("SWEEP_SECONDS", default=2.0 if DEMO else 5.0)

# Money
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", default="")
STRIPE_WEBHOOK_SECRETS = env.list("STRIPE_WEBHOOK_SECRETS", default=[])
FAKE_STRIPE_URL = env.str("FAKE_STRIPE_URL", default="")
FAKE_STRIPE_KEY = "sk_test_fake"
FAKE_STRIPE_SECRET = "whsec_fake"  # noqa: S105 - signs pretend money only
if FAKE_STRIPE_URL and not STRIPE_SECRET_KEY:
    STRIPE_SECRET_KEY = FAKE_STRIPE_KEY
    STRIPE_WEBHOOK_SECRETS = [FAKE_STRIPE_SECRET]
CHECKOUT_HOSTS = [FAKE_STRIPE_URL] if FAKE_STRIPE_URL else ["https://checkout.stripe.com"]

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "accounts.session_store"
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_FAILURE_VIEW = "accounts.views.csrf_failure"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "accounts.forms.NewEmailForm",
    "confirm_email_verification_code": "accounts.forms.EmailCodeForm",
    "reset_password": "accounts.forms.ResetForm",
    "confirm_password_reset_code": "accounts.forms.ResetCodeForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = {
    # For an address from one place, and from everywhere: a stranger who knows an address must not
    # be able to use up its letters from one computer and so lock its owner out.
    "request_login_code": "20/m/ip,3/m/key,20/d/key",
    "request_login_code_anywhere": "12/m/key,100/d/key",
    "code_try": "3/15m/key",
}
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": False}
# How many of our own proxies stand before us; the address of a visitor is read past them.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1 if BEHIND_TLS else 0)
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondFactorForm",
    "activate_totp": "accounts.forms.AppForm",
    "add_webauthn": "accounts.forms.PasskeyForm",
    "edit_webauthn": "accounts.forms.PasskeyNameForm",
}
# Recovery codes are our own (`accounts.recovery`): allauth would store what makes them readable.
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO or TESTING or DEBUG
MFA_TOTP_ISSUER = env.str("APP_NAME", default="Blizko")
MFA_TOTP_TOLERANCE = 1

# Mail
EMAIL_CONFIG = env.email("EMAIL_URL", default="filemail://" if not PRODUCTION else "consolemail://")
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = EMAIL_CONFIG["EMAIL_HOST"]
EMAIL_PORT = EMAIL_CONFIG.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = EMAIL_CONFIG["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = EMAIL_CONFIG["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = EMAIL_CONFIG.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL_CONFIG.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Blizko <noreply@localhost>")

# Languages and time
LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]
LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
# Ours come before Django's and allauth's own catalogues.
LOCALE_PATHS = sorted(BASE_DIR.glob("*/locale"))
LANGUAGE_COOKIE_NAME = "language"
CLOCK_MOVES = DEMO

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = ""
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "core.staticfiles.BundlingStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
BODY_LIMIT_BYTES = env.int("BODY_LIMIT_BYTES", default=30_000_000)
BODIES_LIMIT_BYTES = env.int("BODIES_LIMIT_BYTES", default=1_000_000_000)
BODY_TIME_LIMIT_SECONDS = env.int("BODY_TIME_LIMIT_SECONDS", default=60)

# What one person may send within an hour (`core/limits.py`)
LIMITS = {
    "posts": env.int("POSTS_PER_HOUR", default=30),
    "comments": env.int("COMMENTS_PER_HOUR", default=120),
    "mentions": env.int("MENTIONS_PER_HOUR", default=100),
    "invitations": env.int("INVITATIONS_PER_HOUR", default=600),
}

# What a browser may do here
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
    SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)

LOGGING_CONFIG = "config.logs.configure"
LOG_LEVEL = env.str("LOG_LEVEL", default="WARNING" if TESTING or DEMO else "INFO")
LOGGING: dict[str, object] = {"level": LOG_LEVEL, "as_json": PRODUCTION}
