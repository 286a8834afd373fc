"""The sentences of notices, by kind, rendered in the reader's language and time zone from the notice's facts."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duties import events
from registry.duties import DUTIES
from web import deadlines, local_times

SENTENCES: dict[str, str | Promise] = {
    "duty.reminder": _("%(duty)s: %(title)s – due %(due)s."),
    "duty.nudge": _("%(by)s reminds you: %(duty)s: %(title)s – due %(due)s. %(words)s"),
    "duty.escalation": _("Overdue: %(duty)s: %(title)s, owed by %(debtor)s – due %(due)s."),
    "invoice.issued": _("Invoice %(label)s over %(amount)s %(currency)s is due on %(day)s."),
    "letter.released": _("A letter for you: %(title)s."),
    "meeting.called": _("You are invited to “%(title)s” on %(starts)s. %(where)s"),
    "meeting.changed": _("“%(title)s” on %(starts)s has changed. %(changes)s %(why)s %(anew)s"),
    "meeting.unchanged": _("“%(title)s” stays on %(starts)s. %(again)s"),
    "meeting.cancelled": _("“%(title)s” on %(starts)s is cancelled. %(why)s"),
    "meeting.withdrawn": _("You are no longer invited to “%(title)s” on %(starts)s. %(because)s"),
    "meeting.part_lost": _(
        "You no longer take part in “%(title)s” on %(starts)s as %(lost)s; you still take part as %(kept)s."
    ),
    "meeting.part_gained": _("You now also take part in “%(title)s” on %(starts)s as %(gained)s."),
    "meeting.alternate": _("%(person)s asks you to take their seat at “%(title)s” on %(starts)s."),
    "minutes.circulated": _("Draft minutes of “%(title)s” are available. Approve them, or say what is wrong."),
    "minutes.objected": _("%(by)s objects to the minutes of “%(title)s”."),
    "minutes.corrected": _("The minutes of “%(title)s” have been corrected."),
    "declaration.returned": _("Finance returned %(member)s's declaration for %(year)s: open it to see why."),
    "exclusion.lapsed": _("The dues of %(member)s are no longer overdue: the motion to exclude it is off the table."),
    "exclusion.settled": _(
        "The dues of %(member)s are no longer overdue. The vote on its exclusion is still open: vote, or withdraw it."
    ),
    "exclusion.drafted": _("Dues of %(member)s are unpaid for too long: a motion to exclude it is drafted."),
    "member.regraded": _("%(member)s is in %(tier)s from %(on)s."),
    "member.restored": _("%(member)s has its votes and access to new results back."),
    "member.suspended": _("Votes and new results of %(member)s are suspended until its dues are paid."),
    "withdrawal.announced": _("%(member)s leaves: it is no longer a member from %(on)s."),
    "withdrawal.taken_back": _("%(member)s stays: it has taken its withdrawal back."),
    "motion.submitted": _("%(by)s has put “%(title)s” before the %(body)s: it waits to be put to the vote."),
    "motion.opened": _("%(body)s votes on “%(title)s” until %(until)s."),
    "ballot.cast_for_you": _("%(by)s voted in your seat on “%(title)s”."),
    "ballot.recorded": _("%(by)s recorded your vote on “%(title)s” in “%(meeting)s”. Check that it is what you said."),
    "motion.cut_short": _(
        "The vote on “%(title)s” was ended in “%(meeting)s”, before its deadline. Your seat had not voted."
    ),
    "enactment.blocked": _("Decided, but blocked: %(title)s. %(reason)s"),
    "enactment.enacted": _("No longer blocked, and now carried out: %(title)s."),
    "enactment.rescinded": _("Decided, but given up: %(title)s. %(reason)s"),
    "motion.closed": _("%(body)s has decided on “%(title)s”."),
    "motion.severed": _("“%(item)s” of “%(title)s” is now voted on by itself; look at your vote."),
    "motion.tabled": _("%(body)s votes on “%(title)s” in its meeting."),
    "motion.withdrawn": _("“%(title)s” was withdrawn from %(body)s."),
    "nomination.proposed": _("%(person)s is nominated for the %(body)s."),
    "nomination.appointed": _("%(person)s was appointed to the %(body)s."),
    "nomination.rejected": _("%(person)s was not appointed to the %(body)s."),
    "nomination.withdrawn": _("The nomination of %(person)s for the %(body)s was withdrawn."),
    "seat.alternate": _("You are the alternate of %(person)s in the %(body)s: you may act in the seat."),
    "seat.deputised": _("%(person)s is now your alternate in the %(body)s."),
    "seat.ended": _("The seat of %(person)s in the %(body)s has ended."),
    "seat.term": _("The term of %(person)s in the %(body)s ends on %(on)s."),
    "group.joined": _("You belong to the %(body)s."),
    "payment.returned": _(
        "Your bank took back your payment of %(amount)s %(currency)s of %(day)s on %(on)s. What it paid is open again."
    ),
    "pools.drifted": _("Of the dues collected for %(year)s, %(actual)s went to projects; the charter says %(share)s."),
    "person.declined": _("The invitation to %(person)s to join %(organisation)s was not accepted."),
    "person.invited": _(
        "%(organisation)s invites you to join %(consortium)s as one of its people. Nothing follows until you accept."
    ),
    "person.joined": _("%(person)s joined %(organisation)s."),
    "person.objected": _("%(company)s did not agree to your joining %(organisation)s."),
    "person.release": _(
        "%(organisation)s invited %(person)s, who belongs to your company, to join it as well. It needs your agreement."
    ),
}
"""Each domain adds its own kinds here, next to its neighbours."""

MOMENTS = frozenset({"until"})
"""Facts that are ISO 8601 moments, shown in the reader's time zone."""
PARTS = frozenset({"lost", "kept", "gained"})
"""Facts that say as what somebody takes part in a meeting."""
DAYS = frozenset({"on", "from", "day"})
"""Facts that are ISO 8601 days."""
AMOUNTS = frozenset({"amount"})
"""Facts that are amounts of money."""
SHARES = frozenset({"actual", "share"})
"""Facts that are parts of one, shown as percentages."""


