"""The sentences of notices, by kind, rendered in the reader's language from the notice's facts."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "motion.opened": _("%(body)s votes on “%(title)s” until %(until)s."),
    "motion.closed": _("%(body)s has decided on “%(title)s”."),
}
"""Each domain adds its own kinds here, next to its neighbours."""


def sentence(kind: str, facts: dict) -> str:
    """Render a notice.

    :raises KeyError: for a kind without a sentence; a test resolves every kind that the code writes.
    """
    return str(SENTENCES[kind]) % facts
