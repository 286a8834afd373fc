"""Terms that end: companies nominate again, the appointing bodies decide (E-18). And what was missed is let off."""

from datetime import date, timedelta

from consortium.models import Seat
from desk.simulation.scenes import opening
from desk.simulation.troupe import Troupe
from duties.models import Duty

LEFT_VACANT = frozenset({"nishi"})
"""Whom nobody nominates again: a vacancy for the visitor to fill."""
BEFORE = timedelta(days=48)
LOOK = timedelta(days=90)
"""How often the office looks whose term ends before it will look again."""


def schedule(troupe: Troupe, until: date) -> None:
    """Put the renewals on the agenda, from the founding day's seats on, and a monthly look at what was missed."""
    held = Seat.objects.held().filter(consortium=troupe.stage.consortium, body__key="ec")
    day = held.earliest("pk").during.upper - BEFORE
    while day < until:
        troupe.stage.on(day, lambda: renew(troupe))
        day += LOOK
    day = troupe.stage.today
    while day < until:
        day += timedelta(days=31)
        troupe.stage.on(day, lambda: let_off(troupe), hour=18)


def renew(troupe: Troupe) -> None:
    """Renew the EC first, then what it appoints, then what those appoint."""
    for place, someone in renewing(troupe, "ec"):
        troupe.stage.act(troupe.secretary, "nomination.confirm", troupe.nominate(place, someone, "ec"))
    troupe.stage.after(3, lambda: reappoint(troupe, "ec", ("sc_us", "sc_jp")))
    troupe.stage.after(9, lambda: reappoint(troupe, "sc_us", ("tc_us",)))
    troupe.stage.after(10, lambda: reappoint(troupe, "sc_jp", ("tc_jp",)))


def reappoint(troupe: Troupe, appointing: str, bodies: tuple[str, ...]) -> None:
    """Nominate everybody anew as one slate."""
    nominations = [troupe.nominate(place, each, body) for body in bodies for place, each in renewing(troupe, body)]
    if nominations:
        opening.put_to_vote(troupe, appointing, nominations)


def renewing(troupe: Troupe, body: str) -> list:
    """List who sits in a body on a term that is about to end, and is nominated again."""
    soon = troupe.stage.today + LOOK
    ending = {
        seat.person_id
        for seat in Seat.objects.held()
        .on(troupe.stage.today)
        .filter(consortium=troupe.stage.consortium, body__key=body, during__endswith__lte=soon)
    }
    return [
        (place, each)
        for place, each in troupe.seated(body)
        if troupe.who[each.key].pk in ending and each.key not in LEFT_VACANT
    ]


def let_off(troupe: Troupe) -> None:
    """Let bodies off the meetings of periods that are long over: they stay missed."""
    missed = Duty.objects.overdue(troupe.stage.at - timedelta(days=30)).filter(
        consortium=troupe.stage.consortium, kind="meeting.hold"
    )
    if missed:
        troupe.stage.act(
            troupe.secretary,
            "duty.let_off",
            missed,
            reason="The period is over; the meeting was missed and cannot be made up for.",
        )
