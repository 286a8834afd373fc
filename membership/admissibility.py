"""Whether the charter admits an organisation, and on which terms (MEM-13, MEM-15, E-13, E-44)."""

from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from parties.models import Organisation, OrganisationKind
from parties.refusals import Invalid

Rules = Any
"""A charter, as `config.charter` joins it."""


def check(rules: Rules, organisation: Organisation, day: date, *, branch: str, chain_position: str, tier: str) -> None:
    """Refuse what the charter does not admit.

    :raises Invalid: for the first thing that is wrong, beside its field.
    """
    check_kind(rules, organisation)
    check_country(rules, organisation, day)
    check_branch(rules, branch)
    check_position(rules, chain_position)
    check_tier(rules, tier)


def check_kind(rules: Rules, organisation: Organisation) -> None:
    """Only the kinds of organisation that the charter admits become members (MEM-15)."""
    if organisation.kind not in rules.membership.admits:
        admitted = ", ".join(str(OrganisationKind(kind).label) for kind in rules.membership.admits)
        raise Invalid(
            _("%(organisation)s is of the kind “%(kind)s”; this consortium admits: %(admitted)s.")
            % {"organisation": organisation, "kind": organisation.get_kind_display(), "admitted": admitted},
            field="organisation",
            rule="membership.admits",
        )


def check_country(rules: Rules, organisation: Organisation, day: date) -> None:
    """Companies of other countries join only from the day that the charter opens itself to them (E-44)."""
    nationality = rules.membership.nationality
    if not nationality.home or organisation.country in nationality.home:
        return
    if nationality.foreign_from is None or day < nationality.foreign_from:
        opens = nationality.foreign_from
        until = _(" before %(day)s") % {"day": formats.date_format(opens, "DATE_FORMAT")} if opens else ""
        raise Invalid(
            _("%(organisation)s is from %(country)s; members come from %(home)s%(until)s.")
            % {
                "organisation": organisation,
                "country": organisation.country,
                "home": ", ".join(nationality.home),
                "until": until,
            },
            field="organisation",
            rule="membership.nationality.foreign_from",
        )


def check_branch(rules: Rules, branch: str) -> None:
    """A member belongs to one branch where the charter has branches (E-13)."""
    if rules.membership.in_branches and branch not in rules.branches:
        raise _unknown(branch, _("branch"), rules.branches, field="branch", rule="membership.in_branches")
    if branch and not rules.membership.in_branches:
        raise Invalid(_("Members of this consortium belong to no branch."), field="branch")


def check_position(rules: Rules, position: str) -> None:
    """The position in the supply chain is one of the charter's; none where it lists none (MEM-13)."""
    known = rules.membership.positions
    if (known or position) and position not in known:
        raise _unknown(position, _("position in the supply chain"), known, field="chain_position", rule="MEM-13")


def check_tier(rules: Rules, tier: str) -> None:
    """The tier is one of the charter's, where it has tiers (MEM-01)."""
    if (rules.tiers or tier) and tier not in rules.tiers:
        raise _unknown(tier, _("tier"), rules.tiers, field="tier", rule="MEM-01")


def _unknown(value: str, what: str, known, *, field: str, rule: str) -> Invalid:
    listed = ", ".join(known) or _("none")
    text = _("“%(value)s” is not a %(what)s of this consortium; there are: %(known)s.")
    return Invalid(text % {"value": value, "what": what, "known": listed}, field=field, rule=rule)
