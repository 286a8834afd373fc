"""What is sent to be kept."""

import resource
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile

from files import blobs
from files.models import Blob
from parties.refusals import Invalid, Refusal
from tests.factories.consortium import founded
from tests.factories.parties import NOON


def test_of_what_is_too_large_not_a_byte_is_read(monkeypatch):
    file = SimpleUploadedFile("whole.pdf", b"%PDF-")
    assert blobs.content_of(file) == b"%PDF-"

    monkeypatch.setattr(blobs, "MOST_BYTES", 4)
    file.seek(0)
    with pytest.raises(Invalid, match="larger than 50 MB"):
        blobs.content_of(file)
    assert file.tell() == 0


@pytest.fixture
def no_room(settings, tmp_path):
    """A store in which no file may be longer than 200 KB."""
    settings.STORAGES |= {"blobs": settings.STORAGES["blobs"] | {"OPTIONS": {"location": tmp_path}}}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.django_db
def test_a_file_is_kept_whole_or_not_at_all(no_room):
    consortium, content = founded(), b"%PDF-" + b"x" * 300_000
    store = Path(storages["blobs"].path(""))

    with pytest.raises(Refusal, match="perhaps because the disk is full"):
        blobs.store(consortium, content, name="a.pdf", by=None, at=NOON)
    kept = [path for path in store.rglob("*") if path.is_file()]
    no_room()
    blob = blobs.store(consortium, content, name="a.pdf", by=None, at=NOON)

    assert (kept, Blob.objects.count()) == ([], 1)
    assert blobs.read(blob) == content


@pytest.mark.django_db
def test_half_a_file_that_a_crash_left_is_written_anew(settings, tmp_path):
    settings.STORAGES |= {"blobs": settings.STORAGES["blobs"] | {"OPTIONS": {"location": tmp_path}}}
    consortium, content = founded(), b"%PDF-whole"
    blob = blobs.store(consortium, content, name="a.pdf", by=None, at=NOON)
    Path(storages["blobs"].path(blobs.address(blob.sha256))).write_bytes(b"%PDF-")

    blobs.store(consortium, content, name="a.pdf", by=None, at=NOON)

    assert blobs.read(blob) == content
