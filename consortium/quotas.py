"""How many seats a company may hold, and which it holds (GOV-09). The arithmetic is pure; `use_of` reads."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, DateField, QuerySet, Value
from django.utils.translation import gettext as _

from consortium.eligibility import short_name
from consortium.models import Nomination, Seat
from membership.models import Member
from parties.refusals import Invalid
from web.compiled import Param, compiled


@dataclass(frozen=True, slots=True)
class Use:
    """What a company may hold and holds of one class of seats."""

    allowed: int
    holders: tuple[str, ...] = ()
    nominated: tuple[str, ...] = ()

    @property
    def vacant(self) -> int:
        """Seats for which nobody sits or is nominated."""
        return max(0, self.allowed - len(self.holders) - len(self.nominated))


@dataclass(frozen=True, slots=True)
class Posts:
    """All posts of a company: what its page says as "posts used 3 of 4"."""

    lines: tuple[tuple[str, Use], ...]
    """Body key and its use, for each body in which the company may hold seats."""

    @property
    def used(self) -> int:
        return sum(len(use.holders) for _key, use in self.lines)

    @property
    def allowed(self) -> int:
        return sum(use.allowed for _key, use in self.lines)

    @property
    def vacant(self) -> int:
        return sum(use.vacant for _key, use in self.lines)

    @property
    def waiting(self) -> int:
        """Nominations that are not decided yet."""
        return sum(len(use.nominated) for _key, use in self.lines)


def refusal(charter: Any, key: str, *, company: str, tier: str, use: Use) -> str:
    """Say why the company may not have another seat in the class of ``key``; empty where it may."""
    if use.vacant:
        return ""
    grade = f" ({charter.tiers[tier].name.lower()})" if tier in charter.tiers else ""
    said = {
        "company": company,
        "grade": grade,
        "held": len(use.holders),
        "allowed": use.allowed,
        "seats": short_name(charter, key),
        "holders": f" ({', '.join(use.holders)})" if use.holders else "",
    }
    sentence = (
        _("Seat quota: %(company)s%(grade)s already holds %(held)s of %(allowed)s %(seats)s seats%(holders)s") % said
    )
    waiting = _("; nominated: %(names)s") % {"names": ", ".join(use.nominated)}
    return sentence + waiting if use.nominated else sentence


def check(charter: Any, key: str, member: Member, *, tier: str, use: Use) -> None:
    """Let a company with a free seat pass. Hold the member's lock while asking.

    :raises Invalid: naming the quota and the holders (GOV-09).
    """
    if text := refusal(charter, key, company=str(member), tier=tier, use=use):
        raise Invalid(text, field="body", rule="GOV-09")


def use_of(
    charter: Any,
    key: str,
    member: Member,
    *,
    tier: str,
    day: date,
    apart_from: Seat | None = None,
    nomination: Nomination | None = None,
) -> Use:
    """Read what the company holds of the class of ``key``; leave out the seat that is replaced and the nomination."""
    keys = same_class(charter, key)
    held = _held(member, keys, day)
    waiting = Nomination.objects.waiting().filter(member=member, body__key__in=keys, post="", replaces=None)
    if apart_from:
        held = held.exclude(pk=apart_from.pk)
    if nomination:
        waiting = waiting.exclude(pk=nomination.pk)
    return Use(
        allowed=charter.quota(tier, key),
        holders=tuple(held.values_list("person__name", flat=True)),
        nominated=tuple(waiting.order_by("pk").values_list("person__name", flat=True)),
    )


def posts_of(member: Member, charter: Any, *, tier: str, day: date) -> Posts:
    """Read all posts of a company in its own branch, in one query (GOV-09)."""
    keys = [key for key in charter.bodies if charter.quota(tier, key) and open_to(charter, key, member.branch)]
    rows = _taken.rows(tuple(keys), member=member.pk, day=day) if keys else []
    taken: dict[tuple[bool, str], list[str]] = defaultdict(list)
    for is_held, _pk, key, name in sorted(rows):
        taken[is_held, key].append(name)
    return Posts(
        tuple((key, Use(charter.quota(tier, key), tuple(taken[True, key]), tuple(taken[False, key]))) for key in keys)
    )


def same_class(charter: Any, key: str) -> list[str]:
    """Bodies whose seats count against one quota."""
    class_ = charter.bodies[key].class_
    return [other for other, body in charter.bodies.items() if body.class_ == class_]


@compiled
def _taken(keys: tuple[str, ...]) -> QuerySet:
    """A company's seats and waiting nominations: whether it is a seat, its key, the body and the person."""
    member, day = Param("member", BigIntegerField()), Param("day", DateField())
    waiting = Nomination.objects.waiting().filter(member=member, body__key__in=keys, post="", replaces=None)
    columns = ("pk", "body__key", "person__name")
    sits = _held(member, keys, day).order_by().values_list(Value(True), *columns)
    return sits.union(waiting.order_by().values_list(Value(False), *columns), all=True)


def _held(member: Member | Param, keys: Iterable[str], day: date | Param) -> QuerySet[Seat]:
    """Seats that use the quota today; one that is yet to end keeps its place until then."""
    return (
        Seat.objects.held()
        .filter(member=member, body__key__in=list(keys), body__level__gt=0, during__endswith__gt=day)
        .order_by("pk")
    )


def open_to(charter: Any, key: str, branch: str) -> bool:
    """Whether companies of the branch hold seats in the body (E-13)."""
    body = charter.bodies[key]
    return not (charter.membership.in_branches and body.branch) or body.branch == branch
