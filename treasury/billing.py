"""Where a member's invoices go."""

from datetime import datetime

from django.db import transaction

from journal import entries
from journal.entries import Fact
from journal.models import Entry, Subject
from parties.models import Person
from treasury.models import BillingAddress


@transaction.atomic
def set_address(
    debtor: Subject,
    *,
    address: str,
    contact: str,
    email: str,
    order_number: str,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> Entry:
    """Set where the member's next invoices go. Invoices that were issued keep what they say."""
    said = {"address": address, "contact": contact, "email": email, "order_number": order_number}
    BillingAddress.objects.update_or_create(debtor=debtor, defaults={"consortium_id": debtor.consortium_id, **said})
    fact = Fact(debtor, "billing.set_address", by, at, on_behalf_of, "MEM-14", words=said)
    return entries.record_many([fact])[0]
