"""Reading motions for pages: what waits for a reader's vote, who said what, what has happened, what a search finds."""

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from consortium.models import Ballot, Item, Motion, Recusal, RollLine, Statement
from journal.models import Entry
from parties.viewer import Viewer
from web.compiled import Param, any_of, compiled
from web.search_terms import TermQuery, Words, split

OWN = ("item_id", "line_id", "choice", "cast_by__name")
LISTED = ("number", "title", "state", "closes_at", "closed_at", "opened_at", "drafted_at", "submitted_at", "body__name")


MOTION = Param("motion", BigIntegerField())


@compiled
def _history() -> QuerySet[Entry]:
    about = Entry.objects.filter(subject__in=any_of("subjects"))
    return about.exclude(verb__startswith="ballot.").exclude(verb="item.decide").told()[:50]


@compiled
def _recusals() -> QuerySet[Recusal]:
    return Recusal.objects.filter(item__motion=MOTION).select_related("item")


@compiled
def _roll() -> QuerySet[RollLine]:
    lines = RollLine.objects.filter(motion=MOTION)
    shown = ("weight", "voted_at", "struck_at", "acting_seat__person__name", "organisation__name")
    named = lines.select_related("acting_seat__person", "organisation").only(*shown)
    return named.order_by("organisation__name", "pk")


@compiled
def _votes(viewer: Viewer) -> QuerySet:
    readable = Ballot.objects.visible_to(viewer).filter(item__motion=MOTION, line__struck_at__isnull=True)
    return readable.values_list("item_id", "choice", "line__organisation__name").order_by("line__organisation__name")


@compiled
def _own_lines(viewer: Viewer) -> QuerySet[RollLine]:
    lines = RollLine.objects.standing().filter(motion=MOTION).held_by(viewer)
    return lines.select_related("acting_seat__person").order_by("pk")


def budget_decisions(viewer: Viewer, charter: Any) -> QuerySet[Motion]:
    """Give what the bodies that decide on budgets resolved, the newest first; the top body's, where none is said to.

    An appointment, an admission or a statement moves no money, whoever decides it.
    """
    bodies = charter.bodies.items()
    keys = [key for key, body in bodies if "budgets" in body.decides] or [k for k, b in bodies if b.level == 1]
    resolved = Item.objects.filter(state=Item.State.CARRIED, matter="resolution", motion=OuterRef("pk"))
    rows = Motion.objects.visible_to(viewer).decided().filter(Exists(resolved), body__key__in=keys)
    return rows.order_by("-closed_at", "-number")


@dataclass(frozen=True, slots=True)
class Said:
    """How one item was voted on, by name, as far as the reader may know."""

    choice: str
    label: str
    names: list[str]


@dataclass(frozen=True, slots=True)
class RollRow:
    """One line of the roll as a page shows it."""

    person: str
    company: str
    weight: str
    voted_at: datetime | None
    is_struck: bool
    was_recorded: bool
    """Whether a vote of this seat was recorded in the room of a meeting."""
    recused_from: list[str] = field(default_factory=list)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A motion that a search found."""

    title: str
    address: str
    note: str = ""


def waiting_for(viewer: Viewer) -> list[Motion]:
    """Motions on which the viewer still has a vote to give, the nearest deadline first."""
    return _waiting.rows(viewer)


@compiled
def _waiting(viewer: Viewer) -> QuerySet[Motion]:
    lines = RollLine.objects.silent().held_by(viewer)
    rows = Motion.objects.visible_to(viewer).open().filter(Exists(lines.filter(motion=OuterRef("pk"))))
    in_time = rows.filter(Q(closes_at__isnull=True) | Q(closes_at__gt=viewer.now))
    return in_time.select_related("body").only(*LISTED).order_by("closes_at", "number")


def roll_of(motion: Motion, recorded: Container[int] = ()) -> list[RollRow]:
    """Give the roll as it is shown to everyone who may know who took part; ``recorded`` lines keep their mark."""
    recusals = defaultdict(list)
    for recusal in _recusals.rows(motion=motion.pk):
        recusals[recusal.line_id].append(recusal)
    return [
        RollRow(
            line.acting_seat.person.name,
            line.organisation.name if line.organisation else "",
            f"{line.weight.normalize():f}" if line.weight != 1 else "",
            line.voted_at,
            line.is_struck,
            line.pk in recorded,
            [recusal.item.title for recusal in recusals[line.pk]],
            next((recusal.reason for recusal in recusals[line.pk]), ""),
        )
        for line in _roll.rows(motion=motion.pk)
    ]


def votes_of(motion: Motion, viewer: Viewer) -> dict[int, list[Said]]:
    """Give how each item was voted on, by company, in the ballots that the viewer may read."""
    said: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for item, choice, company in _votes.rows(viewer, motion=motion.pk):
        said[item][choice].append(company)
    return {
        item: [Said(choice.value, choice.label, choices[choice.value]) for choice in Ballot.Choice if choice in choices]
        for item, choices in said.items()
    }


def own_votes(motion: Motion, viewer: Viewer) -> dict[int, str]:
    """Say what the viewer's lines have said on which item, by name where it was not their own seat alone."""
    lines = _own_lines.rows(viewer, motion=motion.pk)
    said: dict[int, list[str]] = defaultdict(list)
    cast = Ballot.objects.filter(line__in=lines).select_related("cast_by").only(*OWN) if lines else ()
    aside = Recusal.objects.filter(line__in=lines).values_list("item_id", "line_id") if lines else ()
    holders = {line.pk: line.acting_seat.person_id for line in lines}
    words = {(ballot.item_id, ballot.line_id): _own_words(ballot, viewer, holders) for ballot in cast}
    words |= {key: _("stepped aside") for key in aside}
    for line in lines:
        is_own = line.acting_seat.person_id == (viewer.person and viewer.person.pk)
        name = "" if is_own and len(lines) == 1 else f"{line.acting_seat.person.name}: "
        for (item, key), choice in words.items():
            if key == line.pk:
                said[item].append(f"{name}{choice}")
    return {item: ", ".join(choices) for item, choices in said.items()}


