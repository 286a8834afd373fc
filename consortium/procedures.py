"""How a body decides: its procedure in an edition of the charter, as the counting takes it."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from charter import editions
from consortium.counting import Rule
from consortium.models import Body, Motion
from consortium.rules import Procedure
from parties.refusals import Refusal

GROUP_KINDS = {Body.Kind.SYSTEM_GROUP: "system", Body.Kind.FUNCTION_GROUP: "function"}
"""Kind of a working group → key of its kind in the charter."""


def charter_of(motion: Motion) -> Any:
    """Read the charter that a motion is judged by: the edition it opened under, before that the one in force."""
    if motion.edition_id:
        return editions.charter_of(motion.edition_id)
    return editions.in_force(motion.consortium, motion.consortium.day_of(motion.drafted_at))


def of(body: Body, charter: Any) -> Procedure:
    """Find the body's procedure in a charter.

    :raises Refusal: where the charter does not know the body.
    """
    key = GROUP_KINDS.get(body.kind, body.key)
    known = charter.working_groups.kinds if body.is_group else charter.bodies
    if key not in known:
        raise Refusal(_("The charter says nothing of “%(body)s”.") % {"body": body})
    return known[key]


def shows_count(motion: Motion) -> bool:
    """Whether the charter shows the count of a vote while it is open (``votes.count_while_open``)."""
    return charter_of(motion).votes.count_while_open == "shown"


def path_of(body: Body) -> str:
    """Name the place in the charter where the body's procedure stands: what "why?" links to."""
    kind = GROUP_KINDS.get(body.kind)
    return f"working_groups.kinds.{kind}" if kind else f"bodies.{body.key}"


def rule_of(body: Body, charter: Any) -> Rule:
    """Read the rule by which the body's votes are counted (E-04).

    :raises Refusal: for a body that has no votes, such as the office (GOV-07).
    """
    procedure = of(body, charter)
    if procedure.vote == "none":
        raise Refusal(_("“%(body)s” has no votes; motions go to a committee.") % {"body": body}, rule="GOV-07")
    return Rule(
        quorum=Decimal(procedure.quorum),
        majority=Decimal(procedure.majority),
        counts_weight=procedure.quorum_counts == "weight",
        chair_breaks_ties=procedure.tie == "chair",
        recusal_reduces=procedure.recusal == "reduces_quorum",
    )
