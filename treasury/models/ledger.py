"""The ledger: accounts, transactions that balance, postings that nobody changes, closed periods."""

from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from journal.models import Entry, Subject, SubjectRow, subject_constraints
from parties.tenancy import TenantRow, in_one_consortium
from parties.triggers import Protect, Trigger
from parties.viewer import Viewer

BALANCES = """
    IF EXISTS (
        SELECT 1 FROM treasury_posting posting JOIN treasury_account account ON account.id = posting.account_id
        WHERE posting.transaction_id IN (SELECT transaction_id FROM fresh)
        GROUP BY posting.transaction_id, account.currency HAVING sum(posting.amount) <> 0
    ) OR EXISTS (
        SELECT 1 FROM treasury_posting posting
        JOIN treasury_transaction whole ON whole.id = posting.transaction_id
        WHERE posting.transaction_id IN (SELECT transaction_id FROM fresh)
        GROUP BY whole.id, whole.size HAVING count(*) <> whole.size
    ) THEN
        RAISE EXCEPTION 'a transaction does not balance'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transaction_balances';
    END IF;
    RETURN NULL;
"""
"""The postings of a transaction come in one statement, add up to nothing in each currency, and are as many as it
says: so that none can be added to it later. Asked once for all rows, because a bank's file brings thousands."""

HAS_POSTINGS = """
    IF NOT EXISTS (SELECT 1 FROM treasury_posting WHERE transaction_id = NEW.id) THEN
        RAISE EXCEPTION 'transaction % does not balance', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transaction_balances';
    END IF;
    RETURN NULL;
"""
"""At commit a transaction has its postings; that they are right was asked when they came."""

PERIOD_IS_OPEN = """
    PERFORM pg_advisory_xact_lock_shared(hashtext('treasury.closing'), own.consortium_id::int)
    FROM (SELECT DISTINCT consortium_id FROM fresh ORDER BY consortium_id) own;
    IF EXISTS (
        SELECT 1 FROM treasury_closing closed JOIN fresh ON fresh.consortium_id = closed.consortium_id
        WHERE closed.until >= fresh.happened_on
    ) THEN
        RAISE EXCEPTION 'the books are closed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transaction_falls_into_an_open_period';
    END IF;
    RETURN NULL;
"""
"""Asked after the lock, which a closing waits for: whatever was closed until then is seen."""

CLOSES_ALONE = """
    PERFORM pg_advisory_xact_lock(hashtext('treasury.closing'), NEW.consortium_id::int);
    RETURN NEW;
"""


class AccountQuerySet(models.QuerySet):
    """Row sets of accounts."""

    def with_balances(self, until=None) -> "AccountQuerySet":
        """Add what was debited and what was credited on each account, both positive, up to and including a day."""
        before = Q(postings__transaction__happened_on__lte=until) if until else Q()
        return self.annotate(
            debits=Sum("postings__amount", filter=before & Q(postings__amount__gt=0), default=0),
            credits=-Sum("postings__amount", filter=before & Q(postings__amount__lt=0), default=0),
        )

    def visible_to(self, viewer: Viewer) -> "AccountQuerySet":
        """The books name debtors: finance alone reads them (MEM-18)."""
        return self.filter(consortium=viewer.consortium) if viewer.is_finance else self.none()


class Account(TenantRow):
    """A place where money lies or from which it comes, in one currency. Kinds are code (see `treasury.postings`)."""

    class Kind(models.TextChoices):
        BANK = "bank", _("Bank")
        RECEIVABLE = "receivable", _("Owed by members")
        CREDIT = "credit", _("Received and not yet used")
        DUES = "dues", _("Dues still to be collected")
        POOL = "pool", _("Research pool")
        ADMINISTRATION = "administration", _("Administration")
        GENERAL = "general", _("General fund")
        OPENING = "opening", _("Opening balances")

    kind = models.CharField(max_length=20, choices=Kind)
    branch = models.CharField(max_length=20, blank=True)
    owner = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts")
    """The member that owes or is owed; empty for the consortium's own accounts and unmatched money."""
    currency = models.CharField(max_length=3)

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "branch", "id"]
        constraints = [
            *in_one_consortium("account", "owner"),
            models.UniqueConstraint(
                fields=["consortium", "kind", "branch", "owner", "currency"],
                nulls_distinct=False,
                name="one_account_of_a_kind_branch_and_owner",
            ),
            models.CheckConstraint(
                condition=~Q(kind="receivable") | Q(owner__isnull=False), name="receivable_has_a_debtor"
            ),
        ]
        triggers = [
            Protect(name="account_stays_what_it_is", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.get_kind_display(), self.branch.upper()]))


