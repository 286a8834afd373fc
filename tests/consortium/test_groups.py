"""Working groups: two kinds, set up on demand, with guests who have no vote."""

import pytest

from consortium import groups, seats
from consortium.models import Body, Seat
from duties import duties
from duties.duties import Owed
from parties.refusals import Invalid, Refusal
from tests.factories.consortium import body, company, employee, founded, seated
from tests.factories.parties import NOON, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    consortium = founded()
    return seated(body(consortium, "tc_us"), company(consortium, "Seagate"), "technical_lead")


def system_group(seat, system="HAMR", **options):
    said = {"name": f"{system} group", "purpose": "Heat-assisted recording", "lead": seat.person, **options}
    return groups.set_up(seat.body, "system", system=system, by=seat.person, at=NOON, **said)


def function_group(parent, seat, domain="Heads", **options):
    said = {"name": domain, "purpose": "Heads for HAMR", "lead": seat.person, "domain": domain, **options}
    return groups.set_up(parent, "function", by=seat.person, at=NOON, **said)


def test_a_committee_sets_up_a_system_group_led_by_one_of_its_members(lead):
    group = system_group(lead)

    assert (group.kind, group.branch, group.level, group.system, group.parent) == (
        "system_group",
        "us",
        0,
        "HAMR",
        lead.body,
    )
    assert list(group.seats.values_list("person", "post", "votes")) == [(lead.person_id, "lead", True)]
    assert group.allowed_by.verb == "group.set_up"


def test_a_function_group_stands_under_its_system_group(lead):
    parent = system_group(lead)

    group = function_group(parent, lead)

    assert (group.kind, group.parent, group.system, group.domain) == ("function_group", parent, "HAMR", "Heads")
    assert group.key == "tc_us_hamr_heads"


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("task_force", "Kinds of working groups under this charter: System group, Function group."),
        ("function", "A function group stands under an open system group."),
    ],
)
def test_other_kinds_and_groups_without_their_parent_are_refused(lead, kind, sentence):
    with pytest.raises(Invalid) as refused:
        groups.set_up(lead.body, kind, name="X", purpose="Y", domain="Z", lead=lead.person, by=lead.person, at=NOON)

    assert str(refused.value) == sentence


def test_a_system_group_does_not_stand_under_the_council(lead):
    with pytest.raises(Invalid, match="stands under an open technical committee"):
        groups.set_up(
            body(lead.consortium, "ec"),
            "system",
            name="X",
            purpose="Y",
            system="HAMR",
            lead=lead.person,
            by=lead.person,
            at=NOON,
        )


def test_one_open_system_group_per_system_and_branch(lead):
    first = system_group(lead)

    with pytest.raises(Invalid, match="has a system group in this branch: HAMR group"):
        system_group(lead, "hamr")

    groups.close(first, by=lead.person, at=NOON)
    assert system_group(lead).is_open


def test_the_lead_comes_from_the_committee(lead):
    with pytest.raises(Invalid, match="is no member of the Technical Committee US"):
        system_group(lead, lead=PersonFactory())


def test_guests_belong_without_a_vote(lead):
    group = system_group(lead)

    seat = groups.add_guest(group, PersonFactory(), by=lead.person, at=NOON)

    assert (seat.votes, seat.member, seat.is_guest) == (False, None, True)


def test_a_member_of_the_committee_is_no_guest(lead):
    group = system_group(lead)
    colleague = seated(lead.body, company(lead.consortium, "WD"), "technical_lead")

    with pytest.raises(Invalid, match="add them as a member"):
        groups.add_guest(group, colleague.person, by=lead.person, at=NOON)

    assert groups.add_member(group, colleague.person, by=lead.person, at=NOON).votes


def test_a_vote_in_a_group_ends_with_the_seat_in_the_committee(lead):
    group = system_group(lead)
    below = function_group(group, lead)

    seats.end(lead, reason=Seat.Ending.RESIGNED, by=lead.person, at=NOON)

    assert set(Seat.objects.filter(body__in=[group, below]).values_list("state", "end_reason")) == {
        ("ended", "committee")
    }


@pytest.mark.parametrize("what", ["group", "duty"])
def test_a_group_with_open_work_does_not_close(lead, what):
    group = system_group(lead)
    if what == "group":
        function_group(group, lead)
    else:
        owed = Owed(group.subject_id, group.subject_id, "meeting.hold", NOON)
        duties.owe(group.consortium, [owed], at=NOON)
    words = {"group": "1 function group", "duty": "1 duty"}[what]

    with pytest.raises(Refusal, match=f"still has open work: {words}"):
        groups.close(group, by=lead.person, at=NOON)


def test_closing_ends_every_place_in_the_group(lead):
    group = system_group(lead)
    groups.add_guest(group, PersonFactory(), by=lead.person, at=NOON)

    groups.close(group, by=lead.person, at=NOON, reason="Done")

    assert (group.state, group.closed_on) == (Body.State.CLOSED, NOON.date())
    assert set(group.seats.values_list("end_reason", flat=True)) == {"closed"}


def test_the_council_is_not_closed(lead):
    with pytest.raises(Refusal, match="The charter names the Executive Council"):
        groups.close(body(lead.consortium, "ec"), by=lead.person, at=NOON)


def test_the_lead_is_handed_over_within_the_committee(lead):
    group = system_group(lead)
    colleague = seated(lead.body, company(lead.consortium, "WD"), "technical_lead")

    groups.hand_over(group, colleague.person, by=lead.person, at=NOON)

    assert dict(group.seats.values_list("person", "post")) == {lead.person_id: "", colleague.person_id: "lead"}


def test_the_lead_is_not_removed(lead):
    group = system_group(lead)

    with pytest.raises(Refusal, match="Hand the lead"):
        groups.remove(group.seats.get(), reason="", by=lead.person, at=NOON)


def test_employees_of_other_members_may_be_guests_for_their_company(lead):
    group = system_group(lead)
    guest = employee(company(lead.consortium, "Hoya", "t4"))

    seat = groups.add_guest(group, guest, by=lead.person, at=NOON)

    assert str(seat.organisation) == "Hoya"
