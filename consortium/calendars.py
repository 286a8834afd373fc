"""Meetings as calendar events (RFC 5545, RFC 5546): one UID for ever, SEQUENCE raised on change, CANCEL."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText, vUri

from consortium.models import Invitation, Meeting
from parties.models import Person

PARTSTAT = {
    Invitation.Reply.WAITING: "NEEDS-ACTION",
    Invitation.Reply.YES: "ACCEPTED",
    Invitation.Reply.NO: "DECLINED",
    Invitation.Reply.TENTATIVE: "TENTATIVE",
    Invitation.Reply.ALTERNATE: "DELEGATED",
}


def invitation(meeting: Meeting, person: Person, *, comment: str = "") -> str:
    """Write the event for one person: a REQUEST, or a CANCEL where it is cancelled or they no longer take part.

    Of several invitations those that stand speak. Who is not invited, such as the secretary who only notes the day,
    gets it as published: no attendee, no reply. Who no longer takes part is not told where it will be. ``comment``
    says what changed and why.
    """
    lines = meeting.invitations.filter(person=person)
    line = lines.standing_now().first() or lines.order_by("-withdrawn_at").first()
    cancelled = meeting.is_cancelled or (line is not None and line.withdrawn_at is not None)
    calendar = _empty(_method(line, cancelled=cancelled))
    event = _event(meeting, cancelled=cancelled)
    if line:
        event.add("attendee", _attendee(line, person), encode=0)
    if line and line.withdrawn_at:
        _comment(event, comment)
    else:
        describe(event, meeting, f"{settings.SITE_ADDRESS}/mail/invitations/{line.key}/" if line else "", comment)
    calendar.add_component(event)
    return _written(calendar)


def describe(event: Event, meeting: Meeting, reply: str = "", comment: str = "") -> None:
    """Say in an event where the meeting is, in the room and by its link, and why it was cancelled or changed."""
    comment = comment or meeting.cancel_reason
    if meeting.where:
        event.add("location", meeting.where)
    if meeting.link:
        event.add("conference", vUri(meeting.link), parameters={"VALUE": "URI"})
    _comment(event, comment, reply, meeting.link)


def uid_of(meeting: Meeting) -> str:
    """Name the meeting's event, the same in invitations and in the feed: calendars show it once."""
    return f"{meeting.uid}@{settings.MAIL_DOMAIN}"


def _method(line: Invitation | None, *, cancelled: bool) -> str:
    if line is None:
        return "PUBLISH"
    return "CANCEL" if cancelled else "REQUEST"


def _attendee(line: Invitation, person: Person) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{person.email}")
    attendee.params["CN"] = vText(person.name)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT" if line.seat_id else "OPT-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText(PARTSTAT[line.reply])
    attendee.params["RSVP"] = vText("TRUE")
    return attendee


def _comment(event: Event, comment: str, *before: str) -> None:
    """Write why in both places that calendars show, in the description below what stands there already."""
    if comment:
        event.add("comment", comment)
    if words := "\n".join(filter(None, (*before, comment))):
        event["description"] = vText(words)


def _empty(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Roundtable//Meetings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(meeting: Meeting, *, cancelled: bool) -> Event:
    """Write the event with its wall time and zone, so that it keeps them when rules for the clocks change."""
    event = Event()
    starts = meeting.starts_at.astimezone(ZoneInfo(meeting.zone))
    event.add("uid", uid_of(meeting))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.changed_at.astimezone(UTC))
    event.add("dtstart", starts)
    event.add("dtend", (meeting.starts_at + timedelta(minutes=meeting.minutes)).astimezone(ZoneInfo(meeting.zone)))
    event.add("summary", meeting.title)
    event.add("url", f"{settings.SITE_ADDRESS}{meeting.get_absolute_url()}")
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    organizer = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL}")
    organizer.params["CN"] = vText(meeting.consortium.name)
    event["organizer"] = organizer
    return event


def _written(calendar: Calendar) -> str:
    calendar.add_missing_timezones()
    return calendar.to_ical().decode()
