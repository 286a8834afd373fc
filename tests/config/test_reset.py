"""What `make reset` forgets: the place that backup and restore go to, and only after a word if it may be dear."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from config.copies import resetting
from config.embedded.places import Place


def reset(kind: str, *, var: Path, answer: str) -> tuple[int, str]:
    """Run the command; answer its code and what it said."""
    done = subprocess.run(
        [sys.executable, "config/reset.py", kind],
        cwd=settings.BASE_DIR,
        env=os.environ | {"ROUNDTABLE_VAR": str(var)},
        input=answer,
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def folder(tmp_path) -> Path:
    made = tmp_path / "copy of monday"
    made.mkdir()
    (made / "secret-key").write_text("key")
    return made


@pytest.mark.parametrize("kind", ["own", "demo"])
def test_the_folder_that_the_variable_names_is_forgotten_after_a_word(folder, kind):
    code, said = reset(kind, var=folder, answer="yes\n")

    assert (code, said.endswith(f"Forgotten: {folder}\n")) == (0, True), said
    assert not folder.exists()


@pytest.mark.parametrize("answer", ["no\n", "\n", ""])
@pytest.mark.parametrize("kind", ["own", "demo"])
def test_nothing_is_forgotten_without_that_word(folder, kind, answer):
    code, said = reset(kind, var=folder, answer=answer)

    assert (code, f"Forget everything in {folder}?" in said, folder.exists()) == (1, True, True)


@pytest.mark.parametrize("kind", ["..", "../own", "own/blobs", "/tmp"])
def test_what_names_no_data_is_refused(folder, kind):
    code, said = reset(kind, var=folder, answer="yes\n")

    assert (code, said) == (1, "Say which data to forget by their name alone, such as DATA=own.\n")
    assert folder.exists()


@pytest.mark.parametrize(
    ("var", "command"),
    [
        (settings.BASE_DIR / "var" / "own", "make reset DATA=own"),
        (settings.BASE_DIR / "var" / "demo", "make reset DATA=demo"),
        (Path("/srv/copy"), "ROUNDTABLE_VAR=/srv/copy make reset"),
        (Path("/srv/own"), "ROUNDTABLE_VAR=/srv/own make reset"),
        (Path("/srv/copy of monday"), "ROUNDTABLE_VAR='/srv/copy of monday' make reset"),
    ],
)
def test_restore_names_the_command_that_forgets_its_very_place(var, command):
    assert resetting(Place(var)) == command
