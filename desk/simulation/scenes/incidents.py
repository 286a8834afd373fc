"""What happens once: what goes wrong, what is decided, who comes and who leaves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta

from consortium.models import Meeting, Motion, Seat
from consortium.motions import NewItem
from desk.simulation.scenes import gatherings, opening
from desk.simulation.troupe import Troupe

VISION = (
    "Shorten the time from invention to industrialisation, and accelerate technical innovation by joining what"
    " industry needs with where it is going."
)
MISSION = (
    "Fund and guide university projects; crack the basic-science problems of the technology; coordinate the storage"
    " supply chain; provide feasible roadmaps."
)


@dataclass(frozen=True, slots=True)
class Incident:
    """Something on a day of the first (1), second (2) or a later full year."""

    year: int
    month: int
    day: int
    happens: Callable[[Troupe], object]


def schedule(troupe: Troupe, until: date) -> None:
    """Put everything on the agenda, and before the curtain what is still open when it falls."""
    opened = troupe.stage.today.year
    later = [Incident(year, *each) for year in range(3, until.year - opened + 1) for each in EVERY_YEAR]
    for each in (*INCIDENTS, *later):
        day = date(opened + each.year, each.month, each.day)
        if day < until:
            troupe.stage.on(day, lambda each=each: each.happens(troupe), hour=17)
    troupe.stage.on(until - timedelta(days=2), lambda: leave_open(troupe), hour=16)


def name_alternates(troupe: Troupe) -> None:
    """Companies name who may act when a seat's holder cannot; an executive names an assistant."""
    for place in troupe.members():
        for someone in place.people:
            if someone.alternate:
                seat, deputy = troupe.seat_of(someone), troupe.who[someone.alternate]
                troupe.stage.act(troupe.mandated(place, "nominator"), "seat.name_alternate", seat, deputy)
    sato, assistant = troupe.who["sato"], troupe.who["ogawa"]
    troupe.stage.act(
        sato,
        "assistance.name",
        sato,
        assistant,
        consortium=troupe.stage.consortium,
        until=troupe.days_ahead(900),
    )


def publish_statements(troupe: Troupe) -> None:
    """The EC sets vision and mission (EC-04, EC-05)."""
    chair = troupe.who["adeyemi"]
    for kind, title, text in (("vision", "Vision", VISION), ("mission", "Mission", MISSION)):
        motion = troupe.stage.act(
            chair, "motion.draft", troupe.body("ec"), title=f"{title} of the consortium", items=[]
        )
        troupe.stage.act(chair, "motion.publish", motion, kind=kind, text=text)
        troupe.decide_at_once(motion, opened_by=chair)


def nominate_from_tier_4(troupe: Troupe) -> None:
    """A company of the lowest tier nominates, and is told who may (GOV-08)."""
    place = troupe.cast.company_of("haines")
    haines = troupe.who["haines"]
    troupe.stage.refused(haines, "nomination.propose", troupe.member(place), troupe.body("tc_us"), haines)


def lose_a_vote(troupe: Troupe) -> None:
    """The EC declines to meet more often."""
    sato = troupe.who["sato"]
    motion = troupe.stage.act(
        sato,
        "motion.draft",
        troupe.body("ec"),
        title="Meet every quarter instead of every half year",
        text="The council would follow the steering committees more closely.",
    )
    troupe.decide_at_once(motion, choices={"marsh": "against", "adeyemi": "against"})


def sever_an_item(troupe: Troupe) -> None:
    """SC-US decides a slate; one item is taken out of it and lost."""
    holt, abara = troupe.who["holt"], troupe.who["abara"]
    motion = troupe.stage.act(
        holt,
        "motion.draft",
        troupe.body("sc_us"),
        title="Research directions of the year",
        items=[
            NewItem("Near-field transducer lifetime"),
            NewItem("Granular media for HAMR+"),
            NewItem("Spin-off study on tape heads"),
        ],
    )
    troupe.stage.act(holt, "motion.open", motion)
    severed = motion.items.get(position=3)
    line = motion.roll.get(acting_seat__person=abara)
    troupe.stage.act(abara, "motion.sever", severed, line, about=line)
    troupe.vote(motion)
    choices = {"abara": "against", "holt": "against", "kline": "against", "nakamura_r": "for"}
    for line in motion.roll.select_related("acting_seat__person"):
        person = line.acting_seat.person
        key = next(key for key, each in troupe.who.items() if each == person)
        troupe.stage.act(person, "ballot.cast", motion, line, {severed: choices.get(key, "against")}, about=line)
    troupe.stage.act(holt, "motion.close", motion)


def file_a_need(troupe: Troupe) -> None:
    """Industry's demand enters at the EC (EC-06)."""
    marsh = troupe.who["marsh"]
    troupe.stage.act(
        marsh,
        "need.file",
        troupe.member(troupe.cast.company_of("marsh")),
        title="Laser diodes that last ten years at drive temperature",
        text="Field returns will be decided by the light source, not by the head.",
    )


def drop_the_exclusion(troupe: Troupe) -> None:
    """The company that was to be excluded has paid after all; finance takes the draft back."""
    for motion in Motion.objects.filter(consortium=troupe.stage.consortium, state="draft", items__matter="exclusion"):
        troupe.stage.act(troupe.finance, "motion.withdraw", motion, reason="Paid in full on 25 April.")


