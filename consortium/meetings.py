"""Meetings: planning, changing, calling, holding and cancelling them.

Who is invited stands in `invitations`, who came in `attendance`, what counts for a period in `cadences`.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _

from charter import editions
from consortium import attendance, cadences, invitations, invitees, minutes
from consortium.attendance import Conduct
from consortium.models import Body, Meeting, MeetingBody, Seat
from consortium.moments import day_in, moment
from journal import entries, subjects
from parties.models import Person
from parties.refusals import Invalid, Refusal

EVENT = ("title", "day", "time", "zone", "minutes", "place", "link")
"""Columns that stand in people's calendars."""


@transaction.atomic
def plan(
    bodies: Iterable[Body],
    *,
    by: Person | None,
    at: datetime,
    title: str,
    day: date,
    time: time,
    zone: str = "",
    minutes: int = 120,
    kind: str = "",
    place: str = "",
    link: str = "",
    reply_by: datetime | None = None,
) -> Meeting:
    """Plan a meeting of one body, or a joint session of several. An extra meeting is always welcome (TC-02).

    ``zone`` is by default that of the first body, ``reply_by`` the middle of the charter's notice time.

    :raises Invalid: for a wall time that does not exist, no body, or a body that cannot meet.
    """
    bodies = list(bodies)
    _check_bodies(bodies)
    first = bodies[0]
    zone = zone or first.time_zone
    starts_at = moment(day, time, zone)
    subject = subjects.open(first.consortium, Meeting.KIND)
    meeting = Meeting.objects.create(
        consortium=first.consortium,
        subject=subject,
        number=subject.number,
        title=title,
        kind=kind or (Meeting.Kind.JOINT if len(bodies) > 1 else Meeting.Kind.REGULAR),
        day=day,
        time=time,
        zone=zone,
        minutes=minutes,
        starts_at=starts_at,
        reply_by=reply_by or _reply_by(first, day, starts_at),
        place=place,
        link=link,
        changed_at=at,
        off_the_links=bool(warnings(bodies, day)),
    )
    MeetingBody.objects.bulk_create(
        MeetingBody(consortium=first.consortium, meeting=meeting, body=body, position=position)
        for position, body in enumerate(bodies)
    )
    entries.record(
        meeting,
        "meeting.plan",
        by=by,
        at=at,
        rule="GOV-10" if meeting.off_the_links else "",
        bodies=[body.key for body in bodies],
        starts_at=starts_at,
        off_the_links=meeting.off_the_links,
    )
    return meeting


@transaction.atomic
def change(meeting: Meeting, *, by: Person | None, at: datetime, reason: str = "", **changes: Any) -> Meeting:
    """Change what stands in the calendars: title, day, time, zone, minutes, place, link; also ``reply_by``.

    Everyone who was invited gets the same event again under a higher SEQUENCE, with what it was and the
    ``reason`` where one is given. Where the meeting comes to lie on another day for anybody concerned, everyone
    is asked anew; at another hour replies stand.

    :raises Refusal: once it was held or cancelled.
    """
    entries.lock(meeting)
    if not meeting.is_ahead:
        raise Refusal(_("“%(title)s” is over or cancelled; plan a new meeting.") % {"title": meeting.title})
    was, began = invitees.event_of(meeting), meeting.starts_at
    before = {name: getattr(meeting, name) for name in changes}
    for name, value in changes.items():
        setattr(meeting, name, value)
    meeting.starts_at = moment(meeting.day, meeting.time, meeting.zone)
    is_another_day = invitees.is_another_day(meeting, began)
    if "reply_by" not in changes and (is_another_day or meeting.reply_by > meeting.starts_at):
        meeting.reply_by = _reply_by(meeting.tables.select_related("body")[0].body, meeting.day, meeting.starts_at)
    changed = [name for name, value in before.items() if value != getattr(meeting, name)]
    is_told = meeting.is_called and bool(set(changed) & set(EVENT))
    if is_told:
        meeting.sequence += 1
        meeting.changed_at = at
    meeting.save()
    words = {"reason": reason} if reason else None
    entries.record(
        meeting, "meeting.change", by=by, at=at, words=words, changed=sorted(changed), sequence=meeting.sequence
    )
    if is_told:
        invitations.renew(meeting, was, by=by, at=at, asks_anew=is_another_day, reason=reason)
    return meeting


