"""Read the addresses of services as one writes them in an environment variable."""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg2
from psycopg2.extensions import make_dsn

from config.embedded.places import Place


def database(url: str, variable: str = "DATABASE_URL") -> dict:
    """Return Django's settings for ``postgres://user:password@host:port/name?sslmode=require``.

    :raises ValueError: not an address of a PostgreSQL database.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise ValueError(f"{variable} must look like postgres://user:password@host:5432/name")
    query = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": query,
    }


def databases(place: Place) -> tuple[dict, dict]:
    """Return Django's settings for the database in its two roles: the web's, and the one that owns the tables.

    They are the same where ``DATABASE_URL`` stands without ``DATABASE_OWNER_URL``; without either, the embedded ones.

    :raises ValueError: not two addresses of one database.
    """
    url, owner_url = os.environ.get("DATABASE_URL"), os.environ.get("DATABASE_OWNER_URL")
    if not url and not owner_url:
        return place.database, place.database_owner
    web = database(url or "")
    owner = database(owner_url, "DATABASE_OWNER_URL") if owner_url else web
    if owner["NAME"] != web["NAME"]:
        raise ValueError("DATABASE_OWNER_URL must name the database that DATABASE_URL names")
    return web, owner


def session(known: dict) -> Any:
    """Open a session of the database that Django's settings describe.

    :raises psycopg2.Error: it does not answer, or lets nobody in.
    """
    return psycopg2.connect(dsn(known), password=known.get("PASSWORD") or None)


def dsn(known: dict) -> str:
    """Write an address as PostgreSQL's tools take it. A password would be seen by everybody on the machine."""
    parts = {key.lower(): known.get(key) for key in ("HOST", "PORT", "USER")}
    return make_dsn(
        dbname=known["NAME"], **{key: value for key, value in parts.items() if value}, **known.get("OPTIONS", {})
    )


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
