"""What was typed outlives an expired session, and is put back for nobody else."""

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.fixtures import signed_in
from tests.factories.consortium import body, company, founded, seated

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def seat(transactional_db):
    place = body(founded(at=timezone.now()), "ec")
    return seated(place, company(place.consortium, "Toshiba"), "cto", "Ken Sato", at=timezone.now())


def new(seat):
    return f"/{seat.consortium.slug}/motions/new/"


def sent_too_late(page, seat):
    """Type a motion, and send it when the session is over."""
    signed_in(page, seat.person).goto(new(seat))
    page.fill("[name=title]", "長い題 of the year 🚀")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_after_signing_in_again_the_form_says_what_was_typed(page, seat):
    sent_too_late(page, seat)

    signed_in(page, seat.person).goto(new(seat))

    expect(page.locator("[name=title]")).to_have_value("長い題 of the year 🚀")
    expect(page.get_by_text("What you had typed is back.")).to_be_visible()


def test_somebody_else_who_signs_in_finds_the_form_empty(page, seat):
    other = seated(seat.body, company(seat.consortium, "Seagate"), "cto", "Ellen Marsh", at=timezone.now()).person
    sent_too_late(page, seat)

    signed_in(page, other).goto(new(seat))

    expect(page.locator("[name=title]")).to_have_value("")


def test_what_was_sent_is_not_kept(page, seat):
    signed_in(page, seat.person).goto(new(seat))
    page.fill("[name=title]", "Once")
    page.get_by_role("button", name="Save the draft").click()
    page.wait_for_url("**/edit/")

    assert page.evaluate("sessionStorage.getItem('typed')") is None
