"""Fixtures that every test may use."""

pytest_plugins = ["tests.harness", "tests.browser.fixtures"]
