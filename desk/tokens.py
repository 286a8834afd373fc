"""Personal API tokens: issue, recognise, revoke."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from desk.models import Token
from parties.models import Person
from parties.refusals import Invalid, Refusal
from web.scopes import Scope

PREFIX = "rt_"
LONGEST = timedelta(days=366)
NOTED = timedelta(minutes=5)
"""How coarsely "last used" is written: a busy script must not cost a write per call."""


def issue(person: Person, name: str, scopes: Iterable[str], *, expires_at: datetime, at: datetime) -> tuple[Token, str]:
    """Issue a token and return it with its key, which nobody can see again.

    :raises Invalid: for an unknown scope, none at all, or an expiry that is past or more than a year away.
    """
    chosen = [scope for scope in Scope.values if scope in set(scopes)]
    if not chosen or set(scopes) - set(chosen):
        raise Invalid(_("Choose at least one of the scopes."), field="scopes")
    if not at < expires_at <= at + LONGEST:
        raise Invalid(_("A token expires within a year from now."), field="expires_on")
    key = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        person=person,
        name=name,
        digest=digest_of(key),
        hint=key[-4:],
        scopes=chosen,
        created_at=at,
        expires_at=expires_at,
    )
    return token, key


def recognise(key: str, *, at: datetime) -> Token | None:
    """Find the valid token of a key and note that it was used."""
    token = Token.objects.valid(at).select_related("person").filter(digest=digest_of(key)).first()
    if token and (token.used_at is None or at - token.used_at > NOTED):
        Token.objects.filter(pk=token.pk).update(used_at=at)
    return token


def revoke(token: Token, *, at: datetime) -> None:
    """End a token at once.

    :raises Refusal: when it was revoked already.
    """
    if not Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        raise Refusal(_("This token was revoked already."))


def revoke_all(person: Person, *, at: datetime) -> None:
    """End every token of a person at once."""
    Token.objects.filter(person=person, revoked_at=None).update(revoked_at=at)


def digest_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
