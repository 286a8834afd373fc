"""Fixtures that every test may use."""

import pytest
from django.conf import settings
from django.utils import translation

pytest_plugins = ["tests.harness", "tests.browser.fixtures"]


@pytest.fixture(autouse=True)
def _speak_english():
    """Begin each test in the language that its sentences are written in, whatever the one before spoke."""
    with translation.override(settings.LANGUAGE_CODE):
        yield
