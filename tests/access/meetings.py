"""The rows of meetings: a technical committee's, and a review that is open to every member company."""

from datetime import UTC, date, datetime, time, timedelta

from consortium import agendas, meetings, minutes, motions, papers, registrations
from consortium.models import Body, Meeting, Minutes
from tests.access.expander import Row
from tests.access.personas import KNOWN, MEMBERS, OFFICE, SC_US, TC_US, TOSHIBA
from tests.factories import consortium as made

SEE = TC_US | SC_US | OFFICE
RUN = OFFICE | {"tc_us_chair"}
CHAIRS = frozenset({"tc_us_chair", "ec_chair", "own_nominator"})
"""Those who chair a body; the lead of a working group stands among them."""
LATER = date(2026, 3, 10)

ITS = {"number": "tc meeting"}
POINT = {"number": "tc meeting", "position": "tc point"}
PAPER = {"number": "tc paper"}
REVIEW = {"number": "review"}


def run(route: str, **options) -> Row:
    """Something that whoever runs the committee's meeting does, and that others see to be there."""
    return Row(route, **{"method": "post", "args": ITS, "allowed": RUN, "refused": SEE - RUN, **options})


MEETINGS = [
    Row("meeting_list", allowed=KNOWN),
    Row("meeting_past", allowed=KNOWN),
    Row("compliance_year", allowed=KNOWN),
    Row("meeting_plan", allowed=OFFICE | CHAIRS | {"tc_us"}, refused=KNOWN - OFFICE - CHAIRS - {"tc_us"}),
    Row("meeting_hours", allowed=OFFICE | CHAIRS | {"tc_us"}, refused=KNOWN - OFFICE - CHAIRS - {"tc_us"}),
    Row("meeting_plan_of_body", "TC-US", args={"number": "tc body"}, allowed=RUN, refused=KNOWN - RUN),
    Row("meeting_detail", "of TC-US", args=ITS, allowed=SEE),
    Row("meeting_detail", "review", args=REVIEW, allowed=MEMBERS | OFFICE),
    Row("meeting_detail", "planned review", args={"number": "planned review"}, allowed=SEE),
    Row("meeting_pack", "of TC-US", args=ITS, allowed=SEE),
    Row("meeting_event", "of TC-US", args=ITS, allowed=SEE),
    Row("meeting_edit", args=ITS, allowed=RUN, refused=SEE - RUN),
    run("meeting_call"),
    run("meeting_cancel"),
    Row("meeting_invite", args=ITS, allowed=RUN, refused=SEE - RUN),
    Row("invitation_reply", "one's own", method="post", args=ITS, data={"reply": "yes"}, allowed=TC_US),
    Row("invitation_by_mail", args={"key": "reply key"}, public=True, in_consortium=False),
    Row("agenda_edit", args=ITS, allowed=RUN, refused=SEE - RUN),
    run("agenda_arrange"),
    Row("point_edit", args=POINT, allowed=RUN, refused=SEE - RUN),
    run("point_shift", args=POINT),
    run("point_drop", args=POINT),
    run("agenda_note", args=POINT),
    Row("paper_add", args=ITS, allowed=TC_US | OFFICE, refused=SC_US),
    Row("paper_detail", "for the body", args=PAPER, allowed=TC_US | OFFICE),
    Row("paper_file", "for the body", args={**PAPER, "version": "one"}, allowed=TC_US | OFFICE),
    Row("paper_renew", method="post", args=PAPER, allowed=OFFICE | {"tc_us"}, refused=frozenset({"tc_us_chair"})),
    Row("paper_withdraw", method="post", args=PAPER, allowed=OFFICE | {"tc_us"}, refused=frozenset({"tc_us_chair"})),
    Row("meeting_register", "review", args=REVIEW, allowed=MEMBERS | OFFICE),
    Row("meeting_register", "by invitation", args=ITS, refused=SEE),
    Row(
        "registration_withdraw",
        "Toshiba's",
        method="post",
        args={"number": "review", "pk": "registration"},
        allowed=TOSHIBA | OFFICE,
    ),
    Row("meeting_room", args=ITS, allowed=RUN, refused=SEE - RUN),
    run("meeting_attend"),
    Row("meeting_other_motions", args=ITS, allowed=RUN, refused=SEE - RUN),
    Row("meeting_vote", args={"number": "tc meeting", "motion": "tc motion"}, allowed=RUN, refused=SEE - RUN),
    run("meeting_vote", args={"number": "tc meeting", "motion": "tc motion"}),
    run("meeting_hold"),
]

DRAFTED, SENT, APPROVED = ({"number": f"minutes {state}"} for state in ("drafted", "circulated", "approved"))
MINUTES = [
    Row("minutes_detail", "drafted", args=DRAFTED, allowed=RUN),
    Row("minutes_detail", "circulated", args=SENT, allowed=TC_US | OFFICE),
    Row("minutes_detail", "approved", args=APPROVED, allowed=SEE),
    Row("minutes_by_number", "circulated", args={"number": "record circulated"}, allowed=TC_US | OFFICE),
    Row("minutes_pdf", "drafted", args=DRAFTED, allowed=RUN),
    Row("minutes_pdf", "approved", args=APPROVED, allowed=SEE),
    run("minutes_draft"),
    Row("minutes_edit", "circulated", args=SENT, allowed=RUN, refused=frozenset({"tc_us"})),
    run("minutes_circulate", args=SENT, refused=frozenset({"tc_us"})),
    Row("minutes_respond", "circulated", method="post", args=SENT, allowed=TC_US, refused=OFFICE),
    run("minutes_approve", args=SENT, refused=frozenset({"tc_us"})),
    Row("minutes_correct", "approved", args=APPROVED, allowed=RUN, refused=SEE - RUN),
]