def sentence(kind: str, facts: dict) -> str:
    """Render a notice.

    :raises KeyError: for a kind without a sentence; a test resolves every kind that the code writes.
    """
    spoken = {name: _spoken(name, value) for name, value in facts.items()}
    if facts.get("due"):
        spoken["due"] = deadlines.said(datetime.fromisoformat(facts["due"]), facts.get("zone", ""))
    if facts.get("starts"):
        spoken |= _event(facts)
    words = re.sub(" {2,}", " ", (str(SENTENCES[kind]) % spoken).strip())  # what an event lacks leaves a gap
    return words[:-1] if words.endswith("..") else words  # "until 8 a.m." brings its own full stop


def _event(facts: dict) -> dict[str, str]:
    """Say what a notice of a meeting tells of its event, as far as it tells it."""
    place, reason = events.where(facts), facts.get("reason", "")
    return {
        "starts": local_times.moment(datetime.fromisoformat(facts["starts"]), facts.get("zone", "")),
        "where": gettext("Place: %(place)s") % {"place": place} if place else "",
        "changes": events.changes(facts["was"], facts) if facts.get("was") else "",
        "why": gettext("Reason: %(reason)s") % {"reason": reason} if reason else "",
        "anew": gettext("It is on another day: please reply again.") if facts.get("anew") else "",
        "again": gettext("Please reply again.") if facts.get("anew") else "",
        "because": events.because(facts),
    }


def _spoken(name: str, value: Any) -> Any:
    if name == "duty":
        return str(DUTIES[value].label)
    if name in PARTS:
        return events.parts(value)
    if name in MOMENTS and value:
        return local_times.moment(datetime.fromisoformat(value))
    if name in DAYS and value:
        return formats.date_format(date.fromisoformat(value), "DATE_FORMAT")
    if name in AMOUNTS:
        return formats.number_format(Decimal(value), decimal_pos=2, use_l10n=True, force_grouping=True)
    if name in SHARES:
        return f"{formats.number_format(Decimal(value) * 100, 1)}%"
    return value
