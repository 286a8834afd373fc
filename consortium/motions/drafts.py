"""Drafting motions: their words, their items in order, and the papers laid before the body."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, ProtectedError, Q
from django.utils.translation import gettext as _

from charter import editions
from consortium import enactments, procedures
from consortium.models import Body, Item, Motion, Seat
from consortium.motions import trails
from duties import notices
from journal import entries, subjects
from parties.models import Person
from parties.refusals import Forbidden, Invalid, Refusal
from registry.matters import MATTERS

WORDS = frozenset({"title", "text", "language", "other_text", "other_language"})


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item as it is drafted. ``matter`` is a key of `registry.matters.MATTERS`."""

    title: str
    text: str = ""
    matter: str = "resolution"


@transaction.atomic
def draft(
    body: Body,
    *,
    title: str,
    by: Person,
    at: datetime,
    text: str = "",
    items: Sequence[NewItem] | None = None,
    language: str = "en",
    other_text: str = "",
    other_language: str = "",
    from_body: Body | None = None,
    follows: Motion | None = None,
    on_behalf_of: Person | None = None,
) -> Motion:
    """Draft a motion for a body. Without ``items`` the motion itself is the one question.

    ``from_body`` recommends it to the body above; ``follows`` is the decision that it takes up.

    :raises Invalid: without a title, with half a second language, or over more stations than the charter allows.
    :raises Refusal: for a body that is closed or has no votes.
    """
    _check_words(title, other_text, other_language, language)
    _check_body(body, from_body, at)
    trails.check(body, follows, at)
    subject = subjects.open(body.consortium, Motion.KIND)
    motion = Motion.objects.create(
        consortium=body.consortium,
        subject=subject,
        number=subject.number,
        body=body,
        from_body=from_body,
        follows=follows,
        title=title.strip(),
        text=text,
        language=language,
        other_text=other_text,
        other_language=other_language,
        author=on_behalf_of or by,
        drafted_at=at,
    )
    _add(motion, [NewItem(title.strip())] if items is None else list(items))
    entries.record(motion, "motion.draft", by=by, at=at, on_behalf_of=on_behalf_of, body=body.key)
    return motion


@transaction.atomic
def edit(motion: Motion, *, by: Person, at: datetime, on_behalf_of: Person | None = None, **words: str) -> None:
    """Change the words of a draft: ``title``, ``text``, ``language``, ``other_text``, ``other_language``.

    :raises Refusal: once it is put to the vote.
    :raises Forbidden: once it is decided (GOV-12).
    """
    lock_draft(motion)
    unknown = set(words) - WORDS
    if unknown:
        raise Invalid(_("A motion has no %(names)s.") % {"names": ", ".join(sorted(unknown))})
    now = {name: getattr(motion, name) for name in WORDS} | words
    _check_words(now["title"], now["other_text"], now["other_language"], now["language"])
    for name, value in words.items():
        setattr(motion, name, value)
    motion.save(update_fields=list(words) or ["title"])
    entries.record(motion, "motion.edit", by=by, at=at, on_behalf_of=on_behalf_of, changed=sorted(words))


@transaction.atomic
def add_item(motion: Motion, item: NewItem, *, by: Person, at: datetime, on_behalf_of: Person | None = None) -> Item:
    """Add an item at the end of a draft."""
    lock_draft(motion)
    added = _add(motion, [item])[0]
    entries.record(
        motion, "motion.add_item", by=by, at=at, on_behalf_of=on_behalf_of, item=added.number, matter=item.matter
    )
    return added


@transaction.atomic
def edit_item(
    item: Item, *, title: str, text: str, by: Person, at: datetime, on_behalf_of: Person | None = None
) -> None:
    """Change the words of a draft's item."""
    lock_draft(item.motion)
    if not title.strip():
        raise Invalid(_("Give the item a title: it is what people vote on."), field="title")
    item.title, item.text = title.strip(), text
    item.save(update_fields=["title", "text"])
    entries.record(item.motion, "motion.edit_item", by=by, at=at, on_behalf_of=on_behalf_of, item=item.number)


@transaction.atomic
def remove_item(item: Item, *, by: Person | None, at: datetime, on_behalf_of: Person | None = None) -> None:
    """Take an item out of a draft.

    :raises Refusal: where something waits for the item, such as a nomination.
    """
    motion, number = item.motion, item.number
    lock_draft(motion)
    _drop([item], by=by, at=at)
    entries.record(motion, "motion.remove_item", by=by, at=at, on_behalf_of=on_behalf_of, item=number)


@transaction.atomic
def reorder(
    motion: Motion, order: Sequence[int], *, by: Person, at: datetime, on_behalf_of: Person | None = None
) -> None:
    """Put a draft's items into the order of ``order``, which names each item's key once.

    :raises Invalid: where one is missing or strange.
    """
    lock_draft(motion)
    items = {item.pk: item for item in motion.items.all()}
    if sorted(order) != sorted(items):
        raise Invalid(_("Name each item of the motion exactly once."), field="order")
    for position, key in enumerate(order, start=1):
        items[key].position = position
    Item.objects.bulk_update(items.values(), ["position"])
    entries.record(
        motion, "motion.reorder", by=by, at=at, on_behalf_of=on_behalf_of, items=[items[k].number for k in order]
    )


