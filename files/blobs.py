"""Storing and opening blobs, and refusing what no committee needs."""

import hashlib
import logging
import os
from contextlib import suppress
from datetime import datetime
from typing import BinaryIO
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.utils.translation import gettext as _

from files.models import Blob
from parties.models import Consortium, Person
from parties.refusals import Invalid, Refusal

log = logging.getLogger(__name__)
MOST_BYTES = 50 * 1024 * 1024
SIGNATURES = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"PK\x03\x04": "application/zip",
}
OFFICE_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
TEXT_TYPES = {"txt": "text/plain", "csv": "text/csv", "md": "text/markdown"}


class Lost(Refusal):
    """The bytes of a blob are not where they were put: somebody lost them, or nobody has brought them back yet."""


def store(consortium: Consortium, content: bytes, *, name: str, by: Person | None, at: datetime) -> Blob:
    """Keep the bytes and answer their blob; the same bytes twice give the same blob.

    :raises Invalid: over 50 MB, empty, or of a kind that is not a document or a picture.
    :raises Refusal: where the store has no room for it.
    """
    if not content:
        raise Invalid(_("The file “%(name)s” is empty.") % {"name": name}, field="file")
    if len(content) > MOST_BYTES:
        raise _too_large(name)
    media_type = recognise(content, name)
    digest = hashlib.sha256(content).hexdigest()
    _keep(address(digest), content)
    blob, __ = Blob.objects.get_or_create(
        consortium=consortium,
        sha256=digest,
        defaults={"size": len(content), "media_type": media_type, "stored_at": at, "stored_by": by},
    )
    return blob


def _keep(path: str, content: bytes) -> None:
    """Write the bytes beside their place and move them there: whole, or not at all when the disk is full."""
    storage = storages["blobs"]
    if storage.exists(path) and storage.size(path) == len(content):
        return
    beside = f"{path}.{uuid4().hex}"
    try:
        storage.save(beside, ContentFile(content))
        os.replace(storage.path(beside), storage.path(path))
    except OSError as fault:
        log.error("A file of %s bytes could not be kept: %s", len(content), fault)
        with suppress(OSError):
            storage.delete(beside)
        raise Refusal(
            _("This file could not be kept, perhaps because the disk is full. Whoever runs Roundtable can make room.")
        ) from fault


def content_of(file: File) -> bytes:
    """Read what somebody sends; of what is too large, not a byte.

    :raises Invalid: over 50 MB.
    """
    if file.size > MOST_BYTES:
        raise _too_large(file.name)
    return file.read()


def read(blob: Blob) -> bytes:
    """Read the whole content."""
    with open_blob(blob) as stream:
        return stream.read()


def open_blob(blob: Blob) -> BinaryIO:
    """Open the content for streaming. The caller has already fetched the owner through ``visible_to``.

    :raises Lost: where it is not in the store; the log has it, and ``manage.py verify`` lists all that is missing.
    """
    try:
        return storages["blobs"].open(address(blob.sha256))
    except OSError as fault:
        log.error("The bytes of blob %s of %s are missing: %s", blob.pk, blob.consortium_id, fault)
        raise Lost(
            _("This file is not where it was kept. Whoever runs Roundtable can bring it back from the backup.")
        ) from fault


def recognise(content: bytes, name: str) -> str:
    """Tell the media type by the bytes, using the name only among types that share a signature.

    :raises Invalid: for anything but PDF, Office documents, pictures and plain text.
    """
    ending = name.rsplit(".", 1)[-1].lower()
    for signature, media_type in SIGNATURES.items():
        if content.startswith(signature):
            if media_type != "application/zip":
                return media_type
            if ending in OFFICE_TYPES:
                return OFFICE_TYPES[ending]
    if ending in TEXT_TYPES and b"\x00" not in content[:4096]:
        return TEXT_TYPES[ending]
    raise Invalid(
        _("“%(name)s” is not a PDF, an Office document, a picture or plain text; save it as PDF.") % {"name": name},
        field="file",
    )


def address(digest: str) -> str:
    """Give the path of a blob below the store."""
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def _too_large(name: str) -> Invalid:
    return Invalid(_("“%(name)s” is larger than 50 MB.") % {"name": name}, field="file")
