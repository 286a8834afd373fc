"""``manage.py flush``: Django's own, as the owner of the tables."""

from django.core.management.commands import flush

from desk.database_owner import as_owner


class Command(flush.Command):
    def handle(self, **options) -> None:
        with as_owner():
            super().handle(**options)
