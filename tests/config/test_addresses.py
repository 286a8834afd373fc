import pytest

from config import addresses
from config.embedded.places import Place


def test_database_reads_every_part_of_an_address():
    assert addresses.database("postgres://ann:p%40ss@db.example:5433/round?sslmode=require") == {
        "NAME": "round",
        "USER": "ann",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_database_takes_a_socket_folder():
    settings = addresses.database("postgresql:///round?host=/run/postgresql")

    assert (settings["HOST"], settings["PORT"], settings["OPTIONS"]) == ("/run/postgresql", "", {})


@pytest.mark.parametrize("wrong", ["", "mysql://db/round", "postgres://db"])
def test_database_says_what_an_address_looks_like(wrong):
    with pytest.raises(ValueError, match="must look like postgres://"):
        addresses.database(wrong)


def test_fu_s3_the_database_has_two_roles_unless_one_address_alone_is_told(tmp_path, monkeypatch):
    place, web, owner = Place(tmp_path), "postgres://web@db/round", "postgres://ann@db/round"
    told = {}
    for name, urls in {"neither": ("", ""), "the web's": (web, ""), "both": (web, owner)}.items():
        monkeypatch.setenv("DATABASE_URL", urls[0])
        monkeypatch.setenv("DATABASE_OWNER_URL", urls[1])
        told[name] = tuple(role["USER"] for role in addresses.databases(place))

    assert told == {
        "neither": ("roundtable_web", "roundtable_owner"),
        "the web's": ("web", "web"),
        "both": ("web", "ann"),
    }


@pytest.mark.parametrize(
    ("web", "owner"), [("", "postgres://ann@db/round"), ("postgres://web@db/round", "postgres://db/x")]
)
def test_fu_s3_an_owner_of_no_database_or_of_another_one_is_refused(web, owner, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", web)
    monkeypatch.setenv("DATABASE_OWNER_URL", owner)

    with pytest.raises(ValueError, match=r"^DATABASE_"):
        addresses.databases(Place(tmp_path))


def test_mail_goes_through_a_secured_connection_unless_told_otherwise():
    plain, upgraded, wrapped = map(addresses.mail, ["smtp://relay:25?tls=0", "smtp://u:p@relay", "smtps://relay"])

    assert [(s["EMAIL_PORT"], s["EMAIL_USE_TLS"], s["EMAIL_USE_SSL"]) for s in (plain, upgraded, wrapped)] == [
        (25, False, False),
        (587, True, False),
        (465, False, True),
    ]


def test_mail_goes_into_files_without_a_server():
    assert addresses.mail(None) == {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}


def test_broker_spells_a_socket_celerys_way():
    assert addresses.broker("unix:///run/valkey.sock") == "redis+socket:///run/valkey.sock"
    assert addresses.broker("redis://cache:6379/0") == "redis://cache:6379/0"
