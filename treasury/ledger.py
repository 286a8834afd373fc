"""Posting: the one way into the books. Set-based: a dues run posts hundreds of transactions at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext as _

from journal import subjects
from journal.models import Entry
from parties.models import Consortium
from parties.refusals import Refusal
from treasury.models import Account, Closing, Posting, Transaction
from treasury.postings import Line, Lines, Place, reversal


@dataclass(frozen=True, slots=True)
class Draft:
    """A transaction to be posted."""

    kind: str
    lines: Lines
    allowed_by: Entry
    happened_on: date
    currency: str
    year: int | None = None
    reverses: Transaction | None = None


@transaction.atomic
def post(consortium: Consortium, drafts: Sequence[Draft], *, at: datetime) -> list[Transaction]:
    """Post transactions in a handful of statements, however many they are.

    :raises Refusal: where a draft does not balance, or falls into a closed period.
    """
    for draft in drafts:
        _refuse_unbalanced(draft)
    if not drafts:
        return []
    for currency in sorted({draft.currency for draft in drafts}):
        lock(consortium, currency)
    _refuse_closed(consortium, min(draft.happened_on for draft in drafts))
    accounts = _accounts(consortium, _places(drafts))
    made = _open(consortium, drafts, at)
    Posting.objects.bulk_create(
        Posting(
            consortium=consortium,
            transaction=row,
            account_id=accounts[line.place, draft.currency],
            amount=line.amount,
        )
        for draft, row in zip(drafts, made, strict=True)
        for line in draft.lines
    )
    return made


def lock(consortium: Consortium, currency: str) -> None:
    """Lock the book of a currency until commit, by its bank account: the first lock of every verb about money.

    One lock for the whole book, because a payment touches accounts (its payer's, a pool) that are known only
    after rows were read, and two that lock them in different orders would wait for each other for ever.
    """
    bank = Place(Account.Kind.BANK)
    _accounts(consortium, [(bank, currency)])
    rows = Account.objects.select_for_update().filter(consortium=consortium, kind=bank.kind, currency=currency)
    list(rows.values_list("pk"))


def lock_all(consortium: Consortium) -> None:
    """Lock the books of every currency until commit, in the order in which `post` locks them."""
    rows = Account.objects.select_for_update().filter(consortium=consortium, kind=Account.Kind.BANK)
    list(rows.order_by("currency").values_list("pk"))


def _accounts(consortium: Consortium, places: Iterable[tuple[Place, str]]) -> dict[tuple[Place, str], int]:
    """Find or open accounts and answer their ids."""
    wanted = dict.fromkeys(places)
    found = _find(consortium, wanted)
    missing = [each for each in wanted if each not in found]
    if not missing:
        return found
    Account.objects.bulk_create(
        (
            Account(
                consortium=consortium,
                kind=place.kind,
                branch=place.branch,
                owner_id=place.owner_id,
                currency=currency,
            )
            for place, currency in missing
        ),
        ignore_conflicts=True,
    )
    return _find(consortium, wanted)


def _find(consortium: Consortium, wanted: Iterable[tuple[Place, str]]) -> dict[tuple[Place, str], int]:
    owners = {place.owner_id for place, __ in wanted}
    rows = Account.objects.filter(consortium=consortium, kind__in={place.kind for place, __ in wanted}).filter(
        Q(owner__isnull=True) | Q(owner_id__in=owners - {None})
    )
    return {(Place(row.kind, row.branch, row.owner_id), row.currency): row.pk for row in rows}


def reverse(rows: Sequence[Transaction], *, allowed_by: Entry, happened_on: date, at: datetime) -> list[Transaction]:
    """Post the opposite of transactions, on a day in an open period.

    :raises Refusal: where one was reversed before.
    """
    again = Transaction.objects.filter(reverses__in=rows).values_list("reverses__number", flat=True)
    if again:
        raise Refusal(_("Transaction %(number)s is reversed already.") % {"number": again[0]})
    return post(
        rows[0].consortium,
        [
            Draft(
                kind=f"{row.kind}_reversed",
                lines=reversal(lines_of(row)),
                allowed_by=allowed_by,
                happened_on=happened_on,
                currency=currency_of(row),
                year=row.year,
                reverses=row,
            )
            for row in rows
        ],
        at=at,
    )


def lines_of(row: Transaction) -> Lines:
    """Read the lines of a posted transaction."""
    return tuple(
        Line(Place(each.account.kind, each.account.branch, each.account.owner_id), each.amount)
        for each in row.postings.select_related("account").order_by("id")
    )


def currency_of(row: Transaction) -> str:
    """Give the currency of a transaction; each of ours has one."""
    return Account.objects.filter(postings__transaction=row).values_list("currency", flat=True)[0]


def closed_until(consortium: Consortium) -> date | None:
    """Give the last day of the closed books, if any."""
    return Closing.objects.filter(consortium=consortium).order_by("-until").values_list("until", flat=True).first()


def _refuse_unbalanced(draft: Draft) -> None:
    over = sum((line.amount for line in draft.lines), Decimal(0))
    if over:
        raise Refusal(
            _("%(kind)s does not balance: debit and credit differ by %(over)s.") % {"kind": draft.kind, "over": over}
        )


def _refuse_closed(consortium: Consortium, day: date) -> None:
    until = closed_until(consortium)
    if until and day <= until:
        raise Refusal(
            _("The books are closed up to %(until)s; %(day)s lies before that. Use a day after it.")
            % {"until": formats.date_format(until, "DATE_FORMAT"), "day": formats.date_format(day, "DATE_FORMAT")},
            field="day",
        )


def _places(drafts: Iterable[Draft]) -> Iterable[tuple[Place, str]]:
    return ((line.place, draft.currency) for draft in drafts for line in draft.lines)


def _open(consortium: Consortium, drafts: Sequence[Draft], at: datetime) -> list[Transaction]:
    opened = subjects.open_many(consortium, Transaction.KIND, len(drafts))
    return Transaction.objects.bulk_create(
        Transaction(
            consortium=consortium,
            subject=subject,
            number=subject.number,
            kind=draft.kind,
            happened_on=draft.happened_on,
            recorded_at=at,
            year=draft.year,
            size=len(draft.lines),
            allowed_by=draft.allowed_by,
            reverses=draft.reverses,
        )
        for subject, draft in zip(opened, drafts, strict=True)
    )
