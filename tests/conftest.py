"""Fixtures that every test may use."""

import hypothesis
import pytest
from django.conf import settings
from django.utils import translation

pytest_plugins = ["tests.harness", "tests.at_work", "tests.browser.fixtures", "tests.gallery.fixtures"]

# A busy machine is slow, which is no fault of what is tried.
hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let ``make cold``, ``make bankfiles`` and ``make ordeal`` do more than the suite does."""
    parser.addoption("--servers", type=int, default=1, help="how many cold servers eight readers meet")
    parser.addoption(
        "--bank-files", type=int, default=0, help="how many bank files are drawn, instead of the kept ones"
    )
    parser.addoption("--sequences", type=int, default=40, help="how many sequences of verbs the ordeal plays")
    parser.addoption("--first", type=int, default=0, help="the seed of the first sequence")
    parser.addoption("--times", type=int, default=1, help="how often each binding value is forged")


@pytest.fixture(autouse=True)
def _speak_english():
    """Begin each test in the language that its sentences are written in, whatever the one before spoke."""
    with translation.override(settings.LANGUAGE_CODE):
        yield
