from pathlib import Path

from django.core.cache import cache
from django.db import connection

from config.embedded.places import Place


def test_sockets_lie_with_the_data_while_their_address_is_short(tmp_path):
    assert Place(Path("/srv/r/var/own")).sockets == Path("/srv/r/var/own/run")


def test_sockets_of_a_deep_folder_get_a_short_address():
    deep = Place(Path("/srv") / ("a" * 90) / "var" / "own")

    assert len(str(deep.sockets / ".s.PGSQL.5432")) < 100
    assert deep.sockets != Place(Path("/srv") / ("b" * 90) / "var" / "own").sockets


def test_fu_s3_each_role_has_a_password_of_its_own_which_is_kept_for_this_account_alone(tmp_path):
    place = Place(tmp_path / "own")

    passwords = {role["PASSWORD"] for role in (place.database, place.database_owner, place.database)}

    assert len(passwords) == 2
    assert {path.name: path.stat().st_mode & 0o777 for path in place.var.iterdir()} == {
        "roundtable-web-password": 0o600,
        "roundtable-owner-password": 0o600,
    }


def test_the_services_answer(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower('ÅSA') = 'åsa'")
        assert cursor.fetchone() == (True,)
    cache.set("bell", "rung")
    assert cache.get("bell") == "rung"
