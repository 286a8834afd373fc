"""The feed: one subscription for all consortia of a person, behind a token that can be changed."""

import secrets
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from consortium import calendars
from consortium.models import Meeting
from consortium.models.meetings import Invitation
from desk import work
from desk.viewers import consortia_of, viewer_of
from duties.models import CalendarFeed, Duty
from parties.models import Person
from parties.viewer import Viewer
from web import deadlines

BACK = timedelta(days=90)


def address_of(person: Person, *, at: datetime) -> str:
    """Give the address of the person's feed, making its token on first use."""
    feed, __ = CalendarFeed.objects.get_or_create(
        person=person, defaults={"token": secrets.token_urlsafe(32), "made_at": at}
    )
    return f"{settings.SITE_ADDRESS}/calendar/{feed.token}.ics"


def renew(person: Person, *, at: datetime) -> None:
    """Change the token: whoever knows the old address reads nothing any more."""
    CalendarFeed.objects.filter(person=person).update(token=secrets.token_urlsafe(32), made_at=at)


def written(person: Person, *, at: datetime) -> bytes:
    """Write the person's meetings and duties as iCalendar, in their language: whoever fetches it is a program."""
    with translation.override(person.language), timezone.override(ZoneInfo(person.time_zone)):
        return _calendar(person, at).to_ical()


def _calendar(person: Person, at: datetime) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Roundtable//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Roundtable"))
    for consortium in consortia_of(person, at):
        viewer = viewer_of(person, consortium, at)
        for event in [*_meetings(viewer), *_duties(viewer)]:
            calendar.add_component(event)
    return calendar


def _meetings(viewer: Viewer) -> list[Event]:
    """Meetings to which the person is invited; the rest of the consortium's are on the page only."""
    invited = Invitation.objects.filter(person=viewer.person, withdrawn_at__isnull=True)
    rows = (
        Meeting.objects.visible_to(viewer)
        .filter(pk__in=invited.values("meeting"), starts_at__gte=viewer.now - BACK)
        .exclude(state=Meeting.State.PLANNED)
    )
    return [_meeting(viewer, meeting) for meeting in rows]


def _meeting(viewer: Viewer, meeting: Meeting) -> Event:
    event = Event()
    event.add("uid", calendars.uid_of(meeting))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.changed_at)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("summary", f"{viewer.consortium.name}: {meeting.title}")
    calendars.describe(event, meeting)
    event.add("url", f"{settings.SITE_ADDRESS}/{viewer.consortium.slug}/meetings/{meeting.number}/")
    event.add("status", "CANCELLED" if meeting.is_cancelled else "CONFIRMED")
    return event


def _duties(viewer: Viewer) -> list[Event]:
    owed = Duty.objects.open().owed_by(viewer).select_related("debtor", "subject")
    falling = [duty for duty in owed if work.falls_to(viewer, duty)]
    return [_duty(viewer, duty, line) for duty, line in zip(falling, work.lines(viewer, falling), strict=True)]


def _duty(viewer: Viewer, duty: Duty, line: work.DutyLine) -> Event:
    """Write a duty as an event: calendars show no tasks of a feed.

    What is due by the end of a day takes the whole day; what is due at a moment, such as a vote, stands at it.
    """
    event = Event()
    event.add("uid", f"duty-{duty.pk}@{settings.MAIL_DOMAIN}")
    event.add("dtstamp", duty.arises_at)
    event.add("dtstart", deadlines.last_day(duty.due_at, duty.zone) if duty.zone else duty.due_at)
    event.add("summary", _("Due: %(what)s") % {"what": line.what})
    event.add("url", f"{settings.SITE_ADDRESS}{line.address}")
    event.add("transp", "TRANSPARENT")
    return event
