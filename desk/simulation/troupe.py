"""The troupe: the stage with everybody on it, and the small acts that many scenes are made of."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from consortium.models import Body, Motion, Nomination, Seat
from desk.simulation.cast import Cast, Place, Someone
from desk.simulation.stage import Stage
from membership.models import Member
from parties.models import Organisation, Person


class Troupe:
    """Everybody of the cast in one consortium."""

    def __init__(self, stage: Stage, cast: Cast, who: Mapping[str, Person | Organisation]) -> None:
        self.stage = stage
        self.cast = cast
        self.who = who

    @property
    def secretary(self) -> Person:
        return self.officer("secretary")

    @property
    def finance(self) -> Person:
        return self.officer("finance")

    def officer(self, post: str) -> Person:
        """Find who fills a post of the office in the cast."""
        return self.who[next(each.key for each in self.cast.office if each.post == post)]

    def body(self, key: str) -> Body:
        """Fetch an open body by its charter key."""
        return Body.objects.open().get(consortium=self.stage.consortium, key=key)

    def member(self, place: Place) -> Member:
        """Fetch the membership of a company."""
        current = Member.objects.current(self.stage.today)
        return current.get(consortium=self.stage.consortium, organisation=self.who[place.key])

    def members(self) -> list[Place]:
        """List the companies that belong today."""
        current = Member.objects.current(self.stage.today).filter(consortium=self.stage.consortium)
        names = set(current.values_list("organisation__name", flat=True))
        return [place for place in self.cast.companies if place.name in names]

    def mandated(self, place: Place, kind: str) -> Person:
        """Find who holds a mandate of a company in the cast."""
        return self.who[next(each.key for each in place.people if kind in each.mandates)]

    def nominate(self, place: Place, someone: Someone, body: str) -> Nomination:
        """Let a company nominate one of its people."""
        nominator = self.mandated(place, "nominator")
        return self.stage.act(
            nominator, "nomination.propose", self.member(place), self.body(body), self.who[someone.key]
        )

    def decide_at_once(
        self, motion: Motion, *, choices: Mapping[str, str] | None = None, opened_by: Person | None = None
    ) -> Motion:
        """Have a body decide a draft in one session: everybody votes ``for``, but for those in ``choices``."""
        opener = opened_by or self.secretary
        self.stage.act(opener, "motion.open", motion)
        self.vote(motion, choices=choices)
        self.stage.act(opener, "motion.close", motion)
        return motion

    def vote(self, motion: Motion, *, choices: Mapping[str, str] | None = None, silent: Iterable[str] = ()) -> None:
        """Let the roll of an open motion vote."""
        keys = {person.pk: key for key, person in self.who.items() if isinstance(person, Person)}
        quiet = set(silent)
        for line in motion.roll.select_related("acting_seat__person", "acting_seat__subject").order_by("pk"):
            person = line.acting_seat.person
            key = keys.get(person.pk, "")
            if key not in quiet:
                self.stage.act(person, "ballot.cast", motion, line, about=line, slate=(choices or {}).get(key, "for"))

    def seat_of(self, someone: Someone) -> Seat:
        """Fetch the committee seat that a person holds."""
        held = Seat.objects.held().on(self.stage.today)
        return held.get(consortium=self.stage.consortium, person=self.who[someone.key], body__level__gt=0)

    def seated(self, body: str) -> Sequence[tuple[Place, Someone]]:
        """List who is to sit in a body by the cast, of the companies that belong today."""
        return [(place, each) for place in self.members() for each in place.people if each.seat == body]

    def days_ahead(self, days: int) -> date:
        return self.stage.today + timedelta(days=days)
