"""What people do to the charter: each verb with the question whether they may."""

from django.utils.translation import gettext_lazy as _

from desk.verbs.verb import Verb

VERBS: dict[str, Verb] = {
    "motion.draft_amendment": Verb(
        does="consortium.amendments.draft",
        asks="consortium.access.motions.can_draft",
        label=_("Draft an amendment of the charter"),
        who=_("Members of the body that amends the charter and of those below it, and the office"),
        rule="E-73",
        matter="rules",
        past=_("%(who)s drafted an amendment of the charter"),
    ),
}
