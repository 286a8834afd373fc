"""What happened: subjects, entries and seals.

An entry is a fact, never prose: a verb, a subject, two times, a rule, and facts of codes, numbers and
dates. Everything personal (who, on whose behalf, free words) lies beside it in `Particulars`; the chain
covers only a salted digest of that, so a lawful erasure leaves the chain verifiable.
"""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from parties.tenancy import ALL, TenantRow, in_one_consortium
from parties.triggers import Protect, Trigger

ITS_TRANSACTION = Cast(
    Cast(models.Func(function="pg_current_xact_id", output_field=models.TextField()), models.TextField()),
    models.BigIntegerField(),
)
"""The number of the database's transaction; with the moment at which it began, it stays the only one for ever."""
CHAINED = {ALL: "covered by the chain itself"}


def _written_now(table: str) -> Trigger:
    """Refuse a row that claims to come from another transaction than its own."""
    return Trigger(
        name=f"{table}_is_written_now",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Condition(
            "NEW.written_in IS DISTINCT FROM pg_current_xact_id()::text::bigint"
            " OR NEW.written_at IS DISTINCT FROM now()"
        ),
        func="RAISE EXCEPTION 'this was not written in the transaction that it names';",
    )


class Subject(TenantRow):
    """Anything acted upon: the one thing that duties, entries, postings and notices point at."""

    FREE = {ALL: "every entry's digest names its subject, and every row its number"}

    kind = models.CharField(max_length=40)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            *in_one_consortium("subject"),
            models.UniqueConstraint(fields=["consortium", "kind", "number"], name="one_subject_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Counter(TenantRow):
    """The last number given to a kind of subject in a consortium."""

    FREE = {ALL: "a counter; the numbers that were given are unique"}

    kind = models.CharField(max_length=40)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consortium", "kind"], name="one_counter_per_kind"),
        ]


class SubjectRow(TenantRow):
    """A row that is acted upon: it owns a subject and carries that subject's public number.

    Create with ``journal.subjects.open`` (or ``open_many``), which gives both. Where it has ``MOVES`` and begins in
    another state than its field's default, the entry of its creation says ``to`` which.
    """

    KIND = ""
    """The subject kind, such as ``motion``: also the first half of its verbs' names."""

    subject = models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()

    class Meta:
        abstract = True


def subject_constraints(table: str, *fields: str) -> list:
    """Give a `SubjectRow` its tenant keys (subject and ``fields``) and its unique public number."""
    return [
        *in_one_consortium(table, "subject", *fields),
        models.UniqueConstraint(fields=["consortium", "number"], name=f"one_{table}_per_number"),
    ]


class Seal(TenantRow):
    """A batch of committed entries, chained: its digest covers the previous seal and every entry in it."""

    FREE = CHAINED

    number = models.PositiveIntegerField()
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            *in_one_consortium("seal"),
            models.UniqueConstraint(fields=["consortium", "number"], name="one_seal_per_number"),
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="seal_covers_entries"),
        ]
        triggers = [
            Protect(name="seal_is_final", operation=pgtrigger.Update | pgtrigger.Delete),
        ]


TOLD = (
    *("verb", "happened_at", "rule", "particulars__entry", "particulars__words"),
    *("particulars__by__name", "particulars__on_behalf_of__name"),
)


class EntryQuerySet(models.QuerySet):
    """Row sets of the journal."""

    def unsealed(self) -> "EntryQuerySet":
        return self.filter(number__isnull=True)

    def of(self, subject: Subject) -> "EntryQuerySet":
        return self.filter(subject=subject)

    def told(self) -> "EntryQuerySet":
        """Read what a history shows: what happened, by whom and in whose name, in one query, newest first."""
        rows = self.select_related("particulars__by", "particulars__on_behalf_of")
        return rows.only(*TOLD).order_by("-id")


class Entry(TenantRow):
    """One append-only fact: who did what to which subject, when, and under which rule.

    The entries of a transaction explain every `Fingerprint` of the same transaction; sealing gives the last of them
    the span of their numbers, and its digest covers them.
    """

    FREE = CHAINED

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="entries")
    verb = models.CharField(max_length=60)
    happened_at = models.DateTimeField(_("happened"))
    recorded_at = models.DateTimeField(_("recorded"))
    rule = models.CharField(max_length=120, blank=True)
    facts = models.JSONField(default=dict)
    personal_digest = models.CharField(max_length=64)
    number = models.PositiveBigIntegerField(null=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    written_in = models.BigIntegerField(null=True, editable=False, db_default=ITS_TRANSACTION)
    written_at = models.DateTimeField(null=True, editable=False, db_default=TransactionNow())
    """When the database's transaction began, by the machine's clock; empty before there were fingerprints."""
    first_print = models.BigIntegerField(null=True, editable=False)
    last_print = models.BigIntegerField(null=True, editable=False)
    """Numbers of the first and last fingerprint of its transaction that it covers, where it covers any."""

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            *in_one_consortium("entry", "subject"),
            models.UniqueConstraint(fields=["consortium", "number"], name="one_entry_per_number"),
        ]
        indexes = [
            models.Index(fields=["subject", "-id"], name="entry_by_subject"),
            models.Index(fields=["consortium", "id"], condition=models.Q(number__isnull=True), name="entry_unsealed"),
            models.Index(fields=["written_in"], condition=models.Q(last_print__isnull=False), name="entry_covering"),
        ]
        triggers = [
            Protect(name="entry_is_never_deleted", operation=pgtrigger.Delete),
            _written_now("entry"),
            Protect(
                name="entry_is_sealed_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.number IS NOT NULL OR ROW(OLD.consortium_id, OLD.subject_id, OLD.verb, OLD.happened_at,"
                    " OLD.recorded_at, OLD.rule, OLD.facts, OLD.personal_digest, OLD.written_in, OLD.written_at)"
                    " IS DISTINCT FROM"
                    " ROW(NEW.consortium_id, NEW.subject_id, NEW.verb, NEW.happened_at, NEW.recorded_at,"
                    " NEW.rule, NEW.facts, NEW.personal_digest, NEW.written_in, NEW.written_at)"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"


class Particulars(TenantRow):
    """The personal half of an entry. Erasable by law; the salted digest in the chain stays."""

    FREE = {ALL: "covered by the entry's personal digest"}

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="particulars")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.JSONField(default=dict)
    """Free text that somebody typed (a reason, a comment): never part of the chain."""
    salt = models.CharField(max_length=32)

    class Meta:
        verbose_name_plural = "particulars"
        constraints = [*in_one_consortium("particulars", "entry")]
        indexes = [models.Index(fields=["by", "-id"], name="particulars_by_person")]


class Fingerprint(models.Model):
    """What a statement left in one row: the salted digest of each value that it wrote. Written by triggers alone.

    A digest is the first 32 hexadecimal digits of SHA-256 over salt, column and value. The salt keeps whoever reads
    the digest of a vote from trying all three; no page shows one.
    """

    consortium = models.ForeignKey(
        "parties.Consortium", on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    table_name = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    salt = models.CharField(max_length=36)
    digests = models.JSONField()
    """Column → digest: of a new row all that bind, of a changed one those that changed."""
    is_gone = models.BooleanField()
    """Whether the row was deleted."""
    written_in = models.BigIntegerField()
    written_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["consortium", "table_name", "row_id"], name="fingerprint_by_row"),
            models.Index(fields=["written_in", "id"], name="fingerprint_by_transaction"),
        ]
        triggers = [
            Trigger(
                name="fingerprint_is_final",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="RAISE EXCEPTION 'a fingerprint is final';",
            ),
            _written_now("fingerprint"),
        ]
