"""What a newly founded consortium does first, up to its first decision: read off what stands, never stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from charter import editions
from consortium.models import Body, Meeting, Motion, Nomination, Seat
from consortium.rules import MEMBER
from membership.models import Mandate, Member
from parties.models import Consortium
from parties.viewer import Viewer
from web.compiled import Batch, Param

FINANCE = "finance"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what to do, how, where, and whether it is done."""

    what: str | Promise
    how: str | Promise
    address: str
    is_done: bool


def of(viewer: Viewer) -> list[Step]:
    """List the first steps for the office until the first decision stands and a meeting is called; else nothing."""
    if not viewer.is_office:
        return []
    found = STANDS.rows(consortium=viewer.consortium.pk)
    stands = {name: next(iter(numbers), None) for name, numbers in found.items()}
    if stands["decided"] and stands["called"]:
        return []
    return list(_steps(viewer, editions.of(viewer), stands))


def are_done(viewer: Viewer) -> QuerySet[Consortium]:
    """Find the consortium if its first decision stands and a meeting was called: then no step is left."""
    decided = Motion.objects.filter(consortium=viewer.consortium, state=Motion.State.CLOSED)
    called = Meeting.objects.filter(consortium=viewer.consortium).exclude(state=Meeting.State.PLANNED)
    return Consortium.objects.filter(Exists(decided), Exists(called), pk=viewer.consortium.pk)


def _questions() -> dict[str, QuerySet]:
    """For each thing to be done the first row that shows it done; the first member that nobody nominates for."""
    mine = {"consortium": Param("consortium", BigIntegerField())}
    shows = {
        "members": Member.objects.filter(**mine),
        "seats": Seat.objects.filter(**mine, votes=True),
        "finance": Seat.objects.filter(**mine, post=FINANCE),
        "proposed": Nomination.objects.filter(**mine, post=FINANCE).waiting(),
        "opened": Motion.objects.filter(**mine).exclude(state=Motion.State.DRAFT),
        "decided": Motion.objects.filter(**mine, state=Motion.State.CLOSED),
        "called": Meeting.objects.filter(**mine).exclude(state=Meeting.State.PLANNED),
        "unheard": _without_nominator().filter(**mine).order_by("number"),
        "office": Body.objects.filter(**mine, kind=Body.Kind.OFFICE),
    }
    return {name: rows.values_list("number")[:1] for name, rows in shows.items()}


def _without_nominator() -> QuerySet[Member]:
    """Members for which nobody has ever nominated: they cannot have a seat."""
    named = Mandate.objects.filter(
        consortium=OuterRef("consortium"), organisation=OuterRef("organisation"), kind=Mandate.Kind.NOMINATOR
    )
    return Member.objects.exclude(Exists(named)).filter(left_on=None)


def _steps(viewer: Viewer, charter: Any, stands: dict[str, Any]) -> Iterator[Step]:
    """Yield the steps in their order, in the words of the charter."""
    named = _names(charter, by_members=True)
    below = _names(charter, by_members=False)
    yield _step(
        viewer,
        _("Record the founding members"),
        _("Each with its tier or country and the document that shows its membership."),
        "member_record",
        is_done=stands["members"],
    )
    yield _step(
        viewer,
        _("Enter each member's people, and who nominates for it"),
        _("On the member's page, under People. Each is told by mail and signs in with a code."),
        *(("member_people", stands["unheard"]) if stands["unheard"] else ("member_list",)),
        is_done=stands["members"] and not stands["unheard"],
    )
    yield _step(
        viewer,
        _("Let the members name who sits in the %(bodies)s, and confirm them") % {"bodies": named},
        _("Whoever nominates signs in and does so under Posts and vacant seats; you then verify each nomination."),
        "nomination_list",
        is_done=stands["seats"],
    )
    if FINANCE in charter.office.posts:
        yield _step(
            viewer,
            _("Propose who keeps the books"),
            _("Dues, invoices and payments wait for the post of %(post)s. You may propose yourself.")
            % {"post": charter.office.posts[FINANCE].name},
            *("officer_new", stands["office"]),
            is_done=stands["finance"] or stands["proposed"],
        )
    yield _step(
        viewer,
        _("Put the first motion to the vote"),
        _("Tick the nominations for the %(bodies)s, put them before the body that appoints, and open the vote.")
        % {"bodies": below}
        if below
        else _("Draft a motion of the body that decides, and open the vote."),
        "nomination_list" if below else "motion_new",
        is_done=stands["opened"],
    )
    yield _step(
        viewer,
        _("Reach the first decision"),
        _("A vote in writing closes by itself at its deadline. What is carried takes effect at once."),
        "motion_list",
        is_done=stands["decided"],
    )
    yield _step(
        viewer,
        _("Plan the first meeting and call it"),
        _("Calling it invites everybody who sits in the body, with a date for their calendars."),
        "meeting_plan",
        is_done=stands["called"],
    )


def _step(viewer: Viewer, what: str, how: str, url: str, *numbers: int, is_done: bool) -> Step:
    return Step(what, how, reverse(url, args=[viewer.consortium.slug, *numbers]), bool(is_done))


def _names(charter: Any, *, by_members: bool) -> str:
    """Name the bodies whose people the members themselves name, or those that another body appoints."""
    found = [
        str(body.name)
        for body in charter.bodies.values()
        if (body.appointed_by == MEMBER) == by_members and (by_members or not body.is_office)
    ]
    return get_text_list(found, _("and"))


STANDS = Batch(_questions)
"""The number of the first row of each kind: what has been done so far."""
