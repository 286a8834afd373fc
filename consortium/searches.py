"""Finding people, bodies, meetings and papers by their words; each reader finds what they may see, and nothing else."""

from dataclasses import dataclass

from django.db.models import QuerySet

from consortium import directory
from consortium.models import Body, Meeting, Paper
from parties.viewer import Viewer
from web import local_times
from web.search_terms import TermQuery, Words, matching, split


@dataclass(frozen=True, slots=True)
class Found:
    """A line of the search page."""

    title: str
    address: str
    note: str = ""


def people(viewer: Viewer, text: str, limit: int) -> list[Found]:
    """Find people by name in either script and by where they belong; never by their address."""
    return [
        Found(
            f"{person.shown} {person.script}".strip(),
            f"/{viewer.consortium.slug}/people/{person.pk}/",
            person.place or "",
        )
        for person in PEOPLE.rows(split(text), viewer, limit)
    ]


def bodies(viewer: Viewer, text: str, limit: int) -> list[Found]:
    """Find committees and working groups by name."""
    rows = BODIES.rows(split(text), viewer, limit)
    return [Found(body.name, f"/{viewer.consortium.slug}/bodies/{body.number}/") for body in rows]


def meetings(viewer: Viewer, text: str, limit: int) -> list[Found]:
    """Find meetings by title, place and body."""
    return [
        Found(
            meeting.title,
            f"/{viewer.consortium.slug}/meetings/{meeting.number}/",
            local_times.moment(meeting.starts_at),
        )
        for meeting in MEETINGS.rows(split(text), viewer, limit)
    ]


def papers(viewer: Viewer, text: str, limit: int) -> list[Found]:
    """Find papers by title and file name."""
    return [
        Found(paper.title, f"/{viewer.consortium.slug}/papers/{paper.number}/", paper.meeting.title)
        for paper in PAPERS.rows(split(text), viewer, limit)
    ]


def _people(looked_for: Words, viewer: Viewer, limit: int) -> QuerySet:
    return matching(directory.people(viewer), looked_for, "shown", "script", "place")[:limit]


def _bodies(looked_for: Words, viewer: Viewer, limit: int) -> QuerySet:
    rows = matching(Body.objects.visible_to(viewer), looked_for, "name")
    return rows.only("name", "number").order_by("name")[:limit]


def _meetings(looked_for: Words, viewer: Viewer, limit: int) -> QuerySet:
    rows = matching(Meeting.objects.visible_to(viewer), looked_for, "title", "place", "tables__body__name")
    return rows.only("title", "number", "starts_at").order_by("-starts_at").distinct()[:limit]


def _papers(looked_for: Words, viewer: Viewer, limit: int) -> QuerySet:
    standing = Paper.objects.visible_to(viewer).filter(withdrawn_at__isnull=True)
    rows = matching(standing, looked_for, "title", "versions__file_name").select_related("meeting")
    return rows.only("title", "number", "meeting__title").order_by("-number").distinct()[:limit]


PEOPLE, BODIES, MEETINGS, PAPERS = map(TermQuery, (_people, _bodies, _meetings, _papers))
