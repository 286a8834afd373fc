"""Formal letters: held in the office's outbox, previewed, edited, then released together or cancelled.

What the recipient sees changes only at release.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from duties import notices
from duties.models import Delivery, Letter
from files.models import Blob
from journal import entries, subjects
from journal.entries import Fact, Move
from journal.models import Subject
from parties.models import Consortium, Organisation, Person
from parties.refusals import Invalid, Refusal
from registry.duties import OBSOLETE_LETTERS


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter to be held: what it is about, to whom, and its words."""

    about: Subject
    person: Person
    title: str
    body: str
    organisation: Organisation | None = None
    blob: Blob | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What it names, for the journal: whoever wrote it can tell by that whether it still holds."""


class Outcome(NamedTuple):
    """What became of the letters that were to be released."""

    released: int
    lapsed: int
    """Letters that asked for what is settled: they were cancelled instead."""


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
    return hold_many(about.consortium, kind, [Draft(about, person, title, body, organisation, blob)], by=by, at=at)[0]


@transaction.atomic
def hold_many(
    consortium: Consortium, kind: str, drafts: Sequence[Draft], *, by: Person | None, at: datetime
) -> list[Letter]:
    """Put many letters of one kind into the outbox in a handful of statements; nobody has one of them yet."""
    opened = subjects.open_many(consortium, Letter.KIND, len(drafts))
    held = Letter.objects.bulk_create(
        Letter(
            consortium=consortium,
            subject=subject,
            number=subject.number,
            kind=kind,
            about=draft.about,
            person=draft.person,
            organisation=draft.organisation,
            title=draft.title,
            body=draft.body,
            blob=draft.blob,
            written_at=at,
        )
        for subject, draft in zip(opened, drafts, strict=True)
    )
    entries.record_many(
        Fact(letter.subject, "letter.hold", by, at, facts={"kind": kind, **draft.facts})
        for letter, draft in zip(held, drafts, strict=True)
    )
    return held


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
def release(letters: Iterable[Letter], *, by: Person, at: datetime) -> Outcome:
    """Send held letters, each as a mail of its own, and let their recipients see them; tell what became of them.

    Letters that somebody released or cancelled in the meantime are passed over; those that ask for what was
    settled in the meantime are cancelled.
    """
    held = list(
        Letter.objects.held()
        .filter(pk__in=[letter.pk for letter in letters])
        .select_for_update(of=("self",))
        .select_related("subject", "consortium", "person")
        .order_by("kind", "pk")
    )
    pointless = _pointless(held)
    lapse([letter for letter in held if letter.pk in pointless], verb="letter.lapse", by=by, at=at)
    going = [letter for letter in held if letter.pk not in pointless]
    for letter in going:
        letter.delivery = Delivery(
            person=letter.person,
            key=f"letter:{letter.pk}",
            title=letter.title,
            body=letter.body,
            blob=letter.blob,
            due_at=at,
        )
    Delivery.objects.bulk_create([letter.delivery for letter in going])
    out = [Move(each, Letter.State.RELEASED, {"released_at": at, "delivery": each.delivery}) for each in going]
    entries.move_many(out, verb="letter.release", by=by, at=at)
    for letter in going:
        address = f"/{letter.consortium.slug}/letters/{letter.number}/"
        notices.tell([letter.person], letter.subject, "letter.released", at=at, address=address, title=letter.title)
    return Outcome(len(going), len(pointless))


def lapse(letters: Iterable[Letter], *, verb: str, by: Person | None, at: datetime) -> None:
    """Take held letters out of the outbox because what they say is no longer so; the verb tells why.

    ``letter.lapse``: what it asks for is settled. ``letter.supersede``: a newer one is held in its place.
    """
    entries.move_many([Move(letter, Letter.State.CANCELLED) for letter in letters], verb=verb, by=by, at=at)


def cancel(letter: Letter, *, by: Person, at: datetime, reason: str) -> None:
    """Take a held letter out of the outbox, with the reason."""
    if not reason.strip():
        raise Invalid(_("Say why the letter is not to go out."), field="reason")
    entries.move(letter, Letter.State.CANCELLED, verb="letter.cancel", by=by, at=at, words={"reason": reason})


def _pointless(letters: Sequence[Letter]) -> set[int]:
    """Ask those who wrote each kind of letter which of them ask for what is settled."""
    found: set[int] = set()
    for kind, group in groupby(letters, key=attrgetter("kind")):
        if kind in OBSOLETE_LETTERS:
            found |= OBSOLETE_LETTERS[kind](list(group))
    return found
