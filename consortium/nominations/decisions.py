"""Deciding on nominations: the office confirms or declines, or the body above votes and the enactment seats."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from consortium import appointments, motions
from consortium.models import Body, Item, Motion, Nomination, Seat
from consortium.motions import NewItem
from consortium.nominations.proposals import check, settle
from consortium.rules import MEMBER
from journal import entries
from journal.models import Entry
from parties.models import Person
from parties.refusals import Invalid, Refusal

APPOINTMENT = "appointment"
"""The matter of an item that seats somebody."""


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
    return settle(nomination, Nomination.State.REJECTED, "nomination.decline", by, at, reason)


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

    :raises Invalid: without nominations, for one that another body decides (EC-08, SC-08), or whose tier, title,
        branch or quota no longer hold: nobody votes on what could not be carried out.
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


@transaction.atomic
def dismiss(item: Item, *, by: Person | None, at: datetime, reason: str = "") -> None:
    """End the nomination whose item was not carried, or whose appointment was given up with ``reason``.

    One whose motion was withdrawn waits for another motion.
    """
    nomination = Nomination.objects.select_related("body", "member", "subject", "consortium").get(item=item)
    if item.state == Item.State.WITHDRAWN:
        entries.move(
            nomination, Nomination.State.PROPOSED, verb="nomination.release", by=by, at=at, changes={"item": None}
        )
    elif nomination.is_waiting:
        settle(nomination, Nomination.State.REJECTED, "nomination.reject", by, at, reason or item.get_state_display())


def _check_office_decides(nomination: Nomination, at: datetime) -> None:
    if appointments.appointing(nomination, at=at) != MEMBER:
        raise Refusal(
            _("Members of the %(body)s are appointed by motion of another body.") % {"body": nomination.body},
            rule=f"bodies.{nomination.body.key}.appointed_by",
        )


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
    _check_again(nomination, at)


def _check_again(nomination: Nomination, at: datetime) -> None:
    """Ask again what a company's seat needs; a post of the office and a chair need nothing of it."""
    if nomination.member_id and not nomination.post:
        check(
            nomination.member,
            nomination.body,
            nomination.person,
            at=at,
            replaces=nomination.replaces,
            nomination=nomination,
        )


def _appoint(nomination: Nomination, *, by: Person | None, at: datetime, item: Item | None = None) -> Seat:
    """Check again under the locks of member and body, end what is replaced, and seat."""
    if nomination.member_id and not nomination.post:
        entries.lock(nomination.member)
    entries.lock(nomination.body)
    _check_again(nomination, at)
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
