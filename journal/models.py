"""What happened: subjects, entries and seals.

An entry is a fact, never prose: a verb, a subject, two times, a rule, and facts of codes, numbers and
dates. Everything personal (who, on whose behalf, free words) lies beside it in `Particulars`; the chain
covers only a salted digest of that, so a lawful erasure leaves the chain verifiable.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parties.tenancy import TenantRow, in_one_consortium


class Subject(TenantRow):
    """Anything acted upon: the one thing that duties, entries, postings and notices point at."""

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

    kind = models.CharField(max_length=40)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consortium", "kind"], name="one_counter_per_kind"),
        ]


class SubjectRow(TenantRow):
    """A row that is acted upon: it owns a subject and carries that subject's public number.

    Create with ``journal.subjects.open`` (or ``open_many``), which gives both.
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
            pgtrigger.Protect(name="seal_is_final", operation=pgtrigger.Update | pgtrigger.Delete),
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
    """One append-only fact: who did what to which subject, when, and under which rule."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="entries")
    verb = models.CharField(max_length=60)
    happened_at = models.DateTimeField(_("happened"))
    recorded_at = models.DateTimeField(_("recorded"))
    rule = models.CharField(max_length=120, blank=True)
    facts = models.JSONField(default=dict)
    personal_digest = models.CharField(max_length=64)
    number = models.PositiveBigIntegerField(null=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)

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
        ]
        triggers = [
            pgtrigger.Protect(name="entry_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="entry_is_sealed_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.number IS NOT NULL OR ROW(OLD.consortium_id, OLD.subject_id, OLD.verb, OLD.happened_at,"
                    " OLD.recorded_at, OLD.rule, OLD.facts, OLD.personal_digest) IS DISTINCT FROM"
                    " ROW(NEW.consortium_id, NEW.subject_id, NEW.verb, NEW.happened_at, NEW.recorded_at,"
                    " NEW.rule, NEW.facts, NEW.personal_digest)"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"


class Particulars(TenantRow):
    """The personal half of an entry. Erasable by law; the salted digest in the chain stays."""

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
