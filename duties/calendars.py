"""What time itself does to duties."""

from datetime import datetime

from duties import duties
from parties.models import Consortium
from registry.duties import CADENCES


def reconcile(consortium: Consortium, *, at: datetime) -> None:
    """Bring every calendar of duties up to date with the charter, the bodies and the companies."""
    for kind, desired in CADENCES.items():
        duties.reconcile(consortium, [kind], desired(consortium, at=at), at=at)
