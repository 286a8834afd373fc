"""Lines that many pages show: what is waited for, what has happened, what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class DutyLine:
    """What is owed, by whom, until when, because of which rule; with the button that does it."""

    what: str
    who: str
    due: date
    rule: str = ""
    address: str = ""
    action: str = ""
    is_mine: bool = False
    days_late: int = 0
    until: str = ""
    """The deadline as people read it: "end of 30 Jun 2026 (New York)"."""

    @property
    def is_late(self) -> bool:
        return self.days_late > 0


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One journal entry as a sentence."""

    sentence: str
    at: datetime
    on_behalf_of: str = ""
    rule: str = ""
    reason: str = ""
    whom: str = ""
    """Those whom it was about, by name."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that a search found."""

    title: str
    address: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class OrgNode:
    """One box of an organisation picture, with what stands below it."""

    name: str
    address: str
    note: str = ""
    figures: Sequence[tuple[int, str]] = ()
    """Live counts with their words, such as ``(4, "of 5 seats")``."""
    tone: str = ""
    below: Sequence["OrgNode"] = ()
