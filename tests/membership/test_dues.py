"""The dues run: each member's amount under the charter, one invoice per member and year, a handful of statements."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test.utils import CaptureQueriesContext

from charter import editions
from duties.models import Duty, Notice
from journal import subjects
from membership import dues, years
from membership.models import Member, Tiering
from parties.refusals import Invalid, Refusal
from tests.factories.consortium import asrc_document, company, employee, founded
from tests.factories.membership import verified
from tests.factories.parties import NOON, OrganisationFactory
from tests.factories.treasury import invoiced
from treasury import credit_notes
from treasury.models import Invoice, Transaction

pytestmark = pytest.mark.django_db


def amounts(consortium) -> dict[str, Decimal]:
    rows = Invoice.objects.standing().filter(consortium=consortium)
    return {str(row.organisation): row.amount for row in rows.select_related("organisation")}


def test_run_invoices_each_member_by_its_tier():
    consortium = founded()
    company(consortium, "Seagate", "t1")
    company(consortium, "Toshiba", "t2", "jp")
    company(consortium, "Nidec", "t4", "jp")

    dues.run(consortium, 2026, by=None, at=NOON)

    assert amounts(consortium) == {
        "Seagate": Decimal(1_000_000),
        "Toshiba": Decimal(400_000),
        "Nidec": Decimal(40_000),
    }


def test_run_names_the_host_and_the_due_day_and_owes_the_payment():
    consortium = founded()
    company(consortium, "Seagate")

    (invoice,) = dues.run(consortium, 2026, by=None, at=NOON)

    duty = Duty.objects.get(subject=invoice.subject)
    assert (invoice.host, invoice.issued_on, invoice.due_on) == ("IDEMA", date(2026, 3, 2), date(2026, 4, 1))
    assert (duty.kind, duty.debtor, duty.due_at.date()) == ("invoice.pay", invoice.debtor, date(2026, 4, 2))


def test_run_tells_the_people_who_pay_for_the_company():
    consortium = founded()
    seagate = company(consortium, "Seagate")
    payer = employee(seagate, "", "Payer", "billing")
    employee(seagate, "", "Nominator", "nominator")
    toshiba = company(consortium, "Toshiba", branch="jp")
    fallback = employee(toshiba, "", "Other", "nominator")

    dues.run(consortium, 2026, by=None, at=NOON)

    assert set(Notice.objects.filter(kind="invoice.issued").values_list("person", flat=True)) == {payer.pk, fallback.pk}


def test_a_second_run_invoices_those_who_joined_since_for_the_full_year():
    consortium = founded()
    company(consortium, "Seagate")
    dues.run(consortium, 2026, by=None, at=NOON)
    late = company(consortium, "Toshiba", branch="jp")
    Member.objects.filter(pk=late.pk).update(joined_on=date(2026, 10, 1))

    (issued,) = dues.run(consortium, 2026, by=None, at=NOON)

    assert (str(issued.organisation), issued.amount) == ("Toshiba", Decimal(1_000_000))


def test_a_joiner_pays_by_the_month_where_the_charter_says_so():
    consortium = founded(document=asrc_document(membership__joining="pro_rata"))
    late = company(consortium, "Toshiba")
    Member.objects.filter(pk=late.pk).update(joined_on=date(2026, 10, 1))

    (issued,) = dues.run(consortium, 2026, by=None, at=NOON)

    assert issued.amount == Decimal(250_000)


def test_run_refuses_when_nobody_is_left():
    consortium = founded()
    company(consortium, "Seagate")
    dues.run(consortium, 2026, by=None, at=NOON)

    with pytest.raises(Refusal, match="has an invoice"):
        dues.run(consortium, 2026, by=None, at=NOON)


def test_a_second_invoice_for_member_and_year_is_invalid_unless_supplementary():
    member = company(founded(), "Seagate")
    invoiced(member)

    with pytest.raises(Invalid, match="must be supplementary"):
        invoiced(member)
    extra = dues.charge_extra(member, amount=Decimal(500), purpose="Workshop", year=2026, by=None, at=NOON)

    assert (extra.is_supplementary, extra.amount) == (True, Decimal(500))


def test_a_second_invoice_for_member_and_year_is_refused_by_the_database():
    invoice = invoiced(company(founded(), "Seagate"))
    subject = subjects.open(invoice.consortium, Invoice.KIND)
    invoice.pk, invoice.subject, invoice.number = None, subject, subject.number
    invoice.serial, invoice.reference = 2, "another"

    with pytest.raises(IntegrityError, match="one_invoice_per_member_and_year"), transaction.atomic():
        invoice.save(force_insert=True)


def test_a_cancelled_invoice_can_be_issued_anew_under_the_next_number():
    consortium = founded()
    company(consortium, "Seagate")
    (first,) = dues.run(consortium, 2026, by=None, at=NOON)
    credit_notes.cancel(first, by=None, at=NOON, reason="Wrong tier")

    (second,) = dues.run(consortium, 2026, by=None, at=NOON)

    assert (first.label, second.label) == ("2026-0001", "2026-0002")


def test_assess_names_what_keeps_a_member_from_being_invoiced():
    consortium = founded()
    member = company(consortium, "Seagate")
    Tiering.objects.filter(member=member).delete()

    (charge,) = dues.assess(consortium, 2026, at=NOON)

    assert (charge.is_new, charge.problem) == (False, "No tier in 2026: grade the member.")


def test_t_eur_2_there_are_no_dues_where_cost_is_shared_per_project():
    consortium = founded(document=asrc_document(dues__basis="none"))
    company(consortium, "Seagate")

    with pytest.raises(Refusal, match="no dues here: the cost is shared per project"):
        dues.run(consortium, 2026, by=None, at=NOON)


def test_nothing_is_invoiced_for_a_year_far_off():
    consortium = founded()
    company(consortium, "Seagate")

    with pytest.raises(Invalid, match=r"2026.*2027"):
        dues.run(consortium, 2028, by=None, at=NOON)


def many(consortium, count: int) -> None:
    for number in range(count):
        company(consortium, f"{consortium} company {number}", f"t{number % 4 + 1}", "us" if number % 2 else "jp")


def statements(count: int) -> int:
    consortium = founded()
    many(consortium, count)
    with CaptureQueriesContext(transaction.get_connection()) as captured:
        issued = dues.run(consortium, 2026, by=None, at=NOON)
    assert len(issued) == count == Transaction.objects.filter(consortium=consortium).count()
    return len(captured)


def test_run_takes_as_many_statements_for_many_members_as_for_few():
    few, many_ = statements(3), statements(120)

    assert few == many_ <= 45


def test_organisations_without_membership_are_not_invoiced():
    consortium = founded()
    OrganisationFactory(name="MIT", kind="university")

    assert dues.assess(consortium, 2026, at=NOON) == []


FORMULA = {"base": "semiconductor revenue", "rate": "0.01", "minimum": 1_000_000, "maximum": 15_000_000}


@pytest.mark.parametrize(
    ("revenue", "amount"),
    [
        (0, "1000000"),
        (50_000_000, "1000000"),
        (100_000_000, "1000000"),
        (100_010_000, "1000100"),
        (500_000_000, "5000000"),
        (1_500_000_000, "15000000"),
        (1_500_010_000, "15000000"),
        (3_000_000_000, "15000000"),
    ],
)
def test_t_sem_1_to_3_a_formula_invoices_a_share_of_verified_revenue_within_its_bounds(revenue, amount):
    consortium = founded(document=asrc_document(dues__basis="formula", dues__formula=FORMULA))
    member = company(consortium, "Motorola")
    rules = editions.in_force(consortium, NOON.date())
    verified(member, revenue, year=years.revenue_year(rules, 2027), at=NOON)

    (invoice,) = dues.run(consortium, 2027, by=None, at=NOON)

    assert invoice.amount == Decimal(amount)


def test_a_formula_waits_for_the_revenue_to_be_verified():
    consortium = founded(document=asrc_document(dues__basis="formula", dues__formula=FORMULA))
    company(consortium, "Motorola")

    (charge,) = dues.assess(consortium, 2027, at=NOON)

    assert (charge.amount, charge.problem) == (None, "No verified revenue of 2025: verify its declaration.")


def test_a_run_that_issues_nothing_says_why():
    consortium, said = founded(), []

    def tried():
        with pytest.raises(Refusal) as refusal:
            dues.run(consortium, 2026, by=None, at=NOON)
        said.append(str(refusal.value))

    tried()
    company(consortium, "Hoya").tierings.all().delete()
    tried()
    company(consortium, "Toshiba")
    dues.run(consortium, 2026, by=None, at=NOON)
    tried()

    assert [words.partition(";")[0].partition(",")[0] for words in said] == [
        "Nobody was a member in this year",
        "Nobody can be invoiced yet",
        "Everybody else has an invoice",
    ]
