"""Papers to a motion: files laid before the body, each with its label."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from consortium.models import Motion, MotionPaper, Seat
from consortium.motions.drafts import lock_draft
from files import blobs
from files.models import Label
from journal import entries
from parties.models import Person
from parties.refusals import Invalid


@transaction.atomic
def add_paper(
    motion: Motion,
    content: bytes,
    *,
    name: str,
    label: str = Label.BODY,
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> MotionPaper:
    """Lay a paper before the body with a draft.

    :raises Invalid: where a paper of that name is there already, or the file is no document (`files.blobs.store`).
    """
    lock_draft(motion)
    blob, name = blobs.store(motion.consortium, content, name=name, by=by, at=at), name[:200]
    if motion.papers.filter(name=name).exists():
        raise Invalid(_("A paper called “%(name)s” is there already.") % {"name": name}, field="file")
    paper = MotionPaper.objects.create(
        consortium=motion.consortium, motion=motion, blob=blob, name=name, label=label, added_by=by, added_at=at
    )
    entries.record(motion, "motion.add_paper", by=by, at=at, on_behalf_of=on_behalf_of, blob=blob.sha256, label=label)
    return paper


@transaction.atomic
def remove_paper(paper: MotionPaper, *, by: Person, at: datetime, on_behalf_of: Person | None = None) -> None:
    """Take a paper away from a draft."""
    lock_draft(paper.motion)
    digest = paper.blob.sha256
    paper.delete()
    entries.record(paper.motion, "motion.remove_paper", by=by, at=at, on_behalf_of=on_behalf_of, blob=digest)


def readers(motion: Motion, day: date) -> dict[str, str]:
    """Say for each label who will read a paper that carries it: shown before it is submitted (STR-22)."""
    seated = Seat.objects.on(day).filter(body=motion.body_id).values("person").distinct().count()
    everybody = _("Whoever sees the motion: the bodies that it concerns and the office, and all members once decided.")
    return {
        Label.PUBLIC: _("%(readers)s It may be passed on.") % {"readers": everybody},
        Label.CONSORTIUM: everybody,
        Label.BODY: _("The %(count)s people in %(bodies)s, and the office.") % {"count": seated, "bodies": motion.body},
        Label.OWNER: _("You and the office."),
    }
