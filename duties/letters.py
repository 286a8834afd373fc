"""Formal letters: held in the office's outbox, previewed, edited, then released together or cancelled.

What the recipient sees changes only at release.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from duties import notices
from duties.models import Delivery, Letter
from files.models import Blob
from journal import entries, subjects
from journal.models import Subject
from parties.models import Organisation, Person
from parties.refusals import Invalid, Refusal


@transaction.atomic
def hold(
    about: Subject,
    person: Person,
    *,
    kind: str,
    title: str,
    body: str,
    by: Person | None,
    at: datetime,
    organisation: Organisation | None = None,
    blob: Blob | None = None,
) -> Letter:
    """Put a letter into the outbox; the letter of the same kind about the same thing is answered if it is there."""
    existing = Letter.objects.exclude(state=Letter.State.CANCELLED).filter(kind=kind, about=about, person=person)
    if letter := existing.first():
        return letter
    subject = subjects.open(about.consortium, Letter.KIND)
    letter = Letter.objects.create(
        consortium=about.consortium,
        subject=subject,
        number=subject.number,
        kind=kind,
        about=about,
        person=person,
        organisation=organisation,
        title=title,
        body=body,
        blob=blob,
        written_at=at,
    )
    entries.record(letter, "letter.hold", by=by, at=at, kind=kind)
    return letter


@transaction.atomic
def edit(letter: Letter, *, title: str, body: str, by: Person, at: datetime) -> None:
    """Change the words of a held letter.

    :raises Refusal: once it was released or cancelled.
    """
    entries.lock(letter)
    if not letter.is_held:
        raise Refusal(
            _("“%(title)s” has left the outbox and cannot be edited; write a new letter.") % {"title": letter}
        )
    if not title.strip() or not body.strip():
        raise Invalid(_("A letter needs a title and a text."), field="body")
    letter.title, letter.body = title, body
    letter.save(update_fields=["title", "body"])
    entries.record(letter, "letter.edit", by=by, at=at)


@transaction.atomic
def release(letters: Iterable[Letter], *, by: Person, at: datetime) -> int:
    """Send held letters, each as a mail of its own, and let their recipients see them; answer how many.

    Letters that somebody released or cancelled in the meantime are passed over.
    """
    held = list(
        Letter.objects.held()
        .filter(pk__in=[letter.pk for letter in letters])
        .select_for_update(of=("self",))
        .select_related("subject", "consortium", "person")
    )
    for letter in held:
        letter.delivery = Delivery(
            person=letter.person,
            key=f"letter:{letter.pk}",
            title=letter.title,
            body=letter.body,
            blob=letter.blob,
            due_at=at,
        )
    Delivery.objects.bulk_create([letter.delivery for letter in held])
    for letter in held:
        entries.move(
            letter,
            Letter.State.RELEASED,
            verb="letter.release",
            by=by,
            at=at,
            changes={"released_at": at, "delivery": letter.delivery},
        )
        address = f"/{letter.consortium.slug}/letters/{letter.number}/"
        notices.tell([letter.person], letter.subject, "letter.released", at=at, address=address, title=letter.title)
    return len(held)


def cancel(letter: Letter, *, by: Person, at: datetime, reason: str) -> None:
    """Take a held letter out of the outbox, with the reason."""
    if not reason.strip():
        raise Invalid(_("Say why the letter is not to go out."), field="reason")
    entries.move(letter, Letter.State.CANCELLED, verb="letter.cancel", by=by, at=at, words={"reason": reason})
