"""What must reach upwards: tables of dotted names, so that lower apps never import higher ones.

A test resolves every name. Read with `resolve`.
"""

from functools import cache
from importlib import import_module
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.kinds import DUTIES as DUTIES
from config.kinds import SUBJECTS as SUBJECTS
from config.verbs import EVENTS as EVENTS
from config.verbs import VERBS as VERBS
from config.verbs import Verb as Verb

ENACTMENTS: dict[str, str] = {
    "admission": "consortium.admissions.enact",
    "exclusion": "consortium.exclusions.enact",
    "amendment": "consortium.amendments.enact",
    "resolution": "consortium.enactments.resolution",
    "statement": "consortium.statements.enact",
    "appointment": "consortium.nominations.enact",
}
"""Matter of a motion item → ``enact(item, *, by, at) -> Entry``, run in a savepoint when the item is carried."""

MATTERS: dict[str, Promise] = {
    "admission": _("Admission"),
    "amendment": _("Amendment of the charter"),
    "appointment": _("Appointment"),
    "exclusion": _("Exclusion"),
    "resolution": _("Resolution"),
    "statement": _("Statement"),
}
"""Matter of a motion item → how lists call it."""

DISMISSALS: dict[str, str] = {
    "appointment": "consortium.nominations.dismiss",
}
"""Matter → ``dismiss(item, *, by, at, reason)``: releases what waited for an item that was lost, withdrawn or given up,
the last with its reason."""

CADENCES: dict[str, str] = {
    "revenue.declare": "membership.cadences.desired",
    "meeting.hold": "consortium.cadences.desired",
}
"""Kind of duty → ``desired(consortium, *, at) -> Iterable[Owed]``: the whole desired set for 13 months."""

OBJECTIONS: dict[str, list[str]] = {
    "edition.adopt": ["membership.in_use.objections"],
    "membership.regrade": ["consortium.excess.objections"],
}
"""Lower verb → upper functions ``(subject, **) -> Iterable[str]`` whose answers stop it, such as seats that a
regrading would break, or a tier that members belong to and a new edition of the charter would no longer have."""


DEBTORS: dict[str, str] = {
    "body": "consortium.debtors.of_bodies",
    "member": "membership.debtors.of_members",
    "seat": "consortium.debtors.of_seats",
}
"""Kind of debtor subject → ``(consortium, subject_ids, *, mandate, at) -> dict[subject_id, set[person_id]]``: whom to
remind."""

ESCALATIONS = "consortium.debtors.above"
"""``(consortium, duties, *, to, at) -> dict[duty_id, set[person_id]]``: who hears of an overdue duty (E-33)."""

ANNOUNCEMENTS: dict[str, str] = {
    "meeting.called": "consortium.announcements.of",
    "meeting.changed": "consortium.announcements.of",
    "meeting.cancelled": "consortium.announcements.of",
    "meeting.withdrawn": "consortium.announcements.of",
    "meeting.part_lost": "consortium.announcements.of",
    "meeting.part_gained": "consortium.announcements.of",
    "meeting.alternate": "consortium.announcements.of",
}
"""Kind of urgent notice → ``(notices) -> Announcement``: one mail for all that one person was told of one subject since
the last mailing, made from what holds when it is sent."""

KEYS: list[str] = ["desk.tokens.revoke_all", "desk.calendar.feed.renew"]
"""``(person, *, at)``: ends a kind of key to a person's account, when its address passes to its owner."""

POINTLESS: dict[str, str] = {
    "invoice.reminder": "treasury.dunning.pointless",
}
"""Kind of letter → ``(letters) -> set[letter_id]``: those that ask for what is settled. They are not released."""

SEATS_HELD = "consortium.excess.held_by_class"
"""``(consortium, rules, *, on) -> dict[(member_id, class of bodies), count]``: seats that still run on a day."""

AUDIENCE = "consortium.audiences.seated"
"""``(consortium, kinds, *, at, post="") -> set[person_id]``: who sits in bodies of these kinds, to be told."""
ROUNDS: tuple[str, ...] = (
    "consortium.chartered.follow",
    "consortium.memberships.follow",
    "consortium.tenure.end_lapsed",
    "consortium.tenure.announce_ends",
    "consortium.invitations.refresh",
    "treasury.consequences.catch_up",
    "treasury.dunning.write",
    "treasury.drift.warn",
    "duties.rounds.reconcile",
    "consortium.cadences.end_missed",
    "duties.reminders.remind",
    "duties.reminders.escalate",
)
"""``(consortium, *, at)``, in this order, for every consortium that is live, at least once a day: what time does.
Each may run twice, late, or after months of silence. The worker and the simulation walk the same rounds."""

SETTLEMENTS: tuple[str, ...] = ("membership.standing.restore", "consortium.exclusions.lapse")
"""``(consortium, debtors, *, by, at)``, in the transaction in which what these debtors' subjects owe changes, by an
invoice, an allocation or a receipt: what a debt took comes back at once. It takes nothing: a round does."""

VERIFICATIONS: tuple[str, ...] = ("files.verification.verify", "treasury.verification.verify")
"""``(consortium) -> list[str]``: what ``manage.py verify`` checks beside the journal; each string is a fault."""

SEARCHES: dict[str, str] = {
    "People": "consortium.searches.people",
    "Bodies": "consortium.searches.bodies",
    "Members": "membership.queries.search",
    "Motions": "consortium.motions.queries.search",
    "Meetings": "consortium.searches.meetings",
    "Papers": "consortium.searches.papers",
    "Invoices": "treasury.queries.search",
    "Rules": "charter.queries.search",
}
"""Heading → ``(viewer, text, limit) -> list[Hit]``; each reads through ``visible_to``."""


@cache
def resolve(name: str) -> Any:
    """Import what a dotted name says.

    :raises ImportError: where it leads nowhere.
    """
    module, _dot, attribute = name.rpartition(".")
    try:
        return getattr(import_module(module), attribute)
    except AttributeError as fault:
        raise ImportError(f"{name} does not exist") from fault


HEADINGS = {
    "rules": _("Rules"),
    "people": _("People and seats"),
    "decisions": _("Decisions"),
    "meetings": _("Meetings"),
    "members": _("Members"),
    "money": _("Money"),
}
"""Headings of the "who decides what" page, by `Verb.matter`."""