OF_API = {"meeting": "tc meeting"}
API_POINT = {"meeting": "tc meeting", "position": "tc point"}
RECORD = {"number": "record circulated"}
API = [
    Row("api_meeting-list", allowed=KNOWN),
    Row(
        "api_meeting-list",
        method="post",
        allowed=OFFICE | CHAIRS | {"tc_us"},
        refused=KNOWN - OFFICE - CHAIRS - {"tc_us"},
    ),
    Row("api_meeting-detail", args=ITS, allowed=SEE),
    run("api_meeting-detail", method="patch"),
    *(run(f"api_meeting-{verb}") for verb in ("call", "cancel", "invite", "attend", "hold", "draft")),
    *(run(f"api_meeting-{verb}") for verb in ("vote", "preview-vote")),
    Row("api_meeting-reply", method="post", args=ITS, data={"reply": "no"}, allowed=TC_US),
    Row("api_meeting-register", "review", method="post", args=REVIEW, allowed=MEMBERS | OFFICE),
    Row("api_agenda-list", args=OF_API, allowed=SEE),
    run("api_agenda-list", args=OF_API),
    Row("api_agenda-detail", args=API_POINT, allowed=SEE),
    *(run("api_agenda-detail", method=method, args=API_POINT) for method in ("patch", "delete")),
    run("api_agenda-arrange", args=OF_API),
    run("api_agenda-shift", args=API_POINT),
    run("api_agenda-note", args=API_POINT),
    Row("api_registration-list", args={"meeting": "review"}, allowed=MEMBERS | OFFICE),
    Row("api_registration-detail", args={"meeting": "review", "pk": "registration"}, allowed=TOSHIBA | OFFICE),
    Row(
        "api_registration-detail",
        method="delete",
        args={"meeting": "review", "pk": "registration"},
        allowed=TOSHIBA | OFFICE,
    ),
    Row("api_paper-list", allowed=KNOWN),
    Row(
        "api_paper-list",
        method="post",
        data={"meeting": "tc meeting", "file": "a file"},
        allowed=TC_US | OFFICE,
        refused=SC_US,
    ),
    Row("api_paper-detail", args=PAPER, allowed=TC_US | OFFICE),
    *(
        Row(
            f"api_paper-{verb}",
            method="post",
            args=PAPER,
            allowed=OFFICE | {"tc_us"},
            refused=frozenset({"tc_us_chair"}),
        )
        for verb in ("renew", "withdraw")
    ),
    Row("api_minutes-list", allowed=KNOWN),
    Row("api_minutes-detail", "circulated", args=RECORD, allowed=TC_US | OFFICE),
    run("api_minutes-detail", method="patch", args=RECORD, refused=frozenset({"tc_us"})),
    *(
        run(f"api_minutes-{verb}", args=RECORD, refused=frozenset({"tc_us"}))
        for verb in ("circulate", "approve", "correct")
    ),
    Row("api_minutes-respond", method="post", args=RECORD, allowed=TC_US, refused=OFFICE),
    Row("api_compliance-list", allowed=KNOWN),
]

ROWS = [*MEETINGS, *MINUTES, *API]


def fill(world) -> None:
    """Hold meetings of TC-US on the founding day, one for each state of minutes, and call the next."""
    at = world.troupe.stage.at
    committee = Body.objects.open().get(consortium=world.consortium, key="tc_us")
    called = _called(committee, at)
    point = agendas.add(called, by=None, at=at, title="Opening")
    motion = motions.draft(committee, title="M", by=world.person("okafor"), at=at, items=[motions.NewItem("M")])
    paper = papers.add(called, b"x", by=world.person("rivera"), at=at, file_name="x.txt")
    review = _called(committee, at, kind="review")
    ogawa = world.person("ogawa")
    toshiba = world.troupe.member(world.troupe.cast.company_of("sato"))
    registration = registrations.register(review, toshiba, ogawa, by=ogawa, at=at)
    world.things |= {
        "tc body": committee.number,
        "tc meeting": called.number,
        "tc point": point.position,
        "tc motion": motion.number,
        "tc paper": paper.number,
        "one": 1,
        "review": review.number,
        "planned review": _planned(committee, at, kind="review").number,
        "registration": registration.pk,
        "reply key": called.invitations.get(person=world.person("rivera")).key,
    }
    for state in ("drafted", "circulated", "approved"):
        record = _recorded(committee, at, state, world.person("weaver"))
        world.things |= {f"minutes {state}": record.meeting.number, f"record {state}": record.number}


def _planned(committee: Body, at: datetime, day: date = LATER, **said) -> Meeting:
    return meetings.plan([committee], by=None, at=at, title="TC", day=day, time=time(14), zone="UTC", **said)


def _called(committee: Body, at: datetime, **said) -> Meeting:
    meeting = _planned(committee, at, **said)
    meetings.call(meeting, by=None, at=at)
    return meeting


def _recorded(committee: Body, at: datetime, state: str, secretary) -> Minutes:
    meeting = _planned(committee, at, day=at.astimezone(UTC).date())
    meetings.call(meeting, by=None, at=meeting.starts_at - timedelta(hours=1))
    present = {seat: seat.person for seat in committee.seats.select_related("person")}
    meetings.hold(meeting, by=None, at=at, present=present)
    record = minutes.draft(meeting, by=None, at=at)
    if state != "drafted":
        minutes.circulate(record, by=None, at=at)
    if state == "approved":
        made.approved(record, by=secretary, at=at)
    return record