@transaction.atomic
def submit(motion: Motion, *, by: Person, at: datetime, on_behalf_of: Person | None = None) -> None:
    """Put a draft before its body, which from now on sees it and may open it.

    :raises Refusal: where it is before the body already, or has no items.
    """
    lock_draft(motion)
    if motion.submitted_at:
        raise Refusal(_("“%(motion)s” is before the body already.") % {"motion": motion})
    if not motion.items.exists():
        raise Refusal(_("Add at least one item: there is nothing to vote on."))
    motion.submitted_at = at
    motion.save(update_fields=["submitted_at"])
    entries.record(motion, "motion.submit", by=by, at=at, on_behalf_of=on_behalf_of, rule="GOV-05")
    _tell_body(motion, by=by, at=at)


@transaction.atomic
def delete(motion: Motion, *, by: Person, at: datetime, on_behalf_of: Person | None = None) -> None:
    """Throw a draft away. Its number stays taken, and its history stays.

    :raises Refusal: where something waits for one of its items, or once it was put before the body: withdraw it.
    """
    lock_draft(motion)
    if motion.submitted_at:
        raise Refusal(_("“%(motion)s” was put before the body; withdraw it, saying why.") % {"motion": motion})
    _drop(list(motion.items.all()), by=by, at=at)
    motion.papers.all().delete()
    entries.record(motion, "motion.delete", by=by, at=at, on_behalf_of=on_behalf_of)
    motion.delete()


def require_not_decided(motion: Motion) -> None:
    """Let anything but a decision pass.

    :raises Forbidden: for a decided motion; nobody edits or deletes it (GOV-12).
    """
    if motion.is_closed:
        raise Forbidden(
            _("Decision %(number)s stands as it was taken. Add a correction, or move something new.")
            % {"number": motion.number},
            rule="GOV-12",
        )


def lock_draft(motion: Motion) -> None:
    """Lock a motion that may still be changed.

    :raises Forbidden: once it is decided.
    :raises Refusal: once it is put to the vote.
    """
    entries.lock(motion)
    require_not_decided(motion)
    if not motion.is_draft:
        raise Refusal(
            _("“%(motion)s” is no draft any more. Withdraw it and draft it anew.") % {"motion": motion}, rule="E-42"
        )


def _add(motion: Motion, new: Sequence[NewItem]) -> list[Item]:
    for each in new:
        if not each.title.strip():
            raise Invalid(_("Give each item a title: it is what people vote on."), field="title")
        if each.matter not in MATTERS:
            raise Invalid(_("“%(matter)s” is no matter for a motion.") % {"matter": each.matter}, field="matter")
    last = motion.items.aggregate(last=Max("position"))["last"] or 0
    return Item.objects.bulk_create(
        Item(
            consortium=motion.consortium,
            subject=subject,
            number=subject.number,
            motion=motion,
            position=last + place,
            title=each.title.strip(),
            text=each.text,
            matter=each.matter,
        )
        for place, (each, subject) in enumerate(
            zip(new, subjects.open_many(motion.consortium, Item.KIND, len(new)), strict=True), start=1
        )
    )


def _drop(items: Sequence[Item], *, by: Person | None, at: datetime) -> None:
    """Delete items with what they carry of their own, after letting go of what waits for them."""
    for item in items:
        item.state = Item.State.WITHDRAWN
        enactments.release(item, by=by, at=at)
        for own in ("statement", "amendment"):
            if hasattr(item, own):
                getattr(item, own).delete()
        try:
            item.delete()
        except ProtectedError as fault:
            raise Refusal(
                _("“%(item)s” cannot be taken out: something waits for its decision. Withdraw that first.")
                % {"item": item}
            ) from fault


def _check_words(title: str, other_text: str, other_language: str, language: str) -> None:
    if not title.strip():
        raise Invalid(_("Give the motion a title."), field="title")
    if bool(other_text.strip()) != bool(other_language):
        raise Invalid(_("Give a second language and its text together, or neither."), field="other_text")
    if other_language and other_language == language:
        raise Invalid(_("The second text is in the same language as the first."), field="other_language")


def _check_body(body: Body, from_body: Body | None, at: datetime) -> None:
    if not body.is_open:
        raise Refusal(_("“%(body)s” is closed.") % {"body": body})
    procedures.rule_of(body, editions.in_force(body.consortium, body.consortium.day_of(at)))
    if from_body and from_body.parent_id != body.pk:
        raise Refusal(
            _("“%(below)s” recommends to the body above it, not to “%(body)s”.") % {"below": from_body, "body": body},
            rule="GOV-05",
        )


def _tell_body(motion: Motion, *, by: Person, at: datetime) -> None:
    """Tell those who may put it to the vote: the body's voting seats and the office."""
    office = Q(body__kind=Body.Kind.OFFICE, consortium=motion.consortium_id)
    seated = Seat.objects.held().on(motion.consortium.day_of(at)).filter(office | Q(body=motion.body_id, votes=True))
    notices.tell(
        set(seated.exclude(person=by).values_list("person_id", flat=True)),
        motion.subject,
        "motion.submitted",
        at=at,
        address=motion.get_absolute_url(),
        by=by.name,
        body=motion.body.name,
        title=motion.title,
    )
