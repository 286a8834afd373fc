"""One truth about a debt: every place that speaks of it says the same, whatever happened to the money."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consortium import memberships
from consortium.models import Motion
from desk import home
from desk.viewers import viewer_of
from duties import letters, reminders
from duties.models import Duty, Letter, Notice
from membership import standing
from membership.models import Member
from parties.models import Consortium
from tests.factories.consortium import company, employee, founded, officer
from tests.factories.parties import NOON
from tests.factories.treasury import invoiced, paid, unmatched
from tests.treasury.situations import SITUATIONS, TOLD, apply, bills, credit
from treasury import consequences, dunning, payments, queries
from treasury.models import Invoice, Payment
from treasury.models.invoices import PAY
from treasury.payments import Receipt
from treasury.verification import verify

pytestmark = pytest.mark.django_db
LATE = NOON + timedelta(days=95)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATE)


def test_bk_12_every_place_says_the_same_of_a_debt(client):
    consortium = founded()
    finance = officer(consortium, "finance")
    people = {}
    for happens in SITUATIONS:
        member = company(consortium, happens.__name__)
        people[happens] = member, employee(member, "", f"Payer {happens.__name__}", "billing")
        happens(member)
    memberships.follow(consortium, at=LATE)
    dunning.write(consortium, at=LATE)
    reminders.remind(consortium, at=LATE)

    wrong = {}
    for happens, owed in SITUATIONS.items():
        member, payer = people[happens]
        rows = list(Invoice.objects.filter(debtor=member.subject).with_lateness(LATE.date()).order_by("pk"))
        expected = {row.pk: Decimal(amount) for row, amount in zip(rows, owed, strict=True)}
        for place, said in said_of(client, consortium, member, payer, finance, rows, expected).items():
            if said[0] != said[1]:
                wrong[happens.__name__, place] = said
    assert wrong == {}
    assert [fault for fault in verify(consortium) if "of subject" in fault and "EUR" not in fault] == []


def said_of(client, consortium: Consortium, member: Member, payer, finance, rows, expected) -> dict:
    """Ask every place about a member: place → (what it says, what is right)."""
    total, member = sum(expected.values()), Member.objects.get(pk=member.pk)
    late = {row.label for row in rows if expected[row.pk]}
    subjects = {row.subject_id for row in rows if expected[row.pk]}
    mine = {row.subject_id: row for row in rows}
    base, api = f"/{consortium.slug}", f"/api/v1/{consortium.slug}"
    told = {letter.about_id: letter.body for letter in Letter.objects.held().filter(about__in=mine)}
    named = {pk for pk, body in told.items() if f"{expected[mine[pk].pk]:,.2f} USD of it is still owed" in body}
    open_duties = Duty.objects.open().filter(kind=PAY, subject__in=mine)
    reminded = Notice.objects.filter(person=payer, kind="duty.reminder", subject__in=mine)
    days = {each.invoice.pk for each in queries.overdue(consortium, LATE.date())} & set(expected)
    drafted = Motion.objects.filter(items__exclusion__member=member, state="draft").exists()

    client.force_login(payer)
    viewer = viewer_of(payer, consortium, LATE)
    at_home = {line.address for line in home.owed(viewer, None, {}).own}
    statement = client.get(f"{base}/balances/{member.number}/").content.decode()
    page = {row.label: client.get(row.get_absolute_url()).content.decode() for row in rows}
    card = client.get(f"{base}/").content.decode()
    rest = client.get(f"{api}/invoices/").json()["results"]
    mail = client.get(f"{base}/invoices/?export=csv")
    exported = b"".join(mail.streaming_content).decode()

    client.force_login(finance)
    listed = client.get(f"{base}/invoices/?state=overdue&q={member.organisation.name}").content.decode()
    chased = client.get(f"{base}/chase/?kind={PAY}&size=500").content.decode()
    ages = client.get(f"{base}/balances/").context["rows"]
    age = next((each["row"] for each in ages if each["row"].debtor_id == member.subject_id), None)

    return {
        "invoices": ({row.pk: row.owed for row in rows}, expected),
        "late": ({row.label for row in rows if row.is_late}, late),
        "overdue": (days, {row.pk for row in rows if expected[row.pk]}),
        "duties": (set(open_duties.values_list("subject", flat=True)), subjects),
        "reminders": (set(reminded.values_list("subject", flat=True)), subjects),
        "letters": (set(told), subjects),
        "amounts in letters": (named, subjects),
        "suspended": (member.state, "suspended" if total else "active"),
        "exclusion drafted": (drafted, bool(total)),
        "late debtors": (member.subject_id in standing.late_debtors(consortium, LATE.date(), 60), bool(total)),
        "home": (at_home, {row.get_absolute_url() for row in rows if expected[row.pk]}),
        "card": ("How to pay" in card, bool(total)),
        "statement": (f"{total:,.2f} USD are owed" in statement, bool(total)),
        "nothing owed": ("Nothing is owed" in statement, not total),
        "overdue on statement": ("a part of it is overdue" in statement, bool(total)),
        "pages": ({label for label, words in page.items() if "Overdue" in words}, late),
        "api": ({(row["label"], row["owed"]) for row in rest}, {(r.label, f"{expected[r.pk]:.2f}") for r in rows}),
        "api overdue": ({row["label"] for row in rest if row["is_overdue"]}, late),
        "export": (exported.count("Overdue"), len(late)),
        "list": ({row.label for row in rows if row.label in listed}, late),
        "chase list": ({row.label for row in rows if row.label in chased}, late),
        "ages": (age.owed if age else 0, total),
    }


@pytest.fixture
def finance():
    return officer(founded(), "finance")


@pytest.fixture
def member(finance):
    return company(finance.seats.get().body.consortium, "Pinewood")


def rights(member: Member) -> tuple[str, str]:
    member.refresh_from_db()
    return member.state, Motion.objects.filter(items__exclusion__member=member).order_by("pk").last().state


def state_of(invoice: Invoice) -> tuple[str, list]:
    duty = Duty.objects.get(subject=invoice.subject)
    return duty.state, list(duty.discharges.values_list("evidence__kind", "evidence__number"))


def test_bk_12_credit_gives_rights_back_at_once_and_a_refund_takes_them_at_night(member):
    invoiced(member, 400)
    memberships.follow(member.consortium, at=LATE)
    before = rights(member)
    payment = credit(member, 400, at=LATE)
    covered = rights(member)
    payments.send_back(payment, amount=Decimal(1), reason="x", by=None, at=LATE)
    refunded = rights(member)
    memberships.follow(member.consortium, at=LATE)

    assert (before, covered, refunded, rights(member)) == (
        ("suspended", "draft"),
        ("active", "withdrawn"),
        ("active", "withdrawn"),
        ("suspended", "draft"),
    )


def test_bk_12_money_for_a_later_invoice_gives_no_rights_back_meanwhile(member):
    invoiced(member, 400)
    second = invoiced(member, 400, purpose="Workshop")
    memberships.follow(member.consortium, at=LATE)
    payment = paid(second, 400, at=LATE)
    payments.reverse(payment, reason="Bounced", by=None, at=LATE)

    assert rights(member) == ("suspended", "draft")
    assert not Notice.objects.filter(kind="member.restored").exists()


def test_bk_12_a_duty_follows_the_credit_there_and_back(member):
    payment = credit(member, 400)
    invoice = invoiced(member, 400)
    seen = [state_of(invoice)]
    payments.send_back(payment, amount=Decimal(100), reason="x", **TOLD)
    seen.append(state_of(invoice))
    other = credit(member, 100)
    seen.append(state_of(invoice))
    payments.assign(other, company(member.consortium, "Other").subject, **TOLD)
    seen.append(state_of(invoice))
    older = paid(invoice, 100)
    seen.append(state_of(invoice))
    apply(payment, invoice, 300)
    seen.append(state_of(invoice))

    assert seen == [
        ("done", [("payment", payment.number)]),
        ("open", []),
        ("done", [("payment", other.number)]),
        ("open", []),
        ("done", [("payment", older.number)]),
        ("done", [("payment", older.number)]),
    ]


def test_bk_12_an_older_invoice_takes_the_credit_of_a_later_one(member):
    later = invoiced(member, 400, due_days=60)
    credit(member, 400)
    covered = state_of(later)[0]
    invoiced(member, 400, purpose="Due sooner")

    assert (covered, state_of(later)[0]) == ("done", "open")


def test_bk_12_a_held_letter_goes_and_comes_with_the_credit(member):
    employee(member, "", "Dana Pruitt", "billing")
    invoiced(member, 400)
    dunning.write(member.consortium, at=LATE)
    letters.edit(Letter.objects.get(), title="Reminder", body="Dear Dana", by=employee(member), at=LATE)
    credit(company(member.consortium, "Other"), 400, at=LATE)
    untouched = list(Letter.objects.held().values_list("body", flat=True))
    part = credit(member, 150, at=LATE)
    in_part = Letter.objects.held().get().body
    rest = credit(member, 250, at=LATE)
    covered = Letter.objects.held().count()
    payments.send_back(rest, amount=Decimal(250), reason="x", by=None, at=LATE)
    dunning.write(member.consortium, at=LATE)
    payments.send_back(part, amount=Decimal(150), reason="x", by=None, at=LATE)

    assert untouched == ["Dear Dana"]
    assert "250.00 USD of it is still owed. 150.00 USD of your payments is not yet applied." in in_part
    assert covered == 0
    assert "400.00 USD of it is still owed. Please" in Letter.objects.held().get().body


def test_bk_12_a_letter_is_not_released_once_credit_covers_what_it_asks_for(member):
    employee(member, "", "Dana Pruitt", "billing")
    invoiced(member, 400)
    dunning.write(member.consortium, at=LATE)
    held = list(Letter.objects.held())
    Payment.objects.filter(pk=unmatched(member.consortium, 400).pk).update(payer=member.subject, state="credit")

    assert letters.release(held, by=employee(member), at=LATE) == (0, 1)


def test_bk_12_what_was_recorded_before_comes_right_in_the_next_round(member):
    invoice = invoiced(member, 400)
    Payment.objects.filter(pk=unmatched(member.consortium, 400).pk).update(payer=member.subject, state="credit")
    before = state_of(invoice)[0]
    consequences.catch_up(member.consortium, at=LATE)

    assert (before, state_of(invoice)[0]) == ("open", "done")


def test_bk_12_finance_finds_unapplied_receipts_beside_open_invoices_and_applies_them_in_one_step(
    client, finance, member
):
    first, second = bills(member)
    payment = paid(first, 800)
    credit(company(member.consortium, "Nothing open"), 5)
    client.force_login(finance)
    base = f"/{member.consortium.slug}"

    work = {each.label: each for each in client.get(f"{base}/").context["office"].money}
    item = work["Unapplied receipts beside open invoices"]
    listed = client.get(item.address).context["list"]
    page = client.get(payment.get_absolute_url())
    offered = {each["name"]: str(each["suggested"]) for each in page.context["offered"]}
    client.post(f"{payment.get_absolute_url()}allocate/", {**offered, "once": "k"})

    second.refresh_from_db()
    assert (item.count, listed.total, offered) == (1, 1, {f"invoice_{second.number}": "400.00"})
    assert (second.state, state_of(second)[0]) == ("paid", "done")


def test_bk_12_what_is_offered_for_a_receipt_is_never_more_than_it_has(client, finance, member):
    bills(member)
    payment = credit(member, 500)
    client.force_login(finance)

    page = client.get(payment.get_absolute_url())

    assert [each["suggested"] for each in page.context["offered"]] == [400, 100]


def test_bk_12_the_members_pages_say_what_is_covered(client, member):
    payer = employee(member, "", "Dana Pruitt", "billing")
    first, second = bills(member)
    paid(first, 700)
    client.force_login(payer)
    words = "300.00 USD of your payments is not yet applied; it covers this invoice."

    pages = [
        client.get(address).content.decode() for address in (second.get_absolute_url(), f"/{member.consortium.slug}/")
    ]
    statement = client.get(f"/{member.consortium.slug}/balances/{member.number}/").content.decode()

    assert [words in page for page in pages] == [True, True]
    assert "100.00 USD are owed" in statement
    assert "300.00 USD of the company's payments is not yet applied" in statement


def test_bk_12_issuing_and_recording_take_as_many_statements_for_many_as_for_few():
    counts = []
    for count in (2, 12):
        consortium = founded()
        members = [company(consortium, f"C{count}-{each}") for each in range(count)]
        for member in members:
            employee(member, "", f"Payer of {member}", "billing")
            invoiced(member, 400)
        dunning.write(consortium, at=LATE)
        receipts = [Receipt(f"k{each.pk}", NOON.date(), Decimal(500), "USD", each.subject) for each in members]
        with CaptureQueriesContext(connection) as captured:
            payments.record(consortium, receipts, by=None, at=LATE)
        counts.append(len(captured))
        assert not Duty.objects.open().filter(consortium=consortium, kind=PAY).exists()

    assert counts[1] <= counts[0]
