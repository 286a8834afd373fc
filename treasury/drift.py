"""Drift: the part of the dues that projects get has left what the charter tolerates, and people hear of it (MEM-07)."""

from datetime import datetime
from decimal import Decimal

from charter import editions
from duties import notices
from parties.models import Consortium
from registry.duties import AUDIENCES
from treasury import funds, queries


def warn(consortium: Consortium, *, at: datetime) -> Decimal | None:
    """Tell the council and finance once per dues year that its actual project share lies outside the tolerance.

    Answers that share, as a part of one; None where all is well (E-11). Safe to repeat.
    """
    rules = editions.in_force(consortium, consortium.day_of(at))
    year = next(iter(queries.years(consortium)), None)
    if not rules.pools or year is None:
        return None
    seen = funds.of_year(consortium, year, rules.identity.currency)
    if not seen.is_outside(rules.pools.project_share, rules.pools.tolerance):
        return None
    people = _seated(consortium, "council", at) | _seated(consortium, "office", at, post="finance")
    notices.tell(
        people,
        editions.edition_in_force(consortium, consortium.day_of(at)).subject,
        "pools.drifted",
        at=at,
        address=f"/{consortium.slug}/funds/?year={year}",
        key=f"pools.drifted:{consortium.pk}:{year}",
        year=year,
        actual=str(seen.actual_share),
        share=str(rules.pools.project_share),
    )
    return seen.actual_share


def _seated(consortium: Consortium, kind: str, at: datetime, *, post: str = "") -> set[int]:
    return {pk for seated in AUDIENCES.values() for pk in seated(consortium, (kind,), at=at, post=post)}
