"""Numbering and chaining committed entries, and checking the chain.

Verbs do not queue behind a head row: they write unnumbered entries, and one sealer per consortium
numbers what has been committed. A row whose transaction is still open is simply sealed next time.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from journal.entries import canonical, personal_digest
from journal.models import Entry, Seal
from parties import turns
from parties.models import Consortium

GENESIS = "0" * 64
BATCH = 5000


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where the chain does not hold."""

    place: str
    problem: str


@transaction.atomic
def seal(consortium: Consortium, *, at: datetime) -> Seal | None:
    """Number and chain the committed entries of one consortium, at most `BATCH` of them.

    Safe to run twice and side by side: sealers take turns, and the second finds nothing.
    """
    turns.take("journal.seal", consortium.pk)
    entries = list(
        Entry.objects.unsealed().filter(consortium=consortium).select_related("subject").order_by("id")[:BATCH]
    )
    if not entries:
        return None
    head = Seal.objects.filter(consortium=consortium).order_by("-number").first()
    number = head.last if head else 0
    for entry in entries:
        number += 1
        entry.number = number
        entry.digest = digest(entry)
    Entry.objects.bulk_update(entries, ["number", "digest"], batch_size=1000)
    previous = head.digest if head else GENESIS
    return Seal.objects.create(
        consortium=consortium,
        number=head.number + 1 if head else 1,
        first=entries[0].number,
        last=entries[-1].number,
        previous=previous,
        digest=chain(previous, (entry.digest for entry in entries)),
        sealed_at=at,
    )


def digest(entry: Entry) -> str:
    """Digest the public facts of an entry (SHA-256, hexadecimal)."""
    content = [
        entry.number,
        entry.subject.kind,
        entry.subject.number,
        entry.verb,
        entry.happened_at.isoformat(),
        entry.recorded_at.isoformat(),
        entry.rule,
        entry.facts,
        entry.personal_digest,
    ]
    return hashlib.sha256(canonical(content)).hexdigest()


def chain(previous: str, digests: Iterator[str]) -> str:
    """Digest a batch behind its predecessor."""
    whole = hashlib.sha256(previous.encode())
    for each in digests:
        whole.update(each.encode())
    return whole.hexdigest()


def verify(consortium: Consortium) -> list[Fault]:
    """Check every sealed entry and every seal of a consortium; an empty list means that all holds."""
    faults: list[Fault] = []
    previous, expected = GENESIS, 1
    for each in Seal.objects.filter(consortium=consortium).order_by("number"):
        place = f"seal {each.number}"
        if each.previous != previous:
            faults.append(Fault(place, "does not follow the seal before it"))
        if each.first != expected:
            faults.append(Fault(place, f"begins at entry {each.first}, expected {expected}"))
        entries = list(
            Entry.objects.filter(consortium=consortium, number__range=(each.first, each.last))
            .select_related("subject", "particulars")
            .order_by("number")
        )
        if len(entries) != each.last - each.first + 1:
            faults.append(Fault(place, "misses entries"))
        faults.extend(fault for entry in entries for fault in _faults_of(entry))
        if chain(previous, (entry.digest for entry in entries)) != each.digest:
            faults.append(Fault(place, "does not match its entries"))
        previous, expected = each.digest, each.last + 1
    return faults


def _faults_of(entry: Entry) -> Iterator[Fault]:
    place = f"entry {entry.number}"
    if digest(entry) != entry.digest:
        yield Fault(place, "was changed after it was sealed")
    personal = getattr(entry, "particulars", None)
    if personal and entry.personal_digest != personal_digest(
        personal.by, personal.on_behalf_of, personal.words, personal.salt
    ):
        yield Fault(place, "has particulars that do not match their digest")
