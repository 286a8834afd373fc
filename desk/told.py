"""What a reader was told, as lines: the reminders of one day folded into one, so that news stays in sight."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import ngettext

from duties.models import Duty, Notice
from duties.sentences import sentence
from parties.viewer import Viewer

REMINDER = "duty.reminder"


@dataclass(frozen=True, slots=True)
class Line:
    """One notice, or the reminders of one day."""

    words: str
    at: datetime
    address: str = ""
    is_new: bool = False
    """Whether it still waits for the reader: neither read nor settled meanwhile."""
    folded: tuple["Line", ...] = ()


def notices(viewer: Viewer) -> QuerySet[Notice]:
    """Everything that the reader was told in this consortium, newest first."""
    return Notice.objects.visible_to(viewer).select_related("duty").order_by("-pk")


def news(viewer: Viewer, most: int) -> list[Line]:
    """Tell the newest of it without reminders: what they remind of stands among what waits."""
    return [_line(notice) for notice in notices(viewer).exclude(kind=REMINDER)[:most]]


def folded(told: Iterable[Notice]) -> list[Line]:
    """Word notices, with the reminders of one day in one line."""
    lines: list[Line] = []
    for day, group in groupby(told, key=_reminded_on):
        found = [_line(notice) for notice in group]
        lines += found if day is None or len(found) == 1 else [_fold(found)]
    return lines


def _reminded_on(notice: Notice) -> date | None:
    """Give the reader's day of a reminder; nothing for anything else, so that news follows news."""
    return timezone.localtime(notice.noticed_at).date() if notice.kind == REMINDER else None


def _fold(lines: list[Line]) -> Line:
    words = ngettext("%(count)d reminder", "%(count)d reminders", len(lines)) % {"count": len(lines)}
    return Line(words, lines[0].at, is_new=any(line.is_new for line in lines), folded=tuple(lines))


def _line(notice: Notice) -> Line:
    is_settled = notice.duty is not None and notice.duty.state != Duty.State.OPEN
    return Line(
        sentence(notice.kind, notice.facts),
        notice.noticed_at,
        notice.address,
        is_new=notice.read_at is None and not is_settled,
    )
