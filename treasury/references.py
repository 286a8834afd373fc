"""Creditor references after ISO 11649 (``RF`` + two check digits + body): a mistyped one is noticed, not booked."""

import re

CANDIDATE = re.compile(r"RF\d{2}[0-9A-Z]{1,21}")


def creditor_reference(body: str) -> str:
    """Put the check digits before a body of at most 21 letters and digits.

    >>> creditor_reference("539007547034")
    'RF18539007547034'
    """
    return f"RF{98 - _remainder(body.upper() + 'RF00'):02d}{body.upper()}"


def is_valid(reference: str) -> bool:
    """Whether the check digits fit."""
    written = compact(reference)
    return bool(CANDIDATE.fullmatch(written)) and _remainder(written[4:] + written[:4]) == 1


def compact(text: str) -> str:
    """Write a text as references are compared: capital letters and digits only."""
    return re.sub(r"[^0-9A-Z]", "", text.upper())


def printed(reference: str) -> str:
    """Write a reference in groups of four, as it stands on paper."""
    return " ".join(re.findall(".{1,4}", reference))


def _remainder(text: str) -> int:
    return int("".join(str(int(sign, 36)) for sign in text)) % 97
