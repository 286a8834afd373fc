"""What happens although a verb refused all that it could know of: two at the same moment, and values past every bound.

The database is the last to say no. Whoever asked reads a sentence, and the log has the fault.
"""

import logging
from decimal import DecimalException

from django.db import DataError, Error, IntegrityError, InterfaceError, OperationalError
from django.utils.translation import gettext as _

from parties.refusals import Invalid, Refusal

log = logging.getLogger(__name__)
TAKEN = frozenset({"23505", "23P01"})
"""PostgreSQL's codes of what a unique or an exclusion constraint refuses."""
CROSSED = frozenset({"40001", "40P01"})
"""Two who waited for each other: one of them was sent back."""
GONE = frozenset({"", "08", "53", "57"})
"""Classes of PostgreSQL's codes while it is stopped, starting, or out of connections, memory or disk."""
PAST_BOUNDS = (DataError, OverflowError, DecimalException, RecursionError)
ZERO_BYTE = "NUL (0x00)"
"""What psycopg says of the one character that no text in PostgreSQL has."""


def refusal_of(exception: Exception) -> Refusal | None:
    """Say a mishap as a refusal; nothing for any other fault."""
    refusal = _worded(exception)
    if refusal:
        log.warning("Refused by the last to say no: %s", exception, exc_info=exception)
    return refusal


def is_out_of_reach(exception: BaseException | None) -> bool:
    """Whether it is the database that does not answer, rather than a fault of ours."""
    gone = isinstance(exception, OperationalError | InterfaceError)
    return gone and _code(exception)[:2] in GONE


def _worded(exception: Exception) -> Refusal | None:
    if isinstance(exception, PAST_BOUNDS) or (isinstance(exception, ValueError) and ZERO_BYTE in str(exception)):
        return Invalid(_("A value that was sent is too long, too large, too far off, or no text at all."))
    if isinstance(exception, IntegrityError) and _code(exception) in TAKEN:
        return Refusal(_("Somebody has done the same at the same moment. Look at it before you try again."))
    if isinstance(exception, OperationalError) and _code(exception) in CROSSED:
        return Refusal(_("Somebody was changing the same things at the same moment. Try it again."))
    return None


def _code(exception: Error) -> str:
    return getattr(exception.__cause__, "pgcode", "") or ""
