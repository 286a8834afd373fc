"""The rows of membership: Toshiba's revenue, its notice, its seats; the regrading; the pipeline of prospects."""

from membership import declarations, prospects, regradings, withdrawals
from membership.declarations import Evidence
from tests.access.expander import Row
from tests.access.personas import EC, KNOWN, OFFICE, TOSHIBA
from tests.factories.parties import OrganisationFactory
from tests.worlds import World

FINANCE = frozenset({"finance"})
OWN = frozenset({"own_money", "finance"})
"""Who sees Toshiba's declaration."""
SPEAKERS = frozenset({"own_money", "own_nominator", "rival_money", "tier4", "sc_us", "sc_jp"})
"""Those with a mandate of some company."""
LEAVE = OFFICE | {"own_nominator"}
RECRUIT = OFFICE | {"ec_chair"}

ITS = {"number": "toshiba"}
REVENUE = {"number": "toshiba's declaration"}
NOTICE = {"number": "toshiba's withdrawal"}
TIERS = {"number": "regrading"}
PROSPECT = {"number": "prospect"}
MAY_KNOW = (TOSHIBA | OFFICE) - OWN
"""Who learns that there is a form for Toshiba's revenue, and may not use it."""
SEES_NOTICE = OFFICE | EC | {"own_money", "own_nominator"}

MEMBERS = [
    *(Row(route, allowed=KNOWN) for route in ("member_list", "supply_chain", "benefit_list")),
    Row("member_detail", "Toshiba", args=ITS, allowed=KNOWN),
    Row("member_record", allowed=OFFICE, refused=KNOWN - OFFICE),
    Row("member_chain", args=ITS, allowed=OFFICE, refused=KNOWN - OFFICE),
    Row("member_exclude", method="post", args=ITS, allowed=OFFICE | EC, refused=KNOWN - OFFICE - EC),
    Row("exit_risk", allowed=FINANCE | EC),
    Row("seats_choose", "Toshiba", args=ITS, allowed=LEAVE, refused=(EC | TOSHIBA) - LEAVE),
    Row("withdrawal_new", "Toshiba", args=ITS, allowed=LEAVE, refused=KNOWN - LEAVE),
    Row("withdrawal_detail", "Toshiba", args=NOTICE, allowed=SEES_NOTICE),
    Row("withdrawal_take_back", method="post", args=NOTICE, allowed=LEAVE, refused=SEES_NOTICE - LEAVE),
]

DECLARATIONS = [
    Row("declaration_list", allowed=FINANCE | SPEAKERS),
    Row("declaration_declare", "Toshiba", args=ITS, allowed=OWN, refused=MAY_KNOW),
    Row("declaration_detail", "Toshiba's", args=REVENUE, allowed=OWN),
    Row("declaration_evidence", "Toshiba's", args=REVENUE, allowed=OWN),
    Row("declaration_verify", method="post", args=REVENUE, allowed=FINANCE, refused=OWN - FINANCE),
    Row("declaration_send_back", method="post", args=REVENUE, allowed=FINANCE, refused=OWN - FINANCE),
    Row("declaration_verify_many", method="post", allowed=FINANCE, refused=SPEAKERS),
]

REGRADINGS = [
    Row("regrading_list", allowed=FINANCE | EC),
    Row("regrading_announce", method="post", allowed=FINANCE, refused=EC),
    Row("regrading_detail", args=TIERS, allowed=OFFICE | EC),
    Row("regrading_take_effect", method="post", args=TIERS, allowed=FINANCE, refused=(OFFICE | EC) - FINANCE),
]

PROSPECTS = [
    Row("prospect_list", allowed=RECRUIT),
    Row("prospect_new", allowed=RECRUIT),
    Row("prospect_detail", args=PROSPECT, allowed=RECRUIT),
    Row("prospect_advance", method="post", args=PROSPECT, allowed=RECRUIT),
    Row("admission_new", allowed=OFFICE | EC),
]

API = [
    *(
        Row(f"api_{kind}-list", allowed=KNOWN)
        for kind in ("member", "benefit", "declaration", "regrading", "withdrawal", "prospect")
    ),
    Row("api_member-list", method="post", allowed=OFFICE, refused=KNOWN - OFFICE),
    Row("api_member-detail", "Toshiba", args=ITS, allowed=KNOWN),
    Row("api_member-declare", "Toshiba", method="post", args=ITS, allowed=OWN, refused=MAY_KNOW),
    Row("api_member-leave", method="post", args=ITS, allowed=LEAVE, refused=KNOWN - LEAVE),
    Row("api_member-chain", method="post", args=ITS, allowed=OFFICE, refused=KNOWN - OFFICE),
    Row("api_member-seats", method="post", args=ITS, allowed=LEAVE, refused=(EC | TOSHIBA) - LEAVE),
    Row("api_member-exclude", method="post", args=ITS, allowed=OFFICE | EC, refused=KNOWN - OFFICE - EC),
    Row("api_declaration-detail", "Toshiba's", args=REVENUE, allowed=OWN),
    Row("api_declaration-verify", method="post", args=REVENUE, allowed=FINANCE, refused=OWN - FINANCE),
    Row("api_declaration-send-back", method="post", args=REVENUE, allowed=FINANCE, refused=OWN - FINANCE),
    Row("api_regrading-preview", allowed=FINANCE | EC),
    Row("api_regrading-announce", method="post", allowed=FINANCE, refused=EC),
    Row("api_regrading-detail", args=TIERS, allowed=OFFICE | EC),
    Row("api_regrading-take-effect", method="post", args=TIERS, allowed=FINANCE, refused=(OFFICE | EC) - FINANCE),
    Row("api_withdrawal-detail", args=NOTICE, allowed=SEES_NOTICE),
    Row("api_withdrawal-take-back", method="post", args=NOTICE, allowed=LEAVE, refused=SEES_NOTICE - LEAVE),
    Row("api_prospect-list", method="post", allowed=RECRUIT),
    Row("api_prospect-detail", args=PROSPECT, allowed=RECRUIT),
    Row("api_prospect-revise", method="post", args=PROSPECT, allowed=RECRUIT),
    Row("api_prospect-advance", method="post", args=PROSPECT, allowed=RECRUIT),
    Row("api_admission-list", method="post", allowed=OFFICE | EC),
]

ROWS = [*MEMBERS, *DECLARATIONS, *REGRADINGS, *PROSPECTS, *API]


def fill(world: World) -> None:
    """Have Toshiba declare less than before, choose seats, and give notice; note a prospect."""
    at, finance = world.troupe.stage.at, world.person("amari")
    toshiba = world.troupe.member(world.troupe.cast.company_of("sato"))
    declaration = declarations.declare(
        toshiba,
        year=at.year - 1,
        revenue=500_000_000,
        total_revenue=900_000_000,
        evidence=Evidence(b"by segment", "segments.txt"),
        by=world.person("ogawa"),
        at=at,
    )
    declarations.verify(declaration, by=finance, at=at)
    regrading = regradings.announce(world.consortium, by=finance, at=at)
    withdrawal = withdrawals.announce(toshiba, reason="strategic_shift", by=world.person("mori"), at=at)
    prospect = prospects.note(world.consortium, OrganisationFactory(), by=finance, at=at)
    world.things |= {
        "toshiba": toshiba.number,
        "toshiba's declaration": declaration.number,
        "toshiba's withdrawal": withdrawal.number,
        "regrading": regrading.number,
        "prospect": prospect.number,
    }
