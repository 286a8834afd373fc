"""What a personal token may do."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a token may do. Whatever its scopes, it can never do more than its person."""

    READ = "read", _("Read")
    WRITE = "write", _("Write: propose, reply, record, file")
    VOTE = "vote", _("Vote")
    MONEY = "money", _("Money: invoices, payments, postings")
