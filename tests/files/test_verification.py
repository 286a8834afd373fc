"""A file that was lost or changed is told of: to whoever asks for it, in the log, and by ``manage.py verify``."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from duties import deliveries, letters
from duties.models import Delivery
from files import blobs, verification
from journal import subjects
from tests.factories.consortium import founded, officer
from tests.factories.parties import NOON, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    """Keep bytes that no other test keeps, nor another worker."""
    consortium = founded()
    person = officer(consortium)
    content = b"%PDF-1.7 " + uuid4().bytes
    blob = blobs.store(consortium, content, name="x.pdf", by=person, at=NOON)
    yield blob, person
    storages["blobs"].delete(blobs.address(blob.sha256))


def spoil(blob, content: bytes | None) -> None:
    path = storages["blobs"].path(blobs.address(blob.sha256))
    if content is None:
        storages["blobs"].delete(path)
    else:
        Path(path).write_bytes(content)


def test_what_is_there_is_no_fault(kept):
    blob, __ = kept

    assert verification.verify(blob.consortium) == []


@pytest.mark.parametrize(("content", "problem"), [(None, "missing"), (b"%PDF-other", "not what was stored")])
def test_a_missing_and_a_changed_file_are_found(kept, content, problem):
    blob, __ = kept
    spoil(blob, content)

    (fault,) = verification.verify(blob.consortium)

    assert blob.sha256 in fault and problem in fault
    with pytest.raises(CommandError, match="does not hold"):
        call_command("verify", blob.consortium.slug)


def test_whoever_asks_for_a_missing_file_is_told_and_so_is_the_log(kept, client, caplog):
    blob, person = kept
    letter = letters.hold(
        subjects.open(blob.consortium, "motion"),
        person,
        kind="appointment",
        title="T",
        body="B",
        blob=blob,
        by=person,
        at=NOON,
    )
    spoil(blob, None)
    client.force_login(person)
    slug = blob.consortium.slug

    page = client.get(f"/{slug}/letters/{letter.number}/file/")
    answer = client.get(f"/api/v1/{slug}/letters/{letter.number}/file/")

    assert (page.status_code, answer.status_code) == (409, 409)
    assert "backup" in page.content.decode() and "backup" in answer.json()["detail"]
    assert [record.levelname for record in caplog.records if record.name == "files.blobs"] == ["ERROR", "ERROR"]


def test_a_letter_whose_document_is_missing_waits_and_keeps_no_other_mail(kept):
    blob, person = kept
    about = subjects.open(blob.consortium, "motion")
    said = {"kind": "appointment", "title": "T", "body": "B", "by": person, "at": NOON}
    held = [
        letters.hold(about, PersonFactory(), blob=blob, **said),
        letters.hold(about, PersonFactory(), **said),
    ]
    letters.release(held, by=person, at=NOON)
    spoil(blob, None)

    deliveries.send(at=NOON)

    states = dict(Delivery.objects.filter(letters__in=held).values_list("letters", "state"))
    assert states == {held[0].pk: "waiting", held[1].pk: "sent"}
