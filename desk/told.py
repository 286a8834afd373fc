"""What a reader was told, as lines: reminders between two pieces of news are folded into one line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Case, IntegerField, QuerySet, When
from django.utils import timezone
from django.utils.translation import ngettext

from duties.models import Duty, Notice
from duties.models.notices import WAITS
from duties.sentences import sentence
from parties.viewer import Viewer
from web.compiled import Param, compiled

REMINDER = "duty.reminder"


NEWEST = 150
"""Among so many notices that were never read the bell looks for those that still wait: they pile up for years."""


@dataclass(frozen=True, slots=True)
class Line:
    """One notice, or several reminders."""

    words: str
    at: datetime
    address: str = ""
    is_new: bool = False
    """Whether it still waits for the reader: neither read nor settled meanwhile."""
    folded: tuple["Line", ...] = ()

    @property
    def day(self) -> date:
        """The reader's own day on which it came."""
        return timezone.localdate(self.at)


def waiting(person: Param, consortium: Param) -> QuerySet:
    """Ask of each of the newest notices that were never read whether it still waits: 1 or 0."""
    newest = Notice.objects.filter(person=person, consortium=consortium, read_at=None).order_by("-pk")[:NEWEST]
    return newest.values_list(Case(When(WAITS, then=1), default=0, output_field=IntegerField()))


def notices(viewer: Viewer) -> QuerySet[Notice]:
    """Everything that the reader was told in this consortium, newest first."""
    return Notice.objects.visible_to(viewer).select_related("duty").order_by("-pk")


NEWS = compiled(lambda viewer, most: notices(viewer).exclude(kind=REMINDER)[:most])


def news(viewer: Viewer, most: int) -> list[Line]:
    """Tell the newest of it without reminders: what they remind of stands among what waits."""
    slug = viewer.consortium.slug
    return [_line(notice, slug) for notice in NEWS.rows(viewer, most)]


def folded(told: Iterable[Notice], slug: str) -> list[Line]:
    """Word notices, with reminders that follow one another in one line."""
    lines: list[Line] = []
    for is_reminder, group in groupby(told, key=lambda notice: notice.kind == REMINDER):
        found = [_line(notice, slug) for notice in group]
        lines += [_fold(found)] if is_reminder and len(found) > 1 else found
    return lines


def _fold(lines: list[Line]) -> Line:
    words = ngettext("%(count)d reminder", "%(count)d reminders", len(lines)) % {"count": len(lines)}
    return Line(words, lines[0].at, is_new=any(line.is_new for line in lines), folded=tuple(lines))


def _line(notice: Notice, slug: str) -> Line:
    """Word a notice. It leads to its own address, which marks it as read and leads on."""
    is_settled = notice.duty is not None and notice.duty.state != Duty.State.OPEN
    return Line(
        sentence(notice.kind, notice.facts),
        notice.noticed_at,
        f"/{slug}/notices/{notice.pk}/",
        is_new=notice.read_at is None and not is_settled,
    )
