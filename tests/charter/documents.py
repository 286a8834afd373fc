"""Complete charter documents for tests: a preset with every question answered as suggested."""

from charter import documents, presets, questions
from charter.documents import Document

UNSUGGESTED = {
    "eureka": {"identity.currency": "EUR"},
    "sematech-1987": {"pools.project_share": "0.9"},
}
"""Answers that no preset suggests; the amounts are test data."""


def complete(key: str = "asrc", **changes) -> Document:
    """Complete a preset; ``changes`` are rules by path, with ``__`` for the dot."""
    preset = presets.named(key)
    answers = {**questions.suggested(preset), **UNSUGGESTED.get(key, {})}
    document, _chosen = questions.answered(preset, answers)
    for path, value in changes.items():
        document = documents.put(document, path.replace("__", "."), value)
    return document
