"""``manage.py verify``: check the journal of every consortium, or of one."""

from django.core.management.base import BaseCommand, CommandError

import files.verification
import treasury.verification
from journal.verification import verify
from parties.models import Consortium


class Command(BaseCommand):
    help = (
        "Check that no sealed journal entry was changed, removed or put in between, that every state is the one the "
        "journal tells of, and that the books add up."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("slug", nargs="?", help="the consortium; all of them when left out")

    def handle(self, *, slug: str | None = None, **options) -> None:
        consortia = Consortium.objects.filter(slug=slug) if slug else Consortium.objects.all()
        if slug and not consortia:
            raise CommandError(f"There is no consortium called {slug}.")
        faults = 0
        for consortium in consortia:
            for fault in faults_of(consortium):
                faults += 1
                self.stderr.write(f"{consortium.slug}: {fault}")
        if faults:
            raise CommandError(f"The journal or what is kept by it does not hold: {faults} faults.")
        self.stdout.write(f"The journal holds, and so do the books and the files ({len(consortia)} consortia).")


def faults_of(consortium: Consortium) -> list[str]:
    """Gather the faults of the journal and of whatever else can be checked."""
    journal = [f"{fault.place} {fault.problem}" for fault in verify(consortium)]
    return [*journal, *files.verification.verify(consortium), *treasury.verification.verify(consortium)]
