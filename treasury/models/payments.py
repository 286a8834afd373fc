"""Payments: money that reached the bank, what it settles, and what was sent back."""

from collections.abc import Collection
from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from journal.models import Subject, SubjectRow, subject_constraints
from parties.tenancy import TenantRow, in_one_consortium
from parties.triggers import Protect, Trigger
from parties.viewer import Viewer
from treasury.models.invoices import Invoice, own_subjects
from treasury.models.ledger import Transaction


class PaymentQuerySet(models.QuerySet):
    """Row sets of payments."""

    def waiting(self) -> "PaymentQuerySet":
        """Those of which nobody knows what they are for."""
        return self.filter(state=Payment.State.UNMATCHED)

    def with_rest(self) -> "PaymentQuerySet":
        return self.filter(state__in=[Payment.State.UNMATCHED, Payment.State.CREDIT])

    def applicable(self) -> "PaymentQuerySet":
        """Unapplied receipts beside open invoices of the same member and currency."""
        unpaid = Invoice.objects.unpaid().filter(debtor=OuterRef("payer"), currency=OuterRef("currency"))
        return self.filter(Exists(unpaid), state=Payment.State.CREDIT)

    def of(self, debtors: Collection[int]) -> "PaymentQuerySet":
        """Those that are one of these members' alone: neither reversed, nor in part for another's invoice."""
        foreign = Allocation.objects.standing().filter(payment=OuterRef("pk"))
        foreign = foreign.exclude(invoice__debtor=OuterRef("payer"))
        theirs = self.filter(payer_id__in=debtors).exclude(state=Payment.State.REVERSED)
        return theirs.exclude(Exists(foreign))

    def visible_to(self, viewer: Viewer) -> "PaymentQuerySet":
        """Finance all, a member's mandated people those of their company (MEM-18)."""
        mine = self.filter(consortium=viewer.consortium)
        return mine if viewer.is_finance else mine.of(own_subjects(viewer))


class Payment(SubjectRow):
    """Money received. What is neither allocated nor sent back is the payer's credit."""

    KIND = "payment"
    FREE = {
        "allocated": "the sum of its allocations, kept by a trigger and counted again by verify",
        "returned": "the sum of its repayments, kept by a trigger and counted again by verify",
    }

    class State(models.TextChoices):
        UNMATCHED = "unmatched", _("Unmatched")
        CREDIT = "credit", _("Credit left")
        USED = "used", _("Allocated")
        REVERSED = "reversed", _("Reversed")

    MOVES = {
        State.UNMATCHED: [State.CREDIT, State.USED, State.REVERSED],
        State.CREDIT: [State.UNMATCHED, State.USED, State.REVERSED],
        State.USED: [State.UNMATCHED, State.CREDIT, State.REVERSED],
        State.REVERSED: [],
    }

    payer = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="payments")
    """The member whose money it is; empty while nobody knows."""
    received_on = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    allocated = models.DecimalField(max_digits=18, decimal_places=2, default=0, editable=False)
    returned = models.DecimalField(max_digits=18, decimal_places=2, default=0, editable=False)
    """Sums of its allocations and repayments, kept by triggers on them."""
    currency = models.CharField(max_length=3)
    payer_text = models.CharField(max_length=200, blank=True)
    """The payer as the bank writes it."""
    reference_text = models.CharField(max_length=400, blank=True)
    key = models.CharField(max_length=64)
    """What makes it the same payment: recording it again changes nothing."""
    state = models.CharField(max_length=20, choices=State, default=State.UNMATCHED)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        constraints = [
            *subject_constraints("payment", "payer"),
            models.UniqueConstraint(fields=["consortium", "key"], name="one_payment_per_key"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_of_money"),
            models.CheckConstraint(
                condition=Q(allocated__gte=0, returned__gte=0, amount__gte=F("allocated") + F("returned")),
                name="payment_is_spent_once",
            ),
        ]
        indexes = [
            models.Index(fields=["consortium", "-received_on"], name="payment_by_day"),
            models.Index(
                fields=["consortium", "received_on"],
                condition=Q(state__in=["unmatched", "credit"]),
                name="payment_with_rest",
            ),
        ]
        triggers = [
            Protect(name="payment_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    def get_absolute_url(self) -> str:
        return f"/{self.consortium.slug}/payments/{self.number}/"

    @property
    def rest(self) -> Decimal:
        """What is neither allocated nor sent back."""
        return Decimal(0) if self.is_reversed else self.amount - self.allocated - self.returned

    @property
    def is_unmatched(self) -> bool:
        return self.state == self.State.UNMATCHED

    @property
    def is_reversed(self) -> bool:
        return self.state == self.State.REVERSED


class AllocationQuerySet(models.QuerySet):
    """Row sets of allocations."""

    def standing(self) -> "AllocationQuerySet":
        """Those that were not taken back."""
        return self.filter(reverses__isnull=True, reversed_by__isnull=True)

    def visible_to(self, viewer: Viewer) -> "AllocationQuerySet":
        """Finance all; others what stands on their invoices, and of their own payments also what was taken back."""
        mine = self.filter(consortium=viewer.consortium)
        if viewer.is_finance:
            return mine
        stands = Q(reverses__isnull=True, reversed_by__isnull=True)
        own = Payment.objects.visible_to(viewer)
        return mine.filter(stands | Q(payment__in=own), invoice__debtor__in=own_subjects(viewer))


class Allocation(TenantRow):
    """A part of a payment that settles an invoice. Taken back by a row of the opposite amount."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="allocations")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="allocations")
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    transaction = models.OneToOneField(Transaction, on_delete=models.PROTECT, related_name="allocation")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")
    allocated_at = models.DateTimeField()

    objects = AllocationQuerySet.as_manager()

    class Meta:
        constraints = [
            *in_one_consortium("allocation", "payment", "invoice", "transaction", "reverses"),
            models.CheckConstraint(
                condition=Q(amount__gt=0, reverses__isnull=True) | Q(amount__lt=0, reverses__isnull=False),
                name="only_a_reversal_is_negative",
            ),
        ]
        indexes = [models.Index(fields=["invoice"], name="allocation_by_invoice")]
        triggers = [
            Protect(name="allocation_is_final", operation=pgtrigger.Update | pgtrigger.Delete),
            Trigger(
                name="allocation_counts",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func="""
                    UPDATE treasury_invoice SET paid = paid + NEW.amount WHERE id = NEW.invoice_id;
                    UPDATE treasury_payment SET allocated = allocated + NEW.amount WHERE id = NEW.payment_id;
                    RETURN NULL;
                """,
            ),
        ]


class Repayment(TenantRow):
    """A part of a payment that was sent back to where it came from."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="repayments")
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    paid_on = models.DateField()
    reason = models.TextField()
    transaction = models.OneToOneField(Transaction, on_delete=models.PROTECT, related_name="repayment")

    class Meta:
        constraints = [
            *in_one_consortium("repayment", "payment", "transaction"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="repayment_is_of_money"),
            models.CheckConstraint(condition=~Q(reason=""), name="repayment_has_a_reason"),
        ]
        triggers = [
            Protect(name="repayment_is_final", operation=pgtrigger.Update | pgtrigger.Delete),
            Trigger(
                name="repayment_counts",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func="""
                    UPDATE treasury_payment SET returned = returned + NEW.amount WHERE id = NEW.payment_id;
                    RETURN NULL;
                """,
            ),
        ]
