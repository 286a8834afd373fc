"""The frozen answer to "who is looking?", built once per request or recipient and passed to every query."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from parties.models import Consortium, Person


@dataclass(frozen=True, slots=True)
class SeatHeld:
    """A seat that the person may act in on the day, as its holder or as a named alternate."""

    id: int
    subject_id: int
    body_id: int
    body_subject_id: int
    body_key: str
    kind: str
    """Kind of the body: ``council``, ``steering``, ``technical``, ``system_group``, ``function_group``, ``office``."""
    branch: str
    """Key of the body's branch, empty for bodies of the whole consortium."""
    post: str
    """``chair``, ``secretary``, ``finance``, ``legal``, or empty for an ordinary seat."""
    votes: bool
    organisation_id: int | None
    is_alternate: bool = False


@dataclass(frozen=True, slots=True)
class Company:
    """A member company that the person belongs to, with what the person may do in its name."""

    member_id: int
    subject_id: int
    organisation_id: int
    branch: str
    tier: str
    tier_rank: int
    is_core: bool
    is_suspended: bool
    mandates: frozenset[str]
    """Of ``nominator``, ``revenue_declarer``, ``billing``, ``counsel``, ``signatory``."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person in one consortium at one moment. Rights follow from seats, companies and mandates alone."""

    person: Person | None
    consortium: Consortium
    now: datetime
    seats: tuple[SeatHeld, ...] = ()
    companies: tuple[Company, ...] = ()
    organisations: frozenset[int] = frozenset()
    """Every organisation the person belongs to in this consortium, universities and the host included."""
    assists: frozenset[int] = frozenset()
    """People under whose dated mandate this person prepares, replies and chases (and never votes)."""
    edition_id: int | None = None
    """The edition of the charter that holds today, where it was looked up with all this: ``charter.editions.of``."""
    is_awaited: bool = False
    """Whether the person, known elsewhere, was entered here and has not come yet."""

    @property
    def today(self) -> date:
        """The consortium's own day."""
        return self.now.astimezone(ZoneInfo(self.consortium.time_zone)).date()

    @property
    def is_known(self) -> bool:
        """Whether the person has any part in this consortium; anyone else gets 404 throughout."""
        return bool(self.person and (self.seats or self.organisations or self.assists))

    @property
    def bodies(self) -> frozenset[int]:
        """Bodies in which the person sits, voting or not."""
        return frozenset(seat.body_id for seat in self.seats)

    @property
    def body_subjects(self) -> frozenset[int]:
        """Subjects of the bodies in which the person sits."""
        return frozenset(seat.body_subject_id for seat in self.seats)

    @property
    def office(self) -> frozenset[str]:
        """Keys of the office posts held: ``secretary``, ``finance``, ``legal``."""
        return frozenset(seat.post for seat in self.seats if seat.kind == "office")

    @property
    def is_office(self) -> bool:
        return bool(self.office)

    @property
    def is_finance(self) -> bool:
        return "finance" in self.office

    @property
    def is_member(self) -> bool:
        """Whether the person belongs to a member company."""
        return bool(self.companies)

    @property
    def answers_for(self) -> frozenset[int]:
        """Subjects (seats, companies) whose duties are this person's own."""
        return frozenset([seat.subject_id for seat in self.seats] + [company.subject_id for company in self.companies])

    def sits_in(self, body_id: int, *, voting: bool = False) -> bool:
        """Whether the person sits in the body, in a voting seat if asked."""
        return any(seat.body_id == body_id and (seat.votes or not voting) for seat in self.seats)

    def chairs(self, body_id: int) -> bool:
        return any(seat.body_id == body_id and seat.post == "chair" for seat in self.seats)

    def mandated(self, kind: str, organisation_id: int | None = None) -> bool:
        """Whether the person holds the mandate ``kind`` for the organisation, or for any."""
        return any(
            kind in company.mandates and organisation_id in (None, company.organisation_id)
            for company in self.companies
        )

    def company(self, organisation_id: int) -> Company | None:
        """The member company with that organisation that the person belongs to, if any."""
        return next((c for c in self.companies if c.organisation_id == organisation_id), None)


def nobody(consortium: Consortium, now: datetime, person: Any = None) -> Viewer:
    """Build the viewer of someone with no part in the consortium."""
    return Viewer(person=person, consortium=consortium, now=now)
