"""Recording the votes of a meeting: choose the motion, enter how the room voted, look at the result, record it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from consortium import agendas, room_votes
from consortium.access import meetings as access
from consortium.models import Ballot, Item, Meeting, Motion, RollLine, Seat
from consortium.room_votes import Preview, Said
from consortium.views import slips
from consortium.views.motion_parts import TONES, outcomes_told
from consortium.views.slips import Option
from parties.permissions import require
from parties.refusals import Refusal
from web import parse
from web.forms import status_of
from web.idempotency import once

SLATE = "slate"
TRUE = "yes"


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A seat in the room that may have voted otherwise."""

    seat: Seat
    name: str
    options: list[Option]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the page puts it: the slate, or an item by itself."""

    key: str
    items: list[Item]
    options: list[Option]
    exceptions: list[Otherwise]
    has_exceptions: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What one item will come to, as the page shows it before the vote is recorded."""

    item: Item
    votes: str
    label: str
    tone: str
    said: list[tuple[str, list[str]]]
    """Who is recorded as voting how: choice in words → names."""


def meeting_other_motions(request, consortium, number):
    """List the motions of the bodies that meet which are not on the agenda: a step of its own."""
    meeting = _meeting(request, number)
    others = agendas.tableable(meeting, request.viewer).exclude(tabled__meeting=meeting)
    others = others.select_related("body", "author").order_by("body__level", "number")
    context = {"meeting": meeting, "motions": others, "takes_votes": meeting.takes_votes(request.now)}
    return render(request, "consortium/meeting_other_motions.html", context)


@once
def meeting_vote(request, consortium, number, motion):
    """Enter how the room voted, look at what that comes to, record it."""
    meeting = _meeting(request, number)
    rows = Motion.objects.visible_to(request.viewer).select_related("body", "subject", "consortium")
    chosen = get_object_or_404(rows, number=motion)
    asked = _asked(request, meeting, chosen)
    if request.method != "POST" or "edit" in request.POST:
        return _page(request, meeting, chosen, asked)
    act = {"by": request.viewer.person, "at": request.now}
    preview, fault = None, None
    try:
        said = _said(request, asked)
        if "seen" in request.POST:
            ends = {TRUE: True, "no": False}.get(request.POST.get("ends_vote", ""))
            room_votes.vote(meeting, chosen, said, seen=request.POST["seen"], ends_vote=ends, **act)
            messages.success(request, _done(rows.get(pk=chosen.pk)))
            return redirect("meeting_room", consortium, number)
        preview = room_votes.preview(meeting, chosen, said, **act)
    except Refusal as refusal:
        fault = refusal
        preview = _again(meeting, chosen, partial(_said, request, asked), act) if "seen" in request.POST else None
    return _page(request, meeting, chosen, asked, preview=preview, fault=fault)


def _page(request, meeting: Meeting, motion: Motion, asked: list[Asked], *, preview=None, fault=None):
    lines = _present_lines(meeting, motion)
    return render(
        request,
        "consortium/meeting_vote.html",
        {
            "meeting": meeting,
            "motion": motion,
            "asked": asked,
            "separate": {item.number for each in asked if each.key != SLATE for item in each.items},
            "items": list(motion.items.all()),
            "has_votes": lines or _present(meeting, motion).exists(),
            "voted": [line for line in lines if line.voted_at],
            "is_on_agenda": meeting.agenda.filter(motion=motion).exists(),
            "takes_votes": meeting.takes_votes(request.now),
            "preview": preview,
            "results": _results(preview) if preview else [],
            "posted": [(name, value) for name, value in request.POST.items() if _is_entry(name)],
            "fault": fault,
            "once": slips.token(request.POST),
        },
        status=status_of(fault) if fault else 200,
    )


def _is_entry(name: str) -> bool:
    return name.startswith(("choice-", "seat-"))


