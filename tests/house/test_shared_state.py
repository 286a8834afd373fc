"""What threads share is whole or absent: nothing is filled bit by bit, and what was handed out does not change."""

import ast
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from pathlib import Path
from threading import Barrier

import pytest
from django.conf import settings
from django.db.models import Count
from django.db.models.functions import JSONObject
from django.utils.timezone import override

from charter.loaded import load
from charter.schemas import number
from consortium.models import Body, Seat
from journal.models import Entry
from parties.models import Person
from parties.viewer import nobody
from tests.charter.documents import complete
from tests.factories.consortium import founded, officer
from tests.factories.parties import NOON
from web.api import document
from web.compiled import CompiledQuery, _key, compile_rows, compiled

APPS = "config desk projects roadmap consortium membership treasury duties charter journal files web parties".split()
CHANGES = frozenset("add append clear discard extend insert pop popitem remove reverse setdefault sort update".split())
KEEPS = frozenset({"cache", "lru_cache", "cached_property"})
AT_ONCE = 8


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(settings.BASE_DIR), ast.parse(path.read_text(encoding="utf-8"))


def test_fu_s1_no_function_changes_what_stands_at_the_head_of_a_module():
    found = [
        f"{path}:{node.lineno} {ast.unparse(node)[:80]}"
        for path, module in modules()
        for node in _changes(module, set(_names_at_the_head(module)))
    ]

    assert found == []


def test_fu_s1_what_a_cached_function_hands_out_cannot_be_changed():
    found = [
        f"{path}:{node.lineno} {node.name} -> {ast.unparse(node.returns)}"
        for path, module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef) and node.returns and _is_kept(node)
        if any(isinstance(part, ast.Name) and part.id in ("dict", "list", "set") for part in ast.walk(node.returns))
    ]

    assert found == []


QUESTIONS = [
    compiled(lambda viewer: Seat.objects.filter(consortium=viewer.consortium).select_related("body", "person")),
    compiled(
        lambda viewer: Body.objects.annotate(seat_count=Count("seats"), told=JSONObject(name="name")).order_by("pk")
    ),
    compiled(lambda viewer: Entry.objects.filter(happened_at__lte=viewer.now).values("facts", "happened_at")),
    compiled(
        lambda viewer: Person.objects.only("name").values_list("name", flat=True).union(Body.objects.values("name"))
    ),
]


def test_fu_s1_an_answer_changes_nothing_of_the_question_that_all_threads_share(db):
    consortium = founded()
    viewer = nobody(consortium, NOON, officer(consortium, "secretary"))
    for question in QUESTIONS:
        shared = compile_rows(question.write, "en", "UTC", _key(viewer))
        before = _inside(shared)

        with override(UTC):
            assert question.rows(viewer) == question.rows(viewer) != []

        assert _inside(shared) == before


def test_fu_s1_rules_are_said_whole_to_first_readers_at_once(quick_turns):
    document = complete()
    for _time in range(12):
        loaded = load(document, number())

        said = at_once(loaded.all_told)

        assert {len(rules) for rules in said} == {len(loaded.rules)}


def test_fu_s1_the_document_of_the_api_is_made_once_for_all_who_ask_at_once(quick_turns):
    document._text.cache_clear()

    first, *others = at_once(document.document)

    assert first["paths"]
    assert others == [first] * (AT_ONCE - 1)
    assert document._text.cache_info().misses == 1
    first["paths"].clear()
    assert document.document() == others[0]


@pytest.fixture
def quick_turns():
    """Have threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def at_once(act: Callable) -> list:
    """Have several threads begin the same at once; give what each got."""
    start = Barrier(AT_ONCE)

    def run(_thread: int):
        start.wait()
        return act()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def _inside(shared: CompiledQuery) -> list[dict[str, tuple[int, str]]]:
    """Everything that queryset, query and compiler hold: which object it is, and how it reads."""
    parts = (shared.rows, shared.rows.query, shared.compiler)
    return [{name: (id(value), str(value)) for name, value in vars(part).items()} for part in parts]


def _names_at_the_head(module: ast.Module) -> Iterator[str]:
    for statement in module.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            yield from (part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name))


def _changes(module: ast.Module, shared: set[str]) -> Iterator[ast.AST]:
    """Find where functions change, or bind anew, what stands at the head of their module."""
    for function in ast.walk(module):
        if not isinstance(function, ast.FunctionDef | ast.Lambda):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Global):
                yield node
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CHANGES:
                yield from [node] if _root(node.func.value) in shared else []
            if isinstance(node, ast.Assign | ast.AugAssign | ast.Delete):
                places = [node.target] if isinstance(node, ast.AugAssign) else node.targets
                inner = [place for place in places if isinstance(place, ast.Subscript | ast.Attribute)]
                yield from [node] if any(_root(place) in shared for place in inner) else []


def _root(node: ast.AST) -> str:
    """Name what an expression such as ``NAME[key].field`` begins with."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _is_kept(function: ast.FunctionDef) -> bool:
    named = (each.func if isinstance(each, ast.Call) else each for each in function.decorator_list)
    return any(isinstance(each, ast.Name) and each.id in KEEPS for each in named)
