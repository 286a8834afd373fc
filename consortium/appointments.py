"""Appointing: which body has the right, what the appointment seats, and who is told (EC-08, SC-08, E-18)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from charter import editions
from consortium import seats, terms
from consortium.models import Body, Nomination, Seat
from consortium.rules import MEMBER
from duties import notices
from journal.models import Entry
from membership.models import Mandate
from parties.models import Person


def appointing(nomination: Nomination, *, at: datetime) -> str:
    """Give the key of the body that appoints, or ``member`` where the company itself does (E-18)."""
    charter = editions.in_force(nomination.consortium, nomination.consortium.day_of(at))
    return appointing_key(charter, nomination)


def appointing_key(charter: Any, nomination: Nomination) -> str:
    """As `appointing`, with the charter at hand. A body elects its own chair (E-74)."""
    if nomination.post == "chair":
        return nomination.body.key
    return charter.bodies[nomination.body.key].appointed_by


def question(nomination: Nomination) -> str:
    """Say what is voted on, as the title of the motion's item."""
    if nomination.post:
        return _("%(person)s as %(post)s of the %(body)s") % {
            "person": nomination.person,
            "post": nomination.post_label,
            "body": nomination.body,
        }
    return _("%(person)s (%(company)s) for the %(body)s") % {
        "person": nomination.person,
        "company": nomination.member,
        "body": nomination.body,
    }


def heading(nominations: Sequence[Nomination]) -> str:
    """Say what a motion on these nominations is about, as its title."""
    if len(nominations) == 1:
        return question(nominations[0])
    bodies = {str(nomination.body) for nomination in nominations}
    if len(bodies) > 1:
        return _("%(count)s appointments") % {"count": len(nominations)}
    return _("%(count)s appointments to the %(body)s") % {"count": len(nominations), "body": bodies.pop()}


def seat(nomination: Nomination, entry: Entry, *, by: Person | None, at: datetime) -> Seat:
    """Seat the appointed person: a post of the office, the chair, another term, or a new seat."""
    if nomination.body.is_office:
        return seats.install_office(
            nomination.consortium, nomination.person, nomination.post, allowed_by=entry, by=by, at=at
        )
    if nomination.post == "chair":
        seats.make_chair(nomination.replaces, allowed_by=entry, by=by, at=at)
        return nomination.replaces
    return _committee_seat(nomination, entry, by=by, at=at)


def tell_appointing(nomination: Nomination, *, at: datetime) -> None:
    """Tell those who decide: the office where it verifies, else the appointing body."""
    key = appointing(nomination, at=at)
    place = Q(body__kind=Body.Kind.OFFICE) if key == MEMBER else Q(body__key=key)
    _tell(_seated(nomination, place, at), nomination, "nomination.proposed", at)


def tell_appointed(nomination: Nomination, seat: Seat, *, at: datetime) -> None:
    """Tell the person, and whoever may nominate for the company."""
    _tell({nomination.person_id, *nominators(nomination, at)}, nomination, "nomination.appointed", at)


def tell_settled(nomination: Nomination, *, at: datetime) -> None:
    """Tell whoever may nominate for the company how it ended."""
    people = {nomination.nominated_by_id, *nominators(nomination, at)}
    _tell(people, nomination, f"nomination.{nomination.state}", at)


def nominators(nomination: Nomination, at: datetime) -> set[int]:
    """People who nominate for the company today."""
    if not nomination.member_id:
        return set()
    return set(
        Mandate.objects.filter(
            consortium=nomination.consortium_id,
            organisation=nomination.member.organisation_id,
            kind=Mandate.Kind.NOMINATOR,
            during__contains=nomination.consortium.day_of(at),
        ).values_list("person_id", flat=True)
    )


def _committee_seat(nomination: Nomination, entry: Entry, *, by: Person | None, at: datetime) -> Seat:
    day = nomination.consortium.day_of(at)
    charter = editions.in_force(nomination.consortium, day)
    replaced = nomination.replaces
    if nomination.is_renewal and replaced.is_held:
        until = terms.term_end(max(day, replaced.during.upper), charter.terms.years)
        seats.extend(replaced, until=until, allowed_by=entry, by=by, at=at)
        return replaced
    if replaced and replaced.is_held:
        seats.end(replaced, reason=Seat.Ending.REPLACED, by=by, at=at)
    return seats.take(
        nomination.body,
        nomination.person,
        member=nomination.member,
        title=nomination.title,
        votes=charter.bodies[nomination.body.key].has_votes,
        until=terms.term_end(day, charter.terms.years),
        allowed_by=entry,
        by=by,
        at=at,
    )


def _seated(nomination: Nomination, place: Q, at: datetime) -> set[int]:
    today = Seat.objects.held().on(nomination.consortium.day_of(at))
    return set(today.filter(place, consortium=nomination.consortium_id).values_list("person_id", flat=True))


def _tell(people: set[int], nomination: Nomination, kind: str, at: datetime) -> None:
    notices.tell(
        people,
        nomination.subject,
        kind,
        at=at,
        address=nomination.get_absolute_url(),
        person=str(nomination.person),
        body=str(nomination.body),
    )
