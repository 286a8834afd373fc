"""Lifting stored documents to the schema in force: one pure step per number, never changed once released.

When the schema changes in a way that stored documents do not fit, raise ``Charter.SCHEMA``, add the step
from the last number here, and keep a sample of the last number under ``tests/charter/samples/``.
"""

from collections.abc import Callable, Mapping

from charter.documents import Document

STEPS: dict[int, Callable[[Document], Document]] = {}
"""Number → the function that lifts a document of that number to the next."""


def lift(document: Mapping, number: int, to: int, steps: Mapping[int, Callable] | None = None) -> Document:
    """Lift a document from one schema number to another, step by step.

    :raises LookupError: for a number from the future, or one that has no step.
    """
    steps = STEPS if steps is None else steps
    if number > to:
        raise LookupError(f"Schema {number} is newer than this version knows ({to}).")
    lifted = dict(document)
    for step in range(number, to):
        if step not in steps:
            raise LookupError(f"No step lifts schema {step} to {step + 1}.")
        lifted = steps[step](lifted)
    return lifted
