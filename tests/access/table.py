"""The access table, by hand: who sees what, who may do what. Everyone whom a row does not list gets 404.

Read a row as "``allowed`` see it (or may do it), ``refused`` see that it is there and may not: 403".
"""

from tests.access.expander import Row
from tests.access.personas import KNOWN, OFFICE, OUTSIDE

EVERYONE = KNOWN | OUTSIDE
SIGNED_IN = EVERYONE - {"anonymous"}

DESK = [
    Row("front", public=True, in_consortium=False),
    Row("consortium_home", allowed=KNOWN),
    Row("calendar", allowed=KNOWN),
    Row("calendar_renew", method="post", allowed=KNOWN),
    Row("calendar_feed", "of Toshiba's EC seat", args={"token": "feed of sato"}, public=True, in_consortium=False),
    Row("search", allowed=KNOWN),
    Row("notice_list", allowed=KNOWN),
    Row("notice_read", method="post", allowed=KNOWN),
    Row("duty_chase", allowed=OFFICE, refused=KNOWN - OFFICE),
    Row("duty_nudge", method="post", allowed=OFFICE, refused=KNOWN - OFFICE),
    Row("letter_list", allowed=KNOWN),
    Row("letter_release", method="post", allowed=OFFICE, refused=KNOWN - OFFICE),
    Row("letter_detail", "held", args={"number": "held letter"}, allowed=OFFICE),
    Row("letter_detail", "released to Ogawa", args={"number": "letter to ogawa"}, allowed=OFFICE | {"own_money"}),
    Row("letter_edit", "held", args={"number": "held letter"}, allowed=OFFICE),
    Row("letter_edit", "released", args={"number": "letter to ogawa"}, allowed=OFFICE, refused=frozenset({"own_money"})),
    Row("letter_cancel", "held", method="post", args={"number": "held letter"}, allowed=OFFICE),
    Row("letter_file", "held, without a document", args={"number": "held letter"}),
]

TABLE = [*DESK]
