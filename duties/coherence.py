"""What must hold between the rules on reminders: each function lists the faults of a draft charter."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from charter.faults import Fault

FARTHEST = 90
"""Days before or after the due day beyond which a reminder helps nobody."""


def days(charter: Any) -> Iterator[Fault]:
    """Refuse reminder days that repeat or lie absurdly far off (E-33)."""
    found = list(charter.reminders.days or ())
    for day in sorted({day for day in found if found.count(day) > 1}):
        yield Fault("reminders.days", _("%(day)s stands twice") % {"day": day}, rule="E-33")
    for day in found:
        if abs(day) > FARTHEST:
            yield Fault(
                "reminders.days",
                _("%(day)s is more than %(far)s days off") % {"day": day, "far": FARTHEST},
                rule="E-33",
            )


def escalation(charter: Any) -> Iterator[Fault]:
    """Refuse escalation to a kind of body that the charter does not have."""
    kinds = {body.kind for body in charter.bodies.values()}
    for step in charter.reminders.escalate or ():
        if step.to not in kinds:
            yield Fault(
                "reminders.escalate", _("there is no body of the kind “%(kind)s”") % {"kind": step.to}, rule="E-33"
            )


COHERENCE = (days, escalation)
