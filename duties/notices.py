"""Writing notices: what a person should know. Delivering them is another matter (`deliveries`)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from duties.models import Notice
from journal.models import Subject
from parties.models import Person


def tell(
    people: Iterable[Person | int],
    subject: Subject,
    kind: str,
    *,
    at: datetime,
    address: str | Mapping[int, str],
    is_urgent: bool = False,
    key: str = "",
    **facts: Any,
) -> None:
    """Write one notice for each person, in one statement; what a person was told already is left alone.

    ``kind`` is a key of `duties.sentences.SENTENCES`, ``facts`` are its variables, ``address`` is where it
    leads below the site's root, or where it leads each person, by primary key. ``key`` tells occasions apart
    (default: one per subject and kind).
    """
    key = key or f"{kind}:{subject.pk}"
    pks = [person if isinstance(person, int) else person.pk for person in people]
    Notice.objects.bulk_create(
        (
            Notice(
                consortium_id=subject.consortium_id,
                person_id=pk,
                subject=subject,
                kind=kind,
                facts=facts,
                address=address if isinstance(address, str) else address[pk],
                is_urgent=is_urgent,
                noticed_at=at,
                key=key,
            )
            for pk in pks
        ),
        ignore_conflicts=True,
    )


def mark_read(rows: QuerySet[Notice], *, at: datetime) -> int:
    """Note that notices have been read, each at its first reading; return how many were new."""
    return rows.filter(read_at__isnull=True).update(read_at=at)


@dataclass(frozen=True, slots=True)
class Telling:
    """What one person is told about one subject."""

    person_id: int
    subject: Subject
    address: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""
    """What tells occasions apart; by default one per subject and kind."""


def tell_each(tellings: Iterable[Telling], kind: str, *, at: datetime, is_urgent: bool = False) -> None:
    """Write notices of one kind about many subjects, as ``tell`` would, in one statement."""
    Notice.objects.bulk_create(
        (
            Notice(
                consortium_id=each.subject.consortium_id,
                person_id=each.person_id,
                subject=each.subject,
                kind=kind,
                facts=dict(each.facts),
                address=each.address,
                is_urgent=is_urgent,
                noticed_at=at,
                key=each.key or f"{kind}:{each.subject.pk}",
            )
            for each in tellings
        ),
        ignore_conflicts=True,
    )
