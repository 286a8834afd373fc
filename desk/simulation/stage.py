"""The stage: a clock, a seeded die, and `act`, which asks the access question before it does anything."""

import heapq
import inspect
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from desk.verbs import VERBS, resolve
from desk.viewers import viewer_of
from parties.models import Consortium, Person
from parties.permissions import require
from parties.refusals import Forbidden, Refusal
from parties.viewer import Viewer


class Unexpected(Exception):
    """Something that should have been refused was done, or the other way round."""


class Stage:
    """One consortium under a simulated clock. The same seed plays the same years."""

    def __init__(self, consortium: Consortium, at: datetime, seed: int) -> None:
        self.consortium = consortium
        self.at = at
        self.die = Random(seed)  # noqa: S311 (a play, not a secret)
        self.refusals: list[str] = []
        self._agenda: list[tuple[datetime, int, Callable[[], Any]]] = []
        self._turn = count()

    @property
    def today(self) -> date:
        return self.consortium.day_of(self.at)

    def viewer(self, person: Person) -> Viewer:
        """Build the viewer that the person is at this moment."""
        return viewer_of(person, self.consortium, self.at)

    def act(self, person: Person, verb: str, *subjects: Any, about: Any = None, **given: Any) -> Any:
        """Ask whether the person may, then do it. ``about`` is what the question is about, where not the subjects.

        :raises Forbidden: where the person may not.
        :raises Refusal: where the state or a rule forbids it.
        """
        entry = VERBS[verb]
        asked = subjects if about is None else (about,)
        require(self._asked(resolve(entry.asks), self.viewer(person), *asked, **given))
        return resolve(entry.does)(*subjects, by=person, at=self.at, **given)

    def refused(self, person: Person, verb: str, *subjects: Any, **given: Any) -> str:
        """Try what must be refused, and keep the sentence that the person reads.

        :raises Unexpected: where it was not refused.
        """
        try:
            self.act(person, verb, *subjects, **given)
        except (Forbidden, Refusal) as sentence:
            self.refusals.append(str(sentence))
            return str(sentence)
        raise Unexpected(f"{verb} by {person} was not refused")

    def later(self, moment: datetime, happens: Callable[[], Any]) -> None:
        """Put something on the agenda; what lies behind already happens at once."""
        heapq.heappush(self._agenda, (max(moment, self.at), next(self._turn), happens))

    def on(self, day: date, happens: Callable[[], Any], hour: int = 10, zone: str = "UTC") -> None:
        """Put something on the agenda of a day, at an hour of an IANA time zone."""
        self.later(datetime.combine(day, time(hour), ZoneInfo(zone)), happens)

    def after(self, days: float, happens: Callable[[], Any]) -> None:
        """Put something on the agenda some days from now."""
        self.later(self.at + timedelta(days=days), happens)

    def play(self, until: datetime, daily: Callable[[], Any]) -> Iterator[date]:
        """Let time pass until the curtain, yielding each day that is over; ``daily`` rings the doorbells."""
        while self.at < until:
            tonight = min(datetime.combine(self.at.date() + timedelta(days=1), time.min, self.at.tzinfo), until)
            while self._agenda and self._agenda[0][0] < tonight:
                self.at, _turn, happens = heapq.heappop(self._agenda)
                happens()
            self.at = tonight
            daily()
            yield self.at.date()

    @staticmethod
    def _asked(question: Callable, viewer: Viewer, *subjects: Any, **given: Any) -> Any:
        """Ask with as much of what the verb gets as the question takes."""
        parameters = list(inspect.signature(question).parameters.values())[1:]
        taken = [
            subject
            for subject, parameter in zip(subjects, parameters, strict=False)
            if parameter.kind is not inspect.Parameter.KEYWORD_ONLY
        ]
        named = {
            parameter.name: given[parameter.name] for parameter in parameters[len(taken) :] if parameter.name in given
        }
        return question(viewer, *taken, **named)
