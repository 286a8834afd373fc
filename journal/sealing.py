"""Numbering and chaining committed entries.

Verbs do not queue behind a head row: they write unnumbered entries, and one sealer per consortium
numbers what has been committed. A row whose transaction is still open is simply sealed next time.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from journal.entries import canonical
from journal.models import Entry, Seal
from parties import turns
from parties.models import Consortium

GENESIS = "0" * 64
BATCH = 5000


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
