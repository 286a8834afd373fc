"""Editions: writing them down, adopting and dropping them, and finding the one that holds."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, DateField
from django.utils import formats
from django.utils.translation import gettext as _

from charter import documents, schemas
from charter.faults import Fault
from charter.models import Edition, read
from charter.sources import Basis, Source
from journal import entries, subjects
from journal.models import Entry
from parties.models import Consortium, Person
from parties.refusals import Invalid, Refusal
from parties.viewer import Viewer
from registry.consequences import ADOPTION_OBJECTIONS
from web.compiled import Batch, Param

HOLDING = Batch(
    lambda: {
        "edition": Edition.objects.filter(consortium=Param("consortium", BigIntegerField()))
        .effective(Param("day", DateField()))
        .values_list("pk")[:1]
    }
)
"""The key of the edition that holds on a day: asked by almost every verb, page and round."""


def in_force(consortium: Consortium, day: date) -> Any:
    """Read the charter that holds on a day, in one small query.

    :raises Refusal: where none does yet.
    """
    key = key_in_force(consortium, day)
    if key is None:
        raise _none_in_force(consortium, day)
    return charter_of(key)


def of(viewer: Viewer) -> Any:
    """Read the charter that holds for a viewer today.

    :raises Refusal: where none does yet.
    """
    return charter_of(viewer.edition_id) if viewer.edition_id else in_force(viewer.consortium, viewer.today)


def key_in_force(consortium: Consortium, day: date) -> int | None:
    """Give the key of the edition that holds on a day, if any."""
    return next(iter(HOLDING.rows(consortium=consortium.pk, day=day)["edition"]), None)


def edition_in_force(consortium: Consortium, day: date) -> Edition:
    """Find the edition that holds on a day.

    :raises Refusal: where none does yet.
    """
    edition = holding(consortium, day)
    if edition is None:
        raise _none_in_force(consortium, day)
    edition.consortium = consortium
    return edition


def holding(consortium: Consortium, day: date) -> Edition | None:
    """Find the edition that holds on a day, if any."""
    return Edition.objects.filter(consortium=consortium).effective(day).defer("document").first()


at = edition_in_force
"""``editions.at(consortium, day)`` reads best where no moment is called ``at`` too."""


def charter_of(edition_id: int) -> Any:
    """Read the charter of an edition in force by its key; kept in the process's memory."""
    return read(edition_id).charter


def latest(consortium: Consortium) -> Edition:
    """Find the edition that holds last, today or one day: what an amendment starts from.

    :raises Refusal: where there is none.
    """
    edition = (
        Edition.objects.filter(consortium=consortium, state=Edition.State.ACTIVE).order_by("-effective_from").first()
    )
    if edition is None:
        raise Refusal(_("%(consortium)s has no charter yet.") % {"consortium": consortium})
    return edition


def superseded_on(edition: Edition) -> date | None:
    """Find the first day on which a later edition holds instead."""
    later = Edition.objects.filter(
        consortium=edition.consortium, state=Edition.State.ACTIVE, effective_from__gt=edition.effective_from
    )
    return later.order_by("effective_from").values_list("effective_from", flat=True).first()


@transaction.atomic
def write(
    consortium: Consortium, document: Mapping, known: Mapping[str, Source], *, by: Person | None, at: datetime
) -> Edition:
    """Write a draft edition: the rules of ``document`` and where each comes from.

    :raises Invalid: where a stated rule has no source.
    """
    rules = documents.plain(documents.ruled(document))
    stated = documents.stated(schemas.model(), rules)
    unsourced = sorted(set(stated) - set(known))
    if unsourced:
        raise Invalid(_("These rules do not say where they come from: %(paths)s.") % {"paths": ", ".join(unsourced)})
    subject = subjects.open(consortium, Edition.KIND)
    edition = Edition.objects.create(
        consortium=consortium,
        subject=subject,
        number=subject.number,
        schema=schemas.number(),
        document={**rules, "sources": {path: known[path].as_row() for path in stated}},
    )
    entries.record(edition, "edition.write", by=by, at=at, schema=edition.schema)
    return edition


