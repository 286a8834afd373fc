"""The approval trail: the stations that a matter has crossed from body to body (GOV-05)."""

from datetime import datetime

from django.utils.translation import gettext as _

from charter import editions
from consortium.models import Body, Motion
from parties.refusals import Invalid, Refusal


def of(motion: Motion) -> list[Motion]:
    """List the stations of an approval, first to last. Taking a matter up anew in the same body starts a new trail."""
    trail = [motion]
    while trail[0].follows_id:
        before = Motion.objects.select_related("body", "consortium").get(pk=trail[0].follows_id)
        if before.body_id == trail[0].body_id:
            break
        trail.insert(0, before)
    return trail


def check(body: Body, follows: Motion | None, at: datetime) -> None:
    """Hold the charter's limit of stations before a motion that takes up ``follows``.

    :raises Refusal: where that is not decided, or belongs to a body that does not report to this one.
    :raises Invalid: where the approval would cross more bodies than the charter allows.
    """
    if follows is None:
        return
    if not follows.is_closed:
        raise Refusal(_("“%(motion)s” is not decided yet.") % {"motion": follows}, field="follows")
    if follows.body_id == body.pk:
        return
    if follows.body.parent_id != body.pk:
        raise Refusal(
            _("“%(below)s” recommends to the body above it, not to “%(body)s”.")
            % {"below": follows.body, "body": body},
            rule="GOV-05",
            field="follows",
        )
    most = editions.in_force(body.consortium, body.consortium.day_of(at)).laws.approval_steps
    stations = of(follows)
    if most is not None and len(stations) >= most:
        raise Invalid(
            _("An approval crosses at most %(most)s bodies; this one has crossed %(trail)s.")
            % {"most": most, "trail": " → ".join(str(each.body) for each in stations)},
            field="follows",
            rule="GOV-05",
        )
