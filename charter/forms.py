"""The form of an amendment: which rules, what they shall say, from when, and why."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charter import documents, typed
from charter.documents import NOT_STATED, Rule


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

    def __init__(self, rules: Mapping[str, Rule], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules

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
