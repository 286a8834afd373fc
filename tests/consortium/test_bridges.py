"""The bridges: each side sees what is on its way (MISC-02)."""

import pytest

from consortium import motions, needs
from consortium.views import bridges
from desk.viewers import viewer_of
from tests.factories.consortium import body, company, founded, seated
from tests.factories.parties import NOON

pytestmark = pytest.mark.django_db


def test_a_recommendation_and_a_need_wait_on_their_bridges():
    consortium = founded()
    council, steering = body(consortium, "ec"), body(consortium, "sc_us")
    above = seated(council, company(consortium, "Alpha"), "cto")
    below = seated(steering, company(consortium, "Beta"), "director")
    advice = motions.draft(council, title="Advice", from_body=steering, by=below.person, at=NOON)
    motions.submit(advice, by=below.person, at=NOON)
    needs.file(above.member, title="Helium seals", by=above.person, at=NOON)
    viewer = viewer_of(above.person, consortium, NOON)

    assert [hit.title for hit in bridges.recommendations(viewer)["council"]] == ["Advice"]
    assert [(hit.title, hit.note) for hit in bridges.open_needs(viewer)] == [("Helium seals", "Alpha")]
