"""The rows of motions: a draft, a recommendation, an open vote and a decision, with statements and needs."""

from datetime import timedelta

from consortium import motions, needs, statements
from consortium.models import Body, Motion
from consortium.motions import NewItem
from tests.access.expander import Row
from tests.access.personas import EC, KNOWN, MEMBERS, OFFICE, SC_US, SEATED, TC_US

DRAFT, ADVICE, OPEN, DECIDED = ({"number": f"{state} motion"} for state in ("draft", "advice", "open", "decided"))
OF_DRAFT, OF_DECISION = {"motion": "draft motion"}, {"motion": "decided motion"}
CHAIR = OFFICE | {"ec_chair"}
READERS = MEMBERS | OFFICE
NEED = {"number": "need"}
CHANGERS = OFFICE | {"ec"}
"""Who changes a need of Toshiba's."""


def of_draft(route: str, method: str = "get", **args: str) -> Row:
    """Something that the author of a draft does, and the office; nobody else knows of it."""
    return Row(route, "draft", method=method, args={**DRAFT, **args}, allowed=SC_US | OFFICE)


def of_item(route: str, method: str = "post", thing: str = "draft") -> Row:
    return Row(route, thing, method=method, args={"number": f"{thing} item"}, allowed=SC_US | OFFICE)


def voting(route: str, method: str = "post", **args: str) -> Row:
    """Something that seats on the roll do, and the office sees."""
    return Row(route, "open", method=method, args=args or OPEN, allowed=EC, refused=OFFICE)


def deciding(route: str, who: frozenset, method: str = "post", **args: str) -> Row:
    """Something that some do to a decision, which every member reads."""
    return Row(route, "decided", method=method, args=args or DECIDED, allowed=who, refused=READERS - who)


PAGES = [
    Row("motion_list", allowed=KNOWN),
    Row("decision_list", allowed=KNOWN),
    Row("motion_new", allowed=SEATED | OFFICE, refused=KNOWN - SEATED - OFFICE),
    Row("motion_detail", "draft", args=DRAFT, allowed=SC_US | OFFICE),
    Row("motion_detail", "advice", args=ADVICE, allowed=SC_US | EC | OFFICE),
    Row("motion_detail", "open", args=OPEN, allowed=EC | OFFICE),
    Row("motion_detail", "decided", args=DECIDED, allowed=READERS),
    of_draft("motion_edit"),
    of_draft("motion_item_new"),
    of_draft("motion_paper_new"),
    of_draft("motion_submit", "post"),
    of_draft("motion_delete", "post"),
    of_draft("motion_open"),
    Row("motion_edit", "advice", args=ADVICE, allowed=SC_US | OFFICE, refused=EC),
    Row("motion_open", "advice", args=ADVICE, allowed=EC | OFFICE, refused=SC_US),
    Row("motion_statement", "advice", args=ADVICE, allowed=SC_US | OFFICE, refused=EC),
    Row("motion_withdraw", "advice", method="post", args=ADVICE, allowed=SC_US | CHAIR, refused=frozenset({"ec"})),
    of_draft("motion_paper", pk="draft paper"),
    of_draft("motion_paper_remove", "post", pk="draft paper"),
    Row("motion_paper", "for the body", args={**DECIDED, "pk": "body paper"}, allowed=EC | OFFICE),
    Row("motion_paper", "for members", args={**DECIDED, "pk": "open paper"}, allowed=READERS),
    voting("motion_vote", "get"),
    voting("motion_vote"),
    voting("motion_recuse"),
    voting("item_sever", number="open item"),
    voting("item_rejoin", number="open item"),
    Row("motion_close", method="post", args=OPEN, allowed=CHAIR, refused=frozenset({"ec"})),
    deciding("motion_correct", CHAIR, "get"),
    deciding("motion_reopen", SEATED | OFFICE),
    Row("item_detail", "draft", args={"number": "draft item"}, allowed=SC_US | OFFICE),
    Row("item_detail", "decided", args={"number": "decided item"}, allowed=READERS),
    of_item("item_edit", "get"),
    of_item("item_move"),
    of_item("item_remove"),
    deciding("item_retry", OFFICE, number="decided item"),
    deciding("item_rescind", CHAIR, number="decided item"),
    Row("statement_list", allowed=KNOWN),
    Row("statement_detail", "proposed", args={"number": "statement"}, allowed=SC_US | EC | OFFICE),
    Row("bridge_list", allowed=KNOWN),
    Row("need_list", allowed=KNOWN),
    Row("need_new", allowed=EC, refused=KNOWN - EC),
    Row("need_detail", args=NEED, allowed=READERS),
    Row("need_link", args=NEED, allowed=OFFICE | {"ec"}, refused=READERS - OFFICE - {"ec"}),
    Row("need_withdraw", method="post", args=NEED, allowed=OFFICE | {"ec"}, refused=READERS - OFFICE - {"ec"}),
]

