"""What settles the last overdue invoice gives rights back at once, and takes back what rested on the debt (E-08)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from consortium import exclusions, memberships, motions
from consortium.models import Exclusion, Motion
from consortium.motions import NewItem
from duties.models import Notice
from membership.models import Member
from tests.factories.consortium import body, company, founded, officer, seated
from tests.factories.parties import NOON
from tests.factories.treasury import invoiced, paid, unmatched
from treasury import allocations, bank_files, credit_notes, invoices, payments
from treasury.models import Invoice
from treasury.references import printed
from treasury.settlement import Part

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=95)
REASON = {"reason": "Agreed", "by": None, "at": LATER}


@pytest.fixture(autouse=True)
def _today(monkeypatch, settings, tmp_path):
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    blobs = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "blobs": blobs}


@pytest.fixture
def finance():
    return officer(founded(), "finance")


@pytest.fixture
def late(finance) -> Member:
    """A member ninety-five days after its invoice: suspended, and its exclusion drafted."""
    consortium = body_of(finance).consortium
    member = company(consortium, "Pinewood")
    invoiced(member)
    memberships.follow(consortium, at=LATER)
    assert standing(member) == ("suspended", "draft")
    return member


def body_of(person):
    return person.seats.get().body


def standing(member: Member) -> tuple[str, str]:
    member.refresh_from_db()
    return member.state, Motion.objects.filter(items__exclusion__member=member).order_by("pk").last().state


def unpaid(member: Member) -> Invoice:
    return Invoice.objects.get(debtor=member.subject, state="issued")


def by_hand(member, client):
    payment = unmatched(member.consortium, 1000, at=LATER)
    allocations.allocate(member.consortium, [Part(payment, unpaid(member), Decimal(1000))], by=None, at=LATER)


def by_page(member, client):
    payment, invoice = unmatched(member.consortium, 1000, at=LATER), unpaid(member)
    client.post(f"{payment.get_absolute_url()}allocate/", {f"invoice_{invoice.number}": "1000"})


def by_api(member, client):
    payment, invoice = unmatched(member.consortium, 1000, at=LATER), unpaid(member)
    client.post(
        f"/api/v1/{member.consortium.slug}/payments/{payment.number}/allocate/",
        {"parts": [{"invoice": invoice.number, "amount": "1000"}]},
        content_type="application/json",
    )


def by_bank_file(member, client):
    line = f"Date,Payer,Reference,Amount\n2026-03-01,PINEWOOD,{printed(unpaid(member).reference)},1000"
    file = bank_files.upload(member.consortium, line.encode(), name="march.csv", by=None, at=LATER)
    bank_files.commit(file, currency="USD", by=None, at=LATER)


def by_credit(member, client):
    payment = unmatched(member.consortium, 1000, at=LATER)
    payments.assign(payment, member.subject, by=None, at=LATER)
    allocations.allocate(member.consortium, [Part(payment, unpaid(member), Decimal(1000))], by=None, at=LATER)


def by_write_off(member, client):
    invoices.write_off(unpaid(member), **REASON)


def by_credit_note(member, client):
    credit_notes.cancel(unpaid(member), **REASON)


WAYS = [by_hand, by_page, by_api, by_bank_file, by_credit, by_write_off, by_credit_note]


@pytest.mark.parametrize("settle", WAYS, ids=lambda way: way.__name__)
def test_fu_b9_paid_rights_return_in_the_transaction(client, finance, late, settle):
    client.force_login(finance)

    settle(late, client)

    assert standing(late) == ("active", "withdrawn")
    page = client.get(late.get_absolute_url()).content.decode()
    assert "Rights suspended" not in page
    assert "Exclude Pinewood" not in client.get(f"/{late.consortium.slug}/motions/?state=draft").content.decode()
    told = Notice.objects.filter(kind="exclusion.lapsed").values_list("person", flat=True)
    assert list(told) == [finance.pk]


def test_fu_b9_a_part_and_one_of_two_invoices_lift_nothing(late):
    second = invoiced(late, purpose="Extra")
    paid(Invoice.objects.exclude(pk=second.pk).get(), 1000, at=LATER)
    assert standing(late) == ("suspended", "draft")

    paid(second, 400, at=LATER)
    in_part = standing(late)
    paid(second, 600, at=LATER)

    assert (in_part, standing(late)) == (("suspended", "draft"), ("active", "withdrawn"))


def test_fu_b9_an_undone_payment_takes_nothing_before_the_night_and_paying_again_gives_it_back(late):
    payment = paid(unpaid(late), 1000, at=LATER)
    allocations.take_back(allocations.standing(payment=payment), **REASON)
    undone = standing(late)

    memberships.follow(late.consortium, at=LATER)
    at_night = standing(late)
    allocations.allocate(late.consortium, [Part(payment, unpaid(late), Decimal(1000))], by=None, at=LATER)

    assert (undone, at_night, standing(late)) == (
        ("active", "withdrawn"),
        ("suspended", "draft"),
        ("active", "withdrawn"),
    )
    assert Exclusion.objects.count() == 2


def test_fu_b9_an_open_vote_goes_on_and_its_roll_is_told(finance, late):
    chair = seated(body(late.consortium, "ec"), company(late.consortium, "Seagate"), "cto")
    motion = Motion.objects.get()
    motions.open(motion, closes_at=LATER + timedelta(days=7), by=finance, at=LATER)

    paid(unpaid(late), 1000, at=LATER)

    assert standing(late) == ("active", "open")
    told = Notice.objects.filter(kind="exclusion.settled").values_list("person", flat=True)
    assert set(told) == {finance.pk, chair.person_id}


def test_fu_b9_a_draft_that_asks_for_more_keeps_the_rest(finance, late):
    motion = Motion.objects.get()
    motions.add_item(motion, NewItem("And something else"), by=finance, at=LATER)

    paid(unpaid(late), 1000, at=LATER)

    motion.refresh_from_db()
    assert (motion.state, [item.title for item in motion.items.all()]) == ("draft", ["And something else"])


def test_fu_b9_what_the_council_wants_for_another_reason_stays(finance, late):
    Exclusion.objects.update(reason=Exclusion.Reason.OTHER)

    paid(unpaid(late), 1000, at=LATER)

    assert standing(late) == ("active", "draft")
    assert exclusions.MATTER == "exclusion"
