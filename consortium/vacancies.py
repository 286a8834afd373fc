"""Which company holds which posts, and which seats are vacant: "posts used 3 of 4" for all at once (GOV-09)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from consortium import quotas
from consortium.models import Body, Nomination, Seat
from consortium.quotas import Posts, Use
from membership.models import Member, Tiering
from parties.models import Consortium


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
    """Read the posts of every company that may hold any, in four queries."""
    tiers = dict(Tiering.objects.filter(consortium=consortium, during__contains=day).values_list("member_id", "tier"))
    members = Member.objects.current(day).filter(consortium=consortium).select_related("organisation", "consortium")
    held, nominated = _held(consortium, day), _nominated(consortium)
    found = [
        _posts(member, tiers.get(member.pk, ""), charter, held, nominated)
        for member in members.order_by("organisation__name")
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
            lines.append((key, Use(allowed, tuple(sits), tuple(waits))))
    return CompanyPosts(member, tier, Posts(tuple(lines)))


def _held(consortium: Consortium, day: date) -> dict[tuple[int, str], list[str]]:
    seats = Seat.objects.held().filter(
        consortium=consortium, member__isnull=False, body__level__gt=0, during__endswith__gt=day
    )
    return _grouped(seats.values_list("member_id", "body__key", "person__name"))


def _nominated(consortium: Consortium) -> dict[tuple[int, str], list[str]]:
    waiting = Nomination.objects.waiting().filter(consortium=consortium, post="", replaces=None)
    return _grouped(waiting.values_list("member_id", "body__key", "person__name"))


def _grouped(rows) -> dict[tuple[int, str], list[str]]:
    found = defaultdict(list)
    for member, key, name in rows:
        found[member, key].append(name)
    return found
