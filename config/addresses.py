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


def broker(url: str) -> str:
    """Return the address as Celery spells it: a socket is ``unix://`` to redis-py, ``redis+socket://`` here."""
    return url.replace("unix://", "redis+socket://", 1)
