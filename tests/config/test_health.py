import pytest


@pytest.mark.django_db
def test_health_answers_while_database_and_cache_do(client):
    response = client.get("/health/")

    assert (response.status_code, response.content) == (200, b"ok")