@transaction.atomic
def propose(
    consortium: Consortium, changes: Mapping[str, Any], *, by: Person | None, at: datetime, reason: str
) -> Edition:
    """Write a draft that changes some rules of the latest edition: path → new value, ``None`` to say nothing.

    What changes becomes "chosen". A draft may be incomplete or faulty; what is adopted is not.

    :raises Invalid: where nothing changes.
    """
    base = latest(consortium)
    changed = changing(base, changes)
    source = Source(_("Amendment of edition %(number)s") % {"number": base.number}, Basis.CHOSEN, note=reason)
    document = documents.changed_by(base.loaded.document, changed)
    known = base.loaded.sources | {
        path: source for path in documents.stated(schemas.model(), document) if _is_under(path, changed)
    }
    draft = write(consortium, document, known, by=by, at=at)
    entries.record(
        draft, "edition.propose", by=by, at=at, words={"reason": reason}, base=base.number, changes=sorted(changed)
    )
    return draft


def changing(base: Edition, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the changes that an edition does not say already.

    :raises Invalid: where none is left.
    """
    changed = {path: value for path, value in changes.items() if not _is_said(base.loaded.document, path, value)}
    if not changed:
        raise Invalid(_("The proposal changes no rule."), field="changes")
    return changed


@transaction.atomic
def adopt(
    edition: Edition,
    *,
    effective_from: date,
    by: Person | None,
    at: datetime,
    allowed_by: Entry | None = None,
    on_behalf_of: Person | None = None,
) -> Entry:
    """Put an edition in force from a day on. Without ``allowed_by`` only the first one of a consortium.

    :raises Invalid: for a charter with faults, each named with its place, or a day that is past.
    :raises Refusal: where a decision has to allow it, or another edition takes effect that day or later.
    """
    entries.lock(edition)
    _must_be_sound(edition)
    _must_be_allowed(edition, effective_from, at, allowed_by)
    return entries.move(
        edition,
        Edition.State.ACTIVE,
        verb="edition.adopt",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        rule="amendment.decided_by",
        changes={"effective_from": effective_from, "allowed_by": allowed_by},
        effective_from=effective_from,
    )


def faults_of(edition: Edition) -> list[Fault]:
    """List what keeps an edition from taking effect."""
    document = edition.loaded.document
    return [*schemas.faults_of(document), *objections(edition.consortium, document)]


def objections(consortium: Consortium, document: Mapping) -> list[Fault]:
    """List what stands against a document because the consortium rests upon what it takes away."""
    ruled = documents.ruled(document)
    return [fault for object_to in ADOPTION_OBJECTIONS.values() for fault in object_to(consortium, ruled)]


def _none_in_force(consortium: Consortium, day: date) -> Refusal:
    return Refusal(
        _("%(consortium)s has no charter in force on %(day)s.")
        % {"consortium": consortium, "day": formats.date_format(day, "DATE_FORMAT")}
    )


def _is_said(document: Mapping, path: str, value: Any) -> bool:
    said = documents.get(document, path)
    return said is documents.NOT_STATED if value is None else said == value


def _is_under(path: str, changed: Mapping[str, Any]) -> bool:
    return any(path == each or path.startswith(f"{each}.") for each in changed)


def _must_be_sound(edition: Edition) -> None:
    found = faults_of(edition)
    if found:
        raise Invalid(
            _("This charter cannot take effect: %(faults)s.") % {"faults": "; ".join(map(str, found))}, field="document"
        )


def _must_be_allowed(edition: Edition, effective_from: date, at: datetime, allowed_by: Entry | None) -> None:
    others = Edition.objects.filter(consortium=edition.consortium, state=Edition.State.ACTIVE)
    latest = others.order_by("-effective_from").first()
    if latest is None:
        return
    if allowed_by is None:
        raise Refusal(_("An amendment takes effect by a decision of the consortium."), rule="amendment.decided_by")
    if effective_from < edition.consortium.day_of(at):
        raise Invalid(_("An amendment cannot take effect in the past."), field="effective_from")
    require_later(latest, effective_from)


def require_later(edition: Edition, effective_from: date) -> None:
    """Let pass what takes effect after an edition that holds already, or will.

    :raises Invalid: for the same day or an earlier one.
    """
    if effective_from <= edition.effective_from:
        raise Invalid(
            _("%(edition)s already takes effect on %(day)s; this one must be later.")
            % {"edition": edition, "day": formats.date_format(edition.effective_from, "DATE_FORMAT")},
            field="effective_from",
            rule="amendment.decided_by",
        )
