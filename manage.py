#!/usr/bin/env python
"""Run a management command: ``python manage.py help`` lists them."""

import os
import sys

NOT_GRANTED = ("permission denied", "must be owner")
"""What PostgreSQL says of what the role may not do."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings
    from django.core.management import execute_from_command_line
    from django.db import Error, ProgrammingError

    try:
        _ = settings.DATABASES
    except (ValueError, OSError) as fault:
        sys.exit(f"The environment does not hold: {fault}")
    try:
        execute_from_command_line(sys.argv)
    except Error as fault:
        from web.database_errors import is_out_of_reach

        if "--traceback" in sys.argv:
            raise
        if is_out_of_reach(fault):
            sys.exit(f"The database does not answer; does Roundtable run? {_first_line(fault)}")
        if isinstance(fault, ProgrammingError) and "does not exist" in str(fault):
            sys.exit(f"The database is not of this version; run `manage.py migrate` first. {_first_line(fault)}")
        if any(words in str(fault) for words in NOT_GRANTED):
            sys.exit(f"{_first_line(fault)}. `manage.py migrate` grants what is missing; it needs DATABASE_OWNER_URL.")
        raise


def _first_line(fault: Exception) -> str:
    return str(fault).partition("\n")[0]


if __name__ == "__main__":
    main()
