"""Stored documents of every schema number ever released can still be read."""

import json
from pathlib import Path

import pytest

from charter import schemas, upcasters
from charter.documents import plain
from tests.charter.documents import complete

SAMPLES = Path(__file__).parent / "samples"


@pytest.mark.parametrize("number", range(1, schemas.number() + 1))
def test_the_sample_of_each_number_lifts_to_a_sound_charter(number):
    sample = json.loads((SAMPLES / f"{number}.json").read_text("utf-8"))

    lifted = upcasters.lift(sample, number, schemas.number())

    assert [str(fault) for fault in schemas.faults_of(lifted)] == []
    assert schemas.typed({key: rows for key, rows in lifted.items() if key != "sources"}).bodies["ec"].level == 1


def test_steps_are_taken_in_order():
    steps = {1: lambda d: {**d, "two": True}, 2: lambda d: {**d, "three": d["two"]}}

    assert upcasters.lift({"one": True}, 1, 3, steps) == {"one": True, "two": True, "three": True}


def test_lifting_leaves_the_stored_document_alone():
    stored = {"a": 1}

    upcasters.lift(stored, 1, 2, {1: lambda d: {**d, "b": 2}})

    assert stored == {"a": 1}


def test_a_number_from_the_future_is_refused():
    with pytest.raises(LookupError, match="newer than this version knows"):
        upcasters.lift({}, 9, 1)


def test_a_document_survives_json():
    document = complete("sematech-1987")

    assert schemas.typed(plain(document)) == schemas.typed(document)
