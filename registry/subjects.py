"""Kinds of subjects: what pages, notices, search and "why?" call them, and where they lead."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from registry import Registry


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """How a kind of subject is called and where its page is."""

    label: str | Promise
    path: str
    """Address of its page below the consortium's, with ``{number}``."""
    titles: Any
    """A ``journal.titles.TitleSource``: what people call those with these numbers, in one query."""


SUBJECTS: Registry[SubjectKind] = Registry("kind of subject")
