"""Found a consortium in a browser: the first visit leads there, faults stand beside their inputs."""

import pytest
from playwright.sync_api import Page, expect

from parties.models import Consortium
from tests.browser.checks import assert_clean
from tests.browser.fixtures import signed_in
from tests.factories.parties import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_first_visit_founds_asrc_and_reads_its_charter(page: Page):
    page.goto("/")
    assert_clean(page)
    page.get_by_label("E-mail").fill("sato@example.org")
    page.get_by_label("Password").fill("a long walk to Sendai")
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", name="Found a consortium")).to_be_visible()
    assert_clean(page)

    page.get_by_role("link", name="Start from Advanced Storage Research Consortium").click()
    assert_clean(page)
    page.locator("summary", has_text="Identity").click()
    page.get_by_label("Currency").fill("Dollars")
    page.get_by_role("button", name="Found it").click()
    expect(page.get_by_role("alert")).to_contain_text("One thing to put right")
    page.faults.clear()  # the browser itself notes the 400
    assert_clean(page)

    page.get_by_label("Currency").fill("USD")
    page.get_by_role("button", name="Found it").click()
    page.wait_for_url("**/asrc/")
    assert Consortium.objects.get().slug == "asrc"

    page.goto("/asrc/charter/?section=bodies")
    expect(page.locator("[id='bodies.sc_us.cadence']")).to_contain_text("every quarter, at least 1")
    assert_clean(page)


@pytest.mark.parametrize("address", ["/found/compare/", "/found/eureka/", "/found/sematech-1987/"])
def test_the_pages_of_founding_are_clean(page: Page, address):
    signed_in(page, PersonFactory())

    page.goto(address)

    assert_clean(page)
