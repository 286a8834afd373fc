"""What an item would do if it is carried, in words: rules it amends, terms on which it admits, whom it excludes."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from charter import comparisons, editions
from charter.comparisons import Change
from charter.models import Edition
from consortium.models import Admission, Item

RELATED = ("statement", "amendment", "admission__organisation", "exclusion__member__organisation")
"""What the words are made of, fetched with the items."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """The effect of an item, for the page of its motion and for the voting slip."""

    changes: list[Change] = field(default_factory=list)
    """What an amendment changes, before and after."""
    terms: list[tuple[str, str]] = field(default_factory=list)
    """What is proposed besides, by label."""


def of(item: Item) -> Proposed:
    """Say what an item would do, against the charter that its motion opened under, or else the latest."""
    if amendment := getattr(item, "amendment", None):
        return Proposed(changes=comparisons.proposed(_edition(item).loaded, amendment.changes))
    if admission := getattr(item, "admission", None):
        return Proposed(terms=[(label, value) for label, value in _terms(item, admission) if value])
    if exclusion := getattr(item, "exclusion", None):
        reason = str(exclusion.get_reason_display())
        return Proposed(terms=[(_("Company"), str(exclusion.member)), (_("Reason"), reason)])
    return Proposed()


def _terms(item: Item, admission: Admission) -> list[tuple[str, str]]:
    charter, company = _edition(item).loaded.charter, admission.organisation
    native = f" ({company.native_name})" if company.native_name else ""
    return [
        (_("Company"), f"{company}{native}"),
        (_("Branch"), _named(charter.branches, admission.branch)),
        (_("Position in the supply chain"), _named(charter.membership.positions, admission.chain_position)),
        (_("Tier"), _named(charter.tiers, admission.tier)),
        (_("The tier rests on"), str(admission.get_tier_basis_display()) if admission.tier else ""),
        (_("First day"), date_format(admission.joins_on) if admission.joins_on else _("the day of the decision")),
    ]


def _named(table: dict[str, Any], key: str) -> str:
    return str(getattr(table.get(key, key), "name", table.get(key, key)))


def _edition(item: Item) -> Edition:
    return item.motion.edition or editions.latest(item.motion.consortium)