def _own_words(ballot: Ballot, viewer: Viewer, holders: dict[int, int]) -> str:
    """Say a vote, and who entered it where neither the reader nor the holder did: an alternate, or the record."""
    if ballot.cast_by_id in (viewer.person and viewer.person.pk, holders[ballot.line_id]):
        return str(ballot.get_choice_display())
    return _("%(choice)s, entered by %(person)s") % {"choice": ballot.get_choice_display(), "person": ballot.cast_by}


def history_of(motion: Motion, items: Iterable[Item]) -> list[Entry]:
    """Give what happened to a motion and its items, newest first, without who voted when."""
    return _history.rows(subjects=[motion.subject_id, *(item.subject_id for item in items)])


def corrections_of(motion: Motion) -> list[Entry]:
    """Give the corrections that were added to a decision, oldest first."""
    return list(Entry.objects.of(motion.subject).filter(verb="motion.correct").told().order_by("pk"))


def decisions(viewer: Viewer):
    """The decision register: every decided item that the viewer may see (GOV-12)."""
    motions = Motion.objects.visible_to(viewer).decided().values("pk")
    rows = Item.objects.filter(motion__in=motions).defer("motion__edition__document")
    return rows.select_related("motion__body", "motion__consortium", "motion__edition")


def in_force(viewer: Viewer, *kinds: str) -> list[Statement]:
    """Statements of these kinds as they hold now, each with the decision that published it."""
    return sorted(_in_force.rows(viewer, kinds), key=lambda statement: kinds.index(statement.kind))


@compiled
def _in_force(viewer: Viewer, kinds: tuple[str, ...]) -> QuerySet[Statement]:
    published = Statement.objects.visible_to(viewer).published().filter(kind__in=kinds)
    latest = published.order_by("kind", "-version").distinct("kind")
    return latest.select_related("item__motion")


def search(viewer: Viewer, text: str, limit: int) -> list[Found]:
    """Find motions by the words of their titles, texts and items."""
    slug = viewer.consortium.slug
    return [
        Found(
            motion.title,
            f"/{slug}/motions/{motion.number}/",
            _("%(state)s, %(body)s") % {"state": motion.get_state_display(), "body": motion.body.name},
        )
        for motion in FOUND.rows(split(text), viewer, limit)
    ]


def _found(looked_for: Words, viewer: Viewer, limit: int) -> QuerySet[Motion]:
    rows = Motion.objects.visible_to(viewer).select_related("body").only("number", "title", "state", "body__name")
    for word in looked_for:
        in_items = Item.objects.filter(motion=OuterRef("pk")).filter(Q(title__icontains=word) | Q(text__icontains=word))
        rows = rows.filter(
            Q(title__icontains=word) | Q(text__icontains=word) | Q(other_text__icontains=word) | Exists(in_items)
        )
    return rows.order_by("-number")[:limit]


FOUND = TermQuery(_found)
