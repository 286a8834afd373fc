"""From a rule to an input and back: choices where the schema knows them, a grid for several parts, else text."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from charter import words
from charter.composites import grid_of
from charter.documents import NOT_STATED, Document, Rule
from charter.faults import known_keys
from charter.grids import LinesField
from charter.schema import DAY_OF_YEAR, LINES, SHARE, ZONE
from charter.typed import atoms, is_many, is_yes_or_no, literals, share_of, share_text, switches_of, text_of
from parties.zones import zones


class ShareInput(forms.TextInput):
    """A share in percent, with the sign behind it. It always shows how it is read, whatever way it was typed."""

    def format_value(self, value: Any) -> str | None:
        """Write what was read; what is no number stays as it was typed."""
        share = share_of(value) if isinstance(value, str) else value
        return share_text(share) if isinstance(share, Decimal) and share.is_finite() else value

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Draw the input with its sign."""
        attrs = {"inputmode": "decimal", "data-share": "", **(attrs or {})}
        wrong = " is-invalid" if "is-invalid" in attrs.get("class", "") else ""
        drawn = super().render(name, value, attrs, renderer)
        return format_html('<span class="share{}">{}<span class="share-sign">%</span></span>', wrong, drawn)


def name_of(path: str) -> str:
    """Turn a rule's path into the name of its input."""
    return path.replace(".", "__").replace("*", "each")


def field_for(rule: Rule, document: Document, value: Any, **told: Any) -> forms.Field:
    """Build the input of a rule, filled with a value. Empty always means that the charter says nothing."""
    told = {"label": rule.label, "required": False, **told}
    grid = grid_of(rule, document, value, **told)
    if grid:
        return grid
    told["initial"] = "" if value is NOT_STATED else text_of(rule, value)
    choices = choices_of(rule, document)
    if is_many(rule) and choices:
        if isinstance(value, list | tuple):
            told["initial"] = list(map(str, value))
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **told)
    if is_yes_or_no(rule):
        return forms.ChoiceField(choices=(("", "—"), ("yes", _("Yes")), ("no", _("No"))), **told)
    if choices:
        return forms.ChoiceField(choices=[("", "—"), *choices], **told)
    return _typed(rule, value, told)


def hint_of(rule: Rule, document: Document) -> str:
    """Say how a value is typed, where its input does not show it."""
    if SHARE in rule.marks:
        return _("In percent: 60 and 0.6 both mean 60 %, 0.5 % means half a percent.")
    if DAY_OF_YEAR in rule.marks:
        return _("Month and day, such as 03-31.")
    if _is_listed(rule) and not choices_of(rule, document):
        return _("One to a line.")
    if is_many(rule) and int in atoms(rule.field.annotation):
        return _("Numbers with commas between them, such as −7, 0, 7.")
    return ""


def choices_of(rule: Rule, document: Document) -> list[tuple[str, str]]:
    """List what may be chosen, with how it reads; empty where anything may be typed."""
    if ZONE in rule.marks:
        return zones()
    if rule.words:
        return [(key, str(label)) for key, label in rule.words.items()]
    if rule.refers:
        return [(key, words.name_of(key, rule.refers, document)) for key in known_keys(document, rule.refers)]
    if switches := switches_of(rule):
        return [(key, str(words.PARTS.get(key, key.capitalize()))) for key in switches]
    return [(code, words.code(code)) for code in literals(rule.field.annotation) if code]


def _typed(rule: Rule, value: Any, told: dict[str, Any]) -> forms.Field:
    kinds = atoms(rule.field.annotation)
    if _is_listed(rule):
        return LinesField(**told | {"initial": "" if value is NOT_STATED else "\n".join(map(str, value))})
    if LINES in rule.marks:
        told["widget"] = forms.Textarea(attrs={"rows": 4})
    elif date in kinds:
        told["widget"] = forms.DateInput(attrs={"type": "date"})
    elif int in kinds and not is_many(rule):
        told["widget"] = forms.NumberInput()
    elif SHARE in rule.marks:
        told["widget"] = ShareInput()
    elif Decimal in kinds:
        told["widget"] = forms.TextInput(attrs={"inputmode": "decimal"})
    return forms.CharField(**told)


def _is_listed(rule: Rule) -> bool:
    """Whether the value is a list of texts."""
    return is_many(rule) and str in atoms(rule.field.annotation)
