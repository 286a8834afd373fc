"""What the doors themselves remember: answers already given, and guesses at accounts."""

from django.conf import settings
from django.db import models


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
    """What a limit has counted, until it ends (``web.limits``)."""

    key = models.CharField(max_length=250, primary_key=True)
    value = models.JSONField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["ends_at"], name="counted_by_end")]
