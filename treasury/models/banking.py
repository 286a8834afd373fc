"""Bank files: exports of the bank's statement, their lines, and how each bank lays them out."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from files.models import Blob
from journal.models import SubjectRow, subject_constraints
from parties.tenancy import ALL, TenantRow, in_one_consortium
from parties.triggers import Protect
from parties.viewer import Viewer
from treasury.models.payments import Payment


class BankLayout(TenantRow):
    """Which column means what in one bank's export, remembered by the file's heading."""

    FREE = {ALL: "a convenience: a file keeps the layout it was read with"}

    heading = models.CharField(max_length=64)
    """SHA-256 of the names of the columns."""
    columns = models.JSONField()
    """The fields of `treasury.bank.layouts.Layout`."""

    class Meta:
        constraints = [
            *in_one_consortium("bank_layout"),
            models.UniqueConstraint(fields=["consortium", "heading"], name="one_layout_per_heading"),
        ]


class BankFileQuerySet(models.QuerySet):
    """Row sets of bank files."""

    def visible_to(self, viewer: Viewer) -> "BankFileQuerySet":
        """Finance alone: a bank file names every payer."""
        return self.filter(consortium=viewer.consortium) if viewer.is_finance else self.none()


class BankFile(SubjectRow):
    """An uploaded export. Until it is taken into the books it is only looked at."""

    KIND = "bank_file"

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded, not yet in the books")
        COMMITTED = "committed", _("In the books")
        DROPPED = "dropped", _("Set aside")

    MOVES = {
        State.UPLOADED: [State.COMMITTED, State.DROPPED],
        State.COMMITTED: [],
        State.DROPPED: [State.UPLOADED],
    }

    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    layout = models.JSONField(default=dict)
    uploaded_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=State, default=State.UPLOADED)

    objects = BankFileQuerySet.as_manager()

    class Meta:
        constraints = [
            *subject_constraints("bank_file", "blob"),
            models.UniqueConstraint(fields=["consortium", "blob"], name="one_bank_file_per_content"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/{self.consortium.slug}/payments/files/{self.number}/"

    @property
    def is_committed(self) -> bool:
        return self.state == self.State.COMMITTED


class BankLine(TenantRow):
    """One line of a posted file, and the payment that it is. The same line in another file is known by its digests."""

    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    """Of its cells. A line that was posted again after its payment was reversed has several rows."""
    reference_digest = models.CharField(max_length=64, blank=True)
    """Of the bank's own number; empty where it gives none. A bank may give one twice."""
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="bank_lines")
    """Mostly its own; another line's where a person said that both are the same money."""

    class Meta:
        ordering = ["position"]
        constraints = [
            *in_one_consortium("bank_line", "file", "payment"),
            models.UniqueConstraint(fields=["consortium", "digest", "payment"], name="one_bank_line_per_payment"),
            models.UniqueConstraint(fields=["file", "position"], name="one_bank_line_per_position"),
        ]
        indexes = [
            models.Index(
                fields=["consortium", "reference_digest"],
                condition=~models.Q(reference_digest=""),
                name="bank_line_by_number",
            ),
        ]
        triggers = [
            Protect(name="bank_line_is_final", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
