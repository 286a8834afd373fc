"""Every fault of a charter is found at once, at its place."""

import pytest

from charter import schemas
from charter.documents import NOT_STATED, get, put
from tests.charter.documents import complete


def faults(document):
    return {str(fault) for fault in schemas.faults_of(document)}


def paths(document):
    return {fault.path for fault in schemas.faults_of(document)}


def test_a_quorum_above_one_is_not_a_share_of_the_seats():
    document = complete(bodies__sc_us__quorum=1.4)

    assert faults(document) == {
        "bodies.sc_us.quorum: 140 % is not a share of the seats; one lies between 0 % and 100 %, such as 60 % or 0.6"
    }


def test_two_faults_of_one_value_leave_the_table_around_it_alone():
    document = complete(bodies__ec__cadence={"every": "week", "at_least": 0})

    assert paths(document) == {"bodies.ec.cadence.every", "bodies.ec.cadence.at_least"}


def test_all_faults_show_at_once():
    document = complete(
        bodies__sc_us__quorum=1.4,
        bodies__ec__kind="parliament",
        reminders__days=[-7, 0, 0],
        dues__due_days=-1,
        identity__currency="Dollars",
        identity__colour="red",
        terms__one_of=["ec", "senate"],
        tiers__t2__dues=1000000,
    )

    assert paths(document) >= {
        "bodies.sc_us.quorum",
        "bodies.ec.kind",
        "reminders.days",
        "dues.due_days",
        "identity.currency",
        "identity.colour",
        "terms.one_of",
        "tiers.t2.dues",
    }


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("identity.curency", "USD", "identity.curency: no such rule; did you mean “currency”?"),
        ("identity", "x", "identity: a table belongs here, not “x”"),
        (
            "identity.time_zone",
            "Mars/Olympus",
            "identity.time_zone: “Mars/Olympus” is not a time zone; one is Asia/Tokyo",
        ),
        (
            "identity.fiscal_year_starts",
            "13-01",
            "identity.fiscal_year_starts: “13-01” is not a month and day; one is 01-01",
        ),
        ("identity.currency", "Dollars", "identity.currency: “Dollars” is not the ISO code of a currency; one is USD"),
        (
            "branches.us.country_hint",
            "USA",
            "branches.us.country_hint: “USA” is not the ISO code of a country; one is JP",
        ),
        ("identity.name", " ", "identity.name: is empty"),
        ("identity.goal", 7, "identity.goal: words belong here, not “7”"),
        ("bodies.ec.titles", "cto", "bodies.ec.titles: a list belongs here, not “cto”"),
        ("bodies.ec.level", "top", "bodies.ec.level: “top” is not a number"),
        ("terms.renewable", "perhaps", "terms.renewable: “perhaps” is neither true nor false"),
        ("bodies.ec.decides", ["weather"], "bodies.ec.decides"),
        ("bodies.tc_us.branch", "eu", "bodies.tc_us.branch"),
        ("bodies.tc_us.titles", ["wizard"], "bodies.tc_us.titles"),
        ("amendment.decided_by", "sc", "amendment.decided_by"),
        ("dues.excluded_by", "nobody", "dues.excluded_by"),
        ("working_groups.kinds.function.parent_kind", "galaxy", "working_groups.kinds.function.parent_kind"),
        ("reminders.escalate", [{"days": 3, "to": "advisory"}], "reminders.escalate"),
        ("reminders.days", [-400, 0], "reminders.days: -400 is more than 90 days off"),
    ],
)
def test_a_slip_is_named_at_its_place(path, value, fault):
    found = faults(put(complete(), path, value))

    assert any(line.startswith(fault) for line in found), found


@pytest.mark.parametrize(
    ("path", "value", "rule"),
    [
        ("bodies.ec2", {**get(complete(), "bodies.ec"), "name": "Second council"}, "GOV-01"),
        ("bodies.ec.kind", "steering", "GOV-01"),
        ("bodies.sc_extra", {**get(complete(), "bodies.sc_us"), "name": "Second committee"}, "GOV-02"),
        ("bodies.sc_us.branch", NOT_STATED, "GOV-02"),
        ("bodies.tc_us.level", 4, "GOV-04"),
        ("bodies.office.vote", "seat", "GOV-07"),
        ("tiers.t4.seats", {"tc": 1}, "GOV-08"),
        ("tiers.t2.seats", {"sc": 1, "tc": 3}, "GOV-09"),
        ("tiers.t2.dues", 1000000, "MEM-03"),
        ("tiers.t2.revenue_below", 900000000, "MEM-03"),
        ("tiers.t2.revenue_below", 1100000000, "MEM-03"),
        ("tiers.t4.revenue_from", 5, "MEM-03"),
        ("tiers.t1.revenue_below", 9000000000, "MEM-03"),
        ("tiers.t4", NOT_STATED, "MEM-04"),
        ("tiers.t3.core", False, "MEM-04"),
        ("identity.host", NOT_STATED, "MEM-14"),
        ("membership.votes_of", ["firm", "university"], "MEM-15"),
        ("bodies.ec.quorum", NOT_STATED, "E-04"),
        ("working_groups.set_up_by", NOT_STATED, "WG-01"),
    ],
)
def test_a_broken_law_of_the_described_system_is_a_fault(path, value, rule):
    found = schemas.faults_of(put(complete(), path, value))

    assert rule in {fault.rule for fault in found}, [str(fault) for fault in found]


def test_an_approval_crosses_at_most_three_bodies():
    """GOV-05."""
    document = put(complete(), "bodies.wide", {**get(complete(), "bodies.ec"), "parent": "tc_us", "level": 3})

    assert "GOV-05" in {fault.rule for fault in schemas.faults_of(document)}


def test_appointments_do_not_go_in_a_circle():
    document = complete(bodies__ec__appointed_by="tc_us")

    assert "bodies.ec.appointed_by: the appointments go in a circle: ec → tc_us → sc_us → ec" in faults(document)


def test_consequences_come_after_the_due_day():
    assert "dues.suspended_after_days" in paths(complete(dues__suspended_after_days=10))


def test_laws_are_data_so_another_preset_may_break_them():
    document = put(complete(), "laws", {})

    two = put(document, "bodies.ec2", {**get(document, "bodies.ec"), "name": "Second council"})

    assert faults(two) == set()


def test_a_charter_that_charges_dues_needs_its_consequences():
    assert "dues.due_days" in paths(complete(dues__due_days=NOT_STATED))
    assert "dues.due_days" not in paths(complete("eureka"))


def test_an_empty_document_is_all_gaps_and_no_crash():
    found = schemas.faults_of({})

    assert {"identity.name", "bodies", "terms.years", "dues.basis"} <= {fault.path for fault in found}
    assert schemas.only_missing(found)


@pytest.mark.parametrize(("path", "value"), [("withdrawal__refund", True), ("pools__of", "invoiced")])
def test_what_the_books_cannot_keep_is_no_rule(path, value):
    document = complete(**{path: value})

    assert paths(document) == {path.replace("__", ".")}
