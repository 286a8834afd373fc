"""The journal told as sentences."""

import ast
from collections.abc import Iterator

import pytest
from django.conf import settings

from desk.verbs import EVENTS, VERBS
from journal import entries
from journal.history import history_of, sentence
from tests.factories.consortium import company
from tests.factories.parties import NOON, PersonFactory

pytestmark = pytest.mark.django_db


PACKAGES = ("parties", "web", "files", "journal", "charter", "duties", "treasury", "membership", "consortium", "desk")


def sources() -> Iterator[str]:
    return (path.read_text() for package in PACKAGES for path in (settings.BASE_DIR / package).rglob("*.py"))


def written_verbs() -> set[str]:
    """Find the verbs that the code writes into the journal: ``verb="…"``, ``record(row, "…")``, ``Fact(row, "…")``."""
    found = set()
    for source in sources():
        for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
            named = [each.value for each in call.keywords if each.arg == "verb"]
            writes = getattr(call.func, "attr", getattr(call.func, "id", "")) in ("record", "Fact")
            said = named + (call.args[1:2] if writes else [])
            found |= {each.value for each in said if isinstance(each, ast.Constant) and "." in str(each.value)}
    return found


def test_whatever_the_code_writes_has_its_sentence():
    verbs = written_verbs()

    assert {"payment.record", "letter.lapse", "meeting.plan"} <= verbs
    assert verbs - VERBS.keys() - EVENTS.keys() == set()


def test_no_sentence_is_there_that_nothing_writes():
    named = "\n".join(sources())

    assert {verb for verb in EVENTS if f'"{verb}"' not in named} == set()


def test_history_is_told_newest_first_with_reasons_in_one_query(asrc, sato, django_assert_num_queries):
    member, other = company(asrc, "Toshiba"), PersonFactory(name="Jane Roe")
    entries.record(member, "member.admit", by=sato, at=NOON, rule="MEM-01")
    entries.record(member, "mandate.give", by=sato, on_behalf_of=other, at=NOON, words={"reason": "Successor"})
    entries.record(member, "member.suspend", by=None, at=NOON)

    with django_assert_num_queries(1):
        told = history_of(member.subject_id)

    assert [(line.sentence, line.on_behalf_of, line.rule, line.reason) for line in told] == [
        ("The company's rights were suspended", "", "", ""),
        ("Ken Sato gave a mandate", "Jane Roe", "", "Successor"),
        ("Ken Sato admitted the company", "", "MEM-01", ""),
    ]


def test_history_names_those_whom_it_is_about(asrc, sato):
    member = company(asrc, "Toshiba")
    entries.record(member, "person.invite", by=sato, at=NOON, words={"person": "N. Ew", "position": "CTO"})
    entries.record(member, "meeting.invite", by=sato, at=NOON, words={"people": ["Dr Who", "J. Roe"]})
    entries.record(member, "member.admit", by=sato, at=NOON, words={"person": "nobody's business"})

    assert [line.whom for line in history_of(member.subject_id)] == ["", "Dr Who, J. Roe", "N. Ew"]


def test_an_unknown_verb_is_still_told():
    assert sentence("robot.dance_well", "") == "The clock: robot dance well"


def test_what_one_act_recorded_of_many_is_told_once(asrc):
    member = company(asrc, "Toshiba")
    for __ in range(3):
        entries.record(member, "duty.let_off", by=None, at=NOON, words={"reason": "Cancelled"})

    assert [line.reason for line in history_of(member.subject_id)] == ["Cancelled"]
