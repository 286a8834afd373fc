"""Drafting minutes from what happened: who was there, what was taken up, how votes went.

Plain text with two marks: a line that begins with ``##`` is a heading, one that begins with ``-`` a point.
"""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _

from charter import editions
from consortium import outcomes
from consortium.models import Attendance, Invitation, Meeting, MeetingBody, Motion, RoomVote, Seat
from consortium.moments import day_in
from web import deadlines


def text(meeting: Meeting) -> str:
    """Compose the whole draft."""
    return "\n".join([*_opening(meeting), *_attendance(meeting), *_safeguard(meeting), *_agenda(meeting)]).strip()


def _opening(meeting: Meeting) -> Iterator[str]:
    local = meeting.held_at.astimezone(ZoneInfo(meeting.zone))
    yield f"## {meeting.title}"
    yield _("%(bodies)s (%(kind)s)") % {
        "kind": meeting.get_kind_display().lower(),
        "bodies": ", ".join(table.body.name for table in meeting.tables.select_related("body")),
    }
    if meeting.off_the_links:
        yield _("Joint session of bodies that the charter does not link (GOV-10).")
    yield f"{formats.date_format(local, 'DATETIME_FORMAT')} ({deadlines.place(meeting.zone)})"
    if meeting.place:
        yield meeting.place
    yield ""


def _attendance(meeting: Meeting) -> Iterator[str]:
    """Who was there, who sent apologies, who was absent: body by body, as it was recorded; then the guests."""
    there = list(
        meeting.attendance.select_related("person", "seat__person", "seat__organisation").order_by("person__name")
    )
    seated = {row.seat_id for row in there if row.seat}
    seats = Seat.objects.on(meeting.day).voting().filter(body__in=meeting.bodies.all()).exclude(pk__in=seated)
    missing = list(seats.select_related("person", "organisation").order_by("person__name"))
    sorry = set(
        meeting.invitations.filter(reply=Invitation.Reply.NO, role=Invitation.Role.SEAT, withdrawn_at=None).values_list(
            "seat_id", flat=True
        )
    )
    yield "## " + _("Attendance")
    if meeting.chaired_by:
        yield _("In the chair: %(person)s") % {"person": meeting.chaired_by}
    for table in meeting.tables.select_related("body"):
        yield _quorum(table)
        for row in there:
            if row.seat and row.seat.body_id == table.body_id:
                yield f"- {_seated(row)}"
        away = [seat for seat in missing if seat.body_id == table.body_id]
        yield from _named(_("Apologies: %(names)s"), [_whose(seat) for seat in away if seat.pk in sorry])
        yield from _named(_("Absent: %(names)s"), [_whose(seat) for seat in away if seat.pk not in sorry])
    invited_as = {line.person_id: line.name for line in meeting.invitations.select_related("person")}
    guests = [invited_as.get(row.person_id, row.person.name) for row in there if not row.seat]
    yield from _named(_("Guests, without a vote: %(names)s"), guests)
    yield ""


def _named(words: str, names: list[str]) -> Iterator[str]:
    if names:
        yield words % {"names": ", ".join(names)}


def _whose(seat: Seat) -> str:
    return f"{seat.person} ({seat.organisation})" if seat.organisation else str(seat.person)


def _quorum(table: MeetingBody) -> str:
    words = {
        "body": table.body.name,
        "present": table.seats_present,
        "of": table.seats_held,
        "needed": table.seats_needed,
    }
    if table.has_quorum:
        return _("%(body)s: %(present)s of %(of)s seats present, %(needed)s needed: quorum.") % words
    return _("%(body)s: %(present)s of %(of)s seats present, %(needed)s needed: no quorum.") % words


def _seated(row: Attendance) -> str:
    company = f" ({row.seat.organisation})" if row.seat.organisation else ""
    if row.is_alternate:
        return _("%(person)s for %(holder)s%(company)s") % {
            "person": row.person,
            "holder": row.seat.person,
            "company": company,
        }
    return f"{row.person}{company}"


def _safeguard(meeting: Meeting) -> Iterator[str]:
    """The antitrust reminder, only where it was recorded in the room (E-41)."""
    if not meeting.had_reminder:
        return
    topics = editions.in_force(meeting.consortium, day_in(meeting.zone, meeting.held_at)).meetings.banned_topics
    yield "## " + _("Antitrust reminder")
    yield _("Participants were reminded of the antitrust policy. Not to be discussed: %(topics)s.") % {
        "topics": ", ".join(topics)
    }
    yield ""


def _agenda(meeting: Meeting) -> Iterator[str]:
    records = {record.motion_id: record for record in meeting.room_votes.select_related("recorded_by")}
    for item in meeting.agenda.select_related("motion").prefetch_related("motion__items"):
        yield f"## {item.position}. {item.title}"
        if item.presenter:
            yield _("Presented by %(name)s.") % {"name": item.presenter}
        if item.notes:
            yield item.notes
        if item.motion:
            yield from _decision(item.motion, records.get(item.motion_id))
        yield ""


def _decision(motion: Motion, record: RoomVote | None) -> Iterator[str]:
    """How the motion was voted on in this meeting, or that it was decided otherwise."""
    named = {"number": motion.number, "title": motion.title}
    if motion.is_withdrawn:
        yield _("Motion %(number)s, “%(title)s”: withdrawn.") % named
        return
    if not motion.is_closed:
        if record:
            yield _("Motion %(number)s, “%(title)s”: votes were recorded; the vote stays open.") % named
        else:
            yield _("Motion %(number)s, “%(title)s”: not decided in this meeting.") % named
        return
    if record and record.ended_early:
        yield _("Motion %(number)s, “%(title)s”, voted on in the meeting, which ended the vote in writing:") % named
    elif record and not motion.closes_at:
        yield _("Motion %(number)s, “%(title)s”, voted on in the meeting:") % named
    else:
        yield _("Motion %(number)s, “%(title)s”, decided by the votes that the seats cast:") % named
    rule = outcomes.rule_of(motion)
    for item in motion.items.all():
        yield f"- {item.title}: {outcomes.decided_words(item, rule)}"
