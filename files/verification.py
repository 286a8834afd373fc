"""Checking that every file is there, and still what was put there: each is read and hashed again."""

import hashlib
from collections.abc import Iterator

from django.core.files.storage import storages

from files import blobs
from files.models import Blob
from parties.models import Consortium


def verify(consortium: Consortium) -> list[str]:
    """List what is missing or changed; an empty list means that all holds."""
    return list(_faults(consortium))


def _faults(consortium: Consortium) -> Iterator[str]:
    for blob in Blob.objects.filter(consortium=consortium).order_by("pk").iterator():
        try:
            with storages["blobs"].open(blobs.address(blob.sha256)) as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            yield f"file {blob.sha256} ({blob.media_type}, {blob.size} bytes) is missing from the store"
            continue
        if digest != blob.sha256:
            yield f"file {blob.sha256} is not what was stored: its bytes have the digest {digest}"