def admit(troupe: Troupe) -> None:
    """A company is admitted by the EC, and takes its seat by way of SC-US."""
    place = next(each for each in troupe.cast.companies if each.joins)
    motion = troupe.stage.act(
        troupe.secretary,
        "admission.propose",
        troupe.stage.consortium,
        troupe.who[place.key],
        branch=place.branch,
        chain_position=place.position,
        tier=place.tier,
        text="Glass substrates for HAMR+ need their maker at the table.",
    )
    troupe.decide_at_once(motion)
    opening.introduce(troupe, place, troupe.member(place))
    nominations = [troupe.nominate(place, each, each.seat) for each in place.people if each.seat]
    opening.put_to_vote(troupe, "sc_us", nominations)


def join_the_council(troupe: Troupe) -> None:
    """A company that rose to tier 1 names its EC member."""
    place = troupe.cast.company_of("fontaine")
    fontaine = next(each for each in place.people if each.key == "fontaine")
    nomination = troupe.nominate(place, fontaine, "ec")
    troupe.stage.act(troupe.secretary, "nomination.confirm", nomination)


def meet_jointly(troupe: Troupe) -> None:
    """Both steering committees hold a joint session (GOV-10)."""
    day = troupe.days_ahead(26)
    meeting = troupe.stage.act(
        troupe.secretary,
        "meeting.plan",
        [troupe.body("sc_us"), troupe.body("sc_jp")],
        title="Joint session of the steering committees",
        day=day,
        time=time(16),
        zone="America/Los_Angeles",
        place="Honolulu",
    )
    troupe.stage.after(3, lambda: gatherings.call(troupe, meeting))
    troupe.stage.later(meeting.ends_at + timedelta(minutes=30), lambda: gatherings.hold(troupe, meeting))


def withdraw(troupe: Troupe) -> None:
    """A company gives notice: its strategy has shifted (MEM-08, MEM-09)."""
    place = next(each for each in troupe.cast.companies if each.leaves)
    troupe.stage.act(
        troupe.mandated(place, "nominator"),
        "withdrawal.announce",
        troupe.member(place),
        reason=place.leaves,
        words="Lubricants for drives are no longer a business of ours.",
    )


def leave_open(troupe: Troupe) -> None:
    """Leave something to do for whoever comes after the curtain."""
    adeyemi, holt, okafor, mori = (troupe.who[key] for key in ("adeyemi", "holt", "okafor", "mori"))
    ahead = troupe.stage.at + timedelta(days=9)
    slate = [NewItem("Extend the programme to 2D recording"), NewItem("Invite two more universities to TC-JP")]
    for person, body, title, items in (
        (adeyemi, "ec", "Strategy of the coming year", [*slate, NewItem("Move the spring meeting to Tokyo")]),
        (holt, "sc_us", "Review meeting in January", None),
        (mori, "sc_jp", "Review meeting in January", None),
        (okafor, "tc_us", "Benchmark of the HAMR recording model", None),
    ):
        motion = troupe.stage.act(person, "motion.draft", troupe.body(body), title=title, items=items)
        troupe.stage.act(person, "motion.open", motion, closes_at=ahead)
    first = Motion.objects.open().filter(consortium=troupe.stage.consortium, body__key="ec").latest("number")
    troupe.vote(first, silent={"sato", "adeyemi", "fontaine"})


def bring_a_paper(troupe: Troupe) -> None:
    """A paper for the next EC meeting."""
    meeting = Meeting.objects.filter(
        consortium=troupe.stage.consortium, bodies__key="ec", starts_at__gt=troupe.stage.at
    ).earliest("starts_at")
    words = b"# Strategy of the coming year\n\nThree options, their cost and what each gives up. Illustrative.\n"
    troupe.stage.act(
        troupe.secretary, "paper.add", meeting, words, file_name="strategy-options.md", title="Strategy: three options"
    )


def resign(troupe: Troupe) -> None:
    """Somebody changes jobs: the seat ends, and the company has a vacancy to fill."""
    seat = Seat.objects.held().on(troupe.stage.today).get(person=troupe.who["brandt"], body__key="tc_us")
    troupe.stage.act(troupe.who["brandt"], "seat.end", seat, reason=Seat.Ending.RESIGNED)


INCIDENTS = (
    Incident(1, 1, 14, name_alternates),
    Incident(1, 2, 4, publish_statements),
    Incident(1, 3, 12, nominate_from_tier_4),
    Incident(1, 4, 22, sever_an_item),
    Incident(1, 4, 28, drop_the_exclusion),
    Incident(1, 6, 17, lose_a_vote),
    Incident(1, 9, 9, file_a_need),
    Incident(2, 2, 10, admit),
    Incident(2, 1, 27, join_the_council),
    Incident(2, 5, 6, meet_jointly),
    Incident(2, 8, 19, resign),
    Incident(2, 9, 30, withdraw),
    Incident(2, 11, 16, bring_a_paper),
)
EVERY_YEAR = ((4, 22, sever_an_item), (6, 17, lose_a_vote), (9, 9, file_a_need))
"""Month, day and what happens again in each year after the second."""
