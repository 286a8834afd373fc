"""Every page kind in a real browser: quiet, accessible, no wider than the screen, in light and dark."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import assert_clean, small_targets
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


def test_sorting_leaves_the_focus_where_it_was(page, gallery, organisations, sato):
    signed_in(page, sato).goto("/asrc/gallery/list/")
    head = page.locator("thead a").first

    head.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=**")

    expect(page.locator("thead a").first).to_be_focused()


def test_the_last_page_of_a_list_keeps_the_focus_in_the_list(page, gallery, organisations, sato):
    signed_in(page, sato).goto("/asrc/gallery/list/")

    while older := page.query_selector("a[rel=next]"):
        older.focus()
        page.keyboard.press("Enter")
        older.wait_for_element_state("hidden")  # the rows it stood among are gone

    page.wait_for_selector(".list :focus, .list:focus", state="attached")


def test_leaving_the_finder_of_a_list_asks_nothing_again(page, gallery, organisations, sato):
    signed_in(page, sato).goto("/asrc/gallery/list/")
    asked = []

    page.type("input.list-q", "Company 00")
    page.wait_for_url("**q=Company**")
    page.on("request", lambda request: asked.append(request.url))
    page.focus("thead a")
    page.wait_for_timeout(600)

    assert asked == []


def test_escape_closes_what_asks_for_a_reason(page, gallery, sato):
    signed_in(page, sato).goto("/asrc/gallery/thing/")
    page.click("details.confirm summary")

    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    expect(page.locator("details.confirm summary")).to_be_focused()
    assert not page.evaluate("document.querySelector('details.confirm').open")


def test_fingers_find_every_control_on_a_phone(page, gallery, organisations, sato):
    page.set_viewport_size({"width": 390, "height": 844})
    signed_in(page, sato)

    for address in PAGES:
        page.goto(address)
        assert small_targets(page) == [], address


def test_ticking_rows_says_how_many(page, gallery, organisations, sato):
    signed_in(page, sato).goto("/asrc/gallery/list/")

    page.check("[data-tick-all]")

    assert page.inner_text("[data-bulk-count]") == "50 ticked"


def test_the_reader_switches_to_dark_and_it_stays(page, belonging, sato):
    signed_in(page, sato).goto("/asrc/")

    page.click("[data-theme-switch]")
    page.goto("/asrc/notices/")

    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


def test_paper_is_white_for_those_who_chose_the_dark(page, belonging, sato):
    signed_in(page, sato).goto("/asrc/")
    page.click("[data-theme-switch]")
    on_screen = page.evaluate("getComputedStyle(document.querySelector('h1')).color")

    page.emulate_media(media="print")

    assert on_screen == "rgb(227, 234, 232)"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(23, 33, 31)"


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
