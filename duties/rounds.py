"""What time itself does to duties."""

from datetime import datetime

from config import tables
from config.tables import resolve
from duties import duties
from parties.models import Consortium


def reconcile(consortium: Consortium, *, at: datetime) -> None:
    """Bring every calendar of duties up to date with the charter, the bodies and the companies."""
    for kind, name in tables.CADENCES.items():
        duties.reconcile(consortium, [kind], resolve(name)(consortium, at=at), at=at)
