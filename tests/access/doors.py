"""Knocking at doors: one row of the table, every persona, each undone before the next."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access.expander import Row, answers
from tests.access.personas import PERSONAS

WITH_FILE = {"api_bank_file-list", "api_motion_paper-list", "api_paper-list", "api_paper-renew"}
"""Doors that take nothing but a file, wherever a row has none at hand."""
SIGN_IN = "sign-in page"
AS_JSON = {"content_type": "application/json"}


def knock(world, row: Row) -> dict[str, int | str]:
    """Answer, for each persona, the status that the row's door gives."""
    address = world.address(row)
    return {persona: _knock(client, row, address, world.data(row)) for persona, client in world.clients.items()}


def wrong(world, row: Row) -> dict[str, str]:
    """List the personas to whom the door answers otherwise than the table says."""
    given = knock(world, row)
    return {
        persona: f"answers {status}, the table says {' or '.join(map(str, sorted(answers(row, persona))))}"
        for persona, status in given.items()
        if _plain(status) not in answers(row, persona)
    }


def clients(world) -> dict[str, Client]:
    """Sign every persona in once."""
    signed_in = {}
    for persona, person in PERSONAS.items():
        signed_in[persona] = Client()
        if person:
            signed_in[persona].force_login(world.person(person))
    return signed_in


def _knock(client: Client, row: Row, address: str, data: dict) -> int | str:
    with transaction.atomic():
        response = getattr(client, row.method)(address, data, **how(row, data))
        transaction.set_rollback(True)
    to_sign_in = response.status_code == 302 and response["Location"].startswith(reverse("account_login"))
    return SIGN_IN if to_sign_in else response.status_code


def how(row: Row, data: dict) -> dict:
    """Send JSON to the API, as a program does, and forms to pages; a file is always a form."""
    has_file = row.route in WITH_FILE or any(isinstance(each, UploadedFile) for each in data.values())
    return AS_JSON if row.is_api and row.method != "get" and not has_file else {}


def _plain(status: int | str) -> int | str:
    return 302 if status == SIGN_IN else status
