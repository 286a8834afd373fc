"""Fixtures of the treasury's tests."""

import pytest


@pytest.fixture
def blobs_in_a_folder(settings, tmp_path):
    """Keep files in a folder of the test's own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "blobs": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }
