"""Every page kind in a real browser: quiet, accessible, no wider than the screen, in light and dark."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import assert_clean
from tests.browser.fixtures import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = [
    "/asrc/",
    "/asrc/gallery/list/",
    "/asrc/gallery/form/",
    "/asrc/gallery/thing/",
    "/asrc/search/?q=nothing",
    "/asrc/notices/",
    "/accounts/profile/",
    "/accounts/tokens/",
    "/accounts/tokens/new/",
    "/accounts/2fa/",
    "/accounts/email/",
    "/accounts/password/set/",
    "/api/v1/docs/",
]
ANONYMOUS = ["/", "/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_kind_of_page_is_clean(page, gallery, organisations, sato, theme):
    page.emulate_media(color_scheme=theme)
    signed_in(page, sato)

    for address in PAGES:
        page.goto(address)
        assert_clean(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_way_in_is_clean(page, asrc, theme):
    page.emulate_media(color_scheme=theme)

    for address in ANONYMOUS:
        page.goto(address)
        assert_clean(page)


def test_a_list_narrows_in_place_and_keeps_its_address(page, gallery, organisations, sato):
    signed_in(page, sato).goto("/asrc/gallery/list/")

    page.select_option("select[name=kind]", "university")
    page.wait_for_url("**/list/?q=&kind=university")
    page.fill("input.list-q", "Company 00")

    expect(page.locator(".list-table tbody tr")).to_have_count(6)
    assert page.evaluate("document.activeElement.name") == "q"


def test_ticking_rows_says_how_many(page, gallery, organisations, sato):
    signed_in(page, sato).goto("/asrc/gallery/list/")

    page.check("[data-tick-all]")

    assert page.inner_text("[data-bulk-count]") == "50 ticked"


def test_the_reader_switches_to_dark_and_it_stays(page, belonging, sato):
    signed_in(page, sato).goto("/asrc/")

    page.click("[data-theme-switch]")
    page.goto("/asrc/notices/")

    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


def test_a_keyboard_reaches_the_content_first_and_slash_the_search(page, belonging, sato):
    signed_in(page, sato).goto("/asrc/")

    page.keyboard.press("Tab")
    skip = page.evaluate("document.activeElement.className")
    page.keyboard.press("Enter")
    page.keyboard.press("/")

    assert skip == "skip"
    assert page.evaluate("document.activeElement.name") == "q"


def test_pictures_are_drawn_under_the_policy(page, gallery, sato):
    signed_in(page, sato).goto("/asrc/gallery/thing/")

    page.wait_for_selector("[data-picture=money] canvas")
    page.wait_for_selector("[data-picture=matrix] canvas")


def test_a_phone_opens_the_whole_menu(page, belonging, sato):
    page.set_viewport_size({"width": 390, "height": 844})
    signed_in(page, sato).goto("/asrc/")

    page.click(".bottombar button")

    page.wait_for_selector("#rail.show")
