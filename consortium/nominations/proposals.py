"""Proposing people for seats, posts and chairs, and taking a proposal back (E-15, GOV-06, E-74)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from charter import editions
from consortium import appointments, candidates, directory, eligibility, quotas, terms
from consortium.models import Body, Nomination, Seat
from duties import duties
from journal import entries, subjects
from journal.models import Entry
from membership.models import Member
from membership.tiers import tier_on
from parties.models import Person
from parties.refusals import Invalid, Refusal


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
    :raises Refusal: where the person is nominated already or has yet to come, or the seat to replace is not the
        company's.
    """
    entries.lock(member)
    entries.lock(body)
    if not body.is_open or body.is_group or body.is_office:
        raise Invalid(_("Companies nominate for the committees of the charter."), field="body")
    directory.require_come(body.consortium, person, body.consortium.day_of(at))
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
    :raises Refusal: where the person has yet to come, or holds it: a post of the office has no term to renew.
    """
    day = office.consortium.day_of(at)
    charter = editions.in_force(office.consortium, day)
    directory.require_come(office.consortium, person, day)
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
    return settle(nomination, Nomination.State.WITHDRAWN, "nomination.withdraw", by, at, reason, on_behalf_of)


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


def settle(
    nomination: Nomination,
    to: str,
    verb: str,
    by: Person | None,
    at: datetime,
    reason: str,
    on_behalf_of: Person | None = None,
) -> Entry:
    """Move a nomination to where it ends, with the reason, and tell whom it concerns."""
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
