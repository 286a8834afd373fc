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
from parties.called import Titles


def _statement(kind: str, version: int | None) -> str:
    return str(Statement(kind=kind, version=version))


of_bodies = Titles(Body, "name")
of_meetings = Titles(Meeting, "title")
of_minutes = Titles(Minutes, "meeting__title")
of_papers = Titles(Paper, "title")
of_motions = Titles(Motion, "title")
of_items = Titles(Item, "title")
of_seats = Titles(Seat, "person__name", "body__name", say="{} ({})".format)
of_needs = Titles(Need, "title")
of_statements = Titles(Statement, "kind", "version", say=_statement)
of_nominations = Titles(Nomination, "person__name", "body__name", say="{} → {}".format)
of_partners = Titles(Partner, "organisation__name")