class TransactionQuerySet(models.QuerySet):
    """Row sets of transactions."""

    def with_sums(self) -> "TransactionQuerySet":
        """Add the amount that each moved, and its currency: looked up for the rows that are shown, not for all."""
        debits = Posting.objects.filter(transaction=OuterRef("pk"), amount__gt=0).order_by()
        moved = debits.values("transaction").annotate(moved=Sum("amount")).values("moved")
        return self.annotate(moved=Subquery(moved), currency=Subquery(debits.values("account__currency")[:1]))

    def visible_to(self, viewer: Viewer) -> "TransactionQuerySet":
        """Finance alone reads the books (MEM-18)."""
        return self.filter(consortium=viewer.consortium) if viewer.is_finance else self.none()


class Transaction(SubjectRow):
    """One movement of money: postings that balance, the day it happened, and the entry that allowed it."""

    KIND = "transaction"

    kind = models.CharField(max_length=30)
    """Name of the posting function that made it."""
    happened_on = models.DateField()
    recorded_at = models.DateTimeField()
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    """The dues year that it belongs to."""
    size = models.PositiveSmallIntegerField()
    """How many postings it has."""
    allowed_by = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="transactions")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")

    objects = TransactionQuerySet.as_manager()

    class Meta:
        constraints = [
            *subject_constraints("transaction", "allowed_by", "reverses"),
            models.CheckConstraint(condition=Q(size__gte=2), name="transaction_has_two_sides"),
        ]
        indexes = [models.Index(fields=["consortium", "-happened_on", "-id"], name="transaction_by_day")]
        triggers = [
            Protect(name="transaction_is_final", operation=pgtrigger.Update | pgtrigger.Delete),
            Trigger(
                name="transaction_falls_into_an_open_period",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="fresh"),
                func=PERIOD_IS_OPEN,
            ),
            Trigger(
                name="transaction_has_its_postings",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=HAS_POSTINGS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    def get_absolute_url(self) -> str:
        return f"/{self.consortium.slug}/ledger/{self.number}/"


class Posting(TenantRow):
    """An amount on an account: debit is positive, credit negative."""

    transaction = models.ForeignKey(Transaction, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="postings")
    amount = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        constraints = [
            *in_one_consortium("posting", "transaction", "account"),
            models.CheckConstraint(condition=~Q(amount=0), name="posting_moves_money"),
        ]
        triggers = [
            Protect(name="posting_is_final", operation=pgtrigger.Update | pgtrigger.Delete),
            Trigger(
                name="transaction_balances",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="fresh"),
                func=BALANCES,
            ),
        ]

    @property
    def credit(self) -> Decimal:
        """The amount as it stands in the credit column."""
        return -self.amount


class ClosingQuerySet(models.QuerySet):
    """Row sets of closings."""

    def visible_to(self, viewer: Viewer) -> "ClosingQuerySet":
        """Up to which day the books are closed is no secret."""
        return self.filter(consortium=viewer.consortium) if viewer.is_known else self.none()


class Closing(SubjectRow):
    """The books are closed up to and including a day: nothing is posted there any more."""

    KIND = "closing"

    until = models.DateField()
    closed_at = models.DateTimeField()

    objects = ClosingQuerySet.as_manager()

    class Meta:
        ordering = ["-until"]
        constraints = [
            *subject_constraints("closing"),
            models.UniqueConstraint(fields=["consortium", "until"], name="one_closing_per_day"),
        ]
        triggers = [
            Protect(name="closing_is_final", operation=pgtrigger.Update | pgtrigger.Delete),
            Trigger(
                name="closing_waits_for_postings",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=CLOSES_ALONE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.until}"
