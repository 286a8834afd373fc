"""The form of a proposal: which rule, what it shall say, and why."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from charter import typed
from charter.documents import Rule


class ProposalForm(forms.Form):
    """One rule and its new value."""

    path = forms.ChoiceField(label=_("Rule"))
    value = forms.CharField(
        label=_("Shall say"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Shares such as 0.6; several things with commas between them; empty: the charter shall say nothing."
        ),
    )
    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, rules: Iterable[Rule], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = {rule.path: rule for rule in rules}
        self.fields["path"].choices = [
            (rule.path, " › ".join(map(str, (*rule.trail, rule.label)))) for rule in self.rules.values()
        ]

    def changes(self) -> dict[str, Any]:
        """Read the change as ``editions.propose`` takes it."""
        path = self.cleaned_data["path"]
        return {path: typed.value_of(self.rules[path], self.cleaned_data["value"])}
