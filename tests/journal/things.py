"""The smallest row that is acted upon."""

from charter.models import Edition
from journal import subjects
from tests.factories.parties import ConsortiumFactory


def edition(consortium=None) -> Edition:
    """Make a draft edition with an empty document."""
    consortium = consortium or ConsortiumFactory()
    subject = subjects.open(consortium, Edition.KIND)
    return Edition.objects.create(consortium=consortium, subject=subject, number=subject.number, schema=1, document={})