@transaction.atomic
def call(
    meeting: Meeting,
    *,
    by: Person | None,
    at: datetime,
    guests: Iterable[Person] = (),
    on_behalf_of: Person | None = None,
) -> None:
    """Call a planned meeting: everyone who sits in its bodies on that day is invited and owes a reply.

    :raises Refusal: when it is already over.
    """
    entries.lock(meeting)
    if meeting.starts_at <= at:
        raise Refusal(_("“%(title)s” would have begun already; give it another time first.") % {"title": meeting.title})
    entries.move(
        meeting,
        Meeting.State.CALLED,
        verb="meeting.call",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        rule="meetings.notice_days",
        changes={"changed_at": at},
        days_ahead=(meeting.starts_at - at).days,
    )
    invitees.follow(meeting, at=at)
    invitations.invite_guests(meeting, guests, at=at)


@transaction.atomic
def hold(
    meeting: Meeting,
    *,
    by: Person | None,
    at: datetime,
    present: Mapping[Seat, Person] | None = None,
    guests: Iterable[Person] = (),
    conduct: Conduct | None = None,
    held_at: datetime | None = None,
) -> None:
    """Record that a meeting took place, who was there, and whether each body had its quorum (E-67).

    ``present`` says who sat in which seat; without it, what `attendance.mark` recorded stands. ``held_at``
    is by default the time that it was called for: that day counts for the period, whenever it is recorded.
    A meeting that met without having been called is recorded all the same.

    :raises Refusal: before it has begun, or with nobody there.
    :raises Invalid: for a time more than a day away from the meeting's day.
    """
    entries.lock(meeting)
    held_at = held_at or meeting.starts_at
    if held_at > at:
        raise Refusal(_("“%(title)s” has not begun yet.") % {"title": meeting.title})
    if not _is_about(meeting, held_at):
        raise Invalid(
            _("“%(title)s” was set for %(day)s: it was held on that day, the day before or the day after.")
            % {"title": meeting.title, "day": formats.date_format(meeting.day, "DATE_FORMAT")},
            field="held_at",
        )
    if present is not None:
        attendance.mark(meeting, present, guests, by=by, at=at, conduct=conduct)
    if not meeting.attendance.exists():
        raise Refusal(_("Nobody is marked as present; tick who was there, or cancel the meeting."), field="present")
    entry = entries.move(
        meeting,
        Meeting.State.HELD,
        verb="meeting.hold",
        by=by,
        at=at,
        rule="meetings.counts_when",
        changes={"held_at": held_at},
    )
    attendance.settle(meeting)
    invitations.settle(meeting, by=by, at=at)
    minutes.expect(meeting, at=at)
    cadences.credit(meeting, has_minutes=False, by=by, at=at, entry=entry)


@transaction.atomic
def cancel(meeting: Meeting, *, by: Person | None, at: datetime, reason: str) -> None:
    """Cancel a meeting; everyone who was invited has it struck from the calendar.

    :raises Invalid: without a reason.
    """
    if not reason.strip():
        raise Invalid(_("Say why the meeting is cancelled."), field="reason")
    entries.lock(meeting)
    was_called = meeting.is_called
    entries.move(
        meeting,
        Meeting.State.CANCELLED,
        verb="meeting.cancel",
        by=by,
        at=at,
        words={"reason": reason},
        changes={"cancel_reason": reason, "sequence": meeting.sequence + 1, "changed_at": at},
    )
    if was_called:
        invitations.cancel(meeting, by=by, at=at, reason=reason)


def warnings(bodies: Iterable[Body], day: date) -> list[str]:
    """Say what is unusual about a joint session: bodies that no link of the charter joins, nor one under the other."""
    bodies = list(bodies)
    if len(bodies) < 2:
        return []
    charter = editions.in_force(bodies[0].consortium, day)
    links = {key: set(body.collaborates_with) for key, body in charter.bodies.items()}
    return [
        _("The charter does not link %(one)s and %(other)s: their joint session is unusual, but counts for each.")
        % {"one": one, "other": other}
        for position, one in enumerate(bodies)
        for other in bodies[position + 1 :]
        if other.key not in links.get(one.key, ()) and one.key not in links.get(other.key, ())
        if other.parent_id != one.pk and one.parent_id != other.pk
    ]


def _check_bodies(bodies: list[Body]) -> None:
    if not bodies:
        raise Invalid(_("Choose the body that meets."), field="bodies")
    closed = [body.name for body in bodies if not body.is_open]
    if closed:
        raise Invalid(_("%(bodies)s: closed, and does not meet.") % {"bodies": ", ".join(closed)}, field="bodies")


def _is_about(meeting: Meeting, at: datetime) -> bool:
    """Whether a moment falls on the meeting's day, or on the day before or after it."""
    is_near = abs(at - meeting.starts_at) < timedelta(days=3)  # the ends of time have no day in some zones
    return is_near and abs(day_in(meeting.zone, at) - meeting.day) <= timedelta(days=1)


def _reply_by(body: Body, day: date, starts_at: datetime) -> datetime:
    charter = editions.in_force(body.consortium, day)
    return starts_at - timedelta(days=charter.meetings.notice_days) / 2
