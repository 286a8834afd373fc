"""Bank files: upload an export, see what it would do, take it into the books. Twice changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _

from files import blobs
from files.models import Blob
from journal import entries, subjects
from parties.models import Consortium, Person
from parties.refusals import Invalid, Refusal
from treasury import allocations, bank_csv, candidates, ledger, matching, payments
from treasury.bank_csv import Layout, Row
from treasury.matching import Candidate, Match
from treasury.models import BankFile, BankLayout, BankLine, Invoice, Payment
from treasury.payments import Receipt
from treasury.settlement import Part

SHOWN = 5
"""So many line numbers are named in a refusal."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking a file into the books would do, line by line."""

    matched: Sequence[Match]
    unmatched: Sequence[Match]
    known: Sequence[Row]
    """Lines that another file brought, or an earlier commit of this one."""
    outgoing: Sequence[Row]
    unreadable: Sequence[Row]
    foreign: Sequence[Row]
    """Lines in another currency than the books: never booked."""

    @property
    def total(self):
        return sum(each.row.amount for each in (*self.matched, *self.unmatched))


@transaction.atomic
def upload(
    consortium: Consortium,
    content: bytes,
    *,
    name: str,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> BankFile:
    """Keep an export and guess its layout; the same content again is the file that is there already.

    :raises Invalid: for a file that is no CSV.
    """
    if not name.lower().endswith((".csv", ".txt")):
        raise Invalid(_("“%(name)s” is no CSV file; export the statement as CSV.") % {"name": name}, field="file")
    content = bank_csv.in_eight_bits(content)
    blob = _kept(consortium, content, name, by, at)
    known = BankFile.objects.filter(consortium=consortium, blob=blob).first()
    if known and known.state == BankFile.State.DROPPED:
        entries.move(known, BankFile.State.UPLOADED, verb="bank_file.upload", by=by, at=at, on_behalf_of=on_behalf_of)
    if known:
        return known
    subject = subjects.open(consortium, BankFile.KIND)
    bank_file = BankFile.objects.create(
        consortium=consortium,
        subject=subject,
        number=subject.number,
        blob=blob,
        name=name,
        layout=asdict(_remembered(consortium, content)),
        uploaded_at=at,
    )
    entries.record(bank_file, "bank_file.upload", by=by, at=at, on_behalf_of=on_behalf_of, sha256=blob.sha256)
    return bank_file


@transaction.atomic
def lay_out(
    bank_file: BankFile,
    layout: Mapping[str, Any],
    *,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> None:
    """Say which column means what, and remember it for files with the same heading.

    :raises Invalid: without a day and an amount.
    :raises Refusal: once the file is in the books.
    """
    entries.lock(bank_file)
    _refuse_committed(bank_file)
    said = Layout(**{**bank_file.layout, **layout})
    if not said.is_complete:
        raise Invalid(_("Choose the column of the day, and of the amount or of what came in."), field="day")
    bank_file.layout = asdict(said)
    bank_file.save(update_fields=["layout"])
    columns = bank_csv.names(blobs.read(bank_file.blob), said)
    BankLayout.objects.update_or_create(
        consortium=bank_file.consortium,
        heading=bank_csv.heading_digest(columns),
        defaults={"columns": bank_file.layout},
    )
    entries.record(bank_file, "bank_file.lay_out", by=by, at=at, on_behalf_of=on_behalf_of, layout=bank_file.layout)


def plan(bank_file: BankFile, currency: str) -> Plan:
    """Work out what taking the file into the books of a currency would do. Changes nothing."""
    read = bank_csv.read(blobs.read(bank_file.blob), Layout(**bank_file.layout))
    rows = [row for row in read if row.is_in(currency)]
    digests = BankLine.objects.filter(consortium=bank_file.consortium, digest__in=[row.digest for row in rows])
    known = set(digests.values_list("digest", flat=True))
    fresh = [row for row in rows if row.is_incoming and row.digest not in known]
    matches = matching.match(fresh, _candidates(bank_file.consortium))
    return Plan(
        matched=[each for each in matches if each.candidate],
        unmatched=[each for each in matches if not each.candidate],
        known=[row for row in rows if row.digest in known],
        outgoing=[row for row in rows if row.is_readable and not row.is_incoming],
        unreadable=[row for row in rows if not row.is_readable],
        foreign=[row for row in read if not row.is_in(currency)],
    )


@transaction.atomic
def commit(
    bank_file: BankFile,
    *,
    currency: str,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
    leave_out_unreadable: bool = False,
) -> list[Payment]:
    """Record the file's new incoming lines as payments and settle what they match.

    Lines that an earlier file brought are passed over; what matches nothing waits as an unmatched payment.

    :raises Refusal: for a file that is in the books, or with lines that cannot be read.
    """
    ledger.lock(bank_file.consortium, currency)
    entries.lock(bank_file)
    _refuse_committed(bank_file)
    planned = plan(bank_file, currency)
    if planned.unreadable and not leave_out_unreadable:
        raise Refusal(
            _("Lines %(lines)s cannot be read. Correct the columns, or leave these lines out.")
            % {"lines": ", ".join(str(row.position) for row in planned.unreadable[:SHOWN])}
        )
    matches = [*planned.matched, *planned.unmatched]
    _refuse_future(matches, bank_file.consortium.day_of(at))
    debtors = _debtors([each.candidate.invoice_id for each in planned.matched])
    receipts = [_receipt(each, currency, debtors) for each in matches]
    made = payments.record(bank_file.consortium, receipts, by=by, at=at, on_behalf_of=on_behalf_of)
    BankLine.objects.bulk_create(
        BankLine(
            consortium=bank_file.consortium,
            file=bank_file,
            position=each.row.position,
            digest=each.row.digest,
            payment=payment,
        )
        for each, payment in zip(matches, made, strict=True)
    )
    parts = [
        Part(payment, debtors[each.candidate.invoice_id], each.settles)
        for each, payment in zip(matches, made, strict=True)
        if each.settles
    ]
    allocations.allocate(bank_file.consortium, parts, by=by, at=at, on_behalf_of=on_behalf_of)
    entries.move(
        bank_file,
        BankFile.State.COMMITTED,
        verb="bank_file.commit",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        payments=len(made),
        matched=len(planned.matched),
        known=len(planned.known),
    )
    return made


def drop(
    bank_file: BankFile, *, by: Person | None, at: datetime, reason: str, on_behalf_of: Person | None = None
) -> None:
    """Set a file aside that is not to be taken into the books.

    :raises Refusal: once it is in the books.
    """
    entries.move(
        bank_file,
        BankFile.State.DROPPED,
        verb="bank_file.drop",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        words={"reason": reason},
    )


def _kept(consortium: Consortium, content: bytes, name: str, by: Person | None, at: datetime) -> Blob:
    if b"\0" in content:
        raise Invalid(_("“%(name)s” is not the text of a bank's CSV export.") % {"name": name}, field="file")
    return blobs.store(consortium, content, name=name.rsplit(".", 1)[0] + ".csv", by=by, at=at)


def _remembered(consortium: Consortium, content: bytes) -> Layout:
    guessed = bank_csv.recognise(content)
    heading = bank_csv.heading_digest(bank_csv.names(content, guessed))
    known = BankLayout.objects.filter(consortium=consortium, heading=heading).first()
    return Layout(**known.columns) if known else guessed


def _candidates(consortium: Consortium) -> list[Candidate]:
    """Every invoice that stands: a second payment of a paid one is its member's credit."""
    rows = Invoice.objects.standing().filter(consortium=consortium)
    return candidates.of_invoices(rows.order_by("due_on", "pk"))


def _debtors(invoice_ids: Sequence[int]) -> dict[int, Invoice]:
    return Invoice.objects.select_related("debtor", "subject", "consortium").in_bulk(invoice_ids)


def _receipt(match: Match, currency: str, debtors: Mapping[int, Invoice]) -> Receipt:
    return Receipt(
        key=match.row.digest,
        received_on=match.row.day,
        amount=match.row.amount,
        currency=currency,
        payer=debtors[match.candidate.invoice_id].debtor if match.candidate else None,
        payer_text=match.row.payer,
        reference_text=match.row.reference,
    )


def _refuse_committed(bank_file: BankFile) -> None:
    if bank_file.is_committed:
        raise Refusal(_("“%(name)s” is in the books already.") % {"name": bank_file.name})


def _refuse_future(matches: Sequence[Match], today: date) -> None:
    for each in matches:
        if each.row.day > today:
            raise Refusal(
                _("Line %(line)s is of %(day)s, which has not come yet: the order of day and month may be wrong.")
                % {"line": each.row.position, "day": formats.date_format(each.row.day, "DATE_FORMAT")}
            )
