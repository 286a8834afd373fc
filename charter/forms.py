"""The form of an amendment: which rules, what they shall say, from when, and why."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charter import documents, typed, words
from charter.documents import NOT_STATED, Rule
from charter.schema import LINES


class AmendmentForm(forms.Form):
    """One line for each rule that changes; rules that only make sense together change together."""

    title = forms.CharField(label=gettext_lazy("Title of the motion"), max_length=200)
    changes = forms.CharField(
        label=gettext_lazy("Rules"),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One line each, such as “bodies.ec.quorum = 0.6” or “bodies.sc_us.titles = director, svp”. "
            "Nothing behind the sign: the charter shall say nothing on it."
        ),
    )
    effective_from = forms.DateField(label=gettext_lazy("Holds from"), widget=forms.DateInput(attrs={"type": "date"}))
    text = forms.CharField(label=gettext_lazy("Why"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, rules: Mapping[str, Rule], *args: Any, asked: Rule | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        self.asked = asked
        if asked:
            self.fields["value"] = _field(asked)
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


def _field(rule: Rule) -> forms.Field:
    """Ask for a rule's new value by its name, filled with what holds today."""
    now = typed.text_of(rule, rule.value) if rule.is_stated else ""
    told: dict[str, Any] = {
        "label": " › ".join(map(str, (*rule.trail, rule.label))),
        "help_text": _("Empty: the charter shall say nothing on it."),
        "required": False,
        "initial": now,
    }
    codes = [code for code in typed.literals(rule.field.annotation) if code]
    if codes and not typed.is_many(rule):
        return forms.ChoiceField(choices=[("", "—"), *((code, words.code(code)) for code in codes)], **told)
    if LINES in rule.marks:
        told["widget"] = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(**told | {"initial": ", ".join(now) if isinstance(now, list) else now})
