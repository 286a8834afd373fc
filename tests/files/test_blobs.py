"""What is sent to be kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from files import blobs
from parties.refusals import Invalid


def test_of_what_is_too_large_not_a_byte_is_read(monkeypatch):
    file = SimpleUploadedFile("whole.pdf", b"%PDF-")
    assert blobs.content_of(file) == b"%PDF-"

    monkeypatch.setattr(blobs, "MOST_BYTES", 4)
    file.seek(0)
    with pytest.raises(Invalid, match="larger than 50 MB"):
        blobs.content_of(file)
    assert file.tell() == 0
