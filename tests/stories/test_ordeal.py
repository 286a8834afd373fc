"""Any order of verbs of money and votes leaves a consortium of which `manage.py verify` finds nothing wrong."""

import pytest
from django.db import transaction

from desk.management.commands.verify import faults_of
from journal import sealing
from tests.stories.ordeal import Player, bring_to_work
from treasury.models import Posting

LENGTH = 20


@pytest.fixture(autouse=True)
def _blobs(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "blobs": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }


def played(player: Player) -> list[str]:
    """Play one sequence, check what it left, and take it back."""
    with transaction.atomic():
        try:
            player.play(LENGTH)
            sealing.seal(player.consortium, at=player.at)
            said = faults_of(player.consortium)
            if over := sum(Posting.objects.values_list("amount", flat=True)):
                said.append(f"the postings come to {over}")
        except Exception as crash:
            said = [f"{player.trying}: {crash!r}"]
        transaction.set_rollback(True)
    return said


def test_fu_s2_verify_is_silent_after_any_sequence_of_verbs(founded, request):
    bring_to_work(founded)
    faults, happened = {}, set()
    first, count = request.config.getoption("--first"), request.config.getoption("--sequences")
    sealing.seal(founded.consortium, at=founded.troupe.stage.at)
    assert faults_of(founded.consortium) == []

    for seed in range(first, first + count):
        player = Player(founded, seed)
        if said := played(player):
            faults[f"--sequences=1 --first={seed}"] = [*player.done, *said]
        happened |= set(player.done)

    assert faults == {}
    never = {move.__name__ for move in player.moves} - happened
    assert count < 40 or never == set(), sorted(each for each in happened if each.split(":")[0] in never)
