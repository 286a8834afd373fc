"""Whom to remind: the people who act for a company."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db.models import F

from membership.models import Mandate
from parties.models import Consortium


def of_members(
    consortium: Consortium, subject_ids: Collection[int], *, mandate: str, at: datetime
) -> dict[int, set[int]]:
    """Give the holders of the mandate a duty falls to; where no mandate is named, the nominators."""
    holders = (
        Mandate.objects.filter(
            consortium=consortium,
            kind=mandate or Mandate.Kind.NOMINATOR,
            during__contains=consortium.day_of(at),
            organisation__memberships__consortium=consortium,
            organisation__memberships__subject__in=subject_ids,
        )
        .annotate(subject=F("organisation__memberships__subject_id"))
        .values_list("subject", "person_id")
    )
    people = defaultdict(set)
    for subject, person in holders:
        people[subject].add(person)
    return dict(people)
