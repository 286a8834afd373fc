"""A dues run for ten thousand members: how long it takes, and in how many statements. Prints JSON."""

import json
import os
import sys
import time
from datetime import date

import django

MEMBERS = 10_000


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    django.setup()
    from django.db import connection

    from membership import dues
    from tests import databases
    from tests.factories.consortium import founded
    from tests.factories.parties import NOON

    name = databases.use_a_fresh_copy()
    try:
        consortium = founded()
        _join(consortium, MEMBERS)
        statements: list[str] = []

        def note(execute, sql, params, many, context):
            statements.append(sql)
            return execute(sql, params, many, context)

        start = time.perf_counter()
        with connection.execute_wrapper(note):
            invoiced = dues.run(consortium, NOON.year, by=None, at=NOON)
        seconds = time.perf_counter() - start
    finally:
        databases.drop(name)
    json.dump({"invoices": len(invoiced), "seconds": seconds, "statements": len(statements)}, sys.stdout)


def _join(consortium, count: int) -> None:
    """Enter companies by the thousand, over all tiers and both branches."""
    from django.db.backends.postgresql.psycopg_any import DateRange

    from journal import subjects
    from membership.models import Member, Tiering
    from parties.models import Organisation

    since = date(2020, 1, 1)
    organisations = Organisation.objects.bulk_create(
        Organisation(name=f"Company {number}", kind="firm", country="US") for number in range(count)
    )
    members = Member.objects.bulk_create(
        Member(
            consortium=consortium,
            subject=subject,
            number=subject.number,
            organisation=organisation,
            branch=("us", "jp")[subject.number % 2],
            joined_on=since,
        )
        for subject, organisation in zip(subjects.open_many(consortium, Member.KIND, count), organisations, strict=True)
    )
    Tiering.objects.bulk_create(
        Tiering(
            consortium=consortium,
            member=member,
            tier=("t1", "t2", "t3", "t4")[member.number % 4],
            during=DateRange(since, None),
        )
        for member in members
    )


if __name__ == "__main__":
    main()
