"""Editions: what is in force when, how it changes, and that it never changes behind anyone's back."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from charter import editions
from charter.models import Edition
from journal.models import Entry
from parties.refusals import Invalid, Refusal
from tests.factories.parties import NOON

TODAY = NOON.date()
NEXT_YEAR = date(TODAY.year + 1, 1, 1)


@pytest.fixture
def decision(asrc):
    """An entry that stands for the decision of the council."""
    return Entry.objects.filter(consortium=asrc).first()


@pytest.fixture
def draft(asrc, secretary):
    return editions.propose(asrc, {"bodies.ec.quorum": "0.6"}, by=secretary, at=NOON, reason="Larger council")


def test_before_the_first_edition_nothing_holds(asrc):
    with pytest.raises(Refusal, match="no charter in force"):
        editions.at(asrc, date(2019, 12, 31))


def test_an_edition_is_read_once(asrc, django_assert_num_queries):
    editions.at(asrc, TODAY).charter  # noqa: B018

    with django_assert_num_queries(1):
        assert editions.at(asrc, TODAY).charter.bodies["sc_us"].branch == "us"


def test_a_rule_says_its_value_its_source_and_its_basis(asrc):
    rule = editions.at(asrc, TODAY).rule("bodies.sc_us.cadence")

    assert (str(rule.label), rule.value, rule.basis) == ("Meets", "every quarter, at least 1", "stated")
    assert (rule.source.source, rule.source.quote) == ("S1:312 (SC-02)", "每季度开一次会")


def test_a_proposal_changes_nothing_yet(asrc, draft):
    assert editions.at(asrc, TODAY).number == 1
    assert (draft.state, draft.rule("bodies.ec.quorum").value) == ("draft", "more than 60 %")


def test_what_an_amendment_changes_is_chosen_and_says_why(draft):
    rule = draft.rule("bodies.ec.quorum")

    assert (rule.basis, rule.source.note) == ("chosen", "Larger council")
    assert draft.rule("bodies.ec.majority").basis == "default"


def test_a_proposal_that_changes_nothing_is_refused(asrc, secretary):
    with pytest.raises(Invalid, match="changes no rule"):
        editions.propose(asrc, {"bodies.ec.quorum": "0.5"}, by=secretary, at=NOON, reason="None")


def test_an_amendment_needs_a_decision(draft, secretary):
    with pytest.raises(Refusal, match="by a decision"):
        editions.adopt(draft, effective_from=NEXT_YEAR, by=secretary, at=NOON)


def test_an_adopted_edition_holds_from_its_day_and_not_before(asrc, draft, decision):
    editions.adopt(draft, effective_from=NEXT_YEAR, by=None, at=NOON, allowed_by=decision)

    assert [editions.at(asrc, day).number for day in (TODAY, NEXT_YEAR - timedelta(1), NEXT_YEAR)] == [1, 1, 2]
    assert editions.superseded_on(editions.at(asrc, TODAY)) == NEXT_YEAR


def test_what_was_opened_under_an_edition_still_reads_it(asrc, draft, decision):
    opened_under = editions.at(asrc, TODAY)

    editions.adopt(draft, effective_from=TODAY, by=None, at=NOON, allowed_by=decision)

    assert str(editions.charter_of(opened_under.pk).bodies["ec"].quorum) == "0.5"
    assert str(editions.in_force(asrc, TODAY).bodies["ec"].quorum) == "0.6"


def test_a_faulty_draft_is_never_adopted(asrc, secretary, decision):
    draft = editions.propose(
        asrc,
        {"bodies.sc_us.quorum": "1.4", "bodies.tc_us.titles": ["wizard"], "dues.due_days": None},
        by=secretary,
        at=NOON,
        reason="Slips",
    )

    with pytest.raises(Invalid) as refused:
        editions.adopt(draft, effective_from=NEXT_YEAR, by=None, at=NOON, allowed_by=decision)

    assert {fault.path for fault in editions.faults_of(draft)} == {
        "bodies.sc_us.quorum",
        "bodies.tc_us.titles",
        "dues.due_days",
    }
    assert "140 % is not a share of the seats" in str(refused.value)


def test_an_amendment_takes_effect_neither_in_the_past_nor_before_another(asrc, secretary, draft, decision):
    with pytest.raises(Invalid, match="in the past"):
        editions.adopt(draft, effective_from=TODAY - timedelta(1), by=None, at=NOON, allowed_by=decision)

    editions.adopt(draft, effective_from=NEXT_YEAR, by=None, at=NOON, allowed_by=decision)
    other = editions.propose(asrc, {"terms.years": 3}, by=secretary, at=NOON, reason="Longer")
    with pytest.raises(Refusal, match="must be later"):
        editions.adopt(other, effective_from=NEXT_YEAR, by=None, at=NOON, allowed_by=decision)


def test_an_amendment_starts_from_the_latest_edition_even_before_its_day(asrc, secretary, draft, decision):
    editions.adopt(draft, effective_from=NEXT_YEAR, by=None, at=NOON, allowed_by=decision)

    other = editions.propose(asrc, {"terms.years": 3}, by=secretary, at=NOON, reason="Longer")

    assert (other.charter.terms.years, str(other.charter.bodies["ec"].quorum)) == (3, "0.6")


def test_a_table_that_an_amendment_adds_is_chosen_in_every_rule(asrc, secretary):
    draft = editions.propose(asrc, {"titles.vp": {"name": "Vice President"}}, by=secretary, at=NOON, reason="New")

    assert draft.rule("titles.vp.name").basis == "chosen"


def test_an_amendment_may_let_the_charter_say_nothing(asrc, secretary):
    draft = editions.propose(asrc, {"pools.tolerance": None}, by=secretary, at=NOON, reason="No band")

    assert draft.rule("pools.tolerance").basis == "not_stated"


@pytest.mark.parametrize("change", [{"document": {}}, {"effective_from": date(2001, 1, 1)}, {"schema": 7}])
def test_the_database_keeps_an_edition_in_force_as_it_is(asrc, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(consortium=asrc).update(**change)
