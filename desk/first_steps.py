"""What a newly founded consortium does first: read off what stands, never stored, gone once all is done."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consortium.models import Meeting, Motion, Seat
from membership.models import Mandate, Member
from parties.models import Consortium
from parties.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what to do, why, where, and whether it is done."""

    what: Promise
    why: Promise
    address: str
    is_done: bool


STEPS = (
    ("members", "member_record", _("Record the founding members"), _("Each with the document that shows it.")),
    (
        "mandates",
        "member_list",
        _("Enter the companies' people and who nominates for them"),
        _("On each member's page, under its people. They are told by mail how to sign in."),
    ),
    (
        "council",
        "nomination_list",
        _("Let the companies name their council members, and confirm them"),
        _("The office verifies tier and title; the council then appoints the committees below it."),
    ),
    ("motions", "motion_list", _("Put the first motion to the vote"), _("The committees' seats, for instance.")),
    ("meetings", "meeting_plan", _("Plan the first meeting"), _("Who sits in the body is invited with it.")),
)


def of(viewer: Viewer) -> list[Step]:
    """List the first steps for the office until the last of them is done, in one query; for others nothing."""
    if not viewer.is_office:
        return []
    mine = {"consortium": OuterRef("pk")}
    done = (
        Consortium.objects.filter(pk=viewer.consortium.pk)
        .annotate(
            members=Exists(Member.objects.filter(**mine)),
            mandates=Exists(Mandate.objects.filter(**mine, kind=Mandate.Kind.NOMINATOR)),
            council=Exists(Seat.objects.filter(**mine, votes=True)),
            motions=Exists(Motion.objects.filter(**mine).exclude(state=Motion.State.DRAFT)),
            meetings=Exists(Meeting.objects.filter(**mine)),
        )
        .values("members", "mandates", "council", "motions", "meetings")
        .get()
    )
    if all(done.values()):
        return []
    slug = viewer.consortium.slug
    return [Step(what, why, reverse(url, args=[slug]), done[key]) for key, url, what, why in STEPS]
