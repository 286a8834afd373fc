"""Tier and title and branch and one committee per person: pure, as tables."""

import pytest

from config.charter import Charter
from consortium import eligibility
from consortium.eligibility import Candidate
from tests.factories.consortium import asrc_document

CHARTER = Charter.model_validate(asrc_document())


def candidate(tier="t1", title="cto", branch="us", kind="firm", sits_in=()):
    return Candidate("K. Sato", "Toshiba", kind, tier, branch, title, sits_in)


@pytest.mark.parametrize(
    ("tier", "title", "body", "fits"),
    [
        ("t1", "cto", "ec", True),
        ("t1", "svp", "ec", True),
        ("t2", "cto", "ec", False),
        ("t1", "director", "sc_us", True),
        ("t2", "director", "sc_us", True),
        ("t3", "director", "sc_us", False),
        ("t3", "technical_lead", "tc_us", True),
        ("t4", "technical_lead", "tc_us", False),
    ],
)
def test_t_asrc_2(tier, title, body, fits):
    faults = list(eligibility.faults(CHARTER, body, candidate(tier, title)))

    assert (faults == []) == fits


@pytest.mark.parametrize(
    ("body", "who", "sentence"),
    [
        ("tc_us", candidate("t4", "technical_lead"), "Only tiers 1–3 hold posts"),
        ("ec", candidate("t2"), "EC members come from firms of tier 1; Toshiba is in tier 2."),
        ("sc_us", candidate("t3", "director"), "SC members come from firms of tiers 1–2; Toshiba is in tier 3."),
        ("ec", candidate(title="director"), "EC members hold the title CTO or SVP; K. Sato is Director."),
        ("ec", candidate(title="Vice President"), "EC members hold the title CTO or SVP; K. Sato is Vice President."),
        ("ec", candidate(title=""), "EC members hold the title CTO or SVP; none is recorded for K. Sato."),
        (
            "sc_us",
            candidate(title="director", branch="jp"),
            "The Steering Committee US takes firms of the branch United States; Toshiba belongs to Japan.",
        ),
        (
            "sc_us",
            candidate(title="director", sits_in=("tc_us",)),
            "K. Sato sits in the Technical Committee US; one person sits in one of EC, SC, TC.",
        ),
        ("ec", candidate(kind="university"), "Toshiba cannot hold a vote."),
    ],
)
def test_each_refusal_names_the_condition_that_fails(body, who, sentence):
    assert [fault.text for fault in eligibility.faults(CHARTER, body, who)] == [sentence]


@pytest.mark.parametrize("title", ["cto", "CTO", "Chief Technology Officer", " chief technology officer "])
def test_a_title_counts_by_key_name_or_synonym_whatever_its_case(title):
    assert list(eligibility.faults(CHARTER, "ec", candidate(title=title))) == []
    assert eligibility.title_key(CHARTER, "ec", title) == "cto"


def test_the_council_takes_firms_of_both_branches():
    assert list(eligibility.faults(CHARTER, "ec", candidate(branch="jp"))) == []
