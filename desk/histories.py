"""The history of one thing, as sentences, from the journal."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.tables import VERBS
from desk.lines import HistoryLine
from journal.models import Entry, Subject

LONGEST = 12
WORDS = {
    "body.open": gettext_lazy("Opened under the charter"),
    "seat.take": gettext_lazy("Seated"),
    "seat.extend": gettext_lazy("Seated for another term"),
    "seat.make_chair": gettext_lazy("Took the chair"),
    "nomination.appoint": gettext_lazy("Appointed"),
    "nomination.reject": gettext_lazy("Not appointed"),
    "nomination.release": gettext_lazy("Taken off a motion that was withdrawn"),
}
"""What happens as the effect of another act, and so has no verb of its own in the table."""


def of(*subjects: Subject | int, most: int = LONGEST) -> list[HistoryLine]:
    """Tell what happened to one or more subjects, newest first, in one query."""
    entries = Entry.objects.filter(subject__in=subjects).told()[:most]
    return [line(entry) for entry in entries]


def line(entry: Entry) -> HistoryLine:
    """Word one entry: who did what."""
    verb = VERBS.get(entry.verb)
    label = verb.label if verb else WORDS.get(entry.verb)
    what = str(label or entry.verb.replace(".", " ").replace("_", " ").capitalize())
    personal = getattr(entry, "particulars", None)
    who = personal.by.name if personal and personal.by else _("by itself")
    return HistoryLine(
        sentence=_("%(what)s: %(who)s") % {"what": what, "who": who},
        at=entry.happened_at,
        on_behalf_of=personal.on_behalf_of.name if personal and personal.on_behalf_of else "",
        rule=entry.rule,
    )
