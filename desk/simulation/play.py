"""Playing the years: the opening, the agenda, and what time does every night."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.mail import get_connection

from consortium import motions
from desk import daily
from desk.simulation.scenes import gatherings, incidents, money, opening, renewals
from desk.simulation.stage import Stage
from duties import deliveries
from journal import sealing


def play(
    preset: str, *, start: datetime, until: datetime, seed: int, progress: Callable[[float], None] = lambda share: None
) -> Stage:
    """Found a consortium and live through its years; ``progress`` is told the share that is over."""
    troupe = opening.open_curtain(preset, at=start, seed=seed)
    stage = troupe.stage
    for scene in (gatherings, money, renewals, incidents):
        scene.schedule(troupe, until.date())
    for day in stage.play(until, lambda: night(stage)):
        progress((day - start.date()).days / max((until - start).days, 1))
    while sealing.seal(stage.consortium, at=stage.at):
        pass
    return stage


def night(stage: Stage) -> None:
    """Do what time does: close votes, run the daily jobs, send the mail (to nobody: the demonstration shows it)."""
    motions.close_due(stage.at)
    daily.run(stage.consortium, at=stage.at)
    daytime = stage.at + timedelta(hours=1)  # an hour at which nobody of the cast sleeps
    deliveries.bundle(at=daytime)
    deliveries.send(at=daytime, backend=get_connection("django.core.mail.backends.dummy.EmailBackend"))
