"""The room: attendance, conduct and notes while a meeting goes on; then it is recorded as held."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from charter import editions
from consortium import agendas, attendance, invitations, meetings
from consortium.access import meetings as access
from consortium.attendance import Conduct
from consortium.models import Alternate, Invitation, Meeting, Seat
from consortium.views import meeting_pages
from consortium.views.motion_parts import outcomes_told
from parties.models import Person
from parties.permissions import require
from web.forms import errors_as_message


def meeting_room(request, consortium, number):
    """Show the page on which the secretary keeps the meeting."""
    meeting = _meeting(request, number)
    points, __ = meeting_pages.agenda(request.viewer, meeting)
    outcomes_told([point.item.motion for point in points if point.item.motion])
    there = {row.seat_id: row.person_id for row in meeting.attendance.filter(seat__isnull=False)}
    is_taken = meeting.attendance.exists()
    on_agenda = {point.item.motion_id for point in points}
    seats = list(_seats(meeting))
    alternates = _alternates(meeting, seats)
    promised = {} if is_taken else invitations.promised(meeting)
    for seat in seats:
        seat.alternate = alternates.get(seat.pk)
        seat.sits = there.get(seat.pk) or promised.get(seat.pk)
    guests = set(meeting.attendance.filter(seat__isnull=True).values_list("person_id", flat=True))
    return render(
        request,
        "consortium/meeting_room.html",
        {
            "meeting": meeting,
            "points": points,
            "seats": seats,
            "sitters": sorted({seat.person for seat in seats} | set(alternates.values()), key=lambda each: each.name),
            "is_taken": is_taken,
            "guests": [(line, line.person_id in guests) for line in _guests(meeting)],
            "tables": [
                (table.body, attendance.among(meeting, table.body, set(there))) for table in meeting.tables.all()
            ],
            "others": agendas.tableable(meeting, request.viewer).exclude(pk__in=on_agenda - {None}).count(),
            "takes_votes": meeting.takes_votes(request.now),
            "topics": editions.in_force(meeting.consortium, meeting.day).meetings.banned_topics,
            "has_begun": meeting.starts_at <= request.now,
        },
    )


@require_POST
def meeting_attend(request, consortium, number):
    """Record who sits in which seat, and which guests are there."""
    meeting = _meeting(request, number)
    with errors_as_message(request):
        attendance.mark(meeting, **_ticked(request, meeting), by=request.viewer.person, at=request.now)
        messages.success(request, _("Attendance is recorded."))
    return redirect("meeting_room", consortium, number)


@require_POST
def agenda_note(request, consortium, number, position):
    """Take down what is said on a point."""
    meeting = _meeting(request, number)
    item = get_object_or_404(meeting.agenda.select_related("meeting__subject"), position=position)
    with errors_as_message(request):
        agendas.note(item, request.POST.get("notes", ""), by=request.viewer.person, at=request.now)
        if request.htmx:
            return HttpResponse(status=204)
        messages.success(request, _("Notes on “%(title)s” are kept.") % {"title": item.title})
    return redirect("meeting_room", consortium, number)


@require_POST
def meeting_hold(request, consortium, number):
    """Record the meeting as held, with whoever is ticked, or was marked as present before."""
    meeting = _meeting(request, number)
    ticked = _ticked(request, meeting) if "attendance" in request.POST else {}
    with errors_as_message(request):
        meetings.hold(meeting, **ticked, by=request.viewer.person, at=request.now)
        messages.success(request, _("Recorded as held. Now the minutes: they are drafted from what happened."))
        return redirect("minutes_detail", consortium, number)
    return redirect("meeting_room", consortium, number)


def _meeting(request, number: int) -> Meeting:
    rows = Meeting.objects.visible_to(request.viewer).select_related("consortium", "subject")
    meeting = get_object_or_404(rows.prefetch_related("tables__body"), number=number)
    require(access.can_run(request.viewer, meeting))
    return meeting


def _ticked(request, meeting: Meeting) -> dict[str, Any]:
    """Read who was ticked as sitting in which seat, and which guests."""
    present = {}
    seats = list(_seats(meeting))
    alternates = _alternates(meeting, seats)
    for seat in seats:
        if sits := request.POST.get(f"seat-{seat.pk}"):
            present[seat] = _sitter(sits, seat.person, alternates.get(seat.pk))
    ticked = request.POST.getlist("guest")
    chair = next((person for person in present.values() if str(person.pk) == request.POST.get("chair")), None)
    return {
        "present": present,
        "conduct": Conduct(chair, "reminder" in request.POST),
        "guests": [line.person for line in _guests(meeting) if str(line.person_id) in ticked],
    }


def _sitter(key: str, *known: Person | None) -> Person:
    """Find who was ticked among the holder and the alternate of a seat: nobody else is ever named."""
    found = next((person for person in known if person and str(person.pk) == key), None)
    if found is None:
        raise Http404
    return found


def _seats(meeting: Meeting):
    return (
        Seat.objects.on(meeting.day)
        .filter(body__in=meeting.bodies.all())
        .select_related("person", "organisation", "body")
        .order_by("body__level", "body__name", "organisation__name", "person__name")
    )


def _alternates(meeting: Meeting, seats: list[Seat]) -> dict[int, Person]:
    rows = Alternate.objects.filter(seat__in=seats, during__contains=meeting.day).select_related("person")
    return {row.seat_id: row.person for row in rows}


def _guests(meeting: Meeting):
    lines = meeting.invitations.filter(role=Invitation.Role.GUEST, withdrawn_at__isnull=True)
    return lines.select_related("person").order_by("person__name")
