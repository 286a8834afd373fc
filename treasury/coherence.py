"""What must hold between the rules on money: each function lists the faults of a draft charter."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from charter.faults import Fault, missing


def pools(charter: Any) -> Iterator[Fault]:
    """Ask of a charter with dues how they become project money (MEM-06, MEM-07)."""
    if charter.dues.basis in ("tier", "formula"):
        for name in ("project_share", "of", "split"):
            if getattr(charter.pools, name) is None:
                yield missing(f"pools.{name}", "MEM-07")
    if charter.pools.split == "by_branch_collected" and not charter.membership.in_branches:
        yield Fault("pools.split", _("members belong to no branch, so dues cannot be split by branch"), rule="E-12")


def own_share(charter: Any) -> Iterator[Fault]:
    """Refuse limits of the participants' own share that cross (T-EUR-1)."""
    lowest, highest = charter.funding.own_share_min, charter.funding.own_share_max
    if lowest is not None and highest is not None and lowest > highest:
        yield Fault("funding.own_share_min", _("is above the largest own share"))


COHERENCE = (pools, own_share)
