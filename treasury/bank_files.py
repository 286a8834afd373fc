"""Bank files: upload an export, see what posting it would do, post it. Twice changes nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
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
from treasury import allocations, bank_plans, consequences, ledger, payments, shown_plans
from treasury.bank import layouts, tables
from treasury.bank.days import preferred
from treasury.bank.identity import again
from treasury.bank.layouts import Layout
from treasury.bank.lines import Row
from treasury.bank_plans import Decision, Plan
from treasury.matching import Match
from treasury.models import BankFile, BankLayout, BankLine, Invoice, Payment
from treasury.payments import Receipt
from treasury.settlement import Part
from treasury.shown_plans import OtherPlan, Shown

SHOWN = 5
"""So many line numbers are named in a refusal."""


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
    content = tables.in_eight_bits(content)
    blob = _kept(consortium, content, name, by, at)
    known = BankFile.objects.filter(consortium=consortium, blob=blob).first()
    if known and known.state == BankFile.State.DROPPED:
        entries.move(known, BankFile.State.UPLOADED, verb="bank_file.upload", by=by, at=at, on_behalf_of=on_behalf_of)
    if known:
        return known
    layout = _guessed(consortium, content, at)
    if not layouts.names(content, layout):
        raise Invalid(_("“%(name)s” cannot be read as a table.") % {"name": name}, field="file")
    subject = subjects.open(consortium, BankFile.KIND)
    bank_file = BankFile.objects.create(
        consortium=consortium,
        subject=subject,
        number=subject.number,
        blob=blob,
        name=name,
        layout=asdict(layout),
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
    content = blobs.read(bank_file.blob)
    said = layouts.corrected(Layout.of(bank_file.layout), layout, content, today=bank_file.consortium.day_of(at))
    if not said.is_complete:
        raise Invalid(_("Choose the column of the day, and of the amount or of what came in."), field="day")
    bank_file.layout = asdict(said)
    bank_file.save(update_fields=["layout"])
    BankLayout.objects.update_or_create(
        consortium=bank_file.consortium,
        heading=layouts.heading_digest(content, said),
        defaults={"columns": bank_file.layout},
    )
    entries.record(bank_file, "bank_file.lay_out", by=by, at=at, on_behalf_of=on_behalf_of, layout=bank_file.layout)


def plan(bank_file: BankFile, currency: str, *, at: datetime, decisions: Mapping[int, Decision] | None = None) -> Plan:
    """Work out what posting the file into the books of a currency would do. Changes nothing."""
    return bank_plans.plan(bank_file, currency, today=bank_file.consortium.day_of(at), decisions=decisions)


def look(bank_file: BankFile, currency: str, *, at: datetime, decisions: Mapping[int, Decision] | None = None) -> Shown:
    """Work out the same as it is shown, with the digest by which `commit` knows that it was."""
    return shown_plans.look(bank_file, currency, today=bank_file.consortium.day_of(at), decisions=decisions)


def passed_over(bank_file: BankFile, currency: str, *, at: datetime) -> Plan:
    """Tell what of a posted file became no payment of its own."""
    return bank_plans.passed_over(bank_file, currency, today=bank_file.consortium.day_of(at))


@transaction.atomic
def commit(
    bank_file: BankFile,
    *,
    currency: str,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
    leave_out_unreadable: bool = False,
    decisions: Mapping[int, Decision] | None = None,
    seen: str | None = None,
) -> list[Payment]:
    """Record the file's new incoming lines as payments and settle what they match.

    Lines that an earlier file brought are passed over; what matches nothing by itself waits as an unmatched payment.
    ``decisions`` say of a line, by its position, whether to post what may be in the books already or lies in closed
    ones; ``seen`` is the digest of the plan that was looked at, where one was.

    :raises OtherPlan: where posting would do something else than was ``seen``.
    :raises Refusal: for a file that is posted, with a question open, or with lines that cannot be read or that nobody
        has decided on.
    """
    ledger.lock(bank_file.consortium, currency)
    entries.lock(bank_file)
    _refuse_committed(bank_file)
    shown = look(bank_file, currency, at=at, decisions=decisions)
    if seen not in (None, shown.digest):
        raise OtherPlan(shown)
    planned = shown.plan
    _refuse_open(bank_file, planned, leave_out_unreadable)
    matches = [*planned.matched, *planned.unmatched]
    _refuse_future(matches, bank_file.consortium.day_of(at))
    invoices = _invoices(planned)
    keys = _keys(bank_file.consortium, [each.row for each in matches])
    receipts = [_receipt(each, keys[each.row.digest], currency, invoices) for each in matches]
    told = {"by": by, "at": at, "on_behalf_of": on_behalf_of}
    made = payments.record(bank_file.consortium, receipts, **told, follows=False)
    rows = [each.row for each in matches]
    known = [(each.row, each.payment) for each in planned.said_known]
    _keep_lines(bank_file, [*zip(rows, made, strict=True), *known])
    parts = [
        Part(payment, invoices[share.candidate.invoice_id], share.amount)
        for each, payment in zip(matches, made, strict=True)
        for share in each.shares
    ]
    allocations.allocate(bank_file.consortium, parts, **told, follows=False)
    consequences.follow(bank_file.consortium, {payment.payer_id for payment in made}, by=by, at=at)
    entries.move(
        bank_file,
        BankFile.State.COMMITTED,
        verb="bank_file.commit",
        **told,
        payments=len(made),
        matched=len(planned.matched),
        known=len(planned.known) + len(planned.said_known),
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


def _guessed(consortium: Consortium, content: bytes, at: datetime) -> Layout:
    """Guess a layout; where somebody corrected one of the same heading, read by that."""
    today = consortium.day_of(at)
    guessed = layouts.recognise(content, today=today, prefers=preferred(consortium.time_zone))
    heading = layouts.heading_digest(content, guessed)
    known = BankLayout.objects.filter(consortium=consortium, heading=heading).first()
    return layouts.remembered(guessed, Layout.of(known.columns), content, today=today) if known else guessed


def _invoices(planned: Plan) -> dict[int, Invoice]:
    found = {each.candidate.invoice_id for each in planned.matched}
    found |= {share.candidate.invoice_id for each in planned.matched for share in each.shares}
    return Invoice.objects.select_related("debtor", "subject", "consortium").in_bulk(found)


def _keys(consortium: Consortium, rows: Sequence[Row]) -> dict[str, str]:
    """Give lines what makes them the same payment: a line whose payments were reversed becomes another one."""
    digests = [row.digest for row in rows]
    brought = BankLine.objects.filter(consortium=consortium, digest__in=digests).values_list("digest", flat=True)
    times = Counter(brought)
    return {each: again(each, times[each]) if times[each] else each for each in digests}


def _receipt(match: Match, key: str, currency: str, invoices: Mapping[int, Invoice]) -> Receipt:
    return Receipt(
        key=key,
        received_on=match.row.day,
        amount=match.row.amount,
        currency=currency,
        payer=invoices[match.candidate.invoice_id].debtor if match.candidate else None,
        payer_text=match.row.payer,
        reference_text=match.row.reference,
    )


def _keep_lines(bank_file: BankFile, found: Sequence[tuple[Row, Payment]]) -> None:
    """Write down which payment each line is, so that it is known in the next file."""
    BankLine.objects.bulk_create(
        BankLine(
            consortium=bank_file.consortium,
            file=bank_file,
            position=row.position,
            digest=row.digest,
            reference_digest=row.reference_digest,
            payment=payment,
        )
        for row, payment in found
    )


def _refuse_committed(bank_file: BankFile) -> None:
    if bank_file.is_committed:
        raise Refusal(_("“%(name)s” is in the books already.") % {"name": bank_file.name})


def _refuse_open(bank_file: BankFile, planned: Plan, leave_out_unreadable: bool) -> None:
    if Layout.of(bank_file.layout).asks:
        raise Refusal(_("Days of this file can be read in two ways. Choose whether the day or the month comes first."))
    if planned.unreadable and not leave_out_unreadable:
        raise Refusal(
            _("Lines %(lines)s cannot be read. Correct the columns, or leave these lines out.")
            % {"lines": _named(planned.unreadable)}
        )
    if planned.undecided:
        raise Refusal(
            _("Decide on lines %(lines)s: they may be in the books already, or lie in closed books.")
            % {"lines": _named([each.row for each in planned.undecided])}
        )


def _named(rows: Sequence[Row]) -> str:
    more = "…" if len(rows) > SHOWN else ""
    return ", ".join(str(row.position) for row in rows[:SHOWN]) + more


def _refuse_future(matches: Sequence[Match], today: date) -> None:
    for each in matches:
        if each.row.day > today:
            raise Refusal(
                _("Line %(line)s is of %(day)s, which has not come yet: the order of day and month may be wrong.")
                % {"line": each.row.position, "day": formats.date_format(each.row.day, "DATE_FORMAT")}
            )
