"""The pages that are measured, and for whom. Add a line for every page that people open often."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """A page: ``{motion}`` in its path stands for the youngest number of that kind of subject."""

    name: str
    path: str
    seen_by: str = "secretary"
    """A post of the office, or ``chair`` for one who leads a committee."""
    queries: int = 12
    """How many it may ask: 12 on lists, up to 20 on the richest page."""


PAGES = [
    Page("home", "/asrc/", queries=20),
    Page("home of a chair", "/asrc/", seen_by="chair", queries=20),
    Page("charter", "/asrc/charter/"),
    Page("calendar", "/asrc/calendar/"),
    Page("who owes what", "/asrc/chase/"),
    Page("notices", "/asrc/notices/"),
    Page("search", "/asrc/search/?q=storage"),
]
