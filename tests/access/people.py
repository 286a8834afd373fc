"""Rows of bodies, seats, nominations, groups, people and partners, and the things that they name."""

from datetime import timedelta

from consortium import introductions, mandates, nominations
from consortium.models import Body, Partner, Seat
from membership.models import Affiliation, Mandate
from tests.access.expander import Row
from tests.access.personas import EC, KNOWN, OFFICE, SC_JP, TC_JP, TC_US, TOSHIBA

NOMINATOR = frozenset({"own_nominator"})
BY_COMPANY = NOMINATOR | OFFICE
COMMITTEE = TC_US | OFFICE
FOR_TC_JP = OFFICE | TOSHIBA | TC_JP | SC_JP
"""Who sees Toshiba's nomination for TC-JP: the company, the committee, the committee above, the office."""
FOR_EC = OFFICE | TOSHIBA | EC
ASSISTED = frozenset({"ec"}) | OFFICE
"""Sato, whom Tanaka assists, and the office; Tanaka is nobody of the cast."""


def either_door(route: str, api: str, thing: str, args: dict, may: frozenset, sees: frozenset = KNOWN) -> list[Row]:
    """One verb through both doors: who may, and who sees the thing but may not."""
    return [
        Row(name, thing, method="post", args=args, allowed=may, refused=sees - may) for name in (route, api) if name
    ]


BODIES = [
    Row("body_list", allowed=KNOWN),
    Row("body_detail", "EC", args={"number": "ec"}, allowed=KNOWN),
    Row("body_detail", "office", args={"number": "office"}, allowed=KNOWN),
    Row("who_decides", allowed=KNOWN),
    Row("vacancy_list", allowed=KNOWN),
    Row("api_body-list", allowed=KNOWN),
    Row("api_body-detail", "EC", args={"number": "ec"}, allowed=KNOWN),
    Row("group_new", "below TC-US", args={"number": "tc_us"}, allowed=TC_US, refused=KNOWN - TC_US),
    *either_door("group_new", "api_body-groups", "below TC-US", {"number": "tc_us"}, TC_US),
    *either_door("group_new", "api_body-groups", "below EC", {"number": "ec"}, frozenset()),
    Row("group_add", "HAMR", args={"number": "hamr"}, allowed=TC_US, refused=KNOWN - TC_US),
    *either_door("group_add", "api_body-guests", "HAMR", {"number": "hamr"}, TC_US),
    *either_door("", "api_body-members", "HAMR", {"number": "hamr"}, TC_US),
    *either_door("group_hand_over", "api_body-hand-over", "HAMR", {"number": "hamr"}, TC_US),
    *either_door("group_close", "api_body-close", "HAMR", {"number": "hamr"}, TC_US),
    *either_door("group_close", "api_body-close", "EC", {"number": "ec"}, frozenset()),
]

SEATS = [
    Row("seat_detail", "Toshiba's in EC", args={"number": "seat of sato"}, allowed=KNOWN),
    Row("api_seat-list", allowed=KNOWN),
    Row("api_seat-detail", "Toshiba's in EC", args={"number": "seat of sato"}, allowed=KNOWN),
    *either_door(
        "seat_end", "api_seat-end", "Toshiba's in EC", {"number": "seat of sato"}, NOMINATOR | frozenset({"ec"})
    ),
    *either_door("seat_end", "api_seat-end", "guest of HAMR", {"number": "seat of zhu"}, TC_US | frozenset({"guest"})),
    Row(
        "seat_alternate",
        "Toshiba's in EC",
        args={"number": "seat of sato"},
        allowed=NOMINATOR,
        refused=KNOWN - NOMINATOR,
    ),
    *either_door("seat_alternate", "api_seat-alternate", "Toshiba's in EC", {"number": "seat of sato"}, NOMINATOR),
    *either_door("seat_end_alternate", "", "Toshiba's in EC", {"number": "seat of sato"}, NOMINATOR),
    Row(
        "api_seat-alternate",
        "Toshiba's in EC",
        method="delete",
        args={"number": "seat of sato"},
        allowed=NOMINATOR,
        refused=KNOWN - NOMINATOR,
    ),
    Row(
        "seat_nominate",
        "Toshiba's in EC",
        args={"number": "seat of sato"},
        allowed=NOMINATOR,
        refused=KNOWN - NOMINATOR,
    ),
    Row("seat_nominate", "guest of HAMR", args={"number": "seat of zhu"}),
    *either_door("seat_chair", "api_seat-chair", "Toshiba's in EC", {"number": "seat of sato"}, EC),
]

