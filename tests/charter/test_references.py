"""References to rules: named where the charter has them, left alone where it does not."""

from pathlib import Path

import pytest
from django.utils import translation

from charter import editions, passages
from charter.references import refer
from tests.factories import consortium as made
from tests.factories.parties import NOON

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = (
    "charter",
    "config",
    "consortium",
    "membership",
    "treasury",
    "duties",
    "projects",
    "roadmap",
    "desk",
    "templates",
)
KINDS = {".py", ".toml", ".html"}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("rule", "words", "place", "is_named"),
    [
        ("bodies.ec.cadence", "Executive Council: Meets", "?section=bodies#bodies.ec.cadence", True),
        ("bodies.ec", "Executive Council", "?section=bodies#bodies.ec.name", True),
        ("meetings.notice_days", "Meetings: Invited", "?section=meetings#meetings.notice_days", True),
        ("Test", "Test", "?q=Test", False),
        ("XX-99", "Default of the product", "", False),
        ("EC-07", "Default of the product", "", False),  # this charter does not rest on that document
    ],
)
def test_a_reference_says_its_rule_and_leads_to_it(rule, words, place, is_named):
    edition = editions.at(made.founded(), NOON.date())

    found = refer(edition.pk, rule)

    assert (str(found), found.place, found.is_named) == (words, place, is_named)


@pytest.mark.parametrize(
    ("number", "words", "is_named"),
    [
        ("MEM-07", "Pools: Share for projects", True),
        ("E-08", "Dues", True),
        ("E-04", "Default of the product", False),
        ("EC-07", "ASRC study by Wang Sumei, section 2 (1)", False),
        ("SC-04…06", "ASRC study by Wang Sumei, section 2 (2)", False),
    ],
)
def test_a_number_of_the_documents_reads_as_the_rules_that_rest_on_it(asrc, number, words, is_named):
    found = refer(editions.at(asrc, NOON.date()).pk, number)

    assert (str(found), found.is_named) == (words, is_named)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("S1:287-289 (EC-02)", "ASRC study by Wang Sumei, section 2 (1)"),
        (
            "S2:58, S2:74",
            "Study of alliances by Zhang and Li, section 3.3; Study of alliances by Zhang and Li, section 4",
        ),
        ("S1", "ASRC study by Wang Sumei"),
        ("E-04", ""),
        ("Chosen at founding", "Chosen at founding"),
    ],
)
def test_a_source_is_said_by_document_and_section(source, said):
    assert passages.said(source) == said


def test_every_passage_is_cited():
    cited = set()
    for path in (path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in KINDS):
        cited |= set(passages.ID.findall(path.read_text())) if path.name != "passages.toml" else set()

    assert set(passages._passages()["rules"]) - cited == set()


def test_each_reader_reads_it_in_their_own_language():
    edition = editions.at(made.founded(), NOON.date())

    with translation.override("ja"):
        japanese = str(refer(edition.pk, "XX-99"))

    assert (japanese, str(refer(edition.pk, "XX-99"))) == ("製品の既定値", "Default of the product")
