"""``manage.py found``: found a consortium without a page."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from charter import documents, presets, questions, schemas, typed
from desk.founding import Founding, Unsound, found
from parties.models import Person
from parties.refusals import Invalid


class Command(BaseCommand):
    """Found a consortium from a preset and a file of answers."""

    help = (
        "Found a consortium from a preset. The answers are TOML: tables as in a preset, or [answers] with quoted paths."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what the command takes."""
        parser.add_argument("--preset", required=True, help=f"One of {', '.join(presets.every())}.")
        parser.add_argument("--slug", required=True, help="The first part of its addresses.")
        parser.add_argument("--by", required=True, help="E-mail address of the founder, who becomes secretary.")
        parser.add_argument("--name", default="", help="Name of the founder, where nobody has that address yet.")
        parser.add_argument("--answers", help="TOML file with what the preset leaves open.")
        parser.add_argument("--suggested", action="store_true", help="Take the suggestion where there is no answer.")
        parser.add_argument("--founded-on", type=_day, help="Such as 2026-04-01; today if left out.")
        parser.add_argument("--goes-live-on", type=_day, help="Such as 2026-04-01; the founding day if left out.")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Found it, or list every fault on a line of its own."""
        try:
            founder, is_new = _founder(options["by"], options["name"])
            consortium = found(_founding(options), by=founder, at=timezone.now())
        except Unsound as unsound:
            raise CommandError(
                "\n".join(["This charter cannot take effect yet:", *map(str, unsound.faults), *_way_out(options)])
            ) from unsound
        except Invalid as refusal:
            raise CommandError(str(refusal)) from refusal
        since = "entered just now" if is_new else "known here already"
        self.stdout.write(
            f"{consortium.name} is founded at {settings.SITE_ADDRESS}{consortium.get_absolute_url()}. "
            f"Its secretary is {founder.name} <{founder.email}>, {since}, "
            "who signs in with a code by mail and leads on from the first steps there."
        )


def _founder(address: str, name: str) -> tuple[Person, bool]:
    """Find or enter the founder; answer also whether they are new.

    :raises Invalid: for what is no e-mail address, or one that was locked out: nobody could sign in with it.
    """
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise Invalid(f"“{address}” is not an e-mail address; the founder signs in with it.") from wrong
    known = Person.objects.filter(email=address.lower()).first()
    if known and not known.is_active:
        raise Invalid(f"{known.name} <{known.email}> may not sign in any more; name somebody else.")
    if known and name and name != known.name:
        raise Invalid(
            f"{known.email} is the address of {known.name}, not of {name}. Leave --name out if that is right."
        )
    return (known, False) if known else (Person.objects.create_user(address, name or address.partition("@")[0]), True)


def _way_out(options: dict[str, Any]) -> list[str]:
    if options["suggested"]:
        return ["Answer these in a file and name it with --answers."]
    return ["With --suggested every suggestion is taken; what is left is answered in a file named with --answers."]


def _founding(options: dict[str, Any]) -> Founding:
    preset = presets.named(options["preset"])
    suggested = questions.suggested(preset) if options["suggested"] else {}
    given = read(Path(options["answers"])) if options["answers"] else {}
    return Founding(
        preset=preset.key,
        slug=options["slug"],
        founded_on=options["founded_on"],
        goes_live_on=options["goes_live_on"],
        answers={**suggested, **given},
    )


def read(path: Path) -> dict[str, Any]:
    """Read answers by path from tables shaped like a preset's, and from ``[answers]`` by quoted paths.

    :raises Invalid: for a file that is not there or a table that holds no rule.
    """
    if not path.is_file():
        raise Invalid(f"There is no file {path}.")
    content = presets.read(path)
    quoted = content.pop("answers", {})
    found_rules = documents.stated(schemas.model(), content)
    unknown = [fault for fault in schemas.faults_of(content) if "no such rule" in fault.message]
    if unknown:
        raise Invalid("; ".join(map(str, unknown)))
    return typed.with_shares(found_rules, {path: rule.value for path, rule in found_rules.items()}) | quoted


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise ArgumentTypeError(f"“{written}” is no day such as 2026-04-01.") from None
