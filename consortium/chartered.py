"""Keeping the bodies to the charter: what an amendment adds opens on its day, what it drops closes.

`follow` runs every day. It may run twice, late, or after months of silence.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from charter import editions
from consortium import bodies, seats
from consortium.models import Body, Seat
from journal import entries
from parties.models import Consortium
from registry.seats import OPEN_VOTES


@transaction.atomic
def follow(consortium: Consortium, *, at: datetime) -> None:
    """Bring the bodies to what the charter in force says of them."""
    bodies.constitute(consortium, by=None, at=at)
    charter = editions.in_force(consortium, consortium.day_of(at))
    standing = {body.key: body for body in _chartered(consortium)}
    for key, body in standing.items():
        if key in charter.bodies:
            revise(body, charter, standing, at=at)
        elif not any(are_open(body) for are_open in OPEN_VOTES.values()):
            dissolve(body, at=at)


def revise(body: Body, charter: Any, standing: dict[str, Body], *, at: datetime) -> None:
    """Give a body the name, layer, place and time zone that the charter now states; its seats and motions stay."""
    said = charter.bodies[body.key]
    parent = standing.get(said.parent)
    wanted = {
        "name": said.name,
        "level": said.level,
        "time_zone": charter.time_zone_of(body.key),
        "parent_id": parent and parent.pk,
    }
    changed = {name: value for name, value in wanted.items() if getattr(body, name) != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(body, name, value)
    body.save(update_fields=[name.removesuffix("_id") for name in changed])
    entries.record(body, "body.revise", by=None, at=at, rule=f"bodies.{body.key}", changed=sorted(changed))


def dissolve(body: Body, *, at: datetime) -> None:
    """Close a body that the charter no longer names, and end its seats. Votes that are open are decided first."""
    held = Seat.objects.held().filter(body=body).select_related("body", "member", "consortium", "subject")
    for seat in held:
        seats.end(seat, reason=Seat.Ending.CLOSED, by=None, at=at)
    entries.move(
        body,
        Body.State.CLOSED,
        verb="body.dissolve",
        by=None,
        at=at,
        rule="bodies",
        changes={"closed_on": body.consortium.day_of(at)},
    )


def _chartered(consortium: Consortium) -> list[Body]:
    """Fetch the open bodies that a charter named: all but working groups."""
    kinds = (Body.Kind.SYSTEM_GROUP, Body.Kind.FUNCTION_GROUP)
    return list(Body.objects.open().filter(consortium=consortium).exclude(kind__in=kinds).select_related("consortium"))
