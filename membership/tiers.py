"""Placing members in tiers, and asking which tier they had on a day."""

from collections.abc import Iterable
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from journal.models import Entry
from membership import ranges
from membership.models import Member, Tiering

Placement = tuple[Member, str, Entry | None]
"""A member, its tier from now on, and the entry that placed it."""


def place(placements: Iterable[Placement], *, from_day: date) -> None:
    """Put members into their tiers from a day on, in two statements. The caller writes the journal."""
    placements = list(placements)
    ranges.end(Tiering.objects.filter(member__in=[member.pk for member, _tier, _entry in placements]), from_day)
    Tiering.objects.bulk_create(
        Tiering(
            consortium_id=member.consortium_id,
            member=member,
            tier=tier,
            during=DateRange(from_day, None),
            entry=entry,
        )
        for member, tier, entry in placements
    )


def tier_on(member: Member, day: date) -> str:
    """Give the member's tier of the day; empty where it has none."""
    return Tiering.objects.filter(member=member, during__contains=day).values_list("tier", flat=True).first() or ""
