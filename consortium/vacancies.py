"""Which company holds which posts, and which seats are vacant: "posts used 3 of 4" for all at once (GOV-09)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery, Value

from consortium import quotas
from consortium.models import Body, Nomination, Seat
from consortium.quotas import Posts, Use
from membership.models import Member, Tiering
from parties.models import Consortium

Names = dict[tuple[int, str], list[str]]
"""Names by member and body key."""


@dataclass(frozen=True, slots=True)
class CompanyPosts:
    """The posts of one company, by body."""

    member: Member
    tier: str
    posts: Posts


@dataclass(frozen=True, slots=True)
class Vacancy:
    """Seats of one company in one body for which nobody sits or is nominated."""

    member: Member
    key: str
    use: Use


def of_companies(consortium: Consortium, charter: Any, day: date) -> list[CompanyPosts]:
    """Read the posts of every company that may hold any, in two queries."""
    tier = Tiering.objects.filter(member=OuterRef("pk"), during__contains=day).values("tier")[:1]
    members = Member.objects.current(day).filter(consortium=consortium).annotate(tier=Subquery(tier))
    held, nominated = _taken(consortium, day)
    found = [
        _posts(member, member.tier or "", charter, held, nominated)
        for member in members.select_related("organisation", "consortium").order_by("organisation__name")
    ]
    return [each for each in found if each.posts.allowed]


def of_body(body: Body, charter: Any, day: date) -> list[Vacancy]:
    """List the companies that may still fill seats of the body."""
    if body.key not in charter.bodies or not body.level:
        return []
    companies = of_companies(body.consortium, charter, day)
    return [each for company in companies for each in _vacant(company) if each.key == body.key]


def _vacant(company: CompanyPosts) -> list[Vacancy]:
    return [Vacancy(company.member, key, use) for key, use in company.posts.lines if use.vacant]


def _posts(member: Member, tier: str, charter: Any, held: dict, nominated: dict) -> CompanyPosts:
    lines = []
    for key in charter.bodies:
        allowed = charter.quota(tier, key)
        if allowed and quotas.open_to(charter, key, member.branch):
            sits, waits = held.get((member.pk, key), ()), nominated.get((member.pk, key), ())
            lines.append((key, Use(allowed, tuple(sorted(sits)), tuple(sorted(waits)))))
    return CompanyPosts(member, tier, Posts(tuple(lines)))


def _taken(consortium: Consortium, day: date) -> tuple[Names, Names]:
    """Who sits, and who is nominated, by member and body, in one query."""
    seats = Seat.objects.held().filter(
        consortium=consortium, member__isnull=False, body__level__gt=0, during__endswith__gt=day
    )
    waiting = Nomination.objects.waiting().filter(consortium=consortium, member__isnull=False, post="", replaces=None)
    columns = ("member_id", "body__key", "person__name")
    rows = seats.values_list(Value(True), *columns).union(waiting.values_list(Value(False), *columns), all=True)
    held: Names = defaultdict(list)
    nominated: Names = defaultdict(list)
    for is_held, member, key, name in rows:
        (held if is_held else nominated)[member, key].append(name)
    return held, nominated
