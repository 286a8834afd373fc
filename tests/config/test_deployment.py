"""What production runs with: Django's own list for deployment is clean, and the proxy's word is taken."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tests import databases

PRODUCTION = {
    "SITE_ADDRESS": "https://roundtable.example.org",
    "ALLOWED_HOSTS": "roundtable.example.org,127.0.0.1",
    "MAIL_URL": "smtp://user:password@mail.example.org:587",
    "MAIL_DOMAIN": "roundtable.example.org",
    "DATABASE_URL": "postgres://roundtable_web:password@localhost:5432/roundtable",
    "REDIS_URL": "redis://localhost:6379/0",
    "TRUSTED_PROXIES": "1",
}


@pytest.fixture
def run(tmp_path):
    """Run Python with production's environment."""

    def ran(*words: str, **variables: str) -> subprocess.CompletedProcess:
        environment = {"PATH": os.environ["PATH"], "ROUNDTABLE_VAR": str(tmp_path), **PRODUCTION, **variables}
        return subprocess.run(
            [sys.executable, *words], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=60
        )

    return ran


@pytest.mark.django_db(transaction=True)
def test_the_list_for_deployment_is_clean_where_the_web_owns_nothing(run):
    url = databases.url(settings.DATABASE, connection.settings_dict["NAME"])

    checked = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", DATABASE_URL=url)

    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.django_db(transaction=True)
def test_fu_s3_whoever_lacks_a_right_is_told_in_one_line_what_grants_it(run, owner_cursor):
    web, here = settings.DATABASE["USER"], connection.settings_dict["NAME"]
    owner_cursor.execute(f"REVOKE SELECT ON parties_consortium FROM {web}")
    try:
        verified = run("manage.py", "verify", DATABASE_URL=databases.url(settings.DATABASE, here))
    finally:
        owner_cursor.execute(f"GRANT SELECT ON parties_consortium TO {web}")

    assert (verified.returncode, verified.stderr) == (
        1,
        "permission denied for table parties_consortium. `manage.py migrate` grants what is missing; it needs "
        "DATABASE_OWNER_URL.\n",
    )


def test_cookies_are_for_tls_alone(run):
    asked = run(
        "-c",
        "from config import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_PROXY_SSL_HEADER,"
        "s.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN)",
    )

    assert asked.stdout.strip() == "True True ('HTTP_X_FORWARDED_PROTO', 'https') False"


def test_fu_s4_https_is_believed_of_a_trusted_proxy_alone(run):
    asked = run("-c", "from config import settings as s; print(s.SECURE_PROXY_SSL_HEADER)", TRUSTED_PROXIES="")
    checked = run("manage.py", "check", TRUSTED_PROXIES="0")
    wrong = run("manage.py", "check", TRUSTED_PROXIES="-1")

    assert asked.stdout.strip() == "None"
    assert "TRUSTED_PROXIES is 0" in checked.stderr
    assert "must be the number of proxies" in wrong.stderr


ASK = (
    "import django; django.setup();"
    "from django.test import Client;"
    "known = {'host': '127.0.0.1', 'x-forwarded-proto': 'https', 'authorization': 'Bearer rt_' + 'x' * 40};"
    "client = Client(raise_request_exception=False, headers=known);"
    "answers = [client.get(path) for path in ('/health/', '/api/v1/asrc/motions/')];"
    "print(*[(each.status_code, each.headers['Content-Type']) for each in answers], sep='\\n')"
)


def test_whoever_asks_while_the_database_is_away_is_told_so(run):
    asked = run("-c", ASK, DJANGO_SETTINGS_MODULE="config.settings", DATABASE_URL="postgres://127.0.0.1:1/roundtable")

    assert asked.stdout.splitlines() == [
        "(503, 'text/plain')",
        "(503, 'application/json')",
    ]


def test_a_variable_left_empty_is_one_left_out(run):
    known = "SITE_ADDRESS ALLOWED_HOSTS MAIL_DOMAIN MAIL_FROM LOG_LEVEL MAIL_URL SECRET_KEY OPERATORS HOST PORT".split()
    asked = run(
        "-c",
        "from config import settings as s; from config import web;"
        "print(s.SITE_ADDRESS, s.ALLOWED_HOSTS[0], s.DEFAULT_FROM_EMAIL, s.LOGGING['root']['level'], web.bind)",
        **dict.fromkeys(known, ""),
    )

    assert asked.stdout.split() == [
        "http://localhost:8000",
        "localhost",
        "office@roundtable.invalid",
        "INFO",
        "127.0.0.1:8000",
    ]
