"""Nominations: a company proposes, the body above decides, the enactment seats (EC-08, SC-08, E-15, E-18)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from charter import editions
from consortium import appointments, candidates, eligibility, motions, quotas, terms
from consortium.models import Body, Item, Motion, Nomination, Seat
from consortium.motions import NewItem
from consortium.rules import MEMBER
from duties import duties
from journal import entries, subjects
from journal.models import Entry
from membership.models import Member
from membership.tiers import tier_on
from parties.models import Person
from parties.refusals import Invalid, Refusal

APPOINTMENT = "appointment"
"""The matter of an item that seats somebody."""


@transaction.atomic
def propose(
    member: Member,
    body: Body,
    person: Person,
    *,
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
    statement: str = "",
    replaces: Seat | None = None,
) -> Nomination:
    """Nominate a person of the company for a seat (E-15).

    Where the person sits there already it is for another term; with ``replaces``, in place of a colleague.
    Holds the member's lock, so that two nominations at once cannot exceed the quota.

    :raises Invalid: where tier, title, branch, the person's other seats or the quota forbid it.
    :raises Refusal: where the person is nominated already, or the seat to replace is not the company's.
    """
    entries.lock(member)
    entries.lock(body)
    if not body.is_open or body.is_group or body.is_office:
        raise Invalid(_("Companies nominate for the committees of the charter."), field="body")
    _refuse_second(body, person)
    replaces = _check_replaced(member, body, person, replaces)
    title = check(member, body, person, at=at, replaces=replaces)
    nomination = _write(body, person, by=by, at=at, member=member, title=title, statement=statement, replaces=replaces)
    entry = entries.record(
        nomination, "nomination.propose", by=by, at=at, on_behalf_of=on_behalf_of, rule="E-15", body=body.key
    )
    duties.discharge(terms.met_by_nomination(member, body, replaces), nomination.subject, by=by, at=at, entry=entry)
    appointments.tell_appointing(nomination, at=at)
    return nomination


@transaction.atomic
def propose_officer(office: Body, person: Person, post: str, *, by: Person, at: datetime) -> Nomination:
    """Propose a person for a post of the office, for the body that the charter lets appoint it (GOV-06).

    :raises Invalid: where the charter knows no such post.
    :raises Refusal: where the person holds it: a post of the office has no term that could be renewed.
    """
    charter = editions.in_force(office.consortium, office.consortium.day_of(at))
    if post not in charter.office.posts:
        raise Invalid(_("The charter's office has no such post."), field="post", rule="GOV-06")
    entries.lock(office)
    if Seat.objects.held().filter(body=office, post=post, person=person).exists():
        raise Refusal(
            _("%(person)s has this post already, and keeps it until somebody else is appointed.") % {"person": person},
            field="person",
        )
    _refuse_second(office, person)
    nomination = _write(office, person, by=by, at=at, post=post)
    entries.record(nomination, "nomination.propose_officer", by=by, at=at, rule="GOV-06", post=post)
    appointments.tell_appointing(nomination, at=at)
    return nomination


@transaction.atomic
def propose_chair(seat: Seat, *, by: Person, at: datetime) -> Nomination:
    """Propose a member of a body for its chair; the body elects (E-74).

    :raises Refusal: where the seat has no vote, or has the chair.
    """
    if not seat.is_held or not seat.votes:
        raise Refusal(_("Only somebody with a vote in the %(body)s takes its chair.") % {"body": seat.body})
    if seat.post == "chair":
        raise Refusal(_("%(person)s has the chair, until the body elects somebody else.") % {"person": seat.person})
    entries.lock(seat.body)
    _refuse_second(seat.body, seat.person)
    nomination = _write(seat.body, seat.person, by=by, at=at, member=seat.member, post="chair", replaces=seat)
    entries.record(nomination, "nomination.propose_chair", by=by, at=at, rule="E-74")
    return nomination


@transaction.atomic
def withdraw(nomination: Nomination, *, by: Person, at: datetime, reason: str = "", on_behalf_of=None) -> Entry:
    """Take a nomination back while nobody votes on it.

    :raises Refusal: once it is before the appointing body: then its motion decides, or is withdrawn.
    """
    entries.lock(nomination)
    if nomination.state == Nomination.State.ON_BALLOT:
        raise Refusal(
            _("It stands on motion %(number)s. Withdraw or sever its item there first.")
            % {"number": nomination.item.motion.number}
        )
    return _settle(nomination, Nomination.State.WITHDRAWN, "nomination.withdraw", by, at, reason, on_behalf_of)


@transaction.atomic
def confirm(nomination: Nomination, *, by: Person, at: datetime) -> Seat:
    """Seat whom the company itself names, after the office verified tier and title (E-18).

    :raises Refusal: where the charter has the seat appointed by a body: that takes a motion (EC-08, SC-08).
    :raises Invalid: where tier, title, branch or quota no longer hold.
    """
    _check_office_decides(nomination, at)
    return _appoint(nomination, by=by, at=at)


@transaction.atomic
def decline(nomination: Nomination, *, reason: str, by: Person, at: datetime) -> Entry:
    """Turn down a nomination that the office could not verify (E-18).

    :raises Refusal: without a reason, or where a body decides.
    """
    if not reason.strip():
        raise Refusal(_("Say what could not be verified."), field="reason")
    _check_office_decides(nomination, at)
    entries.lock(nomination)
    if nomination.state != Nomination.State.PROPOSED:
        raise Refusal(_("It is no longer waiting for the office."))
    return _settle(nomination, Nomination.State.REJECTED, "nomination.decline", by, at, reason)


@transaction.atomic
def put_to_vote(
    body: Body,
    chosen: Sequence[Nomination],
    *,
    by: Person,
    at: datetime,
    title: str = "",
    text: str = "",
    on_behalf_of: Person | None = None,
) -> Motion:
    """Draft a motion of the appointing body with one item for each nomination; together they are a slate.

    :raises Invalid: without nominations, or for one that another body decides (EC-08, SC-08).
    :raises Refusal: for one that does not wait any more.
    """
    if not chosen:
        raise Invalid(_("Choose at least one nomination."), field="nominations")
    for nomination in chosen:
        entries.lock(nomination)
        _check_ballot(nomination, body, at)
    motion = motions.draft(
        body,
        title=title or appointments.heading(chosen),
        text=text,
        items=[NewItem(appointments.question(each), each.statement, APPOINTMENT) for each in chosen],
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
    )
    for nomination, item in zip(chosen, motion.items.order_by("position"), strict=True):
        entries.move(
            nomination,
            Nomination.State.ON_BALLOT,
            verb="nomination.put_to_vote",
            by=by,
            at=at,
            on_behalf_of=on_behalf_of,
            changes={"item": item},
            motion=motion.number,
        )
    return motion


@transaction.atomic
def enact(item: Item, *, by: Person | None, at: datetime) -> Entry:
    """Seat the person whom a carried item appoints; eligibility and quota are asked again (EC-08, SC-08).

    :raises Refusal: where one no longer holds; the enactment is then blocked with that reason.
    """
    nomination = Nomination.objects.select_related("body", "member", "person", "consortium").get(item=item)
    seat = _appoint(nomination, by=by, at=at, item=item)
    return seat.appointed_by


def check(
    member: Member, body: Body, person: Person, *, at: datetime, replaces: Seat | None = None, nomination=None
) -> str:
    """Ask everything that a seat needs: tier, title, branch, one committee per person, quota; give the title's key.

    :raises Invalid: with the first thing that is missing, in words.
    """
    day = body.consortium.day_of(at)
    charter = editions.in_force(body.consortium, day)
    candidate = candidates.of(member, person, body, day=day)
    eligibility.check(charter, body.key, candidate)
    tier = tier_on(member, day)
    use = quotas.use_of(charter, body.key, member, tier=tier, day=day, apart_from=replaces, nomination=nomination)
    quotas.check(charter, body.key, member, tier=tier, use=use)
    return eligibility.title_key(charter, body.key, candidate.title)


@transaction.atomic
def dismiss(item: Item, *, by: Person | None, at: datetime) -> None:
    """End the nomination whose item was not carried; one whose motion was withdrawn waits for another motion."""
    nomination = Nomination.objects.select_related("body", "member", "subject", "consortium").get(item=item)
    if item.state == Item.State.WITHDRAWN:
        entries.move(
            nomination, Nomination.State.PROPOSED, verb="nomination.release", by=by, at=at, changes={"item": None}
        )
    elif nomination.is_waiting:
        _settle(nomination, Nomination.State.REJECTED, "nomination.reject", by, at, item.get_state_display())


def _check_ballot(nomination: Nomination, body: Body, at: datetime) -> None:
    if not nomination.is_proposed:
        raise Refusal(
            _("Nomination %(number)s is “%(state)s”.")
            % {"number": nomination.number, "state": nomination.get_state_display()}
        )
    appointing = appointments.appointing(nomination, at=at)
    if appointing != body.key:
        raise Invalid(
            _("The %(body)s does not appoint members of the %(other)s.") % {"body": body, "other": nomination.body},
            field="nominations",
            rule=f"bodies.{nomination.body.key}.appointed_by",
        )


def _check_replaced(member: Member, body: Body, person: Person, replaces: Seat | None) -> Seat | None:
    """Find the seat that the nomination renews or fills anew; refuse one that is not the company's to give."""
    own = Seat.objects.held().filter(body=body, person=person, member=member).first()
    if replaces is None or own:
        return own
    if replaces.member_id != member.pk or replaces.body_id != body.pk or not replaces.is_held:
        raise Invalid(_("A nomination replaces a seat of the same company in the same body."), field="replaces")
    return replaces


