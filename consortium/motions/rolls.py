"""The roll of a motion: frozen when voting opens, and what becomes of a line whose seat ends meanwhile."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from consortium import procedures
from consortium.models import Body, Motion, RollLine, Seat
from duties import duties
from duties.duties import Owed
from duties.models import Duty
from journal import entries
from membership.models import Member
from parties.refusals import Refusal

CAST = "vote.cast"
"""Kind of the duty of a seat on the roll."""

FREEZE = """
INSERT INTO consortium_rollline
    (consortium_id, motion_id, seat_id, acting_seat_id, organisation_id, weight, is_chair, struck_reason)
SELECT seat.consortium_id, %(motion)s, seat.id, seat.id, member.organisation_id, seat.weight,
       seat.post IN ('chair', 'lead'), ''
FROM consortium_seat seat
JOIN membership_member member ON member.id = seat.member_id
WHERE seat.body_id = %(body)s AND seat.votes AND seat.state = 'held' AND seat.during @> %(day)s::date
  AND member.state NOT IN ('suspended', 'left', 'excluded')
  AND (member.left_on IS NULL OR member.left_on > %(day)s::date)
"""


def freeze(motion: Motion, day: date) -> int:
    """Write the roll in one statement: each voting seat of the body, its company and its weight; answer how many.

    A company whose rights are suspended is not on it (E-08). The caller has locked the body, so that no seat
    begins or ends in between.
    """
    with connection.cursor() as cursor:
        cursor.execute(FREEZE, {"motion": motion.pk, "body": motion.body_id, "day": day})
        return cursor.rowcount


def owe_votes(motion: Motion, lines: Iterable[RollLine], *, at: datetime) -> None:
    """Have the seats on these lines vote by the motion's deadline; in a meeting nobody owes anything before it."""
    if motion.closes_at:
        rule = f"{procedures.path_of(motion.body)}.vote"
        owed = [
            Owed(line.acting_seat.subject_id, motion.subject_id, CAST, motion.closes_at, arises_at=at, rule=rule)
            for line in lines
        ]
        duties.owe(motion.consortium, owed, at=at)


def let_off(motion: Motion, reason: str, *, at: datetime, lines: Iterable[RollLine] | None = None) -> None:
    """End the open duties to vote on a motion, of all lines or of some."""
    owed = Duty.objects.open().filter(subject=motion.subject_id, kind=CAST)
    if lines is not None:
        owed = owed.filter(debtor__in=[line.acting_seat.subject_id for line in lines])
    duties.let_off(owed, Duty.State.NOT_REQUIRED, by=None, at=at, reason=reason)


def require_rights(line: RollLine) -> None:
    """Let a line pass whose company may vote today.

    :raises Refusal: where its seat was struck off the roll, or its company's rights are suspended (E-08).
    """
    if line.is_struck:
        raise Refusal(_("This seat was struck off the roll when it ended."), rule="E-04")
    if line.acting_seat.member and line.acting_seat.member.state == Member.State.SUSPENDED:
        raise Refusal(
            _("The rights of %(company)s are suspended; it votes again when its dues are paid.")
            % {"company": line.acting_seat.member},
            rule="E-08",
        )


@transaction.atomic
def seat_ended(seat: Seat, at: datetime) -> None:
    """Let the rolls of open motions follow the end of a seat, as the edition of each says: strike, keep, successor.

    A vote that was cast on a kept line, or on one that waits for a successor, stands.
    """
    entries.lock(seat.body)
    for line in _open_lines(seat, at):
        motion = line.motion
        entries.lock(motion)
        if not motion.is_open:
            continue
        rule = procedures.of(motion.body, procedures.charter_of(motion)).seat_end
        if rule == "strike":
            line.struck_at, line.struck_reason = at, seat.end_reason or "ended"
            line.save(update_fields=["struck_at", "struck_reason"])
        let_off(motion, _("The seat has ended."), at=at, lines=[line])
        entries.record(
            motion,
            "motion.seat_ended",
            by=None,
            at=at,
            seat=seat.number,
            effect=rule,
            rule=procedures.path_of(motion.body),
        )


@transaction.atomic
def seat_began(seat: Seat, at: datetime) -> None:
    """Give a new seat the line of its predecessor on open rolls, where the edition of the motion says so."""
    if not seat.votes:
        return
    entries.lock(seat.body)
    waiting = (
        RollLine.objects.standing()
        .filter(Q(motion__closes_at__isnull=True) | Q(motion__closes_at__gt=at))
        .filter(motion__body=seat.body, motion__state=Motion.State.OPEN, acting_seat__state=Seat.State.ENDED)
        .filter(acting_seat__member_id=seat.member_id)
        .select_related("motion__body", "motion__consortium", "motion__subject", "acting_seat")
        .order_by("motion_id", "pk")
    )
    taken = set()
    for line in waiting:
        motion = line.motion
        entries.lock(motion)
        rule = procedures.of(motion.body, procedures.charter_of(motion)).seat_end
        if rule != "successor" or not motion.is_open or motion.pk in taken:
            continue
        taken.add(motion.pk)
        line.acting_seat = seat
        line.save(update_fields=["acting_seat"])
        if line.voted_at is None:
            owe_votes(motion, [line], at=at)
        entries.record(motion, "motion.seat_began", by=None, at=at, seat=seat.number, rule="E-04")


def _open_lines(seat: Seat, at: datetime) -> list[RollLine]:
    return list(
        RollLine.objects.standing()
        .filter(acting_seat=seat, motion__state=Motion.State.OPEN)
        .filter(Q(motion__closes_at__isnull=True) | Q(motion__closes_at__gt=at))
        .select_related("motion__body", "motion__consortium", "motion__subject", "acting_seat")
        .order_by("motion_id")
    )


def open_work(body: Body) -> tuple[int, str, str]:
    """Count what a body has not decided, in words: drafts, and motions that are open."""
    undecided = Motion.objects.filter(body=body, state__in=[Motion.State.DRAFT, Motion.State.OPEN])
    return undecided.count(), "%(n)s motion", "%(n)s motions"


def has_open_votes(body: Body) -> bool:
    """Whether a motion of a body is open."""
    return Motion.objects.filter(body=body, state=Motion.State.OPEN).exists()
