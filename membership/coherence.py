"""What must hold between the rules on tiers and dues: each function lists the faults of a draft charter."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from charter.faults import Fault, missing


def core(charter: Any) -> Iterator[Fault]:
    """Hold the number of core tiers, and of tiers below them, to the law (MEM-04)."""
    found = [tier.core for tier in charter.tiers.values()]
    for name, law, count in (
        (_("core tiers"), charter.laws.core_tiers, found.count(True)),
        (_("tiers below the core"), charter.laws.other_tiers, found.count(False)),
    ):
        if law is not None and count < law:
            yield Fault(
                "tiers",
                _("%(count)s %(name)s; at least %(law)s") % {"count": count, "name": name, "law": law},
                rule="MEM-04",
            )


def ranks(charter: Any) -> Iterator[Fault]:
    """Refuse two tiers of one rank."""
    seen: dict[int, str] = {}
    for key, tier in charter.tiers.items():
        if tier.rank in seen:
            yield Fault(f"tiers.{key}.rank", _("%(other)s has this rank too") % {"other": seen[tier.rank]})
        elif tier.rank is not None:
            seen[tier.rank] = key


def bands(charter: Any) -> Iterator[Fault]:
    """Refuse bands of revenue that overlap, leave a gap, or stop short at either end (MEM-03)."""
    tiers = [(tier.revenue_from, tier.revenue_below, key) for key, tier in charter.tiers.items()]
    tiers = sorted(tier for tier in tiers if tier[0] is not None)
    if not tiers or len(tiers) != len(charter.tiers):
        return
    if tiers[0][0] != 0:
        yield _band(tiers[0][2], "revenue_from", _("revenue from 0 to %(start)s has no tier") % {"start": tiers[0][0]})
    if tiers[-1][1] is not None:
        yield _band(tiers[-1][2], "revenue_below", _("revenue from %(end)s on has no tier") % {"end": tiers[-1][1]})
    for (_from, end, lower), (start, _below, higher) in pairwise(tiers):
        names = {"lower": lower, "higher": higher, "end": end, "start": start}
        if end is None or end > start:
            yield _band(lower, "revenue_below", _("overlaps %(higher)s, which begins at %(start)s") % names)
        elif end < start:
            yield _band(lower, "revenue_below", _("revenue from %(end)s to %(start)s has no tier") % names)


def ordered(charter: Any) -> Iterator[Fault]:
    """Refuse a higher tier that begins at less revenue."""
    graded = sorted(
        ((tier.rank, tier.revenue_from, key) for key, tier in charter.tiers.items() if _is_graded(tier)), reverse=True
    )
    for (_rank, low, below), (_next, high, above) in pairwise(graded):
        if high <= low:
            yield _band(above, "revenue_from", _("begins at no more than %(below)s below it") % {"below": below})


def dues_differ(charter: Any) -> Iterator[Fault]:
    """Refuse two tiers with the same dues (MEM-03)."""
    seen: dict[Any, str] = {}
    for key, tier in charter.tiers.items():
        if not charter.laws.dues_differ or tier.dues is None:
            continue
        if tier.dues in seen:
            yield Fault(f"tiers.{key}.dues", _("%(other)s pays the same") % {"other": seen[tier.dues]}, rule="MEM-03")
        seen.setdefault(tier.dues, key)


def dues(charter: Any) -> Iterator[Fault]:
    """Ask of a charter with dues what they are and what follows when they are not paid (MEM-03, E-08)."""
    rules = charter.dues
    if rules.basis == "formula":
        yield from (
            missing(f"dues.formula.{name}") for name in ("base", "rate", "minimum", "maximum") if not rules.formula
        )
    if rules.basis == "tier" and not charter.tiers:
        yield missing("tiers", "MEM-03")
    if rules.basis in ("tier", "formula"):
        for name in ("invoiced_on", "due_days", "suspended_after_days", "exclusion_after_days", "excluded_by"):
            if getattr(rules, name) in (None, ""):
                yield missing(f"dues.{name}", "E-08")
        if charter.regrading.declared_by is None:
            yield missing("regrading.declared_by", "E-07")
    if charter.tiers and charter.regrading.effective is None:
        yield missing("regrading.effective", "E-07")


def deadlines(charter: Any) -> Iterator[Fault]:
    """Refuse consequences that come before the due day (E-08), and a formula with its bounds crossed."""
    rules, formula = charter.dues, charter.dues.formula
    for earlier, later in (("due_days", "suspended_after_days"), ("suspended_after_days", "exclusion_after_days")):
        first, then = getattr(rules, earlier), getattr(rules, later)
        if first is not None and then is not None and then < first:
            yield Fault(
                f"dues.{later}",
                _("%(then)s comes before %(earlier)s at %(first)s")
                % {"then": then, "earlier": earlier, "first": first},
            )
    if formula and formula.minimum is not None and formula.maximum is not None and formula.minimum > formula.maximum:
        yield Fault("dues.formula.minimum", _("is above the maximum"))


def host(charter: Any) -> Iterator[Fault]:
    """Ask a hosted consortium for its host (MEM-14)."""
    if charter.identity.hosted and not charter.identity.host:
        yield missing("identity.host", "MEM-14")


def admission(charter: Any) -> Iterator[Fault]:
    """Refuse votes for kinds of organisation that are not admitted (MEM-15)."""
    for kind in charter.membership.votes_of or ():
        if kind not in (charter.membership.admits or ()):
            yield Fault("membership.votes_of", _("“%(kind)s” is not admitted") % {"kind": kind}, rule="MEM-15")
    if charter.membership.in_branches and not charter.branches:
        yield missing("branches", "E-13")


def refund(charter: Any) -> Iterator[Fault]:
    """Refuse a refund of dues on leaving (E-10): what a member has paid in advance is its credit in any case."""
    if charter.withdrawal.refund:
        yield Fault(
            "withdrawal.refund",
            _("dues of a year that has begun are not paid back; what was paid in advance is credit and goes back"),
            rule="E-10",
        )


COHERENCE = (core, ranks, bands, ordered, dues_differ, dues, deadlines, host, admission, refund)


def _is_graded(tier: Any) -> bool:
    return tier.rank is not None and tier.revenue_from is not None


def _band(key: str, name: str, message: str) -> Fault:
    return Fault(f"tiers.{key}.{name}", message, rule="MEM-03")
