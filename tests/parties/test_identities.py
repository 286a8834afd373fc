"""Whose an address is: only who proved it is found by it, and what strangers left in its account opens nothing."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client
from django.urls import reverse

from consortium import introductions
from desk import tokens
from parties import identities
from parties.models import Person
from tests.factories.consortium import company, employee, founded
from tests.factories.parties import NOON, PersonFactory

pytestmark = pytest.mark.django_db
OWNERS = "sato@toshiba.example"
SECRET = "a strangers pass phrase"


def signed_up(client, address: str) -> Person:
    client.post(reverse("account_signup"), {"email": address, "password1": SECRET})
    return Person.objects.get(email=address)


def code_entered(client, address: str) -> None:
    mail.outbox.clear()
    client.post(reverse("account_request_login_code"), {"email": address})
    code = re.search(r"^    (\S+)$", mail.outbox[-1].body, re.MULTILINE).group(1)
    client.post(reverse("account_confirm_login_code"), {"code": code})


def is_in(client, person: Person) -> bool:
    answer = client.get(reverse("profile"))
    return answer.status_code == 200 and answer.wsgi_request.user == person


@pytest.fixture
def stranger(client, settings):
    """Somebody who signed up with their own address, unproved, under open sign-up."""
    settings.SIGN_UP_OPEN = True
    return signed_up(client, "stranger@elsewhere.example")


def test_an_unproved_address_never_becomes_the_one_that_a_person_is_known_by(client, stranger):
    client.post(reverse("account_email"), {"action_add": "", "email": OWNERS})

    client.post(reverse("account_email"), {"action_primary": "", "email": OWNERS})
    client.post(reverse("account_email"), {"action_remove": "", "email": stranger.email})

    stranger.refresh_from_db()
    assert stranger.email == "stranger@elsewhere.example"


def test_the_owner_who_is_invited_later_is_not_the_stranger_who_claimed_the_address(client, stranger):
    client.post(reverse("account_email"), {"action_add": "", "email": OWNERS})
    member = company(founded(), "Toshiba")

    invited = introductions.ask(member, email=OWNERS, name="K. Sato", by=employee(member), at=NOON).person

    assert invited != stranger
    assert not EmailAddress.objects.filter(user=stranger, email=OWNERS).exists()


def answers_to(client, introduction) -> list[int]:
    """What both doors answer to whoever reads their invitations, and says yes or no to one."""
    page, api = "/me/introductions/", "/api/v1/me/introductions/"
    answers = [client.get(page), client.get(api)]
    for word, yes in (("no", False), ("yes", True)):
        answers.append(client.post(f"{page}{introduction.pk}/", {"answer": word}))
        answers.append(client.post(f"{api}{introduction.pk}/", {"accept": yes}, content_type="application/json"))
    return [answer.status_code for answer in answers]


def test_fu_fc1_who_signed_up_with_an_address_answers_nothing_that_its_owner_is_asked(client, settings):
    settings.SIGN_UP_OPEN = True
    person = signed_up(client, OWNERS)
    _token, key = tokens.issue(person, "mine", ["read"], expires_at=NOON.replace(year=2027), at=NOON)
    member = company(founded(), "Toshiba")
    asked = introductions.ask(member, email=OWNERS, name="K. Sato", by=employee(member), at=NOON)
    assert (asked.person, is_in(client, person)) == (person, True)

    refused = answers_to(client, asked)
    asked.refresh_from_db()
    state, owner = asked.state, Client()
    code_entered(owner, OWNERS)
    accepted = owner.post(f"/me/introductions/{asked.pk}/", {"answer": "yes"})

    assert (refused, state) == ([403] * 6, "asked")
    assert (accepted.status_code, person.affiliations.count()) == (302, 1)
    assert not is_in(client, person)
    assert tokens.recognise(key, at=NOON) is None
    client.post(reverse("account_login"), {"login": OWNERS, "password": SECRET})
    assert not is_in(client, person)


def test_fu_fc1_who_types_an_address_renames_and_empties_nobody():
    def state(person) -> tuple:
        person.refresh_from_db()
        keys = tokens.recognise(person.key, at=NOON) is not None
        return (
            person.name,
            person.native_name,
            person.password,
            person.last_login,
            keys,
            person.authenticator_set.count(),
        )

    member = company(founded(), "Toshiba")
    people = {
        "at home": PersonFactory(),
        "colleague": employee(member),
        "nominator": employee(member, "", "", "nominator"),
    }
    people |= {"proved": PersonFactory(), "once here": PersonFactory()}
    identities.prove(people["proved"], at=NOON)
    for person in people.values():
        if person != people["once here"]:
            person.set_password(SECRET)
            TOTP.activate(person, generate_totp_secret())
        person.last_login = NOON
        person.save()
        _token, person.key = tokens.issue(person, "mine", ["read"], expires_at=NOON.replace(year=2027), at=NOON)
    before = {name: state(person) for name, person in people.items()}

    for person in people.values():
        identities.find_or_enter(person.email, "Mickey", "\u7c73")

    assert {name: state(person) for name, person in people.items()} == before


def test_the_first_proof_by_code_closes_what_opened_the_account_before(client, settings):
    settings.SIGN_UP_OPEN = True
    person = signed_up(client, OWNERS)
    TOTP.activate(person, generate_totp_secret())
    owner = Client()

    code_entered(owner, OWNERS)

    person.refresh_from_db()
    assert (is_in(owner, person), is_in(client, person), person.has_usable_password()) == (True, False, False)
    assert not person.authenticator_set.exists()


def test_a_later_code_leaves_password_and_factors_of_a_proved_account(client):
    person = PersonFactory(email=OWNERS)
    identities.prove(person, at=NOON)
    person.set_password(SECRET)
    person.save()

    code_entered(client, OWNERS)

    person.refresh_from_db()
    assert person.check_password(SECRET)


def test_a_code_opens_nobodys_account_through_an_address_that_it_only_claims(client, stranger):
    EmailAddress.objects.create(user=stranger, email=OWNERS)
    mail.outbox.clear()

    Client().post(reverse("account_request_login_code"), {"email": OWNERS})

    assert not any(re.search(r"^    (\S+)$", sent.body, re.MULTILINE) for sent in mail.outbox)


def test_a_password_reset_by_mail_proves_the_address_and_keeps_the_password(client):
    person = PersonFactory(email=OWNERS)
    client.post(reverse("account_reset_password"), {"email": OWNERS})
    link = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[-1].body).group(1)

    form = client.get(link, follow=True).wsgi_request.path
    client.post(form, {"password1": SECRET, "password2": SECRET})

    person.refresh_from_db()
    assert (is_in(client, person), person.check_password(SECRET)) == (True, True)
    assert identities.find_or_enter(OWNERS, "Other") == person
    assert Person.objects.get(pk=person.pk).check_password(SECRET)


def test_a_proved_second_address_finds_its_owner():
    person = PersonFactory(email="sato@home.example")
    EmailAddress.objects.create(user=person, email=OWNERS, verified=True)

    assert identities.find_or_enter(OWNERS.upper(), "K. Sato") == person
