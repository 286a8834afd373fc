"""Every address, every relation: what the table says is what the door answers."""

import pytest
from django.urls import reverse

from tests.access.expander import cases, routes
from tests.access.personas import PERSONAS
from tests.access.table import TABLE


@pytest.mark.parametrize("case", list(cases(TABLE)), ids=str)
def test_the_door_answers_as_the_table_says(case, world, client):
    if person := PERSONAS[case.persona]:
        client.force_login(world.person(person))

    response = getattr(client, case.row.method)(world.address(case.row), data=dict(case.row.data))

    assert response.status_code in case.answers
    if case.persona == "anonymous" and response.status_code == 302 and not case.row.public:
        assert response["Location"].startswith(reverse("account_login"))


def test_every_address_has_a_row():
    assert routes() - {row.route for row in TABLE} == set()


def test_no_row_speaks_of_an_address_that_is_gone():
    assert {row.route for row in TABLE} - routes() == set()
