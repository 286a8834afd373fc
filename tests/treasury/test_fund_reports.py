"""The yearly report on funds as a file and as a document: each reader gets what the page shows them."""

import io

import pytest
from pypdf import PdfReader

from tests.factories.consortium import company, founded, officer
from tests.factories.parties import NOON
from tests.factories.treasury import invoiced, paid

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


@pytest.fixture
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)


def test_the_funds_are_exported_and_set_as_a_document_as_far_as_the_reader_may_see(client):
    consortium = founded()
    member = company(consortium, "Seagate")
    paid(invoiced(member, 1000), 400)
    told = {}
    for who in (officer(consortium, "finance"), officer(consortium, "legal")):
        client.force_login(who)
        table = client.get(f"/{consortium.slug}/funds/?export=csv").getvalue().decode()
        document = client.get(f"/{consortium.slug}/funds/report/?year=2026").content
        told[who] = (table, " ".join(PdfReader(io.BytesIO(document)).pages[0].extract_text().split()))

    (finance_table, finance_document), (legal_table, legal_document) = told.values()
    assert "Seagate" in finance_table
    assert "Seagate" in finance_document
    assert "400.00" in finance_document
    assert legal_table.strip("\ufeff\r\n") == "From,To,Amount,Currency"
    assert "Seagate" not in legal_document
    assert "400.00" not in legal_document
    assert "seen by finance alone" in legal_document
