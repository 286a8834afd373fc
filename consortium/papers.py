"""Papers of a meeting: adding, renewing and withdrawing them, and saying who will read them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from consortium.models import AgendaItem, Meeting, Paper, PaperVersion, Seat
from files import blobs
from files.models import Label
from journal import entries, subjects
from parties.models import Person
from parties.refusals import Refusal
from web.compiled import any_of, compiled


@transaction.atomic
def add(
    meeting: Meeting,
    content: bytes,
    *,
    by: Person,
    at: datetime,
    file_name: str,
    title: str = "",
    label: str = Label.BODY,
    item: AgendaItem | None = None,
    on_behalf_of: Person | None = None,
) -> Paper:
    """Add a paper to a meeting, for a point of its agenda or for the whole.

    :raises Refusal: once the meeting is cancelled or its minutes are approved.
    :raises Invalid: for a file that is no document (`files.blobs.store`).
    """
    if meeting.is_cancelled or meeting.is_closed:
        raise Refusal(_("“%(title)s” takes no more papers.") % {"title": meeting.title})
    subject = subjects.open(meeting.consortium, Paper.KIND)
    paper = Paper.objects.create(
        consortium=meeting.consortium,
        subject=subject,
        number=subject.number,
        meeting=meeting,
        item=item,
        title=title or file_name.rsplit(".", 1)[0],
        label=label,
        owner=on_behalf_of or by,
    )
    version = _version(paper, content, file_name, 1, by=by, at=at)
    entries.record(
        paper,
        "paper.add",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        meeting=meeting.number,
        label=label,
        sha256=version.blob.sha256,
    )
    return paper


@transaction.atomic
def renew(paper: Paper, content: bytes, *, by: Person, at: datetime, file_name: str) -> PaperVersion:
    """Add a newer version; the older ones stay readable beside it.

    :raises Refusal: once the paper is withdrawn or the meeting's minutes are approved.
    """
    entries.lock(paper)
    if paper.withdrawn_at or paper.meeting.is_closed or paper.meeting.is_cancelled:
        raise Refusal(_("“%(title)s” takes no newer version any more.") % {"title": paper.title})
    number = paper.versions.first().number + 1
    version = _version(paper, content, file_name, number, by=by, at=at)
    entries.record(paper, "paper.renew", by=by, at=at, version=number, sha256=version.blob.sha256)
    return version


@transaction.atomic
def withdraw(paper: Paper, *, by: Person, at: datetime, reason: str) -> None:
    """Take a paper out of the meeting's papers and its pack.

    :raises Refusal: when it is withdrawn already.
    """
    entries.lock(paper)
    if paper.withdrawn_at:
        raise Refusal(_("“%(title)s” is withdrawn already.") % {"title": paper.title})
    paper.withdrawn_at = at
    paper.save(update_fields=["withdrawn_at"])
    entries.record(paper, "paper.withdraw", by=by, at=at, words={"reason": reason})


def readers(meeting: Meeting) -> dict[str, str]:
    """Say for each label who will read a paper that carries it: shown before it is submitted (STR-22)."""
    bodies = list(meeting.bodies.order_by("level", "name"))
    seated = Seat.objects.on(meeting.day).filter(body__in=bodies).values("person").distinct().count()
    return {
        Label.PUBLIC: _("Everyone who has a part in the consortium, and it may be passed on."),
        Label.CONSORTIUM: _("People of member companies and everyone with a seat who sees this meeting."),
        Label.BODY: _("The %(count)s people in %(bodies)s, and the office.")
        % {"count": seated, "bodies": ", ".join(body.name for body in bodies)},
        Label.OWNER: _("You and the office."),
    }


@compiled
def _versions() -> QuerySet[PaperVersion]:
    rows = PaperVersion.objects.filter(paper__in=any_of("papers"))
    return rows.select_related("blob").order_by("paper_id", "-number")


def newest(papers: Iterable[Paper]) -> list[tuple[Paper, PaperVersion]]:
    """Pair papers with their newest versions, in one query, in the order of the agenda."""
    papers = list(papers)
    versions = _versions.rows(papers=[paper.pk for paper in papers]) if papers else []
    found = {version.paper_id: version for version in reversed(versions)}
    pairs = [(paper, found[paper.pk]) for paper in papers]
    return sorted(pairs, key=lambda pair: (pair[0].item.position if pair[0].item else 0, pair[0].number))


def _version(paper: Paper, content: bytes, file_name: str, number: int, *, by: Person, at: datetime) -> PaperVersion:
    return PaperVersion.objects.create(
        consortium_id=paper.consortium_id,
        paper=paper,
        number=number,
        blob=blobs.store(paper.consortium, content, name=file_name, by=by, at=at),
        file_name=file_name[-200:],
        added_by=by,
        added_at=at,
    )
