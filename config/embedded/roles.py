"""Who may sign in to the embedded cluster: two roles by their passwords, and nobody else.

Web, worker and beat come as one that owns nothing; migrations, backups and restores as the owner of everything. The
cluster's superuser has no password: it is asked before the server starts, on the files themselves (``postgres
--single``), which only whoever may read the data can do.
"""

import re
import signal
import subprocess
from functools import partial

from config.embedded import binaries
from config.embedded.places import Place, account
from config.embedded.processes import ROOT, as_account, die_with_parent
from config.embedded.trouble import Trouble

DOORS = "local all all scram-sha-256\n"
"""The whole of ``pg_hba.conf``."""
FAULT = re.compile(r"\b(ERROR|FATAL|PANIC): .*")
NAME = re.compile(r'datname = "(\w+)"')
OTHERS = ("postgres", "template1")
"""Databases of the server's own: only the owner, who makes and drops databases, has any business there."""
ROLE = "DO $$ BEGIN IF to_regrole('{role}') IS NULL THEN CREATE ROLE {role}; END IF; END $$"
HAND_OVER = """DO $$ DECLARE command text; BEGIN FOR command IN
    SELECT format('ALTER TABLE %s OWNER TO {owner}', oid::regclass) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
    UNION ALL
    SELECT format('ALTER ROUTINE %s OWNER TO {owner}', oid::regprocedure) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
LOOP EXECUTE command; END LOOP; END $$"""


def make(place: Place, settings: list[str]) -> None:
    """Give both roles their passwords, and let in nobody who has none, whatever the cluster was before.

    Clusters of earlier versions let in everybody as their superuser, who owned everything: that is handed over. A call
    that is interrupted is made good by the next. The server must not run.

    :raises Trouble: with the server's own words.
    """
    web, owner = place.database, place.database_owner
    run = partial(_as_superuser, place, settings)
    known = run(
        "postgres",
        ROLE.format(role=web["USER"]),
        ROLE.format(role=owner["USER"]),
        f"ALTER ROLE {web['USER']} RESET ALL",  # a role may change its own settings, and lock itself out with them
        f"ALTER ROLE {web['USER']} LOGIN PASSWORD '{web['PASSWORD']}'",
        f"ALTER ROLE {owner['USER']} LOGIN CREATEDB PASSWORD '{owner['PASSWORD']}'",
        f"GRANT {web['USER']} TO {owner['USER']}",  # whose sessions it may end
        *(f"REVOKE CONNECT ON DATABASE {name} FROM PUBLIC" for name in OTHERS),
        *(f"GRANT CONNECT ON DATABASE {name} TO {owner['USER']}" for name in OTHERS),
        "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'",
    )
    doors = place.data / "postgres" / "pg_hba.conf"
    if doors.read_text() == DOORS:
        return
    for name in NAME.findall(known):
        command = f'ALTER DATABASE "{name}" OWNER TO {owner["USER"]}'
        run(name, command, HAND_OVER.format(owner=owner["USER"]))
    doors.write_text(DOORS)


def _as_superuser(place: Place, settings: list[str], database: str, *commands: str) -> str:
    """Run commands on the files of a database, each on a line of its own, and return what was answered."""
    options = [part for setting in settings for part in ("-c", setting)]
    done = subprocess.run(
        [str(binaries.postgres() / "postgres"), "--single", "-D", str(place.data / "postgres"), *options, database],
        input="".join(f"{' '.join(command.split())}\n" for command in commands),
        capture_output=True,
        text=True,
        cwd=ROOT,
        preexec_fn=die_with_parent(signal.SIGTERM),
        start_new_session=True,
        **as_account(account()),
    )
    fault = FAULT.search(done.stderr)
    if fault or done.returncode:
        raise Trouble(f"The roles of the database could not be made: {fault[0] if fault else done.stderr.strip()}")
    return done.stdout
