"""Numbering and chaining committed entries.

Verbs do not queue behind a head row: they write unnumbered entries, and one sealer per consortium
numbers what has been committed. A row whose transaction is still open is simply sealed next time.

The last entry of each transaction covers the fingerprints of the transaction, which were committed with it.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from journal.entries import canonical
from journal.models import Entry, Seal
from parties.models import Consortium
from web import advisory_lock

GENESIS = "0" * 64
BATCH = 5000

SPANS = """
    WITH last AS (
        SELECT max(id) AS id, consortium_id, written_in, written_at FROM journal_entry
        WHERE id = ANY(%s) GROUP BY consortium_id, written_in, written_at
    )
    SELECT last.id, min(print.id), max(print.id) FROM last JOIN journal_fingerprint print
        ON print.written_in = last.written_in AND print.written_at = last.written_at
        AND print.consortium_id = last.consortium_id
    WHERE print.id > coalesce((
        SELECT max(sealed.last_print) FROM journal_entry sealed
        WHERE sealed.written_in = last.written_in AND sealed.written_at = last.written_at
        AND sealed.consortium_id = last.consortium_id AND sealed.last_print IS NOT NULL
    ), 0)
    GROUP BY last.id
"""
"""Which fingerprints the entries of a batch are to cover: those of their transactions that none covers yet."""

COVERED = """
    SELECT entry.id, encode(sha256(string_agg(sha256(convert_to(concat_ws(' ', print.id, print.table_name,
        print.row_id, print.salt, print.is_gone, print.digests), 'UTF8')), '' ORDER BY print.id)), 'hex')
    FROM journal_entry entry JOIN journal_fingerprint print
        ON print.written_in = entry.written_in AND print.written_at = entry.written_at
        AND print.consortium_id = entry.consortium_id AND print.id BETWEEN entry.first_print AND entry.last_print
    WHERE entry.id = ANY(%s) GROUP BY entry.id
"""
"""One digest over all fingerprints that each entry covers."""


@transaction.atomic
def seal(consortium: Consortium, *, at: datetime) -> Seal | None:
    """Number and chain the committed entries of one consortium, at most `BATCH` of them.

    Safe to run twice and side by side: sealers take turns, and the second finds nothing.
    """
    advisory_lock.acquire("journal.seal", consortium.pk)
    entries = list(
        Entry.objects.unsealed().filter(consortium=consortium).select_related("subject").order_by("id")[:BATCH]
    )
    if not entries:
        return None
    head = Seal.objects.filter(consortium=consortium).order_by("-number").first()
    covered = _cover(entries)
    number = head.last if head else 0
    for entry in entries:
        number += 1
        entry.number = number
        entry.digest = digest(entry, covered.get(entry.pk, ""))
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


def covered_by(entries: Iterable[Entry]) -> dict[int, str]:
    """Digest the fingerprints that each entry covers, as they are now, by the entry's id."""
    covering = [entry.pk for entry in entries if entry.last_print]
    return dict(_rows(COVERED, covering)) if covering else {}


def digest(entry: Entry, covered: str = "") -> str:
    """Digest the public facts of an entry and what it covers (SHA-256, hexadecimal)."""
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
    if entry.last_print:
        content += [entry.first_print, entry.last_print, covered]
    return hashlib.sha256(canonical(content)).hexdigest()


def chain(previous: str, digests: Iterable[str]) -> str:
    """Digest a batch behind its predecessor."""
    whole = hashlib.sha256(previous.encode())
    for each in digests:
        whole.update(each.encode())
    return whole.hexdigest()


def _cover(entries: list[Entry]) -> dict[int, str]:
    """Give the last entry of each transaction the span of its fingerprints; answer what each covers."""
    spans = {key: span for key, *span in _rows(SPANS, [entry.pk for entry in entries])}
    covering = [entry for entry in entries if entry.pk in spans]
    for entry in covering:
        entry.first_print, entry.last_print = spans[entry.pk]
    Entry.objects.bulk_update(covering, ["first_print", "last_print"], batch_size=1000)
    return covered_by(covering)


def _rows(statement: str, keys: list[int]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [keys])
        return cursor.fetchall()
