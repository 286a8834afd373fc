"""What duties, reminders and notices ask of the rooms above: kinds of duty, who owes them, when they arise."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from registry import Registry


@dataclass(frozen=True, slots=True)
class DutyKind:
    """How a kind of duty reads to whoever owes it."""

    label: str | Promise
    """What is to be done, such as "Cast your vote"."""
    button: str | Promise
    path: str = ""
    """Address of the page that settles it, below the subject's; empty: the subject's own page."""
    mandate: str = ""
    """Of a company's duty: the mandate whose holders it falls to; empty: everyone who nominates."""
    first: bool = False
    """Whether it stands before everything else on the home page: votes and acknowledgements do."""
    is_confidential: bool = False
    """Whether only its company and the office may know of it: it is never escalated to a committee of rivals."""


DUTIES: Registry[DutyKind] = Registry("kind of duty")
"""Kind of duty → how home, my work, reminders and the calendar feed word it."""

CADENCES: Registry[Callable[..., Iterable]] = Registry("cadence")
"""Kind of duty → ``desired(consortium, *, at) -> Iterable[Owed]``: the whole desired set for 13 months."""

DEBTORS: Registry[Callable[..., dict[int, set[int]]]] = Registry("kind of debtor")
"""Kind of debtor subject → ``(consortium, subject_ids, *, mandate, at) -> dict[subject_id, set[person_id]]``: whom to
remind."""

ESCALATIONS: Registry[Callable[..., dict[int, set[int]]]] = Registry("escalation")
"""Name → ``(consortium, duties, *, to, at) -> dict[duty_id, set[person_id]]``: who hears of an overdue duty (E-33)."""

AUDIENCES: Registry[Callable[..., set[int]]] = Registry("audience")
"""Name → ``(consortium, kinds, *, at, post="") -> set[person_id]``: who sits in bodies of these kinds, to be told."""

ANNOUNCEMENTS: Registry[Callable] = Registry("announcement")
"""Kind of urgent notice → ``(notices) -> Announcement``: one mail for all that one person was told of one subject since
the last mailing, made from what holds when it is sent."""

OBSOLETE_LETTERS: Registry[Callable[..., set[int]]] = Registry("kind of letter")
"""Kind of letter → ``(letters) -> set[letter_id]``: those that ask for what is settled. They are not released."""
