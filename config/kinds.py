"""How kinds of subjects and duties are called, and where their pages are."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """How a kind of subject is called and where its page is."""

    label: str | Promise
    path: str
    """Address of its page below the consortium's, with ``{number}``."""
    titles: str
    """``(consortium, numbers) -> dict[int, str]``: what people call them, in one query."""


@dataclass(frozen=True, slots=True)
class DutyKind:
    """How a kind of duty reads to whoever owes it."""

    label: str | Promise
    """What is to be done, such as "Cast your vote"."""
    button: str | Promise
    path: str = ""
    """Address of the page that settles it, below the subject's; empty: the subject's own page."""
    mandate: str = ""
    """Of a company's duty: the mandate whose holders it falls to; empty: everyone who nominates."""
    first: bool = False
    """Whether it stands before everything else on the home page: votes and acknowledgements do."""
    is_confidential: bool = False
    """Whether only its company and the office may know of it: it is never escalated to a committee of rivals."""


SUBJECTS: dict[str, SubjectKind] = {
    "declaration": SubjectKind(_("Declaration"), "declarations/{number}/", "membership.titles.of_declarations"),
    "prospect": SubjectKind(_("Prospect"), "prospects/{number}/", "membership.titles.of_prospects"),
    "regrading": SubjectKind(_("Regrading"), "regradings/{number}/", "membership.titles.of_regradings"),
    "withdrawal": SubjectKind(_("Withdrawal"), "withdrawals/{number}/", "membership.titles.of_withdrawals"),
    "bank_file": SubjectKind(_("Bank file"), "payments/files/{number}/", "treasury.titles.of_bank_files"),
    "edition": SubjectKind(_("Edition of the charter"), "charter/editions/{number}/", "charter.titles.of_editions"),
    "need": SubjectKind(_("Need of industry"), "needs/{number}/", "consortium.titles.of_needs"),
    "statement": SubjectKind(_("Statement"), "statements/{number}/", "consortium.titles.of_statements"),
    "body": SubjectKind(_("Body"), "bodies/{number}/", "consortium.titles.of_bodies"),
    "member": SubjectKind(_("Member"), "members/{number}/", "membership.titles.of_members"),
    "meeting": SubjectKind(_("Meeting"), "meetings/{number}/", "consortium.titles.of_meetings"),
    "minutes": SubjectKind(_("Minutes"), "minutes/{number}/", "consortium.titles.of_minutes"),
    "item": SubjectKind(_("Item of a motion"), "items/{number}/", "consortium.titles.of_items"),
    "motion": SubjectKind(_("Motion"), "motions/{number}/", "consortium.titles.of_motions"),
    "paper": SubjectKind(_("Paper"), "papers/{number}/", "consortium.titles.of_papers"),
    "nomination": SubjectKind(_("Nomination"), "nominations/{number}/", "consortium.titles.of_nominations"),
    "partner": SubjectKind(_("Partner"), "partners/{number}/", "consortium.titles.of_partners"),
    "seat": SubjectKind(_("Seat"), "seats/{number}/", "consortium.titles.of_seats"),
    "closing": SubjectKind(_("Closing of the books"), "ledger/closings/", "treasury.titles.of_closings"),
    "credit_note": SubjectKind(_("Credit note"), "credit-notes/{number}/", "treasury.titles.of_credit_notes"),
    "invoice": SubjectKind(_("Invoice"), "invoices/{number}/", "treasury.titles.of_invoices"),
    "payment": SubjectKind(_("Payment"), "payments/{number}/", "treasury.titles.of_payments"),
    "transaction": SubjectKind(_("Transaction"), "ledger/{number}/", "treasury.titles.of_transactions"),
}
"""Kind of subject → how pages, notices, search and "why?" call it and link to it."""


DUTIES: dict[str, DutyKind] = {
    "revenue.declare": DutyKind(
        _("Declare last year's revenue"), _("Declare"), "declare/", "revenue_declarer", is_confidential=True
    ),
    "revenue.mend": DutyKind(
        _("Mend the returned declaration"),
        pgettext_lazy("button", "Open"),
        "",
        "revenue_declarer",
        is_confidential=True,
    ),
    "seats.choose": DutyKind(_("Choose who keeps a seat"), _("Choose"), "seats/", "nominator"),
    "enactment.retry": DutyKind(_("Retry or give up a blocked decision"), _("Look at it")),
    "invitation.reply": DutyKind(_("Reply to an invitation"), _("Reply")),
    "meeting.hold": DutyKind(_("Hold a meeting"), _("Plan it"), "plan/"),
    "minutes.approve": DutyKind(_("Approve minutes"), _("Approve"), "minutes/"),
    "minutes.write": DutyKind(_("Write minutes"), _("Write them"), "minutes/"),
    "seat.fill": DutyKind(_("Nominate for a vacant seat"), _("Nominate"), "nominate/", mandate="nominator"),
    "seat.renew": DutyKind(_("Nominate for the next term"), _("Nominate"), "nominate/", mandate="nominator"),
    "vote.cast": DutyKind(_("Cast your vote"), _("Vote"), "vote/", first=True),
    "invoice.pay": DutyKind(_("Pay an invoice"), _("See the invoice"), mandate="billing", is_confidential=True),
}
"""Kind of duty → how home, my work, reminders and the calendar feed word it."""
