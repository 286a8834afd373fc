"""Sentences of the journal: what its verbs say in the past."""

from django.utils.functional import Promise

from registry import Registry

SENTENCES: Registry[str | Promise] = Registry("verb of the journal")
"""Verb → sentence, such as ``_("%(who)s closed the vote")``; who is the person, or "The clock" where nobody acted."""
