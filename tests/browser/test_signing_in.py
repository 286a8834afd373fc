"""Signing in as a person does it, in a real browser: a code by mail, a passkey, an authenticator app."""

import re

import pytest
from allauth.mfa.totp.internal import auth
from django.core import mail
from playwright.sync_api import Page, expect

from tests.browser.checks import assert_clean
from tests.factories.consortium import body, company, founded, seated

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sato(transactional_db):
    """Sato sits in a council."""
    place = body(founded(), "ec")
    return seated(place, company(place.consortium, "Toshiba"), "cto", "K. Sato").person


@pytest.fixture
def deep(sato) -> str:
    """A page for members only."""
    return f"/{sato.seats.get().consortium.slug}/motions/"


@pytest.fixture
def passkeys(page: Page):
    """A device of the reader's with a finger on it, as Chromium pretends to have one."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def enter_by_code(page: Page, person, address: str) -> None:
    """Ask for a code at the sign-in page of an address, and enter it."""
    page.goto(address)
    page.get_by_label("E-mail address").first.fill(person.email)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_label("Code")).to_be_visible()
    code = re.search(r"^    (\S+)$", mail.outbox[-1].body, re.MULTILINE).group(1)
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Confirm").click()


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()


def test_a_code_leads_to_the_page_that_was_asked_for(page: Page, sato, deep):
    enter_by_code(page, sato, deep)

    expect(page).to_have_url(re.compile(re.escape(deep) + "$"))


def test_a_passkey_is_added_and_signs_in(page: Page, sato, deep, passkeys):
    enter_by_code(page, sato, "/accounts/email/")
    page.goto("/accounts/2fa/")
    assert_clean(page)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("Laptop")
    assert_clean(page)
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("recovery codes").first).to_be_visible()
    assert_clean(page)
    sign_out(page)

    page.goto(deep)
    page.get_by_role("button", name="Use a passkey").click()

    expect(page).to_have_url(re.compile(re.escape(deep) + "$"))


def test_an_authenticator_app_is_asked_for_and_a_recovery_code_stands_in(page: Page, sato, deep):
    enter_by_code(page, sato, "/accounts/2fa/totp/activate/")
    assert_clean(page)
    secret = page.get_by_label("Key for the app").input_value()
    page.get_by_label("Authenticator code").fill(app_code(secret))
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_text("recovery codes").first).to_be_visible()
    page.goto("/accounts/2fa/recovery-codes/")
    assert_clean(page)
    recovery = page.locator("textarea").input_value().split()[0]
    sign_out(page)

    enter_by_code(page, sato, deep)
    expect(page).to_have_url(re.compile("/accounts/2fa/authenticate/"))
    assert_clean(page)
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Sign In").first.click()

    expect(page).to_have_url(re.compile(re.escape(deep) + "$"))


def app_code(secret: str) -> str:
    """Compute what an authenticator app shows now."""
    return auth.format_hotp_value(auth.hotp_value(secret, next(iter(auth.yield_hotp_counters_from_time()))))
