"""The founding day: charter, members, people, seats, groups. By its end the consortium is at work.

Each step takes the lawful way: companies name the EC and the office verifies, the EC appoints SC and the
office's other posts, each SC its TC, each TC sets up its groups.
"""

from datetime import datetime
from typing import Any

from charter import presets, questions
from charter.presets import Preset
from consortium import introductions
from consortium.models import Body
from desk import founding
from desk.founding import Founding
from desk.simulation import cast as casting
from desk.simulation.cast import Cast, Group, Place
from desk.simulation.stage import Stage
from desk.simulation.troupe import Troupe


def open_curtain(preset: str, *, at: datetime, seed: int, slug: str = "") -> Troupe:
    """Found a consortium from a preset and seat everybody; answer the troupe at work."""
    cast = casting.read()
    who = casting.identities(cast)
    founder = who[next(each.key for each in cast.office if each.post == "secretary")]
    consortium = founding.found(
        Founding(
            preset=preset,
            slug=slug or cast.consortium["slug"],
            is_illustrative=True,
            answers=_answers(presets.named(preset), cast),
        ),
        by=founder,
        at=at,
    )
    troupe = Troupe(Stage(consortium, at, seed), cast, who)
    for step in (gather, name_the_council, staff_the_office, appoint_steering, appoint_technical, set_up_groups):
        step(troupe)
        troupe.stage.at = troupe.stage.at.replace(minute=troupe.stage.at.minute + 5)
    return troupe


def _answers(preset: Preset, cast: Cast) -> dict[str, Any]:
    """Take every suggestion, with the cast's own name, and its account where the charter asks for one."""
    own = {"identity.name": cast.consortium["name"], "dues.paid_to": cast.consortium["paid_to"]}
    asked = {"identity.name", *(question.key for question in questions.ask(preset))}
    return questions.suggested(preset) | {key: value for key, value in own.items() if key in asked}


def gather(troupe: Troupe) -> None:
    """Record the founding members and enter their people, with mandates; connect the universities."""
    for place in troupe.cast.companies:
        if not place.joins:
            record_founding_member(troupe, place)
    for place in troupe.cast.institutions:
        connect(troupe, place)


def record_founding_member(troupe: Troupe, place: Place) -> None:
    """Enter a member that signed the founding agreement."""
    member = troupe.stage.act(
        troupe.secretary,
        "member.record_founding_member",
        troupe.stage.consortium,
        troupe.who[place.key],
        document="Founding agreement",
        joined_on=troupe.stage.today,
        branch=place.branch,
        chain_position=place.position,
        tier=place.tier,
    )
    introduce(troupe, place, member)


def introduce(troupe: Troupe, place: Place, member) -> None:
    """Enter a company's people and give them their mandates."""
    for someone in place.people:
        person = troupe.who[someone.key]
        asked = troupe.stage.act(
            troupe.secretary,
            "person.invite",
            member,
            email=person.email,
            name=person.name,
            native_name=person.native_name,
            title=someone.title,
            position=someone.position,
        )
        introductions.accept(asked, by=person, at=troupe.stage.at)
        for kind in someone.mandates:
            troupe.stage.act(troupe.secretary, "mandate.give", member, person, kind)


def connect(troupe: Troupe, place: Place) -> None:
    """Connect a university to the technical committee of its branch, any other institution to the office."""
    key = {"association": "office"}.get(place.kind) or ("tc_jp" if place.country == "JP" else "tc_us")
    partner = troupe.stage.act(troupe.secretary, "partner.connect", troupe.body(key), troupe.who[place.key])
    introduce(troupe, place, partner)


def name_the_council(troupe: Troupe) -> None:
    """Let tier-1 companies name the EC, have the office verify, and elect the chair (EC-02, E-18, E-74)."""
    for place, someone in troupe.seated("ec"):
        nomination = troupe.nominate(place, someone, "ec")
        troupe.stage.act(troupe.secretary, "nomination.confirm", nomination)
    elect_chair(troupe, "ec")


def staff_the_office(troupe: Troupe) -> None:
    """Let the EC appoint finance and legal."""
    office = troupe.body("office")
    chair = troupe.who[next(each.key for __, each in troupe.seated("ec") if each.chair)]
    nominations = [
        troupe.stage.act(chair, "nomination.propose_officer", office, troupe.who[each.key], each.post)
        for each in troupe.cast.office
        if each.post != "secretary"
    ]
    put_to_vote(troupe, "ec", nominations)


def appoint_steering(troupe: Troupe) -> None:
    """Let the EC appoint both SC as one slate; each elects its chair (EC-08)."""
    appoint(troupe, "ec", ("sc_us", "sc_jp"))


def appoint_technical(troupe: Troupe) -> None:
    """Let each SC appoint the TC of its own branch (SC-08)."""
    appoint(troupe, "sc_us", ("tc_us",))
    appoint(troupe, "sc_jp", ("tc_jp",))


def appoint(troupe: Troupe, appointing: str, bodies: tuple[str, ...]) -> None:
    """Nominate whoever the cast seats in ``bodies``, decide the slate, elect the chairs."""
    nominations = [troupe.nominate(place, someone, body) for body in bodies for place, someone in troupe.seated(body)]
    put_to_vote(troupe, appointing, nominations)
    for body in bodies:
        elect_chair(troupe, body)


def put_to_vote(troupe: Troupe, appointing: str, nominations: list) -> None:
    """Put nominations before the appointing body and carry them."""
    motion = troupe.stage.act(troupe.secretary, "nomination.put_to_vote", troupe.body(appointing), nominations)
    troupe.decide_at_once(motion)


def elect_chair(troupe: Troupe, body: str) -> None:
    """Let a body elect the chair whom the cast has for it."""
    for __, someone in troupe.seated(body):
        if someone.chair:
            seat = troupe.seat_of(someone)
            nomination = troupe.stage.act(seat.person, "nomination.propose_chair", seat, about=seat.body)
            put_to_vote(troupe, body, [nomination])


def set_up_groups(troupe: Troupe) -> None:
    """Let each TC set up its working groups, with guests (WG-01, WG-02)."""
    made: dict[str, Body] = {}
    for group in troupe.cast.groups:
        parent = made.get(group.parent) or troupe.body(group.body)
        made[group.key] = set_up_group(troupe, group, parent)


def set_up_group(troupe: Troupe, group: Group, parent: Body) -> Body:
    """Set up one group and fill it."""
    chair = troupe.who[next(each.key for __, each in troupe.seated(group.body) if each.chair)]
    body = troupe.stage.act(
        chair,
        "group.set_up",
        parent,
        group.kind.removesuffix("_group"),
        name=group.name,
        purpose=group.purpose,
        lead=troupe.who[group.lead],
        system=group.system,
        domain=group.domain,
    )
    for key in (*group.members, *group.guests):
        verb = "group.add_guest" if key in group.guests else "group.add_member"
        troupe.stage.act(chair, verb, body, troupe.who[key])
    return body
