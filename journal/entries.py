"""Writing the journal: `record` a fact, `move` a state. Nothing else changes a state or writes an entry."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from journal.models import Entry, Particulars, Subject, SubjectRow
from parties.models import Person
from parties.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry to be written. ``facts`` go into the chain; ``words`` are personal and stay outside."""

    subject: Subject
    verb: str
    by: Person | None
    at: datetime
    on_behalf_of: Person | None = None
    rule: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, Any] = field(default_factory=dict)
    happened_at: datetime | None = None
    """When it happened, where that is not when it was recorded."""


def record(
    row: SubjectRow,
    verb: str,
    *,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
    rule: str = "",
    words: Mapping[str, Any] | None = None,
    happened_at: datetime | None = None,
    **facts: Any,
) -> Entry:
    """Write one entry about a row. ``by`` is None where the clock acted; ``at`` is when it is recorded.

    ``facts`` must be codes, numbers, dates or lists of these; what a person typed goes into ``words``.
    """
    return record_many([Fact(row.subject, verb, by, at, on_behalf_of, rule, facts, words or {}, happened_at)])[0]


def record_many(facts: Iterable[Fact]) -> list[Entry]:
    """Write entries in two statements, in the caller's transaction."""
    facts = list(facts)
    salts = [secrets.token_hex(16) for fact in facts]
    entries = Entry.objects.bulk_create(
        Entry(
            consortium_id=fact.subject.consortium_id,
            subject=fact.subject,
            verb=fact.verb,
            happened_at=fact.happened_at or fact.at,
            recorded_at=fact.at,
            rule=fact.rule,
            facts=plain(fact.facts),
            personal_digest=personal_digest(_key(fact.by), _key(fact.on_behalf_of), plain(fact.words), salt),
        )
        for fact, salt in zip(facts, salts, strict=True)
    )
    Particulars.objects.bulk_create(
        Particulars(
            consortium_id=fact.subject.consortium_id,
            entry=entry,
            by=fact.by,
            on_behalf_of=fact.on_behalf_of,
            words=plain(fact.words),
            salt=salt,
        )
        for entry, fact, salt in zip(entries, facts, salts, strict=True)
    )
    return entries


@transaction.atomic
def move(
    row: SubjectRow,
    to: str,
    *,
    verb: str,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
    rule: str = "",
    words: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
    happened_at: datetime | None = None,
    **facts: Any,
) -> Entry:
    """Change a state: lock the row, check the arrow in ``MOVES``, save, write the entry.

    ``changes`` are other columns of the row to save in the same statement. The row that was passed in
    is brought up to date.

    :raises Refusal: where ``MOVES`` has no arrow from the present state to ``to``.
    """
    model = type(row)
    now = model._base_manager.select_for_update(of=("self",)).values_list("state", flat=True).get(pk=row.pk)
    if to not in model.MOVES.get(now, ()):
        raise Refusal(_refused_move(row, now, to), rule=rule)
    for name, value in {**(changes or {}), "state": to}.items():
        setattr(row, name, value)
    row.save(update_fields=[*(changes or {}), "state"])
    told = {"from": now, "to": to, **facts}
    return record(
        row, verb, by=by, at=at, on_behalf_of=on_behalf_of, rule=rule, words=words, happened_at=happened_at, **told
    )


@dataclass(frozen=True, slots=True)
class Move:
    """One of many moves: the row, where to, other columns that change with it, and facts for the entry."""

    row: SubjectRow
    to: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def move_many(
    moves: Iterable[Move],
    *,
    verb: str,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
    rule: str = "",
    happened_at: datetime | None = None,
) -> list[Entry]:
    """Change the states of many rows of one model, each as ``move`` would, in a handful of statements.

    :raises Refusal: where ``MOVES`` lacks one of the arrows; then nothing is changed.
    """
    moves = list(moves)
    if not moves:
        return []
    model = type(moves[0].row)
    locked = model._base_manager.select_for_update(of=("self",)).order_by("pk")
    before = dict(locked.filter(pk__in=[each.row.pk for each in moves]).values_list("pk", "state"))
    for each in moves:
        if each.to not in model.MOVES.get(before[each.row.pk], ()):
            raise Refusal(_refused_move(each.row, before[each.row.pk], each.to), rule=rule)
        for name, value in {**each.changes, "state": each.to}.items():
            setattr(each.row, name, value)
    columns = {"state"}.union(*(each.changes for each in moves))
    model._base_manager.bulk_update([each.row for each in moves], sorted(columns), batch_size=1000)
    return record_many(
        Fact(
            each.row.subject,
            verb,
            by,
            at,
            on_behalf_of,
            rule,
            {"from": before[each.row.pk], "to": each.to, **each.facts},
            {},
            happened_at,
        )
        for each in moves
    )


def lock(row: models.Model) -> None:
    """Lock the row until commit and read it afresh: the first act of a verb that checks before it writes."""
    row.refresh_from_db(from_queryset=type(row)._base_manager.select_for_update(of=("self",)))


def plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Turn facts into plain JSON values, so that the digest is the same before and after storage."""
    return json.loads(json.dumps(dict(facts), default=str, sort_keys=True))


def personal_digest(by: int | None, on_behalf_of: int | None, words: Mapping, salt: str) -> str:
    """Digest the personal half of an entry under its salt: two ids and the words (SHA-256, hexadecimal)."""
    content = [salt, by, on_behalf_of, words]
    return hashlib.sha256(canonical(content)).hexdigest()


def canonical(content: Any) -> bytes:
    """Write JSON in the one way that a digest can rely on."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _key(person: Person | None) -> int | None:
    return person.pk if person else None


def _refused_move(row: SubjectRow, now: str, to: str) -> str:
    state = type(row)._meta.get_field("state")
    labels = dict(state.flatchoices)
    if now == to:
        return _("%(thing)s is “%(now)s” already.") % {"thing": row, "now": labels.get(now, now)}
    return _("%(thing)s is “%(now)s” and cannot become “%(to)s” from there.") % {
        "thing": row,
        "now": labels.get(now, now),
        "to": labels.get(to, to),
    }
