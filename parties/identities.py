"""Whose an address is: an account is a person's once a mail that only they read has proved its address.

Anybody may type an address; whoever typed one that is not theirs must not be there when its owner is called.
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from config import tables
from parties.models import Person


@transaction.atomic
def find_or_enter(address: str, name: str, native_name: str = "", *, at: datetime) -> Person:
    """Find the person of a mail address, or enter them.

    Whoever proved the address is its owner and keeps their name. An account that merely took the address is emptied,
    so that only the address itself opens it; other accounts' unproved claims to it end.
    """
    address = address.strip().lower()
    EmailAddress.objects.filter(email=address, verified=False).exclude(user__email=address).delete()
    known = owner_of(address)
    if known is None:
        return Person.objects.create_user(email=address, name=name.strip(), native_name=native_name.strip())
    if not is_proved(known) and (known.last_login or _opens_otherwise(known)):
        _empty(known, at=at)
        known.last_login = None
        known.name, known.native_name = name.strip() or known.name, native_name.strip() or known.native_name
        known.save(update_fields=["last_login", "name", "native_name"])
    return known


def owner_of(address: str) -> Person | None:
    """Find who proved a mail address, else whoever is known by it."""
    proved = Person.objects.filter(emailaddress__email=address.lower(), emailaddress__verified=True).first()
    return proved or Person.objects.filter(email=address.lower()).first()


def is_proved(person: Person) -> bool:
    """Whether the address by which a person is known was proved."""
    return EmailAddress.objects.filter(user=person, email=person.email, verified=True).exists()


@transaction.atomic
def prove(person: Person, *, at: datetime, keeps_password: bool = False) -> None:
    """Take a person's own address as proved; what opened the account before its first proof opens it no more.

    ``keeps_password`` where the proof itself set it, as a password reset does.
    """
    if is_proved(person):
        return
    end_unproved(person, person.email, at=at, keeps_password=keeps_password)
    EmailAddress.objects.filter(user=person).update(primary=False)
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})


def end_unproved(person: Person, address: str, *, at: datetime, keeps_password: bool = False) -> None:
    """Empty an account whose first proved address this is: others may have opened it before."""
    if not EmailAddress.objects.filter(user=person, verified=True).exclude(email=address).exists():
        _empty(person, at=at, keeps_password=keeps_password)


def _empty(person: Person, *, at: datetime, keeps_password: bool = False) -> None:
    """End whatever opens an account besides its address: password, sessions, factors, other addresses, keys."""
    if not keeps_password:
        person.set_unusable_password()  # sessions rest on the password: another, even an unusable one, ends them
        person.save(update_fields=["password"])
    Authenticator.objects.filter(user=person).delete()
    EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()
    for name in tables.KEYS:
        tables.resolve(name)(person, at=at)


def _opens_otherwise(person: Person) -> bool:
    return person.has_usable_password() or Authenticator.objects.filter(user=person).exists()
