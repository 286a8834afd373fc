"""What rests on seats and bodies in the rooms above them: rolls of votes, invitations to meetings, open work."""

from collections.abc import Callable

from registry import Registry

SEAT_BEGAN: Registry[Callable[..., None]] = Registry("follower of new seats")
"""Name → ``(seat, at)``, in the transaction in which somebody takes a seat."""

SEAT_ENDED: Registry[Callable[..., None]] = Registry("follower of ended seats")
"""Name → ``(seat, at)``, in the transaction in which a seat ends."""

SEAT_CHANGED: Registry[Callable[..., None]] = Registry("follower of seats")
"""Name → ``(seat, *, at)``, whenever who may act in a seat changes, or for how long: after the two above."""

PERSON_LEFT: Registry[Callable[..., None]] = Registry("follower of people who leave")
"""Name → ``(consortium, *, at)``, in the transaction in which a person's place in an organisation ends."""

OPEN_WORK: Registry[Callable[..., tuple[int, str, str]]] = Registry("work of a body")
"""Name → ``(body) -> (count, words for one, words for many)``: what must be settled before a group closes."""

OPEN_VOTES: Registry[Callable[..., bool]] = Registry("votes of a body")
"""Name → ``(body) -> bool``: whether votes are open in it, which are decided before it goes."""
