"""A council of four in a meeting that has begun, for the tests of votes and minutes."""

from datetime import time, timedelta

from django.utils import timezone

from consortium import attendance, ballots, meetings, motions
from consortium.models import Ballot, Meeting
from consortium.motions import NewItem
from tests.factories import consortium as made

NOW = timezone.now()
NAMES = ("Alpha", "Beta", "Delta", "Gamma")


def council_of(document):
    place = made.body(made.founded(NOW - timedelta(days=1), document), "ec")
    for name in NAMES:
        seat = made.seated(
            place, made.company(place.consortium, name), "cto", f"{name} CTO", at=NOW - timedelta(days=1)
        )
        if name == "Alpha":
            place.seats.filter(pk=seat.pk).update(post="chair")
    return place


def begun(council, absent=("Delta",)):
    meeting = meetings.plan(
        [council], by=None, at=NOW, title="December council", day=NOW.date() + timedelta(days=20), time=time(9)
    )
    meetings.call(meeting, by=None, at=NOW)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=NOW - timedelta(hours=1), day=NOW.date())
    meeting = Meeting.objects.select_related("consortium", "subject").get(pk=meeting.pk)
    there = {seat: seat.person for seat in council.seats.exclude(organisation__name__in=absent)}
    attendance.mark(meeting, there, by=None, at=NOW)
    return meeting


def seat(council, name):
    return council.seats.get(organisation__name=name)


def drafted(council, *items, title="Plan"):
    by = seat(council, "Alpha").person
    return motions.draft(council, title=title, by=by, at=NOW, items=[NewItem(each) for each in items or (title,)])


def in_writing(council, *items):
    motion = drafted(council, *items)
    by = motion.author
    return motions.open(motion, by=by, at=NOW - timedelta(hours=2), closes_at=NOW + timedelta(days=7))


def cast(motion, name, choice="against", **options):
    line = motion.roll.get(organisation__name=name)
    return ballots.cast(motion, line, slate=choice, by=line.acting_seat.person, at=timezone.now(), **options)


def votes_of(motion):
    rows = Ballot.objects.filter(item__motion=motion).values_list("line__organisation__name", "choice", "is_recorded")
    return sorted(rows)


def signed_in(client, who):
    client.force_login(who)
    return client


def posted(client, meeting, motion, **data):
    """Enter a vote on the page as far as its preview; answer what the preview's form would send."""
    address = f"{meeting.get_absolute_url()}vote/{motion.number}/"
    page = client.post(address, data)
    return address, page, data | {"seen": page.context["preview"].seen, "once": page.context["once"]}


def api(client, council, method, address, **data):
    path = f"/api/v1/{council.consortium.slug}/{address}"
    answer = getattr(client, method)(path, data or None, content_type="application/json")
    return answer.status_code, answer.json() if answer.content else None
