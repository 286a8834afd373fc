"""The form of an amendment: which rules, what they shall say, from when, and why."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charter import documents, typed, words
from charter.documents import NOT_STATED, Rule
from charter.loaded import Loaded, ToldRule
from charter.schema import LINES


class AmendmentForm(forms.Form):
    """One line for each rule that changes; rules that only make sense together change together."""

    title = forms.CharField(label=gettext_lazy("Title of the motion"), max_length=200)
    changes = forms.CharField(
        label=gettext_lazy("Rules"),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "For those who know the charter's paths; a single rule is easier to amend from its place in the charter. "
            "One line each. A share: “bodies.ec.quorum = 60 %”. A number: “dues.due_days = 30”. "
            "Several: “bodies.sc_us.titles = director, svp”. Yes or no: “membership.in_branches = yes”. "
            "A code: “pools.split = one_pool”. "
            'In parts: “bodies.ec.cadence = { every = "quarter", at_least = 1 }”. '
            "Nothing behind the sign: the charter shall say nothing on it."
        ),
    )
    effective_from = forms.DateField(label=gettext_lazy("Holds from"), widget=forms.DateInput(attrs={"type": "date"}))
    text = forms.CharField(label=gettext_lazy("Why"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, loaded: Loaded, *args: Any, asked: Rule | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = loaded.rules
        self.asked = asked
        if asked:
            self.fields["value"] = _field(asked, loaded.told(asked.path))
            self.fields["changes"].required = False
            self.fields["changes"].label = _("Other rules that change with it")
            self.order_fields(["title", "value", "effective_from", "text", "changes"])

    def clean(self) -> dict[str, Any]:
        """Add the rule that was asked about to the changes, as it was typed."""
        said = super().clean()
        if self.asked and "value" in said:
            given = documents.plain({self.asked.path: self._value(self.asked.path, said.pop("value"))})
            said["changes"] = given | said.get("changes", {})
        return said

    def clean_changes(self) -> dict[str, Any]:
        """Read the lines into changes by path; say which line cannot be read."""
        read, wrong = {}, []
        for line in filter(None, map(str.strip, self.cleaned_data["changes"].splitlines())):
            path, sign, given = (part.strip() for part in line.partition("="))
            if not sign:
                wrong.append(_("“%(line)s” has no “=”.") % {"line": line})
            read[path] = self._value(path, given)
        if wrong:
            raise forms.ValidationError(wrong)
        return documents.plain(read)

    def _value(self, path: str, given: str) -> Any:
        """Read a value as its rule is read; an unknown path is left to the schema, which names the nearest one."""
        value = typed.value_of(self.rules[path], given) if path in self.rules else given
        return None if value is NOT_STATED else value


def _field(rule: Rule, told_now: ToldRule) -> forms.Field:
    """Ask for a rule's new value by its name, filled with what holds today."""
    now = typed.text_of(rule, rule.value) if rule.is_stated else ""
    told: dict[str, Any] = {
        "label": " › ".join(map(str, (*rule.trail, rule.label))),
        "help_text": " ".join([*_how(rule, told_now), _("Empty: the charter shall say nothing on it.")]),
        "required": False,
        "initial": now,
    }
    if typed.is_yes_or_no(rule):
        return forms.ChoiceField(choices=[("", "—"), ("yes", _("Yes")), ("no", _("No"))], **told)
    codes = [code for code in typed.literals(rule.field.annotation) if code]
    if codes and not typed.is_many(rule):
        return forms.ChoiceField(choices=[("", "—"), *((code, words.code(code)) for code in codes)], **told)
    if LINES in rule.marks:
        told["widget"] = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(**told | {"initial": ", ".join(now) if isinstance(now, list) else now})


def _how(rule: Rule, told_now: ToldRule) -> list[str]:
    """Say in words what holds today and how a value of several parts is written."""
    parts = typed.parts_of(rule)
    if not parts:
        return []
    allowed = [f"{name}: {' / '.join(codes)}" for name, codes in parts.items() if codes]
    return [
        *([_("Today: %(value)s.") % {"value": told_now.value}] if rule.is_stated else []),
        _("Change the words behind the signs “=” and keep the rest as it is written."),
        *([_("It may say %(codes)s.") % {"codes": "; ".join(allowed)}] if allowed else []),
    ]
