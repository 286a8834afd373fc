"""How founding asks: each question's input with what it means, for whom it holds and where the suggestion is from."""

import re

from django import forms
from django.utils.translation import gettext as _

from charter import inputs
from charter.documents import Document, get, table
from charter.questions import Question

REFERENCE = re.compile(r"\s*\(E-\d+\)|^E-\d+\.$")
"""The number of a default in the note of a suggestion: the charter keeps it, a founder has no use for it."""


def field_for(question: Question, document: Document) -> forms.Field:
    """Build the input of a question, filled with its suggestion."""
    return inputs.field_for(question.rule, document, question.suggestion, help_text=help_of(question, document))


def place_of(question: Question) -> str:
    """Say where in its section a question stands, such as “Tier 1”; empty for the section itself or several places."""
    return " · ".join(map(str, question.rule.trail[1:])) if len(question.paths) == 1 else ""


def help_of(question: Question, document: Document) -> str:
    """Say what the value means, for whom it holds, where the suggestion comes from, and how it is typed."""
    served = ""
    if len(question.paths) > 1:
        names = [table(get(document, path.rpartition(".")[0])).get("name", path) for path in question.paths]
        served = _("For %(names)s.") % {"names": ", ".join(map(str, names))}
    meaning = str(question.rule.meaning)
    note = REFERENCE.sub("", question.note)
    hint = inputs.hint_of(question.rule, document)
    return " ".join(filter(None, (f"{meaning[:1].upper()}{meaning[1:]}." if meaning else "", served, note, hint)))
