"""The access table, by hand: who sees what, who may do what. Everyone whom a row does not list gets 404.

Read a row as "``allowed`` see it (or may do it), ``refused`` see that it is there and may not: 403".
"""

from tests.access import meetings, members, money, motions, people
from tests.access.expander import Row
from tests.access.personas import EC, KNOWN, OFFICE, OUTSIDE, SC_JP, SC_US

EVERYONE = KNOWN | OUTSIDE
SIGNED_IN = EVERYONE - {"anonymous"}

DESK = [
    Row("front", public=True, in_consortium=False),
    Row("demo", in_consortium=False, absent=True),
    Row("demo_enter", method="post", in_consortium=False, absent=True),
    Row("demo_mail_list", in_consortium=False, absent=True),
    Row("demo_mail_detail", args={"mail": "letter to ogawa"}, in_consortium=False, absent=True),
    Row("consortium_home", allowed=KNOWN),
    Row("calendar", allowed=KNOWN),
    Row("calendar_renew", method="post", allowed=KNOWN),
    Row("calendar_feed", "of Toshiba's EC seat", args={"token": "feed of sato"}, public=True, in_consortium=False),
    Row("api_docs", public=True, in_consortium=False),
    Row("api_me", allowed=SIGNED_IN, in_consortium=False),
    Row("search", allowed=KNOWN),
    Row("notice_list", allowed=KNOWN),
    Row("notice_read", method="post", allowed=KNOWN),
    Row("duty_chase", allowed=OFFICE, refused=KNOWN - OFFICE),
    Row("duty_nudge", method="post", allowed=OFFICE, refused=KNOWN - OFFICE),
    Row("duty_let_off", method="post", allowed=OFFICE, refused=KNOWN - OFFICE),
    Row("letter_list", allowed=KNOWN),
    Row("letter_release", method="post", allowed=OFFICE, refused=KNOWN - OFFICE),
    Row("letter_detail", "held", args={"number": "held letter"}, allowed=OFFICE),
    Row("letter_detail", "released to Ogawa", args={"number": "letter to ogawa"}, allowed=OFFICE | {"own_money"}),
    Row("letter_edit", "held", args={"number": "held letter"}, allowed=OFFICE),
    Row(
        "letter_edit", "released", args={"number": "letter to ogawa"}, allowed=OFFICE, refused=frozenset({"own_money"})
    ),
    Row("letter_cancel", "held", method="post", args={"number": "held letter"}, allowed=OFFICE),
    Row("letter_file", "held, without a document", args={"number": "held letter"}),
]

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

TABLE = [*DESK, *members.ROWS, *people.ROWS, *meetings.ROWS, *motions.ROWS, *CHARTER, *money.ROWS]
