"""How many seats a company may hold."""

import pytest

from config.charter import Charter
from consortium import quotas
from consortium.quotas import Use
from tests.factories.consortium import asrc_document, body, company, founded, seated
from tests.factories.parties import NOON

CHARTER = Charter.model_validate(asrc_document())


def said(key="ec", tier="t1", **use):
    return quotas.refusal(CHARTER, key, company="Toshiba", tier=tier, use=Use(**use))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (said(allowed=1), ""),
        (said("tc_us", allowed=2, holders=("A",)), ""),
        (
            said(allowed=1, holders=("K. Sato",)),
            "Seat quota: Toshiba (tier 1) already holds 1 of 1 EC seats (K. Sato)",
        ),
        (
            said("tc_us", allowed=2, holders=("A",), nominated=("B",)),
            "Seat quota: Toshiba (tier 1) already holds 1 of 2 TC seats (A); nominated: B",
        ),
        (said("sc_us", "t3", allowed=0), "Seat quota: Toshiba (tier 3) already holds 0 of 0 SC seats"),
    ],
)
def test_the_refusal_names_quota_and_holders(sentence, expected):
    assert sentence == expected


@pytest.mark.django_db
def test_posts_used_of_posts_allowed():
    consortium = founded()
    member = company(consortium, "Toshiba", "t1", "jp")
    for key, title in [("ec", "cto"), ("sc_jp", "director"), ("tc_jp", "technical_lead")]:
        seated(body(consortium, key), member, title)

    posts = quotas.posts_of(member, CHARTER, tier="t1", day=NOON.date())

    assert (posts.used, posts.allowed, posts.vacant) == (3, 4, 1)
    assert {key: (len(use.holders), use.allowed) for key, use in posts.lines} == {
        "ec": (1, 1),
        "sc_jp": (1, 1),
        "tc_jp": (1, 2),
    }
