"""No private answer is kept by a proxy or by the browser of a shared machine."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    ["/asrc/", "/asrc/gallery/list/?export=csv", "/accounts/profile/", "/api/v1/me/", "/asrc/nothing-of-this-kind/"],
)
def test_what_a_signed_in_person_reads_is_kept_nowhere(client, gallery, organisations, sato, address):
    client.force_login(sato)

    kept = client.get(address)["Cache-Control"]

    assert {"private", "no-store"} <= set(kept.split(", "))


def test_the_sign_in_page_is_kept_nowhere(client, asrc):
    assert "no-store" in client.get("/accounts/login/")["Cache-Control"]
