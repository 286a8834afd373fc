"""The checks themselves must see what they are there to see."""

import pytest
from playwright.sync_api import Page

from tests.browser.checks import assert_clean

SHELL = "<!doctype html><html lang=en><title>A page</title><main><h1>A page</h1>%s</main>"
BROKEN = {
    "scrolls sideways": "<p style='width:3000px'>wide</p>",
    "image-alt": "<img src='data:,'>",
    "complains": "<script>missing()</script>",
}


def test_assert_clean_accepts_a_clean_page(page: Page):
    page.set_content(SHELL % "<p>Nothing wrong here.</p>")

    assert_clean(page)


@pytest.mark.parametrize("complaint", BROKEN)
def test_assert_clean_names_the_fault(page: Page, complaint: str):
    page.set_content(SHELL % BROKEN[complaint])

    with pytest.raises(AssertionError, match=complaint):
        assert_clean(page)
