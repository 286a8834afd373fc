"""Drafting minutes from what happened: who was there, what was taken up, how votes went.

Plain text with two marks: a line that begins with ``##`` is a heading, one that begins with ``-`` a point.
"""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _

from charter import editions
from consortium import outcomes
from consortium.models import Attendance, Meeting, MeetingBody, Motion
from consortium.moments import day_in
from duties import deadlines


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
    yield f"{formats.date_format(local, 'DATETIME_FORMAT')} ({deadlines.place(meeting.zone)})"
    if meeting.place:
        yield meeting.place
    yield ""


def _attendance(meeting: Meeting) -> Iterator[str]:
    there = list(
        meeting.attendance.select_related("person", "seat__person", "seat__organisation").order_by("person__name")
    )
    yield "## " + _("Attendance")
    for table in meeting.tables.select_related("body"):
        yield _quorum(table)
        for row in there:
            if row.seat and row.seat.body_id == table.body_id:
                yield f"- {_seated(row)}"
    called = {line.person_id: line.name for line in meeting.invitations.select_related("person")}
    guests = [called.get(row.person_id, row.person.name) for row in there if not row.seat]
    if guests:
        yield _("Guests, without a vote: %(names)s") % {"names": ", ".join(guests)}
    yield ""


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
    """The antitrust statement that every minutes carry (E-41)."""
    day = day_in(meeting.zone, meeting.held_at)
    topics = editions.in_force(meeting.consortium, day).meetings.banned_topics
    if not topics:
        return
    yield "## " + _("Antitrust statement")
    yield _(
        "The chair reminded everyone that the cooperation is pre-competitive. Not discussed, in the meeting or "
        "around it: %(topics)s."
    ) % {"topics": ", ".join(topics)}
    yield ""


def _agenda(meeting: Meeting) -> Iterator[str]:
    for item in meeting.agenda.select_related("motion").prefetch_related("motion__items"):
        yield f"## {item.position}. {item.title}"
        if item.presenter:
            yield _("Presented by %(name)s.") % {"name": item.presenter}
        if item.notes:
            yield item.notes
        if item.motion:
            yield from _decision(item.motion)
        yield ""


def _decision(motion: Motion) -> Iterator[str]:
    if motion.is_withdrawn:
        yield _("Motion %(number)s, “%(title)s”: withdrawn.") % {"number": motion.number, "title": motion.title}
        return
    if not motion.is_closed:
        yield _("Motion %(number)s, “%(title)s”: not decided in this meeting.") % {
            "number": motion.number,
            "title": motion.title,
        }
        return
    yield _("Motion %(number)s, “%(title)s”:") % {"number": motion.number, "title": motion.title}
    rule = outcomes.rule_of(motion)
    for item in motion.items.all():
        yield f"- {item.title}: {outcomes.decided_words(item, rule)}"
