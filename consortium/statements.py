"""Strategy, vision and mission: texts that only a decision of the body in charge publishes (EC-04, EC-05)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from charter import editions
from consortium import motions
from consortium.models import Body, Item, Motion, Statement
from consortium.motions import NewItem
from journal import entries, subjects
from journal.models import Entry
from parties.models import Person
from parties.refusals import Forbidden, Invalid

DECIDED_AS = {
    Statement.Kind.STRATEGY: "strategy",
    Statement.Kind.VISION: "vision",
    Statement.Kind.MISSION: "vision",
}
"""Kind of statement → what the charter must list among the matters that the body decides."""


@transaction.atomic
def propose(
    motion: Motion,
    *,
    kind: str,
    text: str,
    by: Person,
    at: datetime,
    language: str = "en",
    other_text: str = "",
    other_language: str = "",
    on_behalf_of: Person | None = None,
) -> Statement:
    """Add an item to a draft that publishes a new version of a statement when it is carried.

    :raises Forbidden: for a body that does not decide it (EC-04).
    :raises Invalid: without a text, or for a strange kind.
    """
    if kind not in DECIDED_AS:
        raise Invalid(_("Choose strategy, vision or mission."), field="kind")
    if not text.strip():
        raise Invalid(_("Write the text that the decision publishes."), field="text")
    require_competence(motion.body, kind, at)
    title = _("Publish: %(kind)s") % {"kind": Statement.Kind(kind).label}
    item = motions.add_item(motion, NewItem(title, matter="statement"), by=by, at=at, on_behalf_of=on_behalf_of)
    subject = subjects.open(motion.consortium, Statement.KIND)
    return Statement.objects.create(
        consortium=motion.consortium,
        subject=subject,
        number=subject.number,
        kind=kind,
        text=text.strip(),
        language=language,
        other_text=other_text,
        other_language=other_language,
        item=item,
    )


def enact(item: Item, *, by: Person | None, at: datetime) -> Entry:
    """Publish the item's statement as the next version of its kind, under the number of the decision."""
    return publish(item.statement, decision=item, by=by, at=at)


@transaction.atomic
def publish(statement: Statement, *, decision: Item | None, by: Person | None, at: datetime) -> Entry:
    """Publish a statement by a carried decision.

    :raises Invalid: without the decision, or with one that was not carried (EC-05).
    """
    if decision is None or decision.pk != statement.item_id or not decision.is_carried:
        raise Invalid(
            _("Name the decision that publishes it: a statement without a decision is nobody's word."),
            field="decision",
            rule="EC-05",
        )
    last = Statement.objects.filter(consortium=statement.consortium, kind=statement.kind).aggregate(n=Max("version"))
    statement.version = (last["n"] or 0) + 1
    statement.published_at = at
    statement.allowed_by = entries.record(
        statement,
        "statement.publish",
        by=by,
        at=at,
        rule="EC-04" if statement.kind == Statement.Kind.STRATEGY else "EC-05",
        kind=statement.kind,
        version=statement.version,
        motion=decision.motion.number,
        item=decision.number,
    )
    statement.save(update_fields=["version", "published_at", "allowed_by"])
    return statement.allowed_by


def kinds_of(body: Body, at: datetime) -> list[str]:
    """Kinds of statement that the body decides."""
    charter = editions.in_force(body.consortium, body.consortium.day_of(at))
    decided = charter.bodies[body.key].decides if body.key in charter.bodies else ()
    return [kind.value for kind, matter in DECIDED_AS.items() if matter in decided]


def require_competence(body: Body, kind: str, at: datetime) -> None:
    """Let the body pass that the charter says decides such statements.

    :raises Forbidden: for any other body.
    """
    if kind in kinds_of(body, at):
        return
    charter = editions.in_force(body.consortium, body.consortium.day_of(at))
    matter = DECIDED_AS[Statement.Kind(kind)]
    those = [str(each.name) for each in charter.bodies.values() if matter in each.decides]
    raise Forbidden(
        _("%(bodies)s decides the %(kind)s; recommend it there.")
        % {"bodies": ", ".join(those) or _("No body"), "kind": Statement.Kind(kind).label.lower()},
        rule="EC-04",
    )
