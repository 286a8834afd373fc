"""The form of an amendment: which rules, what they shall say, from when, and why."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from charter import documents, inputs, schemas, typed, words
from charter.composites import part_at
from charter.documents import NOT_STATED, Rule
from charter.faults import Fault
from charter.loaded import Loaded
from charter.schema import Words
from web.forms import Form

BY_PATH = "changes"


class AmendmentForm(Form):
    """An input for each rule that changes; rules that only make sense together change together."""

    title = forms.CharField(label=gettext_lazy("Title of the motion"), max_length=200)
    effective_from = forms.DateField(label=gettext_lazy("Holds from"), widget=forms.DateInput(attrs={"type": "date"}))
    text = forms.CharField(label=gettext_lazy("Why"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    more = forms.ChoiceField(label=gettext_lazy("Rule"), required=False)
    changes = forms.CharField(
        label=gettext_lazy("Rules by their paths"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One line each. A share: “bodies.ec.quorum = 60 %”. A number: “dues.due_days = 30”. "
            "Several: “bodies.sc_us.titles = director, svp”. Yes or no: “membership.in_branches = yes”. "
            "A code: “pools.split = one_pool”. "
            'In parts: “bodies.ec.cadence = { every = "quarter", at_least = 1 }”. '
            "Nothing behind the sign: the charter shall say nothing on it."
        ),
    )

    def __init__(self, loaded: Loaded, data: Any = None, *, paths: Iterable[str] = (), kept: Any = None) -> None:
        """Ask for the rules at ``paths``. ``kept`` is what was typed before another rule was added."""
        super().__init__(data)
        self.loaded = loaded
        self.asked = {inputs.name_of(path): loaded.rules[path] for path in paths if path in loaded.rules}
        for name, rule in self.asked.items():
            self.fields[name] = _field(rule, loaded)
        self.fields["more"].choices = _choices(loaded)  # type: ignore[attr-defined]
        self.initial = {"title": self._suggested_title(), **(self._as_typed(kept) if kept else {})}

    def paths(self) -> list[str]:
        """The rules asked for, so that the form can send them along."""
        return [rule.path for rule in self.asked.values()]

    def inputs(self) -> list[forms.BoundField]:
        """The inputs of the rules asked for."""
        return [self[name] for name in self.asked]

    def clean_changes(self) -> dict[str, Any]:
        """Read the lines into changes by path; say which line cannot be read."""
        read, wrong = {}, []
        for line in filter(None, map(str.strip, self.cleaned_data[BY_PATH].splitlines())):
            path, sign, given = (part.strip() for part in line.partition("="))
            if not sign:
                wrong.append(_("“%(line)s” has no “=”.") % {"line": line})
            read[path] = self._value(path, given)
        if wrong:
            raise forms.ValidationError(wrong)
        return documents.plain(read)

    def clean(self) -> dict[str, Any]:
        """Gather the rules whose value is another one than today, and put each fault beside its input."""
        said = {name: value for name, value in self.cleaned_data.items() if name in ("title", "effective_from", "text")}
        asked = {rule.path: self._value(rule.path, self.cleaned_data.get(name)) for name, rule in self.asked.items()}
        changed = {path: value for path, value in asked.items() if self._differs(path, value)}
        said[BY_PATH] = documents.plain(changed) | self.cleaned_data.get(BY_PATH, {})
        if not said[BY_PATH] and BY_PATH not in self.errors:
            self.add_error(*self._nothing_changes())
        for fault in schemas.faults_of(documents.changed_by(self.loaded.document, said[BY_PATH])):
            self.add_error(*self._beside(fault))
        return said

    def add_error(self, field: str | None, error: Any) -> None:
        """Put what is said of the changes on top where no line of them was typed."""
        hidden = field == BY_PATH and not self.data.get(BY_PATH, "").strip()
        super().add_error(None if hidden else field, error)

    def _as_typed(self, data: Any) -> dict[str, Any]:
        """Keep what was typed; a title that was merely suggested makes way for one that names the new rule too."""
        before = data.getlist("path")
        typed_before = {
            name: field.widget.value_from_datadict(data, {}, name)
            for name, field in self.fields.items()
            if name != "more" and not field.widget.value_omitted_from_data(data, {}, name)
        }
        if typed_before.get("title") in ("", self._suggested_title(before)):
            del typed_before["title"]
        return typed_before

    def _suggested_title(self, paths: Iterable[str] | None = None) -> str:
        rules = [rule for rule in self.asked.values() if paths is None or rule.path in paths]
        named = ", ".join(map(_place, rules))
        return (_("Amend the charter: %(paths)s") % {"paths": named})[:200] if named else ""

    def _value(self, path: str, given: Any) -> Any:
        """Read a value as its rule is read; an unknown path is left to the schema, which names the nearest one."""
        value = typed.value_of(self.loaded.rules[path], given) if path in self.loaded.rules else given or NOT_STATED
        return None if value is NOT_STATED else value

    def _differs(self, path: str, value: Any) -> bool:
        """Whether the rule would read otherwise than it does today."""
        now = self.loaded.rules[path]
        if value is None or not now.is_stated:
            return (value is not None) or (now.is_stated and now.value not in ({}, [], ""))
        then = replace(now, value=documents.plain({"": value})[""])
        return words.value_of(now, self.loaded.document) != words.value_of(then, self.loaded.document)

    def _nothing_changes(self) -> tuple[str | None, str]:
        if self.asked:
            return next(iter(self.asked)), _("The charter says this already: give another value.")
        return "more", _("Name at least one rule and its new value.")

    def _beside(self, fault: Fault) -> tuple[str | None, str]:
        """Find the input that a fault belongs to; on top it says its place."""
        for name, rule in self.asked.items():
            if fault.path == rule.path or fault.path.startswith(f"{rule.path}."):
                part = part_at(rule, fault.path.removeprefix(rule.path))
                return name, f"{part}: {fault.message}" if part else fault.message
        rule = self.loaded.rules.get(fault.path)
        return BY_PATH, f"{_place(rule)}: {fault.message}" if rule else str(fault)


def _field(rule: Rule, loaded: Loaded) -> forms.Field:
    """Ask for a rule's new value by its name, filled with what holds today."""
    told_now = loaded.told(rule.path)
    meaning = str(rule.meaning)
    told = [
        f"{meaning[:1].upper()}{meaning[1:]}." if meaning else "",
        _("Today: %(value)s.") % {"value": told_now.value} if rule.is_stated else _("Not stated today."),
        inputs.hint_of(rule, loaded.document),
        _("Empty: the charter shall say nothing on it."),
    ]
    return inputs.field_for(
        rule, loaded.document, rule.value, label=_place(rule), help_text=" ".join(filter(None, told))
    )


def _choices(loaded: Loaded) -> list[tuple[Words, Any]]:
    """List every rule by its name, under the section that it stands in."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for rule in loaded.rules.values():
        label = " › ".join(map(str, (*rule.trail[1:], rule.label)))
        grouped.setdefault(str(rule.trail[0]), []).append((rule.path, label))
    return [("", _("Choose")), *grouped.items()]


def _place(rule: Rule) -> str:
    return " › ".join(map(str, (*rule.trail, rule.label)))
