"""Membership under charters without tiers, branches or dues: nothing here is shaped by one consortium alone."""

import pytest
from django.urls import reverse
from django.utils import timezone

from charter import documents
from membership import members
from parties.refusals import Invalid
from tests.charter.documents import complete
from tests.factories.consortium import employee, founded, officer
from tests.factories.membership import verified
from tests.factories.parties import NOON, OrganisationFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
PAGES = (
    "member_list",
    "supply_chain",
    "benefit_list",
    "exit_risk",
    "regrading_list",
    "declaration_list",
    "admission_new",
)


def under(preset, **changes):
    return founded(document=documents.plain(complete(preset, **changes)))


def joined(consortium, country="US", kind="firm"):
    return members.admit(
        consortium,
        OrganisationFactory(country=country, kind=kind),
        joined_on=consortium.day_of(NOON),
        by=None,
        at=NOON,
    )


@pytest.mark.parametrize(("preset", "post"), [("sematech-1987", "finance"), ("eureka", "secretary")])
def test_every_page_opens(client, preset, post):
    consortium = under(preset)
    member = joined(consortium, kind=complete(preset)["membership"]["admits"][0])
    client.force_login(officer(consortium, post, at=NOW))
    pages = PAGES if post == "finance" else ("member_list", "supply_chain", "benefit_list", "admission_new")

    answers = {name: client.get(reverse(name, args=[consortium.slug])).status_code for name in pages}
    detail = client.get(reverse("member_detail", args=[consortium.slug, member.number]))

    assert answers == dict.fromkeys(pages, 200)
    assert detail.status_code == 200


def test_a_formula_would_tell_revenue_so_the_council_does_not_see_each_members_dues(client):
    consortium = under("sematech-1987")
    member = joined(consortium)
    verified(member, 500_000_000, year=NOW.year - 1, at=NOW)
    finance, colleague = officer(consortium, "finance", at=NOW), employee(member, "", "", "billing")
    address = reverse("exit_risk", args=[consortium.slug])

    client.force_login(finance)
    seen = client.get(address)
    client.force_login(colleague)
    hidden = client.get(address)

    assert "5,000,000" in seen.content.decode()
    assert hidden.status_code == 404


@pytest.mark.parametrize("preset", ["asrc", "sematech-1987", "eureka"])
def test_the_charter_says_which_kinds_of_organisation_join(preset):
    consortium = under(preset, membership__positions={}, membership__in_branches=False, tiers={})
    admits = complete(preset)["membership"]["admits"]

    for kind in ("firm", "university", "institute", "association", "government"):
        if kind in admits:
            assert joined(consortium, kind=kind).belongs
        else:
            with pytest.raises(Invalid, match="admits"):
                joined(consortium, kind=kind)


def test_whoever_declares_under_a_formula_reads_it_and_the_dues_it_leads_to(client):
    consortium = under("sematech-1987")
    member = joined(consortium)
    declaration = verified(member, 500_000_000, year=NOW.year - 1, at=NOW)
    client.force_login(employee(member, "", "", "revenue_declarer"))
    formula = "Dues are 1 % of the semiconductor revenue, but at least 1,000,000.00 and at most 15,000,000.00 USD."

    asked = client.get(reverse("declaration_declare", args=[consortium.slug, member.number])).content.decode()
    told = client.get(reverse("declaration_detail", args=[consortium.slug, declaration.number])).content.decode()

    assert (formula in asked, "counts for the tier" in asked) == (True, False)
    assert (formula in told, f"Dues of {NOW.year}" in told, "5,000,000.00" in told) == (True, True, True)


def test_where_members_belong_to_no_branch_the_list_says_nothing_of_branches(client):
    consortium = under("sematech-1987")
    client.force_login(officer(consortium, "finance", at=NOW))

    page = client.get(reverse("member_list", args=[consortium.slug])).content.decode()

    assert "AMRC" not in page


def test_the_office_is_first_asked_for_the_post_that_nobody_holds(client):
    consortium = under("sematech-1987")
    secretary = officer(consortium, "secretary", at=NOW)
    client.force_login(secretary)

    form = client.get(reverse("officer_new", args=[consortium.slug, secretary.seats.get().body.number])).context["form"]

    assert form["post"].value() == "finance"


def test_where_no_dues_are_paid_no_page_speaks_of_them(client):
    consortium = under("eureka")
    client.force_login(officer(consortium, "secretary"))

    funds, prospects = (client.get(f"/{consortium.slug}/{page}/").content.decode() for page in ("funds", "prospects"))

    assert "Members of this consortium pay no dues." in funds
    assert "Finance runs the dues" not in funds
    assert "Open prospects would bring" not in prospects
