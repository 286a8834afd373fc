"""Seats: taking, extending and ending them, their alternates, and the posts of the office."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils.translation import gettext as _

from charter import editions
from consortium import directory, terms
from consortium.models import Alternate, Body, Seat
from duties import notices
from journal import entries, subjects
from journal.models import Entry
from membership import ranges
from membership.models import Affiliation, Member
from parties.models import Consortium, Organisation, Person
from parties.refusals import Invalid, Refusal
from registry.seats import SEAT_BEGAN, SEAT_CHANGED, SEAT_ENDED

SEATED = ("", "chair", "lead")
"""Posts that come with the one seat that a person has in a body; a post of the office is a seat by itself."""


@transaction.atomic
def take(
    body: Body,
    person: Person,
    *,
    by: Person | None,
    at: datetime,
    until: date | None,
    member: Member | None = None,
    organisation: Organisation | None = None,
    post: str = "",
    title: str = "",
    votes: bool = False,
    allowed_by: Entry | None = None,
) -> Seat:
    """Seat a person in a body from this day until the day before ``until``.

    Whether the person may sit there is asked before, by `nominations` and `groups`; here the seat is written.

    :raises Refusal: where the person sits in the body already.
    """
    day = body.consortium.day_of(at)
    entries.lock(body)
    posts = SEATED if post in SEATED else [post]
    if Seat.objects.held().on(day).filter(body=body, person=person, post__in=posts).exists():
        raise Refusal(_("%(person)s sits in the %(body)s already.") % {"person": person, "body": body}, field="person")
    subject = subjects.open(body.consortium, Seat.KIND)
    seat = Seat.objects.create(
        consortium=body.consortium,
        subject=subject,
        number=subject.number,
        body=body,
        member=member,
        organisation=organisation or (member and member.organisation),
        person=person,
        post=post,
        title=title,
        votes=votes,
        during=DateRange(day, until),
        appointed_by=allowed_by,
    )
    entries.record(seat, "seat.take", by=by, at=at, body=body.key, votes=votes, until=until, post=post)
    for follow in SEAT_BEGAN.values():
        follow(seat, at)
    _tell_followers(seat, at)
    return seat


@transaction.atomic
def extend(seat: Seat, *, until: date, by: Person | None, at: datetime, allowed_by: Entry | None = None) -> None:
    """Renew a seat for another term; it stays the same seat, so votes under way keep their roll (E-18)."""
    entries.lock(seat)
    if not seat.is_held:
        raise Refusal(_("The seat of %(seat)s has ended; nominate anew.") % {"seat": seat})
    seat.during = DateRange(seat.during.lower, until)
    seat.appointed_by = allowed_by
    seat.save(update_fields=["during", "appointed_by"])
    entries.record(seat, "seat.extend", by=by, at=at, until=until)
    _tell_followers(seat, at)


@transaction.atomic
def end(
    seat: Seat,
    *,
    reason: str,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
    words: str = "",
) -> Entry:
    """End a seat today, with everything that rests on it: alternates and votes in working groups.

    ``reason`` is one of `Seat.Ending`; ``words`` are free. The roll of an open motion follows the charter.

    :raises Refusal: where the seat has ended already.
    """
    day = seat.consortium.day_of(at)
    entries.lock(seat.body)
    entry = entries.move(
        seat,
        Seat.State.ENDED,
        verb="seat.end",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        words={"reason": words} if words else None,
        changes={"during": ended(seat.during, day), "end_reason": reason},
        reason=reason,
        on=day,
    )
    _end_alternates(seat, day)
    for follow in SEAT_ENDED.values():
        follow(seat, at)
    _tell_followers(seat, at)
    for resting in _resting_on(seat):
        end(resting, reason=Seat.Ending.COMMITTEE, by=by, at=at)
    terms.let_off_renewal(seat, _("The seat has ended."), at=at)
    _ask_for_successor(seat, at)
    _tell_ended(seat, at)
    return entry


def end_of(members: Iterable[Member], *, by: Person | None, at: datetime) -> None:
    """End every seat of companies that no longer belong: committees, working groups, and guests they sent."""
    members = list(members)
    guests = Q(member__isnull=True, post="", organisation__in=[member.organisation_id for member in members])
    held = Seat.objects.filter(
        Q(member__in=members) | guests,
        consortium__in={member.consortium_id for member in members},
        state=Seat.State.HELD,
    )
    for seat in held.select_related("body", "subject", "consortium", "person").order_by("-body__level", "pk"):
        seat.refresh_from_db(fields=["state"])
        if seat.state == Seat.State.HELD:
            end(seat, reason=Seat.Ending.COMPANY, by=by, at=at)


@transaction.atomic
def name_alternate(
    seat: Seat, person: Person, *, by: Person, at: datetime, on_behalf_of: Person | None = None
) -> Alternate:
    """Name the person who may act in the seat when its holder does not; who was named before no longer may.

    Both are told: from now on either may vote.

    :raises Refusal: where the seat has ended, or the person has a seat in the body or has yet to come.
    :raises Invalid: where the person does not belong to the seat's company, or holds the seat.
    """
    entries.lock(seat)
    day = seat.consortium.day_of(at)
    _check_alternate(seat, person, day)
    _end_alternates(seat, day)
    entry = entries.record(seat, "seat.name_alternate", by=by, at=at, on_behalf_of=on_behalf_of)
    _tell_deputised(seat, person, entry, at)
    alternate = Alternate.objects.create(
        consortium=seat.consortium, seat=seat, person=person, during=DateRange(day, None), entry=entry
    )
    _tell_followers(seat, at)
    return alternate


@transaction.atomic
def end_alternate(seat: Seat, *, by: Person, at: datetime, on_behalf_of: Person | None = None) -> None:
    """Take the alternate's right to act in the seat.

    :raises Refusal: where the seat has none.
    """
    entries.lock(seat)
    if not _end_alternates(seat, seat.consortium.day_of(at)):
        raise Refusal(_("No alternate is named for the seat of %(seat)s.") % {"seat": seat})
    entries.record(seat, "seat.end_alternate", by=by, at=at, on_behalf_of=on_behalf_of)
    _tell_followers(seat, at)


@transaction.atomic
def make_chair(seat: Seat, *, by: Person | None, at: datetime, allowed_by: Entry | None = None) -> Entry:
    """Give the chair to a member of the body, in place of whoever had it (E-74).

    :raises Refusal: where the seat has ended or has no vote.
    """
    entries.lock(seat)
    if not seat.is_held or not seat.votes:
        raise Refusal(_("Only somebody with a vote in the %(body)s takes its chair.") % {"body": seat.body})
    Seat.objects.held().filter(body=seat.body, post="chair").update(post="")
    seat.post = "chair"
    seat.save(update_fields=["post"])
    return entries.record(seat, "seat.make_chair", by=by, at=at, rule="E-74", allowed_by=allowed_by and allowed_by.pk)


@transaction.atomic
def install_office(
    consortium: Consortium,
    person: Person,
    post: str,
    *,
    by: Person | None,
    at: datetime,
    allowed_by: Entry | None = None,
) -> Seat:
    """Give a post of the office to a person in place of whoever held it; the post has no vote (GOV-06, GOV-07).

    :raises Invalid: where the charter knows no such post.
    """
    charter = editions.in_force(consortium, consortium.day_of(at))
    if post not in charter.office.posts:
        known = ", ".join(str(each.name) for each in charter.office.posts.values())
        raise Invalid(_("The charter's office has these posts: %(posts)s.") % {"posts": known}, field="post")
    office = Body.objects.select_for_update().get(consortium=consortium, kind=Body.Kind.OFFICE, state=Body.State.OPEN)
    for held in Seat.objects.held().filter(body=office, post=post).exclude(person=person):
        end(held, reason=Seat.Ending.REPLACED, by=by, at=at)
    return take(office, person, post=post, until=None, allowed_by=allowed_by, by=by, at=at)


def ended(during: DateRange, day: date) -> DateRange:
    """Cut a range off at a day; one that ended before stays."""
    upper = min(during.upper, day) if during.upper else day
    return DateRange(during.lower, max(upper, during.lower or upper))


def _ask_for_successor(seat: Seat, at: datetime) -> None:
    within = editions.in_force(seat.consortium, seat.consortium.day_of(at)).terms.fill_days
    if seat.member_id and seat.body.level and within is not None:
        terms.owe_successor(seat, within_days=within, at=at)


def _tell_deputised(seat: Seat, person: Person, entry: Entry, at: datetime) -> None:
    for told, kind, other in ((person, "seat.alternate", seat.person), (seat.person, "seat.deputised", person)):
        notices.tell(
            [told],
            seat.subject,
            kind,
            at=at,
            address=seat.get_absolute_url(),
            key=f"{kind}:{entry.pk}",
            person=str(other),
            body=str(seat.body),
        )


def _tell_ended(seat: Seat, at: datetime) -> None:
    notices.tell(
        [seat.person_id],
        seat.subject,
        "seat.ended",
        at=at,
        address=seat.body.get_absolute_url(),
        person=str(seat.person),
        body=str(seat.body),
        reason=seat.end_reason,
    )


def _tell_followers(seat: Seat, at: datetime) -> None:
    for follow in SEAT_CHANGED.values():
        follow(seat, at=at)


def _end_alternates(seat: Seat, day: date) -> int:
    return ranges.end(Alternate.objects.filter(seat=seat), day)


def _resting_on(seat: Seat) -> list[Seat]:
    """Votes in working groups below a committee belong to its members alone (WG-03)."""
    if seat.body.kind != Body.Kind.TECHNICAL:
        return []
    groups = Body.objects.open().filter(consortium=seat.consortium)
    below = groups.filter(parent=seat.body) | groups.filter(parent__parent=seat.body)
    return list(Seat.objects.held().filter(body__in=below, person=seat.person, votes=True).select_related("body"))


def _check_alternate(seat: Seat, person: Person, day: date) -> None:
    if not seat.is_held or not seat.member_id:
        raise Refusal(_("Only a seat that a company holds has an alternate."))
    if person.pk == seat.person_id:
        raise Invalid(_("%(person)s holds the seat; name someone else.") % {"person": person}, field="person")
    belongs = Affiliation.objects.filter(
        consortium=seat.consortium, person=person, organisation=seat.organisation_id, during__contains=day
    )
    if not belongs.exists():
        raise Invalid(
            _("%(person)s does not belong to %(company)s. The alternate comes from the same company.")
            % {"person": person, "company": seat.organisation},
            field="person",
        )
    directory.require_come(seat.consortium, person, day)
    if Seat.objects.held().on(day).filter(body=seat.body, person=person).exists():
        raise Refusal(
            _("%(person)s has a seat of their own in the %(body)s.") % {"person": person, "body": seat.body},
            field="person",
        )
