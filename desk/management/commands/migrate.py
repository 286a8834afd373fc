"""``manage.py migrate``: Django's own, as the owner of the tables, who grants the web's role what there is then."""

from django.core.management.commands import migrate

from desk.database_owner import as_owner, grant, role


class Command(migrate.Command):
    def handle(self, *args, **options) -> None:
        web = role()
        with as_owner():
            super().handle(*args, **options)
            if not options["plan"] and not options["check_unapplied"]:
                grant(web)
