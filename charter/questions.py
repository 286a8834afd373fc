"""What founding asks: the rules that running needs and the documents leave open, each with a suggestion at most."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from charter import documents, presets, schemas, sources
from charter.documents import NOT_STATED, Document, Rule
from charter.presets import Preset

ROUNDS = 6
"""Answers raise questions (a body that votes needs a quorum); no chain is longer than this."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to choose. A star in the key means that one answer serves several rules."""

    key: str
    paths: tuple[str, ...]
    rule: Rule = field(repr=False)
    suggestion: Any = NOT_STATED
    note: str = ""
    is_optional: bool = False
    """Running goes on without an answer."""

    @property
    def section(self) -> str:
        return self.key.partition(".")[0]

    @property
    def is_waiting(self) -> bool:
        """Whether running waits for the founder's own answer."""
        return not self.has_suggestion and not self.is_optional

    @property
    def has_suggestion(self) -> bool:
        return self.suggestion is not NOT_STATED


def ask(preset: Preset, answers: Mapping[str, Any] | None = None) -> list[Question]:
    """List the questions of a preset in the order of the schema, given the answers so far.

    An answer can raise or settle further questions: charging no dues needs no due days.
    """
    answers = answers or {}
    supposed, asked = preset.document, dict.fromkeys(_offered(preset))
    for _round in range(ROUNDS):
        asked.update(dict.fromkeys(_welcome(preset, supposed, asked)))
        for path in asked:
            supposed = documents.put(supposed, path, _supposed(preset, answers, path))
        needed = [fault.path for fault in schemas.faults_of(supposed) if fault.is_missing]
        if not set(needed) - set(asked):
            break
        asked.update(dict.fromkeys(needed))
    return _questions(preset, supposed, asked)


def answered(preset: Preset, answers: Mapping[str, Any]) -> tuple[Document, dict[str, str]]:
    """Put answers into the preset's document; give it back with the key of the answer behind each chosen path."""
    document, chosen = preset.document, {}
    for question in ask(preset, answers):
        for path in question.paths:
            key = answer_key(answers, path, question.key)
            if key is not None:
                document, chosen[path] = documents.put(document, path, answers[key]), key
    for key, value in answers.items():
        if "*" not in key and key not in chosen and documents.get(document, key) != value:
            document, chosen[key] = documents.put(document, key, value), key
    return document, chosen


def answer_key(answers: Mapping[str, Any], path: str, key: str) -> str | None:
    """Find the answer for a path: its own, else the one for the whole question."""
    return next((name for name in (path, key) if name in answers), None)


def suggested(preset: Preset) -> dict[str, Any]:
    """Answer every question as suggested, where there is a suggestion."""
    return {question.key: question.suggestion for question in ask(preset) if question.has_suggestion}


def _offered(preset: Preset) -> list[str]:
    """Paths that the preset itself offers and does not state."""
    return [
        path for path in preset.suggestions if "*" not in path and documents.get(preset.document, path) is NOT_STATED
    ]


def _welcome(preset: Preset, supposed: Document, asked: Mapping[str, None]) -> list[str]:
    """Paths that nothing needs and that are asked because the rule beside them is stated or asked."""
    return [
        path
        for path, row in presets.common_suggestions().items()
        if (beside := row.get("beside"))
        and documents.get(preset.document, path) is NOT_STATED
        and (beside in asked or documents.get(supposed, beside) is not NOT_STATED)
    ]


def _supposed(preset: Preset, answers: Mapping[str, Any], path: str) -> Any:
    key, row = _suggestion(preset, path)
    chosen = answer_key(answers, path, key)
    return answers[chosen] if chosen is not None else row.get("value", NOT_STATED)


def _suggestion(preset: Preset, path: str) -> tuple[str, Mapping[str, Any]]:
    """Find the key and the row that offer something for a path; the path itself where nothing does."""
    for rows in (preset.suggestions, presets.common_suggestions()):
        row = sources.match(rows, path)
        if row is not None:
            return next(key for key, found in rows.items() if found is row), row
    return path, {}


def _questions(preset: Preset, supposed: Document, asked: Mapping[str, None]) -> list[Question]:
    grouped: dict[str, list[Rule]] = {}
    for rule in documents.rules(schemas.model(), supposed):
        if rule.path in asked:
            grouped.setdefault(_suggestion(preset, rule.path)[0], []).append(rule)
    return [_question(preset, key, rules) for key, rules in grouped.items()]


def _question(preset: Preset, key: str, rules: list[Rule]) -> Question:
    row = _suggestion(preset, rules[0].path)[1]
    return Question(
        key,
        tuple(rule.path for rule in rules),
        rules[0],
        row.get("value", NOT_STATED),
        row.get("note", ""),
        is_optional="beside" in row,
    )
