"""From a question to an input and back: choices where the schema knows them, text where it does not."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from charter import words
from charter.documents import Document, Rule, get, table
from charter.faults import known_keys
from charter.questions import Question
from charter.schema import LINES, ZONE
from charter.typed import is_many, is_yes_or_no, literals, switches_of, text_of
from parties.zones import zones

REFERENCE = re.compile(r"\s*\(E-\d+\)|^E-\d+\.$")
"""The number of a default in the note of a suggestion: the charter keeps it, a founder has no use for it."""
YES_NO = (("", "—"), ("yes", _("Yes")), ("no", _("No")))


def name_of(key: str) -> str:
    """Turn a question's key into the name of its input."""
    return key.replace(".", "__").replace("*", "each")


def field_for(question: Question, document: Document) -> forms.Field:
    """Build the input of a question, filled with its suggestion."""
    rule = question.rule
    told: dict[str, Any] = {
        "label": question.rule.label,
        "help_text": help_of(question, document),
        "required": False,
        "initial": text_of(rule, question.suggestion) if question.has_suggestion else "",
    }
    choices = choices_of(rule, document)
    if is_many(rule) and choices:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **told)
    if is_yes_or_no(rule):
        return forms.ChoiceField(choices=YES_NO, **told)
    if choices:
        return forms.ChoiceField(choices=[("", "—"), *choices], **told)
    if LINES in rule.marks:
        told["widget"] = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(**told)


def place_of(question: Question) -> str:
    """Say where in its section a question stands, such as “Tier 1”; empty for the section itself or several places."""
    return " · ".join(map(str, question.rule.trail[1:])) if len(question.paths) == 1 else ""


def help_of(question: Question, document: Document) -> str:
    """Say what the value means, for whom it holds, and where the suggestion comes from."""
    served = ""
    if len(question.paths) > 1:
        names = [table(get(document, path.rpartition(".")[0])).get("name", path) for path in question.paths]
        served = _("For %(names)s.") % {"names": ", ".join(map(str, names))}
    meaning = str(question.rule.meaning)
    note = REFERENCE.sub("", question.note)
    return " ".join(part for part in (f"{meaning[:1].upper()}{meaning[1:]}." if meaning else "", served, note) if part)


def choices_of(rule: Rule, document: Document) -> list[tuple[str, str]]:
    """List what may be chosen, with how it reads; empty where anything may be typed."""
    if ZONE in rule.marks:
        return zones()
    if rule.words:
        return [(key, str(label)) for key, label in rule.words.items()]
    if rule.refers:
        keys = known_keys(document, rule.refers)
        return [(key, str(_name(document, rule, key))) for key in keys]
    if switches := switches_of(rule):
        return [(key, str(words.PARTS.get(key, key.capitalize()))) for key in switches]
    return [(code, words.code(code)) for code in literals(rule.field.annotation) if code]


def _name(document: Document, rule: Rule, key: str) -> Any:
    for name in rule.refers:
        found = table(table(get(document, name)).get(key)).get("name")
        if found:
            return found
    return words.code(key)
