"""The organisation as S1 Fig. 1 draws it, with live counts: layers, links, groups, universities (GOV-01…11)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db.models import Count, Value

from charter import editions
from consortium.models import Body, Meeting, Motion, Partner, Seat
from parties.viewer import Viewer


@dataclass(slots=True)
class Node:
    """A body in the picture."""

    body: Body
    address: str
    above: str = ""
    """Name of the body that it stands below."""
    seats: int = 0
    motions: int = 0
    next_meeting: Any = None
    groups: list["Node"] = field(default_factory=list)
    partners: int = 0
    is_linked: bool = False
    """Whether the charter has it work together with the body that stands next to it (GOV-10)."""

    @property
    def all_groups(self) -> list["Node"]:
        """Groups below it, each followed by its own."""
        return [inner for group in self.groups for inner in (group, *group.all_groups)]


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of management, from left to right (GOV-04)."""

    level: int
    nodes: list[Node]
    is_aligned: bool = False
    """Whether each body stands right below its own parent."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """The whole picture."""

    layers: list[Layer]
    office: Node | None
    nodes: list[Node]
    """Every body, for the table behind the picture."""


def draw(viewer: Viewer) -> Organisation:
    """Read the picture in four queries, however many bodies there are."""
    bodies = Body.objects.visible_to(viewer).open().order_by("level", "branch", "system", "name")
    nodes = {body.pk: Node(body, f"/{viewer.consortium.slug}/bodies/{body.number}/") for body in bodies}
    _count(nodes, viewer)
    for node in nodes.values():
        if parent := nodes.get(node.body.parent_id):
            node.above = parent.body.name
            if node.body.is_group:
                parent.groups.append(node)
    charter = editions.of(viewer)
    return Organisation(
        layers=list(_layers(nodes.values(), charter)),
        office=next((node for node in nodes.values() if node.body.is_office), None),
        nodes=list(_down(nodes.values())),
    )


def _count(nodes: dict[int, Node], viewer: Viewer) -> None:
    """Fill in who sits, what is open, when they meet next, and which universities are connected."""
    seats = Seat.objects.held().on(viewer.today).filter(body__in=nodes).order_by()
    motions = Motion.objects.visible_to(viewer).open().filter(body__in=nodes).order_by()
    partners = Partner.objects.on(viewer.today).filter(body__in=nodes).order_by()
    counted = [
        rows.values_list(Value(name), "body").annotate(count=Count("pk", distinct=True))
        for name, rows in (("seats", seats), ("motions", motions), ("partners", partners))
    ]
    for name, body, count in counted[0].union(*counted[1:], all=True):
        setattr(nodes[body], name, count)
    ahead = Meeting.objects.visible_to(viewer).ahead(viewer.now).filter(tables__body__in=nodes)
    for body, starts_at in ahead.order_by("-starts_at").values_list("tables__body", "starts_at"):
        nodes[body].next_meeting = starts_at


def _layers(nodes: Iterable[Node], charter: Any) -> Iterable[Layer]:
    """Lay the bodies out by layer, branches in the charter's order."""
    order = {branch: place for place, branch in enumerate(charter.branches)}
    levels: dict[int, list[Node]] = defaultdict(list)
    for node in sorted(nodes, key=lambda node: order.get(node.body.branch, -1)):
        if node.body.level:
            levels[node.body.level].append(node)
    above: list[int] = []
    for level, layer in sorted(levels.items()):
        for left, right in pairwise(layer):
            left.is_linked = _linked(charter, left.body.key, right.body.key)
        yield Layer(level, layer, is_aligned=[node.body.parent_id for node in layer] == above)
        above = [node.body.pk for node in layer]


def _linked(charter: Any, one: str, other: str) -> bool:
    return any(
        here in charter.bodies and there in charter.bodies[here].collaborates_with
        for here, there in ((one, other), (other, one))
    )


def _down(nodes: Iterable[Node]) -> Iterable[Node]:
    """Every body from the top down, each followed by its groups."""
    for node in nodes:
        if not node.body.is_group:
            yield node
            yield from node.all_groups
