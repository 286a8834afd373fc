"""Amendments of the charter: rules that an item changes when it is carried (E-73)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from charter import documents, editions, queries, schemas, typed
from consortium import chartered, motions
from consortium.models import Amendment, Body, Item, Motion
from consortium.motions import NewItem
from journal.models import Entry
from parties.models import Consortium, Person
from parties.refusals import Forbidden, Invalid


@transaction.atomic
def propose(
    motion: Motion,
    *,
    changes: Mapping[str, Any],
    effective_from: date,
    by: Person,
    at: datetime,
    title: str = "",
    on_behalf_of: Person | None = None,
) -> Amendment:
    """Add an item to a draft that changes rules of the charter from a day on.

    :raises Forbidden: for a body that does not amend the charter.
    :raises Invalid: where nothing changes, or the day is past.
    """
    require_competence(motion.body, at)
    if not changes:
        raise Invalid(_("Name at least one rule and its new value."), field="changes")
    if effective_from <= motion.consortium.day_of(at):
        raise Invalid(_("Choose a day ahead: the rules hold from then on."), field="effective_from")
    editions.require_later(editions.latest(motion.consortium), effective_from)
    changes = documents.plain(typed.with_shares(editions.latest(motion.consortium).loaded.rules, changes))
    _check(motion.consortium, changes)
    named = title or _("Amend the charter: %(paths)s") % {"paths": ", ".join(sorted(changes))}
    item = motions.add_item(motion, NewItem(named[:200], matter="amendment"), by=by, at=at, on_behalf_of=on_behalf_of)
    return Amendment.objects.create(
        consortium=motion.consortium, item=item, changes=changes, effective_from=effective_from
    )


@transaction.atomic
def draft(
    consortium: Consortium,
    *,
    changes: Mapping[str, Any],
    effective_from: date,
    title: str,
    text: str = "",
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> Motion:
    """Draft a motion of the body that amends the charter, with the amendment as its one item.

    :raises Invalid: for changes that could never take effect, every fault named with its place.
    """
    motion = motions.draft(
        amending_body(consortium, at), title=title, text=text, items=[], by=by, at=at, on_behalf_of=on_behalf_of
    )
    propose(
        motion, changes=changes, effective_from=effective_from, title=title, by=by, at=at, on_behalf_of=on_behalf_of
    )
    return motion


def amending_body(consortium: Consortium, at: datetime) -> Body:
    """Find the body whose motions amend the charter."""
    key = editions.in_force(consortium, consortium.day_of(at)).amendment.decided_by
    return Body.objects.open().get(consortium=consortium, key=key)


def enact(item: Item, *, by: Person | None, at: datetime) -> Entry:
    """Adopt the amended edition from its day on, by this decision; on that day the bodies follow it.

    :raises Invalid: for a charter with faults; the item is then blocked, and the office sees which.
    """
    amendment = item.amendment
    decision = item.subject.entries.filter(verb="item.decide").latest("pk")
    draft = editions.propose(item.consortium, amendment.changes, by=by, at=at, reason=item.title)
    adopted = editions.adopt(draft, effective_from=amendment.effective_from, by=by, at=at, allowed_by=decision)
    if amendment.effective_from <= item.consortium.day_of(at):
        chartered.follow(item.consortium, at=at)
    return adopted


def _check(consortium: Consortium, changes: Mapping[str, Any]) -> None:
    """Refuse at once what changes nothing or could never take effect, every fault named with its place."""
    edition = editions.latest(consortium)
    editions.changing(edition, changes)
    loaded = edition.loaded
    document = documents.changed_by(loaded.document, changes)
    faults = [*schemas.faults_of(document), *editions.objections(consortium, document)]
    if faults:
        named = [f"{queries.place(loaded, fault.path)}: {fault.message}" for fault in faults]
        raise Invalid("; ".join(named), field="changes")


def require_competence(body: Body, at: datetime) -> None:
    """Let the body pass whose motions amend the charter.

    :raises Forbidden: for any other body.
    """
    charter = editions.in_force(body.consortium, body.consortium.day_of(at))
    if body.key != charter.amendment.decided_by:
        raise Forbidden(
            _("The charter is amended by the %(body)s; recommend it there.")
            % {"body": charter.bodies[charter.amendment.decided_by].name},
            rule="E-73",
        )
