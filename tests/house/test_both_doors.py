"""Every verb has a page and an API door: found by reading which names the doors' modules use."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from desk.verbs import VERBS

WITHIN_ANOTHER = {
    "invoice.issue": "membership.dues",
    "motion.amend": "consortium.amendments",
}
"""Verb that no door calls by itself → the module whose verb, behind both doors, calls it."""
PAGES = ("*/views.py", "*/views/*.py")
API = ("*/api.py", "*/api/*.py")


@pytest.fixture(scope="module")
def by_pages() -> set[str]:
    return used(PAGES)


@pytest.fixture(scope="module")
def by_api() -> set[str]:
    return used(API)


@pytest.mark.parametrize("name", sorted(set(VERBS) - set(WITHIN_ANOTHER)))
def test_every_verb_has_a_page(name, by_pages):
    assert VERBS[name].does in by_pages


@pytest.mark.parametrize("name", sorted(set(VERBS) - set(WITHIN_ANOTHER)))
def test_every_verb_has_an_api_door(name, by_api):
    assert VERBS[name].does in by_api


@pytest.mark.parametrize("name", sorted(WITHIN_ANOTHER))
def test_a_verb_within_another_is_called_there(name):
    module, __, called = VERBS[name].does.rpartition(".")
    source = settings.BASE_DIR / (WITHIN_ANOTHER[name].replace(".", "/") + ".py")
    calls = {word.id for word in ast.walk(ast.parse(source.read_text())) if isinstance(word, ast.Name)}

    assert VERBS[name].does in set(names_in(source)) or (module == WITHIN_ANOTHER[name] and called in calls)


def used(patterns: tuple[str, ...]) -> set[str]:
    """Gather the dotted names that modules import or reach through what they import."""
    return {name for pattern in patterns for path in settings.BASE_DIR.glob(pattern) for name in names_in(path)}


def names_in(path: Path) -> Iterator[str]:
    """Yield the dotted names that a module uses."""
    tree = ast.parse(path.read_text())
    known = {
        alias.asname or alias.name: f"{line.module}.{alias.name}"
        for line in ast.walk(tree)
        if isinstance(line, ast.ImportFrom) and line.module
        for alias in line.names
    }
    for word in ast.walk(tree):
        if isinstance(word, ast.Attribute) and isinstance(word.value, ast.Name) and word.value.id in known:
            yield f"{known[word.value.id]}.{word.attr}"
        elif isinstance(word, ast.Name) and word.id in known:
            yield known[word.id]
