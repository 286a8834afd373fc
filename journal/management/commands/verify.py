"""``manage.py verify``: check the journal of every consortium, or of one."""

from django.core.management.base import BaseCommand, CommandError

from journal.sealing import verify
from parties.models import Consortium


class Command(BaseCommand):
    help = "Check that no sealed journal entry was changed, removed or put in between."

    def add_arguments(self, parser) -> None:
        parser.add_argument("slug", nargs="?", help="the consortium; all of them when left out")

    def handle(self, *, slug: str | None = None, **options) -> None:
        consortia = Consortium.objects.filter(slug=slug) if slug else Consortium.objects.all()
        if slug and not consortia:
            raise CommandError(f"There is no consortium called {slug}.")
        faults = 0
        for consortium in consortia:
            for fault in verify(consortium):
                faults += 1
                self.stderr.write(f"{consortium.slug}: {fault.place} {fault.problem}")
        if faults:
            raise CommandError(f"The journal does not hold: {faults} faults.")
        self.stdout.write(f"The journal holds ({len(consortia)} consortia).")
