"""Read the addresses of services as one writes them in an environment variable."""

from urllib.parse import parse_qsl, unquote, urlsplit


def database(url: str) -> dict:
    """Return Django's settings for ``postgres://user:password@host:port/name?sslmode=require``.

    :raises ValueError: not an address of a PostgreSQL database.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ValueError("DATABASE_URL must look like postgres://user:password@host:5432/name")
    query = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": query,
    }


def mail(url: str | None) -> dict:
    """Return Django's settings for ``smtp://user:password@host:587`` (STARTTLS) or ``smtps://…:465``.

    Without an address, mail is written into files.

    :raises ValueError: not an address of a mail server.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("MAIL_URL must look like smtp://user:password@host:587")
    secured = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if secured else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": secured,
        "EMAIL_USE_TLS": not secured and dict(parse_qsl(parts.query)).get("tls", "1") == "1",
        "EMAIL_TIMEOUT": 20,  # shorter than gunicorn's patience with a page that sends a code
    }


def proxies(number: str | None) -> int:
    """Return how many proxies are trusted, none where nothing is said.

    :raises ValueError: not a number of proxies.
    """
    if number and not (number.isascii() and number.isdigit()):
        raise ValueError("TRUSTED_PROXIES must be the number of proxies in front, such as 1")
    return int(number or 0)


def broker(url: str) -> str:
    """Return the address as Celery spells it: a socket is ``unix://`` to redis-py, ``redis+socket://`` here."""
    return url.replace("unix://", "redis+socket://", 1)
