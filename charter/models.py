"""Editions of a charter: the rules of one consortium, each with the day from which it holds."""

from datetime import date
from functools import lru_cache
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from charter.fields import OrderedJSONField
from charter.loaded import Loaded, ToldRule, load
from journal.models import Entry, SubjectRow, subject_constraints
from parties.triggers import Protect
from parties.viewer import Viewer


class EditionQuerySet(models.QuerySet):
    """Row sets of editions."""

    def effective(self, day: date) -> "EditionQuerySet":
        """Activated editions, the one that holds on the day first."""
        return self.filter(state=Edition.State.ACTIVE, effective_from__lte=day).order_by("-effective_from", "-number")

    def visible_to(self, viewer: Viewer) -> "EditionQuerySet":
        """Activated editions: everyone with a part in the consortium. Drafts: the office."""
        mine = self.filter(consortium=viewer.consortium)
        if viewer.is_office:
            return mine
        return mine.filter(state=Edition.State.ACTIVE) if viewer.is_known else self.none()


class Edition(SubjectRow):
    """One edition: the resolved document as it was stored, and the number of the schema it was written in."""

    KIND = "edition"

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        ACTIVE = "active", _("In force from its day")

    MOVES = {State.DRAFT: [State.ACTIVE], State.ACTIVE: []}

    schema = models.PositiveSmallIntegerField()
    document = OrderedJSONField()
    """The rules, and under ``sources`` where each comes from."""
    effective_from = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    allowed_by = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The decision that adopted it; empty for the edition of the founding."""

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            *subject_constraints("edition", "allowed_by"),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(effective_from__isnull=False),
                name="active_edition_has_a_day",
            ),
            models.UniqueConstraint(
                fields=["consortium", "effective_from"],
                condition=Q(state="active"),
                name="one_edition_per_effective_day",
            ),
        ]
        triggers = [
            Protect(
                name="edition_in_force_is_final",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.state = 'active' AND ROW(OLD.document::text, OLD.schema, OLD.effective_from)"
                    " IS DISTINCT FROM ROW(NEW.document::text, NEW.schema, NEW.effective_from)"
                ),
            ),
        ]

    def __str__(self) -> str:
        return _("Edition %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return f"/{self.consortium.slug}/charter/editions/{self.number}/"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE

    @cached_property
    def loaded(self) -> Loaded:
        """The document lifted to the schema in force, with everything read from it."""
        return read(self.pk) if self.is_active else load(self.document, self.schema)

    @property
    def charter(self) -> Any:
        """The typed ``config.charter.Charter``."""
        return self.loaded.charter

    def rule(self, path: str) -> ToldRule:
        """Say the rule at a path, such as ``bodies.sc_us.quorum``, with its source and basis.

        :raises KeyError: where the schema has no such rule.
        """
        return self.loaded.told(path)


@lru_cache(maxsize=256)
def read(key: int) -> Loaded:
    """Read an edition in force, once per process: it never changes again."""
    document, schema = Edition._base_manager.values_list("document", "schema").get(pk=key)
    return load(document, schema)
