"""Agendas: adding, changing, ordering and dropping points, and taking down what was said on them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, Max, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from consortium.models import AgendaItem, Meeting, Motion
from journal import entries
from parties.models import Person
from parties.refusals import Invalid, Refusal
from parties.viewer import Viewer
from web.compiled import Param, any_of, compiled


@transaction.atomic
def add(
    meeting: Meeting,
    *,
    by: Person | None,
    at: datetime,
    title: str,
    minutes: int = 10,
    presenter: str = "",
    motion: Motion | None = None,
) -> AgendaItem:
    """Add a point at the end of the agenda.

    :raises Refusal: once the meeting is cancelled or its minutes are approved.
    :raises Invalid: for a motion of another body, or one that is on this agenda already.
    """
    _open(meeting)
    _check_motion(meeting, motion)
    last = meeting.agenda.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem.objects.create(
        consortium_id=meeting.consortium_id,
        meeting=meeting,
        position=last + 1,
        title=title,
        minutes=minutes,
        presenter=presenter,
        motion=motion,
    )
    entries.record(
        meeting,
        "agenda.add",
        by=by,
        at=at,
        position=item.position,
        motion=motion and motion.number,
        words={"title": title},
    )
    return item


@transaction.atomic
def change(item: AgendaItem, *, by: Person | None, at: datetime, **changes: Any) -> None:
    """Change the title, minutes, presenter or motion of a point.

    :raises Refusal: once the meeting is cancelled or its minutes are approved.
    """
    _open(item.meeting)
    if changes.get("motion") and changes["motion"] != item.motion:
        _check_motion(item.meeting, changes["motion"])
    for name, value in changes.items():
        setattr(item, name, value)
    item.save(update_fields=list(changes))
    entries.record(item.meeting, "agenda.change", by=by, at=at, position=item.position, changed=sorted(changes))


@transaction.atomic
def arrange(meeting: Meeting, order: Sequence[int], *, by: Person | None, at: datetime) -> None:
    """Put the points into a new order, given by their primary keys.

    :raises Invalid: unless every point of the agenda is named once.
    """
    _open(meeting)
    items = {item.pk: item for item in meeting.agenda.all()}
    if sorted(order) != sorted(items):
        raise Invalid(_("The agenda has changed meanwhile; order it again."), field="order")
    for position, pk in enumerate(order, start=1):
        items[pk].position = position
    AgendaItem.objects.bulk_update(items.values(), ["position"])
    entries.record(meeting, "agenda.arrange", by=by, at=at, points=len(order))


def shift(item: AgendaItem, by_places: int, *, by: Person | None, at: datetime) -> None:
    """Move a point up (negative) or down by places; at either end it stays where it is."""
    order = list(item.meeting.agenda.values_list("pk", flat=True))
    place = order.index(item.pk)
    order.insert(max(place + by_places, 0), order.pop(place))
    arrange(item.meeting, order, by=by, at=at)


@transaction.atomic
def drop(item: AgendaItem, *, by: Person | None, at: datetime) -> None:
    """Take a point off the agenda; its papers stay with the meeting.

    :raises Refusal: once notes were taken on it, or the meeting was held.
    """
    _open(item.meeting)
    if item.notes or item.meeting.is_held:
        raise Refusal(_("“%(title)s” was taken up in the meeting and stays on its agenda.") % {"title": item.title})
    meeting, position, title = item.meeting, item.position, item.title
    item.delete()
    remaining = list(meeting.agenda.all())
    for place, other in enumerate(remaining, start=1):
        other.position = place
    AgendaItem.objects.bulk_update(remaining, ["position"])
    entries.record(meeting, "agenda.drop", by=by, at=at, position=position, words={"title": title})


@transaction.atomic
def note(item: AgendaItem, text: str, *, by: Person | None, at: datetime) -> None:
    """Take down what was said on a point: the stuff of the minutes.

    :raises Refusal: once the minutes are drafted; write into them then.
    """
    _open(item.meeting)
    if hasattr(item.meeting, "record"):
        raise Refusal(_("The minutes are drafted already: write it there."))
    item.notes = text.replace("\r\n", "\n").strip()
    item.save(update_fields=["notes"])
    entries.record(item.meeting, "agenda.note", by=by, at=at, position=item.position)


def starts(meeting: Meeting, items: Sequence[AgendaItem]) -> list[datetime]:
    """Give the moment at which each point is reached, if each takes its minutes."""
    moments, at = [], meeting.starts_at
    for item in items:
        moments.append(at)
        at += timedelta(minutes=item.minutes)
    return moments


def points(meeting: Meeting, viewer: Viewer) -> QuerySet[AgendaItem]:
    """Give the points in their order, each with its motion where the reader may see that one."""
    return meeting.agenda.prefetch_related(Prefetch("motion", Motion.objects.visible_to(viewer)))


def laid_out(meeting: Meeting, viewer: Viewer) -> list[AgendaItem]:
    """Read the same for a page, in at most two statements."""
    items = ITEMS.rows(meeting=meeting.pk)
    wanted = [item.motion_id for item in items if item.motion_id]
    seen = {motion.pk: motion for motion in MOTIONS.rows(viewer, motions=wanted)} if wanted else {}
    for item in items:
        item.meeting = meeting
        AgendaItem.motion.field.set_cached_value(item, seen.get(item.motion_id))
    return items


ITEMS = compiled(lambda: AgendaItem.objects.filter(meeting=Param("meeting", BigIntegerField())))
MOTIONS = compiled(lambda viewer: Motion.objects.visible_to(viewer).filter(pk__in=any_of("motions")))


def tableable(meeting: Meeting, viewer: Viewer, item: AgendaItem | None = None) -> QuerySet[Motion]:
    """Motions that somebody may put on the agenda: those they see that are not decided yet, or on ``item`` already."""
    seen = Motion.objects.visible_to(viewer).filter(body__in=meeting.bodies.all(), state__in=["draft", "open"])
    fitting = Q(pk__in=seen.values("pk"))
    return Motion.objects.filter(fitting | Q(pk=item.motion_id) if item else fitting)


def _open(meeting: Meeting) -> None:
    """Lock the meeting, so that two who change its agenda at once take turns, and refuse where it is settled."""
    entries.lock(meeting)
    if meeting.is_cancelled or meeting.is_closed:
        raise Refusal(_("The agenda of “%(title)s” is settled.") % {"title": meeting.title})


def _check_motion(meeting: Meeting, motion: Motion | None) -> None:
    if not motion:
        return
    if not meeting.tables.filter(body=motion.body_id).exists():
        raise Invalid(
            _("Motion %(number)s is one of %(body)s, which does not meet here.")
            % {"number": motion.number, "body": motion.body},
            field="motion",
        )
    if meeting.agenda.filter(motion=motion).exists():
        raise Invalid(_("Motion %(number)s is on this agenda already.") % {"number": motion.number}, field="motion")
