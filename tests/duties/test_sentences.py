from django.utils import translation

from duties.sentences import sentence


def test_amounts_are_grouped_as_the_reader_writes_them():
    facts = {"label": "2026-0004", "amount": "1000000.00", "currency": "USD", "day": "2026-02-01"}

    with translation.override("en"):
        said = sentence("invoice.issued", facts)

    assert said.startswith("Invoice 2026-0004 over 1,000,000.00 USD is due on")
