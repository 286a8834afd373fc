"""References to rules: named where the charter has them, left alone where it does not."""

import pytest

from charter import editions
from charter.references import refer
from tests.factories import consortium as made
from tests.factories.parties import NOON

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("rule", "words", "place", "is_named"),
    [
        ("bodies.ec.cadence", "Executive Council: Meets", "?section=bodies#bodies.ec.cadence", True),
        ("bodies.ec", "Executive Council", "?section=bodies#bodies.ec.name", True),
        ("meetings.notice_days", "Meetings: Invited", "?section=meetings#meetings.notice_days", True),
        ("Test", "Test", "?q=Test", False),
        ("XX-99", "XX-99", "", False),
    ],
)
def test_a_reference_says_its_rule_and_leads_to_it(rule, words, place, is_named):
    edition = editions.at(made.founded(), NOON.date())

    found = refer(edition.pk, rule)

    assert (str(found), found.place, found.is_named) == (words, place, is_named)
