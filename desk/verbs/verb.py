"""The shape of a line in the tables of verbs."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that people can do: the function that does it and the question whether they may."""

    does: str
    asks: str
    label: str | Promise
    who: str | Promise
    """Who may, in words: the "who decides what" page prints it (GOV-12)."""
    past: str | Promise
    """What the journal says of it: ``%(who)s`` is the person, or "The clock" where nobody acted."""
    rule: str = ""
    matter: str = ""
    """Heading on that page."""
