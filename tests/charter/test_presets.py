"""Presets say what the documents say, with a source for every rule, and nothing that nobody said."""

import re
from decimal import Decimal

import pytest

from charter import documents, presets, questions, schemas, sources
from charter.documents import NOT_STATED
from charter.sources import Basis
from tests.charter.documents import complete

KEYS = ["asrc", "eureka", "sematech-1987"]
LINES = re.compile(r"^S[12](:\d+(-\d+)?)?")


def stated(key):
    return documents.stated(schemas.model(), presets.named(key).document)


def test_there_are_three_presets():
    assert list(presets.every()) == KEYS


@pytest.mark.parametrize("key", KEYS)
def test_every_stated_rule_has_a_source_and_every_source_a_rule(key):
    preset, rules = presets.named(key), stated(key)

    expanded = sources.expand(preset.sources, rules)

    assert set(rules) - set(expanded) == set()
    assert sources.unused(preset.sources, rules) == []


@pytest.mark.parametrize("key", KEYS)
def test_a_document_rule_names_its_lines_and_a_default_names_its_row(key):
    expanded = sources.expand(presets.named(key).sources, stated(key))

    for path, source in expanded.items():
        pattern = r"^E-\d\d" if source.basis == Basis.DEFAULT else LINES
        assert re.match(pattern, source.source), f"{path}: {source.source}"


@pytest.mark.parametrize("key", KEYS)
def test_a_preset_claims_no_choice_and_quotes_only_documents(key):
    expanded = sources.expand(presets.named(key).sources, stated(key))

    assert Basis.CHOSEN not in {source.basis for source in expanded.values()}
    assert [path for path, source in expanded.items() if source.quote and source.basis == Basis.DEFAULT] == []


@pytest.mark.parametrize("key", KEYS)
def test_a_preset_is_incomplete_but_not_wrong(key):
    found = schemas.faults_of(presets.named(key).document)

    assert found
    assert schemas.only_missing(found), [str(fault) for fault in found if not fault.is_missing]


@pytest.mark.parametrize("key", KEYS)
def test_answering_every_question_completes_a_preset(key):
    assert [str(fault) for fault in schemas.faults_of(complete(key))] == []


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("asrc", "identity.currency"),
        ("asrc", "tiers.t1.dues"),
        ("asrc", "tiers.t1.revenue_from"),
        ("asrc", "dues.formula.rate"),
        ("asrc", "funding.government_share"),
        ("sematech-1987", "bodies.board.quorum"),
        ("sematech-1987", "bodies.board.cadence"),
        ("sematech-1987", "pools.project_share"),
        ("sematech-1987", "tiers"),
        ("eureka", "identity.currency"),
        ("eureka", "bodies.coordinating.cadence"),
        ("eureka", "pools"),
    ],
)
def test_what_no_document_states_is_absent(key, path):
    assert documents.get(presets.named(key).document, path) is NOT_STATED


def test_asrc_states_what_the_paper_states():
    rules = stated("asrc")

    assert rules["pools.project_share"].value == Decimal("0.90")
    assert rules["bodies.ec.cadence"].value == {"every": "half_year", "at_least": 1}
    assert rules["bodies.sc_us.titles"].value == ["director"]
    assert rules["bodies.tc_jp.appointed_by"].value == "sc_jp"
    assert rules["working_groups.guests_vote"].value is False
    assert rules["identity.host"].value == "IDEMA"
    assert rules["projects.a_year"].value == {"at_least": 30, "at_most": 40}


def test_a_year_under_asrc_has_at_least_34_meetings():
    """T-ASRC-3, GOV-13."""
    a_year = {"year": 1, "half_year": 2, "quarter": 4, "month": 12}

    bodies = schemas.typed(complete("asrc")).bodies.values()

    assert sum(a_year[body.cadence.every] * body.cadence.at_least for body in bodies if body.cadence) == 34


@pytest.mark.parametrize(
    ("tier", "title", "body", "is_eligible"),
    [
        ("t1", "cto", "ec", True),
        ("t1", "svp", "ec", True),
        ("t1", "Senior Vice President", "ec", True),
        ("t2", "cto", "ec", False),
        ("t1", "director", "sc_us", True),
        ("t2", "director", "sc_jp", True),
        ("t3", "director", "sc_us", False),
        ("t1", "cto", "sc_us", False),
        ("t3", "technical_lead", "tc_us", True),
        ("t4", "technical_lead", "tc_us", False),
    ],
)
def test_tier_and_title_decide_who_may_sit(tier, title, body, is_eligible):
    """T-ASRC-2."""
    charter = schemas.typed(complete("asrc"))

    assert (charter.may_sit(tier, body) and charter.title_fits(title, body)) is is_eligible


@pytest.mark.parametrize(
    ("tier", "quotas"), [("t1", [1, 1, 2]), ("t2", [0, 1, 1]), ("t3", [0, 0, 1]), ("t4", [0, 0, 0])]
)
def test_quotas_fall_from_tier_to_tier(tier, quotas):
    """E-03."""
    charter = schemas.typed(complete("asrc"))

    assert [charter.quota(tier, body) for body in ("ec", "sc_us", "tc_jp")] == quotas


def test_sematech_without_tiers_gives_every_member_the_same_seats():
    charter = schemas.typed(complete("sematech-1987"))

    assert charter.quota("", "board") == 1
    assert charter.may_sit("", "board")


def test_eureka_has_no_dues_and_bounds_the_own_share():
    """T-EUR-1, T-EUR-2."""
    charter = schemas.typed(complete("eureka"))

    assert not charter.dues.are_charged
    assert (charter.funding.own_share_min, charter.funding.own_share_max) == (Decimal("0.30"), Decimal("0.50"))
    assert (charter.membership.nationality.count, len(charter.projects.fields)) == (36, 9)


def test_the_notes_on_traps_stand_beside_their_rules():
    """TRAP-01, TRAP-03, TRAP-05."""
    sematech, eureka = (sources.expand(presets.named(key).sources, stated(key)) for key in ("sematech-1987", "eureka"))

    assert "TRAP-01" in sematech["membership.nationality.foreign_from"].note
    assert "TRAP-02" in sematech["identity.legal_form"].note
    assert "TRAP-03" in sematech["dues.formula.rate"].note
    assert "TRAP-05" in eureka["funding.own_share_min"].note


def test_amounts_are_only_ever_suggested_as_illustrative():
    """E-02."""
    asked = {question.key: question for question in questions.ask(presets.named("asrc"))}

    for tier in ("t1", "t2", "t3", "t4"):
        assert "Illustrative" in asked[f"tiers.{tier}.dues"].note
