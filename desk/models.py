"""What the doors themselves remember: personal API tokens, answers already given, and guesses at accounts."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a token may do. Whatever its scopes, it can never do more than its person."""

    READ = "read", _("Read")
    WRITE = "write", _("Write: propose, reply, record, file")
    VOTE = "vote", _("Vote")
    MONEY = "money", _("Money: invoices, payments, postings")


class TokenQuerySet(models.QuerySet):
    """Row sets of tokens."""

    def valid(self, at: datetime) -> "TokenQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=at, person__is_active=True)


class Token(models.Model):
    """A personal key to the API. Only its digest is kept; the key itself is shown once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the key, hexadecimal. The key has 256 random bits, so that no slow hash is needed."""
    hint = models.CharField(max_length=8)
    """The key's last characters, by which its owner knows it."""
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="token_expires_after_creation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (…{self.hint})"

    @property
    def scope_labels(self) -> list[str]:
        labels = dict(Scope.choices)
        return [str(labels[scope]) for scope in self.scopes]

    def is_valid(self, at: datetime) -> bool:
        """Whether the token opens the API at that moment."""
        return self.revoked_at is None and self.expires_at > at


class AnswerGiven(models.Model):
    """The answer to a write that must not happen twice, kept under the key that its sender chose."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    """SHA-256 of address and content: the same key with other content is a mistake, not a repetition."""
    status = models.PositiveSmallIntegerField(default=0)
    location = models.CharField(max_length=400, blank=True)
    body = models.JSONField(null=True, blank=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="one_answer_per_person_and_key"),
        ]
        indexes = [models.Index(fields=["given_at"], name="answer_by_age")]


class Counted(models.Model):
    """What a limit has counted, until it ends (``desk.limits``)."""

    key = models.CharField(max_length=250, primary_key=True)
    value = models.JSONField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ends_at"], name="counted_by_end")]