NOMINATIONS = [
    Row("nomination_list", allowed=KNOWN),
    Row("api_nomination-list", allowed=KNOWN),
    Row(
        "nomination_new",
        "Toshiba for EC",
        args={"number": "toshiba", "body": "ec"},
        allowed=NOMINATOR,
        refused=KNOWN - NOMINATOR,
    ),
    Row(
        "api_nomination-list",
        "Toshiba for EC",
        method="post",
        data={"member": "toshiba", "body": "ec", "person": "sato"},
        allowed=NOMINATOR,
        refused=KNOWN - NOMINATOR,
    ),
    Row("nomination_detail", "for TC-JP", args={"number": "for tc_jp"}, allowed=FOR_TC_JP),
    Row("api_nomination-detail", "for TC-JP", args={"number": "for tc_jp"}, allowed=FOR_TC_JP),
    Row("nomination_detail", "for EC", args={"number": "for ec"}, allowed=FOR_EC),
    *either_door(
        "nomination_withdraw", "api_nomination-withdraw", "for TC-JP", {"number": "for tc_jp"}, NOMINATOR, FOR_TC_JP
    ),
    *either_door(
        "nomination_confirm", "api_nomination-confirm", "for TC-JP", {"number": "for tc_jp"}, frozenset(), FOR_TC_JP
    ),
    *either_door("nomination_confirm", "api_nomination-confirm", "for EC", {"number": "for ec"}, OFFICE, FOR_EC),
    *either_door("nomination_decline", "api_nomination-decline", "for EC", {"number": "for ec"}, OFFICE, FOR_EC),
    *either_door("nomination_put_to_vote", "api_body-appoint", "by SC-JP", {"number": "sc_jp"}, SC_JP | OFFICE),
    Row("officer_new", args={"number": "office"}, allowed=EC | {"secretary"}, refused=KNOWN - EC - {"secretary"}),
    *either_door("", "api_body-propose", "office", {"number": "office"}, EC | {"secretary"}),
]

PEOPLE = [
    Row("person_list", allowed=KNOWN),
    Row("api_person-list", allowed=KNOWN),
    Row("person_detail", "Sato", args={"pk": "sato"}, allowed=KNOWN),
    Row("api_person-detail", "Sato", args={"pk": "sato"}, allowed=KNOWN),
    Row("person_detail", "a stranger", args={"pk": "stranger"}),
    Row("member_people", "Toshiba", args={"number": "toshiba"}, allowed=KNOWN),
    Row("member_invite", "Toshiba", args={"number": "toshiba"}, allowed=BY_COMPANY, refused=KNOWN - BY_COMPANY),
    Row("mandate_give", "Toshiba", args={"number": "toshiba"}, allowed=BY_COMPANY, refused=KNOWN - BY_COMPANY),
    Row("affiliation_edit", "Ogawa", args={"pk": "place of ogawa"}, allowed=BY_COMPANY, refused=KNOWN - BY_COMPANY),
    Row("api_affiliation-list", allowed=KNOWN),
    *either_door("", "api_affiliation-retitle", "Ogawa", {"pk": "place of ogawa"}, BY_COMPANY),
    *either_door("affiliation_end", "api_affiliation-end", "Ogawa", {"pk": "place of ogawa"}, BY_COMPANY),
    Row(
        "api_affiliation-list",
        "into Toshiba",
        method="post",
        data={"member": "toshiba", "email": "n@toshiba.example", "name": "New"},
        allowed=BY_COMPANY,
        refused=KNOWN - BY_COMPANY,
    ),
    Row("api_introduction-list", allowed=KNOWN),
    *either_door(
        "introduction_withdraw",
        "api_introduction-withdraw",
        "Toshiba's",
        {"pk": "introduction"},
        BY_COMPANY,
        TOSHIBA | OFFICE,
    ),
    *(
        Row(
            f"introduction_{verb}",
            "of Ogawa",
            method="post",
            args={"number": "toshiba", "pk": "accepted introduction"},
            allowed=NOMINATOR,
            refused=(OFFICE | {"tier4"}) - NOMINATOR,
        )
        for verb in ("release", "object")
    ),
    *(
        Row(
            f"api_introduction-{verb}",
            "of Ogawa",
            method="post",
            args={"pk": "accepted introduction"},
            data={"member": "toshiba"},
            allowed=NOMINATOR,
            refused=(OFFICE | {"tier4"}) - NOMINATOR,
        )
        for verb in ("release", "object-to")
    ),
    Row("api_mandate-list", allowed=KNOWN),
    Row(
        "api_mandate-list",
        "Toshiba's",
        method="post",
        data={"member": "toshiba", "person": "sato", "kind": "counsel"},
        allowed=BY_COMPANY,
        refused=KNOWN - BY_COMPANY,
    ),
    *either_door("mandate_end", "api_mandate-end", "Ogawa's", {"pk": "mandate of ogawa"}, BY_COMPANY, TOSHIBA | OFFICE),
    Row("assistant_new", allowed=KNOWN),
    *(Row("api_assistance-list", method=method, allowed=KNOWN) for method in ("get", "post")),
    *either_door(
        "assistant_end", "api_assistance-end", "of Sato", {"pk": "assistant of sato"}, frozenset({"ec"}), ASSISTED
    ),
    Row("partner_new", "below TC-US", args={"number": "tc_us"}, allowed=COMMITTEE, refused=KNOWN - COMMITTEE),
    Row("partner_detail", "of TC-US", args={"number": "partner"}, allowed=KNOWN),
    Row("partner_invite", "of TC-US", args={"number": "partner"}, allowed=COMMITTEE, refused=KNOWN - COMMITTEE),
    Row("api_partner-list", allowed=KNOWN),
    Row(
        "api_partner-list",
        "below TC-US",
        method="post",
        data={"body": "tc_us", "name": "CMU", "kind": "university", "country": "US"},
        allowed=COMMITTEE,
        refused=KNOWN - COMMITTEE,
    ),
    Row("api_partner-detail", "of TC-US", args={"number": "partner"}, allowed=KNOWN),
    *either_door("partner_end", "api_partner-end", "of TC-US", {"number": "partner"}, COMMITTEE),
]

