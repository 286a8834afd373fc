"""``manage.py simulate --charter asrc --years 2 --seed 7``: a consortium lived through by the real verbs."""

import sys
import time
from argparse import ArgumentTypeError
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from desk.database_owner import as_owner
from desk.simulation.play import play
from parties.models import Consortium
from parties.refusals import Invalid

WIDTH = 40
MOST_YEARS = 50


class Command(BaseCommand):
    help = "Found a consortium and live through its years under a simulated clock, through the real verbs."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--charter", default="asrc", help="the preset it is founded on")
        parser.add_argument("--years", type=int, default=2)
        parser.add_argument("--seed", type=int, default=7, help="the same seed plays the same years")
        parser.add_argument("--until", type=_moment, help="the last day, such as 2026-04-01; now when left out")

    def handle(self, *, charter: str, years: int, seed: int, until: datetime | None, **options) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError(
                "The simulation fills a demonstration alone: with DEMONSTRATION=1 anyone signs in as anyone."
            )
        if Consortium.objects.exists():
            raise CommandError("There is a consortium already; the simulation wants an empty stage (make reset).")
        if not 1 <= years <= MOST_YEARS:
            raise CommandError(f"From one to {MOST_YEARS} years can be played, not {years}.")
        end = (until or timezone.now()).astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        start = (end - timedelta(days=round(365.25 * years))).replace(hour=15)
        began = time.monotonic()
        try:
            with transaction.atomic():
                stage = play(charter, start=start, until=end, seed=seed, progress=self._bar)
        except Invalid as refusal:
            raise CommandError(str(refusal)) from refusal
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # or the first pages are planned as if every table were empty
        self._bar(1)
        self.stdout.write(f"\n{stage.consortium.name}: {years} years in {time.monotonic() - began:.0f} s.")

    def _bar(self, share: float) -> None:
        """Draw how far the years have come, on one line of a terminal and quietly elsewhere."""
        if sys.stdout.isatty():
            done = round(WIDTH * share)
            self.stdout.write(f"\r  {'█' * done}{'░' * (WIDTH - done)} {share:4.0%}", ending="")
            self.stdout.flush()


def _moment(written: str) -> datetime:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        raise ArgumentTypeError(f"“{written}” is no day such as 2026-04-01.") from None
