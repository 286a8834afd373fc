"""People of companies and partners: joining, changing titles, leaving. Titles carry seats with them."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from charter import editions
from consortium import seats
from consortium.models import Partner, Seat
from journal import entries
from journal.models import Entry
from membership import ranges
from membership.models import Affiliation, Assistance, Mandate, Member
from parties.models import Consortium, Person
from parties.refusals import Invalid, Refusal
from registry.seats import PERSON_LEFT

Home = Member | Partner
"""What stands for an organisation in a consortium: a company's membership, or a partner's connection."""


@transaction.atomic
def join(home: Home, person: Person, *, title: str, position: str, by: Person, at: datetime) -> Affiliation:
    """Count somebody who said so among the organisation's people from today (`consortium.introductions`)."""
    entries.lock(home)
    affiliation = Affiliation.objects.create(
        **_place(home),
        person=person,
        title=title,
        position=position,
        during=DateRange(home.consortium.day_of(at), None),
    )
    words = {"person": person.name, "position": position}
    entries.record(home, "person.join", by=by, at=at, words=words, title=title)
    return affiliation


@transaction.atomic
def retitle(
    affiliation: Affiliation,
    *,
    title: str,
    position: str,
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> Affiliation:
    """Write down a new title; seats for which it no longer qualifies end today (E-16).

    :raises Invalid: for a title that the charter does not know.
    :raises Refusal: for somebody who has left.
    """
    home = home_of(affiliation.consortium_id, affiliation.organisation_id)
    check(home, email=affiliation.person.email, name=affiliation.person.name, title=title, at=at)
    day = home.consortium.day_of(at)
    _end_place(affiliation, day)
    changed = Affiliation.objects.create(
        **_place(home),
        person=affiliation.person,
        title=title,
        position=position.strip(),
        called=affiliation.called,
        during=DateRange(day, None),
    )
    entries.record(
        home,
        "person.retitle",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        words={"person": affiliation.name, "position": position},
        title=title,
    )
    charter = editions.in_force(home.consortium, day)
    for seat in _committee_seats(changed):
        if not charter.title_fits(title or position, seat.body.key):
            seats.end(seat, reason=Seat.Ending.TITLE, by=by, at=at)
    return changed


@transaction.atomic
def leave(
    affiliation: Affiliation, *, by: Person, at: datetime, reason: str = "", on_behalf_of: Person | None = None
) -> Entry:
    """End a person's place in the organisation today, with the seats, mandates and deputising that came with it.

    :raises Refusal: where it has ended already.
    """
    home = home_of(affiliation.consortium_id, affiliation.organisation_id)
    day = home.consortium.day_of(at)
    _end_place(affiliation, day)
    ranges.end(Mandate.objects.filter(**_place(home), person=affiliation.person), day)
    _end_deputising(affiliation, day)
    for seat in _held_for(affiliation):
        seats.end(seat, reason=Seat.Ending.LEFT, by=by, at=at)
    _end_assistance(affiliation, day)
    for follow in PERSON_LEFT.values():
        follow(home.consortium, at=at)
    return entries.record(
        home,
        "person.leave",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        words={"person": affiliation.name, "reason": reason},
    )


def come(person: Person, consortium: Consortium) -> None:
    """Note that somebody has come here: from now on they are called by their own name."""
    Affiliation.objects.filter(person=person, consortium=consortium).exclude(called="").update(called="")


def leave_all(home: Home, *, by: Person, at: datetime) -> None:
    """End the places of everybody in an organisation that leaves."""
    there = Affiliation.objects.on(home.consortium.day_of(at)).filter(**_place(home)).select_related("person")
    for affiliation in there:
        leave(affiliation, by=by, at=at)


def home_of(consortium_id: int, organisation_id: int) -> Home:
    """Find what stands for an organisation: its membership, else its connection, the latest first.

    :raises Refusal: where the organisation never had a part.
    """
    place = {"consortium": consortium_id, "organisation": organisation_id}
    related = ("consortium", "organisation", "subject")
    known = Member.objects.filter(**place).select_related(*related).order_by("-joined_on", "-pk").first()
    known = known or Partner.objects.filter(**place).select_related(*related, "body").order_by("-pk").first()
    if known is None:
        raise Refusal(_("This organisation has no part in the consortium."))
    return known


def check(home: Home, *, email: str, name: str, title: str, at: datetime) -> None:
    """Ask for an address, a name, and a title that the charter knows.

    :raises Invalid: without one of them.
    """
    if "@" not in email:
        raise Invalid(_("Give the e-mail address: it is how the person signs in."), field="email")
    if not name.strip():
        raise Invalid(_("Give the person's name."), field="name")
    titles = editions.in_force(home.consortium, home.consortium.day_of(at)).titles
    if title and title not in titles:
        known = ", ".join(str(each.name) for each in titles.values())
        raise Invalid(_("Titles that qualify for seats: %(titles)s.") % {"titles": known}, field="title", rule="E-16")


def _place(home: Home) -> dict[str, Any]:
    return {"consortium_id": home.consortium_id, "organisation_id": home.organisation_id}


def _committee_seats(affiliation: Affiliation) -> list[Seat]:
    return [seat for seat in _held_for(affiliation) if seat.body.level and seat.member_id]


def _held_for(affiliation: Affiliation) -> list[Seat]:
    """Seats that the person holds for the organisation, committees first: what rests on them ends with them."""
    held = Seat.objects.held().filter(
        consortium=affiliation.consortium_id, person=affiliation.person_id, organisation=affiliation.organisation_id
    )
    found = held.select_related("body", "member", "consortium", "subject", "person").order_by("-body__level")
    return list(found)


def _end_place(affiliation: Affiliation, day: date) -> None:
    if not ranges.end(Affiliation.objects.filter(pk=affiliation.pk), day):
        raise Refusal(_("%(person)s has left already.") % {"person": affiliation.name})


def _end_deputising(affiliation: Affiliation, day: Any) -> None:
    from_here = Seat.objects.filter(consortium=affiliation.consortium_id, organisation=affiliation.organisation_id)
    ranges.end(affiliation.person.alternate_seats.filter(seat__in=from_here), day)


def _end_assistance(affiliation: Affiliation, day: date) -> None:
    """Let the assistants go of somebody who has no other part in the consortium."""
    there = {"consortium": affiliation.consortium_id, "person": affiliation.person_id}
    if not (Affiliation.objects.on(day).filter(**there).exists() or Seat.objects.held().filter(**there).exists()):
        ranges.end(Assistance.objects.filter(**there), day)
