"""The role that owns the tables, migrates and empties them; and what it grants the other one.

Web, worker and beat have a role that reads and writes rows and nothing else: it can neither TRUNCATE nor change tables,
nor switch a trigger off. So what is append-only stays so, even where somebody makes the web run statements of theirs.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.checks import CheckMessage, Info, Tags, Warning, register
from django.db import Error, connection

GRANTS = (
    "GRANT USAGE ON SCHEMA {schema} TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",  # reading is what copies need
    "REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC",
    "REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC",
)
OWNS = """
    SELECT rolsuper OR EXISTS (
        SELECT FROM pg_class WHERE relname = 'django_migrations' AND pg_has_role(current_user, relowner, 'MEMBER'))
    FROM pg_roles WHERE rolname = current_user
"""


@contextmanager
def as_owner() -> Iterator[None]:
    """Let this thread's sessions be the owner's for the while, outside of any transaction."""
    web = connection.settings_dict
    connection.close()
    connection.settings_dict = {**web, **settings.DATABASE_OWNER, "NAME": web["NAME"]}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = web | {"NAME": connection.settings_dict["NAME"]}


def role() -> str:
    """Return the role that this thread's session has."""
    return _answer("SELECT current_user")


def grant(to: str) -> None:
    """Grant a role what web, worker and beat need, on everything that there is; nobody else may make anything."""
    quote = connection.ops.quote_name
    known = {"schema": _answer("SELECT current_schema()"), "database": connection.settings_dict["NAME"], "role": to}
    with connection.cursor() as cursor:
        for each in GRANTS:
            cursor.execute(each.format(**{name: quote(value) for name, value in known.items()}))


@register(Tags.security, deploy=True)
def says_that_the_web_owns_nothing(app_configs, **options) -> list[CheckMessage]:
    """Warn where web, worker and beat could empty and change the tables that they write to."""
    try:
        owns = _answer(OWNS)
    except Error:
        return [Info("The database does not answer: who owns its tables was not checked.", id="desk.I002")]
    if not owns:
        return []
    words = "The role of DATABASE_URL owns the tables: it can empty them and switch off what keeps the journal whole."
    hint = "Give web, worker and beat a role of their own, and migrations the owner's address in DATABASE_OWNER_URL."
    return [Warning(words, hint=hint, id="desk.W002")]


def _answer(question: str):
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]