def _asked(request, meeting: Meeting, motion: Motion) -> list[Asked]:
    """Part the items into the slate and those voted on by themselves: severed ones, and whichever the reader ticked."""
    items = list(motion.items.all())
    ticked = set(parse.ints(request.GET.getlist("separate")))
    alone = [item for item in items if item.is_severed or item.number in ticked]
    slate = [item for item in items if item not in alone]
    voted = {line.acting_seat_id for line in _present_lines(meeting, motion) if line.voted_at}
    present = [seat for seat in _present(meeting, motion) if seat.pk not in voted]
    questions = ([(SLATE, slate)] if slate else []) + [(str(item.number), [item]) for item in alone]
    return [_question(key, each, present, request.POST) for key, each in questions]


def _question(key: str, items: list[Item], present: list[Seat], posted: Mapping[str, str]) -> Asked:
    exceptions = [
        Otherwise(seat, f"seat-{key}-{seat.pk}", _options(posted.get(f"seat-{key}-{seat.pk}", ""))) for seat in present
    ]
    differs = any(option.is_chosen for each in exceptions for option in each.options)
    return Asked(key, items, _options(posted.get(f"choice-{key}", "")), exceptions, differs)


def _said(request, asked: list[Asked]) -> dict[Item | None, Said]:
    """Read what was entered, by item; the slate under ``None``."""
    said = {}
    for each in asked:
        differing = {row.seat: request.POST[row.name] for row in each.exceptions if request.POST.get(row.name)}
        said[None if each.key == SLATE else each.items[0]] = Said(request.POST.get(f"choice-{each.key}", ""), differing)
    return said


def _again(meeting: Meeting, motion: Motion, said, act: dict) -> Preview | None:
    """Lay the result out afresh after a refusal, where it can be."""
    try:
        return room_votes.preview(meeting, motion, said(), **act)
    except Refusal:
        return None


def _results(preview: Preview) -> list[Result]:
    results = []
    for each in preview.standing:
        state = Item.State(str(each.certain)) if each.certain else Item.State.PENDING
        label = state.label if each.certain else _("Decided with the votes cast in writing")
        results.append(Result(each.item, each.words, str(label), TONES[state], _by_choice(preview, each.item)))
    return results


def _by_choice(preview: Preview, item: Item) -> list[tuple[str, list[str]]]:
    said = [(said[item], line) for line, said in preview.entered.items() if item in said]
    return [
        (str(choice.label), names)
        for choice in Ballot.Choice
        if (names := [str(line.organisation or line.acting_seat.person) for spoken, line in said if spoken == choice])
    ]


def _done(motion: Motion) -> str:
    """Say what was recorded and what came of it."""
    if motion.is_open:
        return _("The votes on “%(motion)s” are recorded. The vote goes on until its deadline.") % {"motion": motion}
    outcomes_told([motion])
    return _("The vote on “%(motion)s” is recorded: %(outcome)s.") % {"motion": motion, "outcome": motion.outcome}


def _options(chosen: str) -> list[Option]:
    return [Option(choice.value, str(choice.label), choice.value == chosen) for choice in Ballot.Choice]


def _present(meeting: Meeting, motion: Motion) -> QuerySet[Seat]:
    """Seats of the motion's body that vote and are marked as present."""
    there = meeting.attendance.filter(seat__isnull=False).values("seat")
    seats = Seat.objects.filter(pk__in=there, body=motion.body_id, votes=True)
    return seats.select_related("person", "organisation").order_by("organisation__name", "person__name")


def _present_lines(meeting: Meeting, motion: Motion) -> list[RollLine]:
    """Lines of an open motion's roll whose seats are marked as present."""
    there = meeting.attendance.filter(seat__isnull=False).values("seat")
    lines = motion.roll.standing().filter(acting_seat__in=there)
    return list(lines.select_related("acting_seat__person", "organisation").order_by("organisation__name", "pk"))


def _meeting(request, number: int) -> Meeting:
    rows = Meeting.objects.visible_to(request.viewer).select_related("consortium", "subject")
    meeting = get_object_or_404(rows.prefetch_related("tables__body"), number=number)
    require(access.can_run(request.viewer, meeting))
    return meeting
