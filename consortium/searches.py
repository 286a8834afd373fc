"""Finding people, bodies, meetings and papers by their words; each reader finds what they may see, and nothing else."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import formats

from consortium import directory
from consortium.models import Body, Meeting, Paper
from parties.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Found:
    """A line of the search page."""

    title: str
    address: str
    note: str = ""


def people(viewer: Viewer, text: str, limit: int) -> list[Found]:
    """Find people by name in either script and by where they belong; never by their address."""
    rows = _matching(directory.people(viewer), text, "shown", "script", "place")
    return [
        Found(
            f"{person.shown} {person.script}".strip(),
            f"/{viewer.consortium.slug}/people/{person.pk}/",
            person.place or "",
        )
        for person in rows[:limit]
    ]


def bodies(viewer: Viewer, text: str, limit: int) -> list[Found]:
    """Find committees and working groups by name."""
    rows = _matching(Body.objects.visible_to(viewer), text, "name").order_by("name")
    return [Found(body.name, f"/{viewer.consortium.slug}/bodies/{body.number}/") for body in rows[:limit]]


def meetings(viewer: Viewer, text: str, limit: int) -> list[Found]:
    """Find meetings by title, place and body."""
    rows = (
        _matching(Meeting.objects.visible_to(viewer), text, "title", "place", "tables__body__name")
        .order_by("-starts_at")
        .distinct()
    )
    return [
        Found(
            meeting.title,
            f"/{viewer.consortium.slug}/meetings/{meeting.number}/",
            formats.date_format(meeting.day, "DATE_FORMAT"),
        )
        for meeting in rows.only("title", "number", "day")[:limit]
    ]


def papers(viewer: Viewer, text: str, limit: int) -> list[Found]:
    """Find papers by title and file name."""
    rows = (
        _matching(
            Paper.objects.visible_to(viewer).filter(withdrawn_at__isnull=True), text, "title", "versions__file_name"
        )
        .order_by("-number")
        .distinct()
    )
    return [
        Found(paper.title, f"/{viewer.consortium.slug}/papers/{paper.number}/", paper.meeting.title)
        for paper in rows.select_related("meeting").only("title", "number", "meeting__title")[:limit]
    ]


def _matching(rows: QuerySet, text: str, *fields: str) -> QuerySet:
    """Keep rows that hold every word; parts of words too, so that Chinese and Japanese are found."""
    for word in text.split():
        wanted = Q()
        for field in fields:
            wanted |= Q(**{f"{field}__icontains": word})
        rows = rows.filter(wanted)
    return rows
