"""Invoices: what a member owes for a year, as it was billed, and the credit notes that cancel one."""

from datetime import date
from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DecimalField,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Greatest, Least
from django.utils.translation import gettext_lazy as _

from journal.models import Subject, SubjectRow, subject_constraints
from parties.models import Organisation
from parties.tenancy import TenantRow, in_one_consortium
from parties.triggers import Protect
from parties.viewer import Viewer

PAY = "invoice.pay"
"""Kind of the duty to pay an invoice."""
MONEY = DecimalField(max_digits=18, decimal_places=2)
NOTHING = Value(0, output_field=MONEY)
UNPAID = Q(state__in=["issued", "part_paid"])


def own_subjects(viewer: Viewer) -> list[int]:
    """Subjects of the companies for which the viewer holds a mandate: whoever speaks for them sees their dues."""
    return [company.subject_id for company in viewer.companies if company.mandates]


class BillingAddress(TenantRow):
    """Where a member's invoices go, as the member or finance last gave it."""

    debtor = models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="+")
    address = models.TextField(_("address"), blank=True)
    contact = models.CharField(_("billing contact"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    order_number = models.CharField(_("your reference"), max_length=60, blank=True)

    class Meta:
        constraints = [*in_one_consortium("billing_address", "debtor")]


class InvoiceQuerySet(models.QuerySet):
    """Row sets of invoices."""

    def standing(self) -> "InvoiceQuerySet":
        """All that were not cancelled."""
        return self.exclude(state=Invoice.State.CANCELLED)

    def unpaid(self) -> "InvoiceQuerySet":
        return self.filter(UNPAID)

    def with_owed(self) -> "InvoiceQuerySet":
        """Add what its debtor still owes of each, as ``owed``: what is open less the debtor's unapplied receipts.

        Receipts of the invoice's currency are set against the oldest invoice first (due day, then number).
        """
        left = ExpressionWrapper(F("amount") - F("paid"), output_field=MONEY)
        same = Invoice.objects.unpaid().filter(debtor=OuterRef("debtor"), currency=OuterRef("currency"))
        older = same.filter(
            Q(due_on__lt=OuterRef("due_on")) | Q(due_on=OuterRef("due_on"), number__lt=OuterRef("number"))
        )
        older = older.order_by().values("debtor").annotate(total=Sum(left)).values("total")
        receipts = Subject.objects.filter(
            pk=OuterRef("debtor"), payments__currency=OuterRef("currency"), payments__state="credit"
        )
        rest = F("payments__amount") - F("payments__allocated") - F("payments__returned")
        receipts = receipts.order_by().values("pk").annotate(total=Sum(rest, output_field=MONEY)).values("total")
        short = left + Coalesce(Subquery(older), NOTHING) - Coalesce(Subquery(receipts), NOTHING)
        owed = Least(left, Greatest(NOTHING, ExpressionWrapper(short, output_field=MONEY)))
        return self.annotate(owed=Case(When(UNPAID, then=owed), default=NOTHING, output_field=MONEY))

    def owed(self) -> "InvoiceQuerySet":
        """Those of which something is owed: unpaid, and not covered by unapplied receipts."""
        return self.unpaid().with_owed().filter(owed__gt=0)

    def overdue(self, day: date) -> "InvoiceQuerySet":
        """Those of which something is owed past the due day."""
        return self.filter(due_on__lt=day).owed()

    def years(self) -> "InvoiceQuerySet":
        """Give the dues years of the invoices, the latest first."""
        return self.order_by("-year").values_list("year", flat=True).distinct()

    def with_lateness(self, day: date) -> "InvoiceQuerySet":
        """Add what is owed of each (`with_owed`), and whether that is past its due day, as ``is_late``."""
        late = Q(due_on__lt=day) & UNPAID & Q(owed__gt=0)
        return self.with_owed().annotate(is_late=ExpressionWrapper(late, output_field=BooleanField()))

    def with_label(self) -> "InvoiceQuerySet":
        """Add the number on the paper as ``printed_label``, to be looked for."""
        serial = Func(F("serial"), Value("FM999990000"), function="to_char", output_field=CharField())
        return self.annotate(printed_label=Concat(Cast("series", CharField()), Value("-"), serial))

    def visible_to(self, viewer: Viewer) -> "InvoiceQuerySet":
        """Finance all, a member's mandated people their own: other companies' do not exist (MEM-18)."""
        mine = self.filter(consortium=viewer.consortium)
        return mine if viewer.is_finance else mine.filter(debtor_id__in=own_subjects(viewer))


class Invoice(SubjectRow):
    """One bill to one member for one dues year (MEM-05). What it says is never changed: it is cancelled instead."""

    KIND = "invoice"
    FREE = {"paid": "the sum of its allocations, kept by a trigger and counted again by verify"}

    class State(models.TextChoices):
        ISSUED = "issued", _("Issued")
        PART_PAID = "part_paid", _("Partly paid")
        PAID = "paid", _("Paid")
        WRITTEN_OFF = "written_off", _("Written off")
        CANCELLED = "cancelled", _("Cancelled")

    MOVES = {
        State.ISSUED: [State.PART_PAID, State.PAID, State.WRITTEN_OFF, State.CANCELLED],
        State.PART_PAID: [State.ISSUED, State.PAID, State.WRITTEN_OFF, State.CANCELLED],
        State.PAID: [State.ISSUED, State.PART_PAID, State.CANCELLED],
        State.WRITTEN_OFF: [State.ISSUED, State.PART_PAID],
        State.CANCELLED: [],
    }

    debtor = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="invoices")
    """The member, as a subject: the treasury stands below membership."""
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    branch = models.CharField(max_length=20, blank=True)
    tier = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    paid = models.DecimalField(max_digits=18, decimal_places=2, default=0, editable=False)
    """Sum of its allocations, kept by a trigger on them."""
    currency = models.CharField(max_length=3)
    is_supplementary = models.BooleanField(default=False)
    purpose = models.CharField(max_length=200, blank=True)
    """Why there is a supplementary invoice; empty for the yearly dues."""
    series = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    reference = models.CharField(max_length=25)
    """Creditor reference after ISO 11649, with its check digits."""
    issued_on = models.DateField()
    due_on = models.DateField()
    host = models.CharField(max_length=200, blank=True)
    """In whose name it is issued (MEM-14)."""
    paid_to = models.TextField(blank=True)
    """The account to pay to as the charter named it when it was issued (MEM-14), line by line."""
    bill_to = models.JSONField(default=dict)
    """Name, native name, address, contact and order number as they stood when it was issued."""
    project_share = models.DecimalField(max_digits=6, decimal_places=4, null=True, blank=True)
    """The charter's share for projects when it was issued; empty where the charter names none."""
    pool_branch = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.ISSUED)

    owed: Decimal
    """What its debtor still owes of it; of rows read ``with_owed``."""
    is_late: bool
    """Whether something of it is owed past its due day; of rows read ``with_lateness``."""

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            *subject_constraints("invoice", "debtor"),
            models.UniqueConstraint(
                fields=["consortium", "debtor", "year"],
                condition=Q(is_supplementary=False) & ~Q(state="cancelled"),
                name="one_invoice_per_member_and_year",
            ),
            models.UniqueConstraint(fields=["consortium", "series", "serial"], name="one_invoice_per_serial"),
            models.UniqueConstraint(fields=["consortium", "reference"], name="one_invoice_per_reference"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="invoice_is_for_money"),
            models.CheckConstraint(condition=Q(paid__gte=0) & Q(paid__lte=F("amount")), name="invoice_is_not_overpaid"),
            models.CheckConstraint(condition=Q(due_on__gte=F("issued_on")), name="invoice_is_due_after_issue"),
            models.CheckConstraint(
                condition=Q(is_supplementary=False) | ~Q(purpose=""), name="supplementary_invoice_has_a_purpose"
            ),
        ]
        indexes = [
            models.Index(fields=["consortium", "-year", "-serial"], name="invoice_by_year"),
            models.Index(fields=["debtor", "-year"], name="invoice_by_debtor"),
        ]
        triggers = [
            Protect(name="invoice_is_never_deleted", operation=pgtrigger.Delete),
            Protect(
                name="invoice_says_what_it_said",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "ROW(OLD.consortium_id, OLD.debtor_id, OLD.year, OLD.amount, OLD.currency, OLD.series,"
                    " OLD.serial, OLD.reference, OLD.issued_on, OLD.due_on, OLD.branch, OLD.bill_to::text,"
                    " OLD.is_supplementary, OLD.purpose, OLD.project_share, OLD.pool_branch, OLD.host, OLD.paid_to)"
                    " IS DISTINCT FROM ROW(NEW.consortium_id, NEW.debtor_id, NEW.year, NEW.amount, NEW.currency,"
                    " NEW.series, NEW.serial, NEW.reference, NEW.issued_on, NEW.due_on, NEW.branch,"
                    " NEW.bill_to::text, NEW.is_supplementary, NEW.purpose, NEW.project_share, NEW.pool_branch,"
                    " NEW.host, NEW.paid_to)"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return f"/{self.consortium.slug}/invoices/{self.number}/"

    @property
    def label(self) -> str:
        """The number on the paper: without gaps in each year."""
        return f"{self.series}-{self.serial:04d}"

    @property
    def open_amount(self) -> Decimal:
        return self.amount - self.paid if self.is_unpaid else Decimal(0)

    @property
    def is_unpaid(self) -> bool:
        return self.state in (self.State.ISSUED, self.State.PART_PAID)

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def covered(self) -> Decimal:
        """How much of what is open the debtor's unapplied receipts cover; of rows read ``with_owed``."""
        return self.open_amount - self.owed


class CreditNoteQuerySet(models.QuerySet):
    """Row sets of credit notes."""

    def visible_to(self, viewer: Viewer) -> "CreditNoteQuerySet":
        """Whoever sees the invoice."""
        mine = self.filter(consortium=viewer.consortium)
        return mine if viewer.is_finance else mine.filter(invoice__debtor_id__in=own_subjects(viewer))


class CreditNote(SubjectRow):
    """The paper that cancels an invoice."""

    KIND = "credit_note"

    invoice = models.OneToOneField(Invoice, on_delete=models.PROTECT, related_name="credit_note")
    series = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    issued_on = models.DateField()
    reason = models.TextField()

    objects = CreditNoteQuerySet.as_manager()

    class Meta:
        constraints = [
            *subject_constraints("credit_note", "invoice"),
            models.UniqueConstraint(fields=["consortium", "series", "serial"], name="one_credit_note_per_serial"),
            models.CheckConstraint(condition=~Q(reason=""), name="credit_note_has_a_reason"),
        ]
        triggers = [
            Protect(name="credit_note_is_final", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return f"C{self.series}-{self.serial:04d}"
