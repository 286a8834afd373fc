"""Terms that end: companies nominate again, the appointing bodies decide (E-18). And a meeting is let off."""

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
LET_OFF = ("tc_us", 8)
"""A body and the month (of the first full year) that it is let off; what else it misses stays missed."""


def schedule(troupe: Troupe, until: date) -> None:
    """Put the renewals on the agenda, from the founding day's seats on, and the one meeting that a body is let off."""
    held = Seat.objects.held().filter(consortium=troupe.stage.consortium, body__key="ec")
    day = held.earliest("pk").during.upper - BEFORE
    while day < until:
        troupe.stage.on(day, lambda: renew(troupe))
        day += LOOK
    body, month = LET_OFF
    troupe.stage.on(date(troupe.stage.today.year + 1, month, 1), lambda: let_off(troupe, body), hour=18)


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


def let_off(troupe: Troupe, body: str) -> None:
    """Let a body off the meeting of the period that has begun: nobody misses it."""
    owed = Duty.objects.open().filter(
        debtor=troupe.body(body).subject, kind="meeting.hold", period__startswith=troupe.stage.today
    )
    troupe.stage.act(
        troupe.secretary, "duty.let_off", owed, reason="Summer break: nothing is to be decided before September."
    )
