"""What people call bodies, seats, motions, meetings and papers."""

from consortium.models import (
    Body,
    Item,
    Meeting,
    Minutes,
    Motion,
    Need,
    Nomination,
    Paper,
    Partner,
    Seat,
    Statement,
)
from journal.titles import TitleSource


def _statement(kind: str, version: int | None) -> str:
    return str(Statement(kind=kind, version=version))


of_bodies = TitleSource(Body, "name")
of_meetings = TitleSource(Meeting, "title")
of_minutes = TitleSource(Minutes, "meeting__title")
of_papers = TitleSource(Paper, "title")
of_motions = TitleSource(Motion, "title")
of_items = TitleSource(Item, "title")
of_seats = TitleSource(Seat, "person__name", "body__name", say="{} ({})".format)
of_needs = TitleSource(Need, "title")
of_statements = TitleSource(Statement, "kind", "version", say=_statement)
of_nominations = TitleSource(Nomination, "person__name", "body__name", say="{} → {}".format)
of_partners = TitleSource(Partner, "organisation__name")
