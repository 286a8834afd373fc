"""Personal tokens of the API."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from web.scopes import Scope


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