def _refuse_second(body: Body, person: Person) -> None:
    waiting = Nomination.objects.waiting().filter(body=body, person=person).first()
    if waiting:
        raise Refusal(
            _("%(person)s is nominated for the %(body)s already (nomination %(number)s).")
            % {"person": person, "body": body, "number": waiting.number},
            field="person",
        )


def _write(
    body: Body,
    person: Person,
    *,
    by: Person,
    at: datetime,
    member: Member | None = None,
    post: str = "",
    title: str = "",
    statement: str = "",
    replaces: Seat | None = None,
) -> Nomination:
    subject = subjects.open(body.consortium, Nomination.KIND)
    return Nomination.objects.create(
        consortium=body.consortium,
        subject=subject,
        number=subject.number,
        body=body,
        member=member,
        person=person,
        post=post,
        title=title,
        statement=statement,
        replaces=replaces,
        nominated_at=at,
        nominated_by=by,
    )


def _appoint(nomination: Nomination, *, by: Person | None, at: datetime, item: Item | None = None) -> Seat:
    """Check again under the locks of member and body, end what is replaced, and seat."""
    is_companys = nomination.member_id and not nomination.post
    if is_companys:
        entries.lock(nomination.member)
    entries.lock(nomination.body)
    if is_companys:
        check(
            nomination.member,
            nomination.body,
            nomination.person,
            at=at,
            replaces=nomination.replaces,
            nomination=nomination,
        )
    entry = entries.move(
        nomination,
        Nomination.State.APPOINTED,
        verb="nomination.appoint",
        by=by,
        at=at,
        rule=f"bodies.{nomination.body.key}.appointed_by",
        item=item and item.number,
    )
    seat = appointments.seat(nomination, entry, by=by, at=at)
    appointments.tell_appointed(nomination, seat, at=at)
    return seat


def _check_office_decides(nomination: Nomination, at: datetime) -> None:
    if appointments.appointing(nomination, at=at) != MEMBER:
        raise Refusal(
            _("Members of the %(body)s are appointed by motion of another body.") % {"body": nomination.body},
            rule=f"bodies.{nomination.body.key}.appointed_by",
        )


def _settle(
    nomination: Nomination,
    to: str,
    verb: str,
    by: Person | None,
    at: datetime,
    reason: str,
    on_behalf_of: Person | None = None,
) -> Entry:
    entry = entries.move(
        nomination,
        to,
        verb=verb,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        words={"reason": reason} if reason else None,
        changes={"reason": reason},
    )
    appointments.tell_settled(nomination, at=at)
    return entry
