"""What must hold between the rules on bodies: each function lists the faults of a draft charter."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from charter.faults import Fault, missing
from consortium.rules import MEMBER

VOTING = ("quorum", "quorum_counts", "majority", "tie", "recusal", "seat_end")
"""What a body that votes must say of itself."""


def councils(charter: Any) -> Iterator[Fault]:
    """Hold the number of councils to the law (GOV-01)."""
    law = charter.laws.councils
    found = _of_kind(charter, "council")
    if law is not None and len(found) != law:
        yield Fault(
            "bodies",
            _("the charter allows %(law)s council, not %(found)s") % {"law": law, "found": len(found)},
            rule="GOV-01",
        )


def branches(charter: Any) -> Iterator[Fault]:
    """Hold committees to one of each kind per branch (GOV-02)."""
    for kind in charter.laws.one_per_branch or ():
        found = _of_kind(charter, kind)
        for key, body in found.items():
            if not body.branch:
                yield Fault(f"bodies.{key}.branch", _("this committee belongs to a branch"), rule="GOV-02")
        for branch in charter.branches:
            keys = [key for key, body in found.items() if body.branch == branch]
            if len(keys) != 1:
                yield Fault(
                    f"branches.{branch}",
                    _("a branch has one %(kind)s committee, not %(count)s (%(keys)s)")
                    % {"kind": kind, "count": len(keys), "keys": ", ".join(keys) or _("none")},
                    rule="GOV-02",
                )


def levels(charter: Any) -> Iterator[Fault]:
    """Hold the layers of management to exactly 1…n (GOV-04)."""
    law = charter.laws.levels
    if law is None:
        return
    layered = {key: body.level for key, body in charter.bodies.items() if body.kind != "office"}
    for key, level in layered.items():
        if level is not None and not 1 <= level <= law:
            yield Fault(
                f"bodies.{key}.level",
                _("%(level)s is not a layer; there are exactly %(law)s") % {"level": level, "law": law},
                rule="GOV-04",
            )
    empty = set(range(1, law + 1)) - set(layered.values())
    if empty:
        yield Fault("bodies", _("no body stands on layer %(empty)s") % {"empty": min(empty)}, rule="GOV-04")


def approvals(charter: Any) -> Iterator[Fault]:
    """Hold the way of an approval, from a body up to the top, to the law (GOV-05)."""
    law = charter.laws.approval_steps
    for key in charter.bodies:
        steps = len(_way_up(charter, key, "parent"))
        if law is not None and steps > law:
            yield Fault(
                f"bodies.{key}.parent",
                _("an approval would cross %(steps)s bodies; at most %(law)s") % {"steps": steps, "law": law},
                rule="GOV-05",
            )


def circles(charter: Any) -> Iterator[Fault]:
    """Refuse bodies that appoint, or stand below, themselves by a detour."""
    for attribute, message in (
        ("appointed_by", _("the appointments go in a circle: %(way)s")),
        ("parent", _("the bodies stand in a circle: %(way)s")),
    ):
        for key in charter.bodies:
            way = _way_up(charter, key, attribute)
            if getattr(charter.bodies[way[-1]], attribute) == key:
                yield Fault(f"bodies.{key}.{attribute}", message % {"way": " → ".join([*way, key])})


def votes(charter: Any) -> Iterator[Fault]:
    """Ask of whatever votes how it decides (E-04)."""
    kinds = {f"working_groups.kinds.{key}": kind for key, kind in charter.working_groups.kinds.items()}
    for path, rules in {**{f"bodies.{key}": body for key, body in charter.bodies.items()}, **kinds}.items():
        if rules.vote == "seat":
            yield from (missing(f"{path}.{name}", "E-04") for name in VOTING if getattr(rules, name) is None)


def open_counts(charter: Any) -> Iterator[Fault]:
    """Refuse a vote that ends once it is certain while its count is hidden: going on would tell the count (E-04)."""
    if charter.votes and charter.votes.ends_early == "certain" and charter.votes.count_while_open != "shown":
        yield Fault(
            "votes.ends_early",
            _("a vote that ends once its outcome is certain tells how it stands: show the count, or let it run"),
            rule="E-04",
        )


def seats(charter: Any) -> Iterator[Fault]:
    """Ask how many seats a member has: by tier, or else of each body that members sit in."""
    for key, body in charter.bodies.items():
        if body.kind != "office" and not charter.tiers and body.seats_per_member is None:
            yield missing(f"bodies.{key}.seats_per_member", "GOV-09")
        if body.kind == "office" and body.vote not in (None, "none"):
            yield Fault(f"bodies.{key}.vote", _("the office has no vote"), rule="GOV-07")


def core_seats(charter: Any) -> Iterator[Fault]:
    """Keep management posts with the core tiers, and fewer of them from tier to tier (GOV-08, GOV-09)."""
    laws = charter.laws
    core = sorted(
        (tier.rank, key, tier) for key, tier in charter.tiers.items() if tier.core and tier.rank and tier.seats
    )
    for key, tier in charter.tiers.items():
        if laws.only_core_sits and tier.core is False and sum((tier.seats or {}).values()):
            yield Fault(f"tiers.{key}.seats", _("only core tiers hold posts"), rule="GOV-08")
    for (_rank, above, higher), (_next, below, lower) in pairwise(core):
        if laws.core_quotas_fall and sum(lower.seats.values()) >= sum(higher.seats.values()):
            yield Fault(
                f"tiers.{below}.seats",
                _("%(below)s has %(lower)s posts in all, which is not fewer than the %(higher)s of %(above)s")
                % {
                    "below": below,
                    "lower": sum(lower.seats.values()),
                    "higher": sum(higher.seats.values()),
                    "above": above,
                },
                rule="GOV-09",
            )


def groups(charter: Any) -> Iterator[Fault]:
    """Ask of a charter with working groups who sets them up and whether guests vote (WG-01…04)."""
    rules = charter.working_groups
    if rules.kinds and not rules.set_up_by:
        yield missing("working_groups.set_up_by", "WG-01")
    if rules.kinds and rules.guests_vote is None:
        yield missing("working_groups.guests_vote", "WG-03")


def office(charter: Any) -> Iterator[Fault]:
    """Ask for an office: a secretary, and somebody for finance where dues are charged (GOV-06)."""
    if not _of_kind(charter, "office"):
        yield missing("bodies.office", "GOV-06")
    if "secretary" not in charter.office.posts:
        yield missing("office.posts.secretary.name")
    if "finance" not in charter.office.posts and charter.dues.basis in ("tier", "formula"):
        yield missing("office.posts.finance.name", "GOV-06")


COHERENCE = (councils, branches, levels, approvals, circles, votes, open_counts, seats, core_seats, groups, office)


def _of_kind(charter: Any, kind: str) -> dict:
    return {key: body for key, body in charter.bodies.items() if body.kind == kind}


def _way_up(charter: Any, key: str, attribute: str) -> list[str]:
    """List the bodies from ``key`` upwards, each once."""
    way = [key]
    while True:
        above = getattr(charter.bodies[way[-1]], attribute)
        if not above or above == MEMBER or above not in charter.bodies or above in way:
            return way
        way.append(above)