ROWS = [*BODIES, *SEATS, *NOMINATIONS, *PEOPLE]


def fill(world) -> None:
    """Make the things of these rows; nominations are for another term, since every post is taken."""
    at, consortium = world.troupe.stage.at, world.consortium
    sato, mori, inoue, ogawa = (world.person(key) for key in ("sato", "mori", "inoue", "ogawa"))
    toshiba = world.troupe.member(world.troupe.cast.company_of("sato"))
    bodies = {body.key: body for body in Body.objects.filter(consortium=consortium)}
    hamr = Body.objects.get(consortium=consortium, kind="system_group", branch="us")
    partner = Partner.objects.filter(consortium=consortium, body=bodies["tc_us"]).first()
    assistance = mandates.name_assistant(
        sato,
        world.person("tanaka"),
        consortium=consortium,
        until=consortium.day_of(at) + timedelta(days=90),
        by=sato,
        at=at,
    )
    small = world.troupe.member(world.troupe.cast.company_of("haines"))
    told = {"name": "Typed", "by": mori, "at": at}
    accepted = introductions.ask(small, email=ogawa.email, **told)
    introductions.accept(accepted, by=ogawa, at=at)
    world.things |= {key: bodies[key].number for key in ("ec", "sc_jp", "tc_us", "office")} | {
        "hamr": hamr.number,
        "toshiba": toshiba.number,
        "partner": partner.number,
        "seat of sato": Seat.objects.get(body=bodies["ec"], person=sato).number,
        "seat of zhu": Seat.objects.get(body=hamr, person=world.person("zhu")).number,
        "for ec": nominations.propose(toshiba, bodies["ec"], sato, by=mori, at=at).number,
        "for tc_jp": nominations.propose(toshiba, bodies["tc_jp"], inoue, by=mori, at=at).number,
        "introduction": introductions.ask(toshiba, email=world.person("pruitt").email, **told).pk,
        "accepted introduction": accepted.pk,
        "sato": sato.pk,
        "stranger": world.person("stranger").pk,
        "place of ogawa": Affiliation.objects.get(person=ogawa).pk,
        "mandate of ogawa": Mandate.objects.get(person=ogawa, kind="billing").pk,
        "assistant of sato": assistance.pk,
    }
