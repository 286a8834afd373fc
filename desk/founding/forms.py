"""The form of founding: where it lives, and every question of the preset, with all faults beside their inputs."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from charter import documents, questions, schemas
from charter.faults import Fault
from charter.inputs import name_of
from charter.presets import Preset
from charter.questions import Question
from charter.typed import value_of
from desk.founding import Founding, days_at_fault, free_slug
from desk.founding.fields import field_for, place_of
from parties.refusals import Invalid
from web.forms import Form

NAMED = ("identity.name", "identity.native_name", "identity.goal")
"""Rules that a preset may state and a founder will still want to say in their own words."""


@dataclass(frozen=True, slots=True)
class Group:
    """The questions of one section, by the body or tier that they belong to."""

    title: str
    places: dict[str, list[forms.BoundField]]
    asked: tuple[Question, ...]

    @property
    def waiting(self) -> int:
        """How many questions the founder has to answer, because nothing is suggested."""
        return sum(question.is_waiting for question in self.asked)

    @property
    def suggested(self) -> int:
        return sum(question.has_suggestion for question in self.asked)

    @property
    def is_illustrative(self) -> bool:
        """Whether suggestions are mere examples, to be replaced by the consortium's own."""
        return any(question.note.startswith("Illustrative") for question in self.asked)

    @property
    def is_open(self) -> bool:
        """Whether it shows its inputs at once: something is to be answered, or to be put right."""
        return bool(self.waiting) or any(field.errors for fields in self.places.values() for field in fields)


class FoundingForm(Form):
    """Place, days and names; then the preset's questions."""

    slug = forms.CharField(
        label=_("Address"),
        max_length=40,
        help_text=_("Small letters, digits and hyphens: the first part of every address."),
    )
    founded_on = forms.DateField(
        label=_("Founded on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: today."),
    )
    goes_live_on = forms.DateField(
        label=_("Goes live on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("No duty, mail or invoice arises before this day. Empty: the day of founding."),
    )
    identity__name = forms.CharField(label=_("Name"), max_length=200)
    identity__native_name = forms.CharField(label=_("Name in own script"), max_length=200, required=False)
    identity__goal = forms.CharField(label=_("Goal"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, preset: Preset, data: Any = None) -> None:
        stated = {name_of(path): documents.get(preset.document, path) for path in NAMED}
        shown = {name: value for name, value in stated.items() if value is not documents.NOT_STATED}
        super().__init__(data, initial={"slug": preset.key.split("-")[0], **shown})
        self.preset = preset
        self.questions = self._asked(data)
        for question in self.questions:
            self.fields[name_of(question.key)] = field_for(question, preset.document)

    def _asked(self, data: Any) -> list[Question]:
        """Ask under the answers typed so far, so that a choice can raise or settle other questions."""
        typed = self._typed(data) if data is not None else {}
        return [question for question in questions.ask(self.preset, typed) if question.key not in NAMED]

    def _typed(self, data: Any) -> dict[str, Any]:
        """Read what was typed for the questions that the preset raises by itself, as far as it can be read."""
        typed = {}
        for question in questions.ask(self.preset):
            field = field_for(question, self.preset.document)
            with suppress(forms.ValidationError):
                given = field.clean(field.widget.value_from_datadict(data, {}, name_of(question.key)))
                typed[question.key] = value_of(question.rule, given)
        return {key: value for key, value in typed.items() if value is not documents.NOT_STATED}

    def clean_slug(self) -> str:
        """Refuse an address that is taken, beside its field."""
        try:
            return free_slug(self.cleaned_data["slug"])
        except Invalid as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self) -> dict:
        """Find every fault of the charter that these answers make, and put each beside its question."""
        document, _chosen = questions.answered(self.preset, self.answers())
        for fault in schemas.faults_of(document):
            name = self._beside(fault)
            self.add_error(name, fault.message if name else str(fault))
        for fault in days_at_fault(self.founding(), timezone.localdate()):
            self.add_error(fault.field, str(fault))
        return self.cleaned_data

    def answers(self) -> dict[str, Any]:
        """Read the answers given, by key."""
        rules = {question.key: question.rule for question in self.questions}
        given = {key: value_of(rule, self.cleaned_data.get(name_of(key))) for key, rule in rules.items()}
        given |= {path: self.cleaned_data.get(name_of(path)) or documents.NOT_STATED for path in NAMED}
        return {key: value for key, value in given.items() if value is not documents.NOT_STATED}

    def founding(self) -> Founding:
        """Gather what the verb needs."""
        return Founding(
            preset=self.preset.key,
            slug=self.cleaned_data.get("slug", ""),
            founded_on=self.cleaned_data.get("founded_on"),
            goes_live_on=self.cleaned_data.get("goes_live_on"),
            answers=self.answers(),
        )

    def groups(self) -> Iterator[Group]:
        """Group the questions by the section of the charter, and by the body or tier, that they belong to."""
        titles = {question.section: str(question.rule.trail[0]) for question in self.questions}
        for section, title in titles.items():
            asked = [question for question in self.questions if question.section == section]
            places: dict[str, list[forms.BoundField]] = {}
            for question in asked:
                places.setdefault(place_of(question), []).append(self[name_of(question.key)])
            yield Group(title, places, tuple(asked))

    def waiting(self) -> int:
        """Count the questions for which nothing is suggested."""
        return sum(group.waiting for group in self.groups())

    def called(self, name: str) -> str:
        """Name an input where it stands apart from its section: “Japan · Time zone”."""
        places = {name_of(question.key): place_of(question) for question in self.questions}
        return " · ".join(filter(None, (places.get(name, ""), str(self[name].label))))

    def place(self) -> list[forms.BoundField]:
        """The inputs that no question of the charter makes."""
        return [self[name] for name in ("slug", *map(name_of, NAMED), "founded_on", "goes_live_on")]

    def _beside(self, fault: Fault) -> str | None:
        """Find the input that a fault belongs to."""
        for question in self.questions:
            if any(fault.path == path or fault.path.startswith(f"{path}.") for path in question.paths):
                return name_of(question.key)
        return name_of(fault.path) if fault.path in NAMED else None
