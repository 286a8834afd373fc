"""The rows of what gathers across the house: home, calendar, search, chasing, letters."""

from tests.access.expander import Row
from tests.access.personas import KNOWN, OFFICE, OUTSIDE

EVERYONE = KNOWN | OUTSIDE
SIGNED_IN = EVERYONE - {"anonymous"}
HELD, RELEASED = {"number": "held letter"}, {"number": "letter to ogawa"}

PAGES = [
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
    Row("introduction_list", allowed=SIGNED_IN, in_consortium=False),
    Row(
        "introduction_answer",
        method="post",
        args={"pk": "introduction"},
        allowed=frozenset({"rival_money"}),
        in_consortium=False,
    ),
    Row("api_own_introductions", allowed=SIGNED_IN, in_consortium=False),
    Row(
        "api_own_introduction",
        method="post",
        args={"pk": "introduction"},
        allowed=frozenset({"rival_money"}),
        in_consortium=False,
    ),
    Row("search", allowed=KNOWN),
    Row("notice_list", allowed=KNOWN),
    Row("notice_open", "of Sato", args={"notice": "notice of sato"}, allowed=frozenset({"ec"}), leads_on=True),
    Row("notice_read", method="post", allowed=KNOWN),
    Row("arrive", method="post", allowed=KNOWN),
    Row("duty_chase", allowed=OFFICE, refused=KNOWN - OFFICE),
    Row("duty_heaps", "by debtor", args={"by": "debtor"}, allowed=OFFICE, refused=KNOWN - OFFICE),
    Row("duty_nudge", method="post", allowed=OFFICE, refused=KNOWN - OFFICE),
    Row("duty_let_off", method="post", allowed=OFFICE, refused=KNOWN - OFFICE),
    Row("mail_list", allowed=OFFICE, refused=KNOWN - OFFICE),
    Row("mail_retry", method="post", allowed=OFFICE, refused=KNOWN - OFFICE),
    Row("letter_list", allowed=KNOWN),
    Row("letter_release", method="post", allowed=OFFICE, refused=KNOWN - OFFICE),
    Row("letter_detail", "held", args=HELD, allowed=OFFICE),
    Row("letter_detail", "released to Ogawa", args=RELEASED, allowed=OFFICE | {"own_money"}),
    Row("letter_edit", "held", args=HELD, allowed=OFFICE),
    Row("letter_edit", "released", args=RELEASED, allowed=OFFICE, refused=frozenset({"own_money"})),
    Row("letter_cancel", "held", method="post", args=HELD, allowed=OFFICE),
    Row("letter_file", "held, without a document", args=HELD),
    Row("letter_file", "with a document", args=RELEASED, allowed=OFFICE | {"own_money"}),
]

API = [
    Row("api_duty-list", allowed=KNOWN),
    Row("api_duty-detail", "of Toshiba's EC seat", args={"id": "duty of sato"}, allowed=OFFICE | {"ec"}),
    Row("api_duty-nudge", method="post", allowed=OFFICE, refused=KNOWN - OFFICE),
    Row("api_duty-let-off", method="post", allowed=OFFICE, refused=KNOWN - OFFICE),
    Row("api_mail-list", allowed=OFFICE, refused=KNOWN - OFFICE),
    Row("api_mail-retry", method="post", allowed=OFFICE, refused=KNOWN - OFFICE),
    Row("api_notice-list", allowed=KNOWN),
    Row("api_notice-detail", "of Sato", args={"id": "notice of sato"}, allowed=frozenset({"ec"})),
    Row("api_notice-read", "of Sato", method="post", args={"id": "notice of sato"}, allowed=frozenset({"ec"})),
    Row("api_notice-read-all", method="post", allowed=KNOWN),
    Row("api_letter-list", allowed=KNOWN),
    Row("api_letter-release", method="post", allowed=OFFICE, refused=KNOWN - OFFICE),
    Row("api_letter-detail", "held", args=HELD, allowed=OFFICE),
    Row("api_letter-detail", "released to Ogawa", args=RELEASED, allowed=OFFICE | {"own_money"}),
    Row("api_letter-detail", "held", method="patch", args=HELD, allowed=OFFICE),
    Row(
        "api_letter-detail",
        "released",
        method="patch",
        args=RELEASED,
        allowed=OFFICE,
        refused=frozenset({"own_money"}),
    ),
    Row("api_letter-cancel", "held", method="post", args=HELD, allowed=OFFICE),
    Row("api_letter-file", "held, without a document", args=HELD),
    Row("api_letter-file", "with a document", args=RELEASED, allowed=OFFICE | {"own_money"}),
]

ROWS = [*PAGES, *API]
