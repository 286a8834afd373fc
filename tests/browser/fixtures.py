"""A real browser for tests: ``page`` looks at the live server, ``signed_in(page, person)`` is somebody."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium
from tests.browser.checks import watch


@pytest.fixture(scope="session")
def browser():
    """Start Chromium once for the worker."""
    options = chromium.launch_options()
    if not options:
        pytest.skip("No Chromium here: install one, or run `make test`, which fetches one with npm.")
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(**options)
        yield chrome
        chrome.close()


@pytest.fixture
def page(browser: Browser, live_server):
    """Open an empty page of a desk's width; ``page.goto("/asrc/")`` goes to the live server."""
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    watch(page)
    yield page
    context.close()


def signed_in(page: Page, person) -> Page:
    """Sign the person in on this page, without the detour over the sign-in page."""
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": "localhost", "path": "/"}]
    )
    return page
