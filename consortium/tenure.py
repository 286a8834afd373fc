"""The daily round over seats: ending those that lapsed, announcing those that will (E-07, E-16, E-18)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from charter import editions
from consortium import seats, terms
from consortium.models import Seat
from duties import notices
from membership.models import Affiliation, Mandate, Tiering
from parties.models import Consortium

NOTICE = "seat.term"


def end_lapsed(consortium: Consortium, *, at: datetime) -> int:
    """End every committee seat whose ground is gone; answer how many. Safe to repeat.

    A seat lapses when its term is over, its company has left, its holder has left the company, the title no
    longer qualifies, or the company's tier has fewer seats: then the longest held stay, unless the company
    chose otherwise before.
    """
    day = consortium.day_of(at)
    lapsed = list(_lapsed(consortium, editions.in_force(consortium, day), day))
    for seat, reason in lapsed:
        seats.end(seat, reason=reason, by=None, at=at)
    return len(lapsed)


def announce_ends(consortium: Consortium, *, at: datetime) -> int:
    """Tell companies and holders of terms that end soon, and have the company nominate for the next (E-18).

    Safe to repeat: each term is announced once. Answers how many terms end soon.
    """
    day = consortium.day_of(at)
    notice = editions.in_force(consortium, day).terms.notice_days
    if notice is None:
        return 0
    ending = list(
        _committee_seats(consortium).filter(
            during__endswith__gt=day, during__endswith__lte=day + timedelta(days=notice)
        )
    )
    terms.owe_renewals(ending, at=at)
    nominators = _nominators(consortium, day)
    for seat in ending:
        _tell(seat, {seat.person_id, *nominators.get(seat.organisation_id, ())}, at)
    return len(ending)


def _committee_seats(consortium: Consortium):
    held = Seat.objects.held().filter(consortium=consortium, member__isnull=False, body__level__gt=0)
    return held.select_related("body", "member", "person", "consortium", "subject").order_by("during", "pk")


def _lapsed(consortium: Consortium, charter: Any, day: date) -> Iterator[tuple[Seat, str]]:
    """Give each seat that ends with its reason; seats that stay use up their company's quota, longest held first."""
    tiers = dict(Tiering.objects.filter(consortium=consortium, during__contains=day).values_list("member_id", "tier"))
    titles = {
        (person, organisation): title or position
        for person, organisation, title, position in Affiliation.objects.on(day)
        .filter(consortium=consortium)
        .values_list("person_id", "organisation_id", "title", "position")
    }
    used: Counter = Counter()
    for seat in _committee_seats(consortium):
        reason = _reason(seat, charter, tiers.get(seat.member_id, ""), titles, used, day)
        if reason:
            yield seat, reason


def _reason(seat: Seat, charter: Any, tier: str, titles: dict, used: Counter, day: date) -> str:
    key, title = seat.body.key, titles.get((seat.person_id, seat.organisation_id))
    if seat.during.upper and seat.during.upper <= day:
        return Seat.Ending.TERM
    if seat.member.left_on and seat.member.left_on <= day:
        return Seat.Ending.COMPANY
    if title is None:
        return Seat.Ending.LEFT
    if key not in charter.bodies or not charter.title_fits(title, key):
        return Seat.Ending.TITLE
    quota = (seat.member_id, charter.bodies[key].class_)
    if used[quota] >= charter.quota(tier, key):
        return Seat.Ending.TIER
    used[quota] += 1
    return ""


def _nominators(consortium: Consortium, day: date) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    given = Mandate.objects.on(day).filter(consortium=consortium, kind=Mandate.Kind.NOMINATOR)
    for organisation, person in given.values_list("organisation_id", "person_id"):
        found.setdefault(organisation, []).append(person)
    return found


def _tell(seat: Seat, people: set[int], at: datetime) -> None:
    until = seat.during.upper
    notices.tell(
        people,
        seat.subject,
        NOTICE,
        at=at,
        address=seat.get_absolute_url(),
        key=f"{NOTICE}:{seat.pk}:{until.isoformat()}",
        person=str(seat.person),
        body=str(seat.body),
        on=until.isoformat(),
    )
