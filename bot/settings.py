"""Django's settings. What differs between machines comes from `bot.environment`; nothing secret stands here."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from bot import environment

ENVIRONMENT = environment.read()

SECRET_KEY = environment.secret(ENVIRONMENT.var, "django-key")
TOKEN_KEY = environment.secret(ENVIRONMENT.var, "token-key")  # conversation tokens are derived with it
DEBUG = False
ALLOWED_HOSTS = [*ENVIRONMENT.hosts, *filter(None, [urlsplit(ENVIRONMENT.desk_url).hostname])]

INSTALLED_APPS = [
    *("bot.conversation", "bot.handoff", "bot.staff", "channels.web", "channels.desk", "ninja", "corsheaders"),
    *("django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"),
]
# Nothing synchronous: each synchronous middleware costs a thread hop a request and breaks streaming.
MIDDLEWARE = ["bot.middleware.known_host", "corsheaders.middleware.CorsMiddleware", "bot.middleware.Errors"]
ROOT_URLCONF = "bot.urls"
ASGI_APPLICATION = "bot.asgi.application"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False  # residents' words come from the content
STATIC_URL = "/static/"
APPEND_SLASH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024  # bytes; bot.asgi refuses larger bodies before they are read

# Pages of other origins may call the API if they are named: exactly, and without cookies.
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOWED_ORIGINS = list(ENVIRONMENT.origins)
CORS_ALLOW_METHODS = ["DELETE", "GET", "OPTIONS", "POST"]
CORS_ALLOW_HEADERS = ["accept-language", "authorization", "content-type", "last-event-id"]
CORS_EXPOSE_HEADERS = ["Retry-After"]
CORS_PREFLIGHT_MAX_AGE = 7200  # seconds; no browser remembers longer
PROXIES = ENVIRONMENT.proxies

# Staff. Their pages open the session themselves (channels.desk.access): residents' requests never meet one.
AUTH_USER_MODEL = "staff.Staff"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 12}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("name", "display_name")}),
        ("CommonPasswordValidator", {}),
    )
]
DESK_SECURE = ENVIRONMENT.desk_url.startswith("https:")
DESK_HOST = urlsplit(ENVIRONMENT.desk_url).netloc  # the desk's pages are found there alone; "" for anywhere
_PREFIX = "__Host-" if DESK_SECURE else ""  # browsers refuse it on plain http
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_PREFIX}kilotse-desk", f"{_PREFIX}kilotse-form"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = DESK_SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"  # strict would ask again after every link from a mail
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "channels.desk.signing_in.stale_form"
SESSION_COOKIE_AGE = 10 * 60 * 60  # seconds, from the sign-in
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.desk_url] if DESK_SECURE else []

CHANNELS = ["web"]
RETENTION_DAYS = {  # days
    **{"conversation": 30, "case": 180, "delivery": 14, "counter": 1 / 24},
    **{"invitation": 2, "attempt": 1, "audit": 365},
}


def _database() -> dict[str, object]:
    """SQLite in `var`, or the PostgreSQL that KILOTSE_DATABASE names."""
    if not ENVIRONMENT.database:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ENVIRONMENT.var / "kilotse.sqlite3",
            "CONN_MAX_AGE": None,
            "TEST": {"NAME": ENVIRONMENT.var / "test.sqlite3"},  # a file: tests use several threads and processes
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-8000;",
            },
        }
    url = urlsplit(ENVIRONMENT.database)
    if url.scheme not in ("postgresql", "postgres") or not url.path.strip("/"):
        raise environment.SettingError(
            "KILOTSE_DATABASE is not postgresql://user:password@host:port/name. Correct it, or remove it for SQLite."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.strip("/"),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": str(url.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database()}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "bot.logs.PlaceFormatter", "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    },
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["out"], "level": "INFO"},
    # Below warnings these print addresses, queries or requests.
    "loggers": {name: {"level": "WARNING"} for name in ("aiohttp", "django.request", "asyncio")},
}
