import pytest

from duties.models import Delivery
from tests.factories.parties import NOON, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(settings):
    settings.DEMONSTRATION = True


@pytest.mark.parametrize("address", ["/demo/", "/demo/mail/"])
def test_the_pages_are_not_there_where_real_people_work(client, address):
    assert client.get(address).status_code == 404


def test_nobody_is_signed_in_by_name_where_real_people_work(client):
    PersonFactory(email="sato@toshiba.example")

    response = client.post("/demo/enter/", {"email": "sato@toshiba.example"})

    assert response.status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_visitor_becomes_one_of_those_on_offer(client, demonstration):
    sato = PersonFactory(email="sato@toshiba.example")

    client.post("/demo/enter/", {"email": sato.email})

    assert client.session["_auth_user_id"] == str(sato.pk)


def test_a_visitor_becomes_nobody_else(client, demonstration):
    other = PersonFactory()

    assert client.post("/demo/enter/", {"email": other.email}).status_code == 404


def test_mail_that_went_out_is_read_and_found_by_whom_it_went_to(client, demonstration):
    for name in ("Ken Sato", "Yuki Mori"):
        Delivery.objects.create(
            person=PersonFactory(name=name),
            key="k",
            state="sent",
            title=f"To {name}",
            body="Dear",
            due_at=NOON,
            sent_at=NOON,
        )

    page = client.get("/demo/mail/", {"q": "sato"}).content.decode()

    assert "To Ken Sato" in page
    assert "To Yuki Mori" not in page
    assert client.get(f"/demo/mail/{Delivery.objects.get(title='To Ken Sato').pk}/").status_code == 200
