"""The pages that are measured, and for whom. Add a line for every page that people open often."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """A page: ``{motion}`` in its path stands for the youngest number of that kind of subject."""

    name: str
    path: str
    seen_by: str = "secretary"
    """A post of the office, or ``voter`` for one who votes in a committee."""
    queries: int = 12
    """How many it may ask: 12 on lists, up to 20 on the richest page."""


PAGES = [
    Page("home", "/asrc/", queries=20),
    Page("home of a voter", "/asrc/", seen_by="voter", queries=20),
    Page("motions", "/asrc/motions/"),
    Page("a motion", "/asrc/motions/{motion}/", queries=20),
    Page("meetings", "/asrc/meetings/past/"),
    Page("a meeting", "/asrc/meetings/{meeting}/", queries=20),
    Page("bodies", "/asrc/bodies/"),
    Page("people", "/asrc/people/"),
    Page("who has not responded", "/asrc/chase/"),
    Page("compliance", "/asrc/compliance/", queries=20),
    Page("members", "/asrc/members/"),
    Page("invoices", "/asrc/invoices/", seen_by="finance"),
    Page("ledger", "/asrc/ledger/", seen_by="finance"),
    Page("funds", "/asrc/funds/", seen_by="finance", queries=20),
    Page("charter", "/asrc/charter/"),
    Page("calendar", "/asrc/calendar/"),
    Page("notices", "/asrc/notices/"),
    Page("search", "/asrc/search/?q=storage"),
]
