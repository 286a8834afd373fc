"""The access table, by hand: who sees what, who may do what. Everyone whom a row does not list gets 404.

Read a row as "``allowed`` see it (or may do it), ``refused`` see that it is there and may not: 403".
"""

from tests.access import desk, meetings, members, money, motions, people
from tests.access.desk import SIGNED_IN
from tests.access.expander import Row
from tests.access.personas import EC, KNOWN, OFFICE, SC_JP, SC_US

CHARTER = [
    Row("found", refused=SIGNED_IN, in_consortium=False),
    Row("found_from", args={"preset": "asrc"}, refused=SIGNED_IN, in_consortium=False),
    Row("found_from", method="post", args={"preset": "asrc"}, refused=SIGNED_IN, in_consortium=False),
    Row("found_compare", allowed=SIGNED_IN, in_consortium=False),
    Row("charter_detail", allowed=KNOWN),
    Row("charter_amend", allowed=OFFICE | EC | SC_US | SC_JP, refused=KNOWN - OFFICE - EC - SC_US - SC_JP),
    Row(
        "charter_amend",
        method="post",
        allowed=OFFICE | EC | SC_US | SC_JP,
        refused=KNOWN - OFFICE - EC - SC_US - SC_JP,
    ),
    Row("edition_list", allowed=KNOWN),
    Row("edition_detail", args={"number": "edition 1"}, allowed=KNOWN),
    Row("edition_changes", args={"number": "edition 1"}, allowed=KNOWN),
    Row("api_presets", allowed=SIGNED_IN, in_consortium=False),
    Row("api_charter-list", allowed=KNOWN),
    Row(
        "api_charter-amend",
        method="post",
        allowed=OFFICE | EC | SC_US | SC_JP,
        refused=KNOWN - OFFICE - EC - SC_US - SC_JP,
    ),
    Row("api_edition-list", allowed=KNOWN),
    Row("api_edition-detail", args={"number": "edition 1"}, allowed=KNOWN),
]

TABLE = [*desk.ROWS, *members.ROWS, *people.ROWS, *meetings.ROWS, *motions.ROWS, *CHARTER, *money.ROWS]
