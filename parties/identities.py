"""Whose an address is: an account is a person's once a mail that only they read has proved its address.

Anybody may type an address; whoever typed one that is not theirs must not be there when its owner is called.
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from parties.models import Person
from registry.consequences import CREDENTIAL_REVOKERS


@transaction.atomic
def find_or_enter(address: str, name: str, native_name: str = "") -> Person:
    """Find the person of a mail address, or enter them.

    Whoever is known by the address stays as they are, name and keys: typing an address does nothing to its account.
    What a stranger may have set up there ends with the proof (`prove`); other accounts' unproved claims to it end here.
    """
    address = address.strip().lower()
    EmailAddress.objects.filter(email=address, verified=False).exclude(user__email=address).delete()
    return owner_of(address) or Person.objects.create_user(
        email=address, name=name.strip(), native_name=native_name.strip()
    )


def owner_of(address: str) -> Person | None:
    """Find who proved a mail address, else whoever is known by it."""
    proved = Person.objects.filter(emailaddress__email=address.lower(), emailaddress__verified=True).first()
    return proved or Person.objects.filter(email=address.lower()).first()


def is_proved(person: Person) -> bool:
    """Whether the address by which a person is known was proved."""
    return EmailAddress.objects.filter(user=person, email=person.email, verified=True).exists()


def is_opened_by_reader(person: Person) -> bool:
    """Whether nobody but the reader of the address opens the account: it was proved, or nothing else opens it."""
    return is_proved(person) or not (person.has_usable_password() or Authenticator.objects.filter(user=person).exists())


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
    for revoke in CREDENTIAL_REVOKERS.values():
        revoke(person, at=at)
