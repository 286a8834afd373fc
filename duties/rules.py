"""The duties' section of the charter: when people are reminded, and who hears of it next."""

from django.utils.translation import gettext_lazy as _

from charter.schema import Days, Section, Value, says


class Escalation(Value):
    """Who hears of a duty that stays undone (E-33)."""

    days: Days = says(_("Days after it was due"))
    to: str = says(_("Told to"), refers=("bodies:kind",))


class Reminders(Section):
    """Days around the due day; negative is before."""

    days: tuple[int, ...] = says(_("Reminded"), _("days from the due day; negative is before"))
    escalate: tuple[Escalation, ...] = says(_("Escalated"), default=())
