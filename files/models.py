"""Bytes, stored once: immutable blobs named by their SHA-256.

A blob has no reader of its own. Each app links blobs concretely (a meeting's paper, a declaration's
evidence), and a download goes through that owner's address and its ``visible_to``.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from parties.tenancy import TenantRow, in_one_consortium
from parties.triggers import Protect


class Label(models.TextChoices):
    """How confidential a linked file is (STR-22): shown before it is submitted, with who will read it."""

    PUBLIC = "public", _("Public")
    CONSORTIUM = "consortium", _("Consortium")
    BODY = "body", _("This body only")
    OWNER = "owner", _("Owner and office only")


class Blob(TenantRow):
    """Immutable content in one consortium. Two uploads of the same bytes are one row."""

    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            *in_one_consortium("blob"),
            models.UniqueConstraint(fields=["consortium", "sha256"], name="one_blob_per_content"),
        ]
        triggers = [
            Protect(name="blob_is_immutable", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]