API = [
    Row("api_motion-list", allowed=KNOWN),
    Row(
        "api_motion-list",
        "for SC-US",
        method="post",
        data={"body": "sc_us", "title": "T"},
        allowed=SC_US | TC_US | OFFICE,
        refused=KNOWN - SC_US - TC_US - OFFICE,
    ),
    Row("api_motion-detail", "open", args=OPEN, allowed=EC | OFFICE),
    Row("api_motion-detail", "decided", args=DECIDED, allowed=READERS),
    *(of_draft(f"api_motion-{verb}", "post") for verb in ("submit", "items", "reorder")),
    *(of_draft("api_motion-detail", method) for method in ("patch", "delete")),
    Row("api_motion-detail", "advice", method="patch", args=ADVICE, allowed=SC_US | OFFICE, refused=EC),
    Row("api_motion-statement", "advice", method="post", args=ADVICE, allowed=SC_US | OFFICE, refused=EC),
    *(Row("api_motion_paper-list", method=method, args=OF_DRAFT, allowed=SC_US | OFFICE) for method in ("get", "post")),
    Row(
        "api_motion_paper-detail",
        method="delete",
        args={**OF_DRAFT, "id": "draft paper"},
        allowed=SC_US | OFFICE,
    ),
    Row("api_motion_paper-file", "for the body", args={**OF_DECISION, "id": "body paper"}, allowed=EC | OFFICE),
    Row("api_motion_paper-file", "for members", args={**OF_DECISION, "id": "open paper"}, allowed=READERS),
    Row("api_motion-open", "advice", method="post", args=ADVICE, allowed=EC | OFFICE, refused=SC_US),
    voting("api_motion-cast"),
    voting("api_motion-recuse"),
    Row("api_motion-close", method="post", args=OPEN, allowed=CHAIR, refused=frozenset({"ec"})),
    Row("api_motion-withdraw", "advice", method="post", args=ADVICE, allowed=SC_US | CHAIR, refused=frozenset({"ec"})),
    deciding("api_motion-correct", CHAIR),
    deciding("api_motion-reopen", SEATED | OFFICE),
    Row("api_item-detail", "open", args={"number": "open item"}, allowed=EC | OFFICE),
    *(of_item("api_item-detail", method) for method in ("patch", "delete")),
    voting("api_item-sever", number="open item"),
    voting("api_item-rejoin", number="open item"),
    deciding("api_item-retry", OFFICE, number="decided item"),
    deciding("api_item-rescind", CHAIR, number="decided item"),
    Row("api_decision-list", allowed=KNOWN),
    Row("api_statement-list", allowed=KNOWN),
    Row("api_statement-detail", "proposed", args={"number": "statement"}),
    Row("api_need-list", allowed=KNOWN),
    Row("api_need-list", method="post", allowed=EC, refused=KNOWN - EC),
    Row("api_need-detail", args=NEED, allowed=READERS),
    *(
        Row(f"api_need-{verb}", method="post", args=NEED, allowed=CHANGERS, refused=READERS - CHANGERS)
        for verb in ("link", "withdraw")
    ),
]

ROWS = [*PAGES, *API]


def fill(world) -> None:
    """Leave motions of the council and of SC-US in every state, on the founding day."""
    at, sato, director = world.troupe.stage.at, world.person("sato"), world.person("nakamura_r")
    council, steering = (Body.objects.open().get(consortium=world.consortium, key=key) for key in ("ec", "sc_us"))
    draft = motions.draft(steering, title="Draft", by=director, at=at)
    advice = motions.draft(council, title="Advice", from_body=steering, by=director, at=at)
    statement = statements.propose(advice, kind="strategy", text="Density.", by=director, at=at)
    motions.submit(advice, by=director, at=at)
    opened = motions.draft(council, title="Open", items=[NewItem("One"), NewItem("Two")], by=sato, at=at)
    motions.open(opened, closes_at=at + timedelta(days=30), by=sato, at=at)
    decided = motions.draft(council, title="Decided", by=sato, at=at - timedelta(minutes=2))
    papers = {label: _paper(decided, label, sato, at) for label in ("body", "consortium")}
    motions.open(decided, by=sato, at=at - timedelta(minutes=1))
    motions.close(decided, by=sato, at=at)
    need = needs.file(world.troupe.member(world.troupe.cast.company_of("sato")), title="Need", by=sato, at=at)
    world.things |= {
        "draft motion": draft.number,
        "draft item": draft.items.get().number,
        "draft paper": _paper(draft, "body", director, at),
        "advice motion": advice.number,
        "statement": statement.number,
        "open motion": opened.number,
        "open item": opened.items.first().number,
        "decided motion": decided.number,
        "decided item": decided.items.get().number,
        "body paper": papers["body"],
        "open paper": papers["consortium"],
        "need": need.number,
    }


def _paper(motion: Motion, label: str, person, at) -> int:
    return motions.add_paper(motion, b"x", name=f"{label}.txt", label=label, by=person, at=at).pk
