"""The page and the API answer alike: whoever acts here acts there, and who is refused here is refused there."""

import pytest

from tests.access import desk, doors, meetings, members, money, motions, people
from tests.access.expander import ACTED, Row

ROWS = [*desk.ROWS, *meetings.ROWS, *members.ROWS, *money.ROWS, *motions.ROWS, *people.ROWS]
PAIRS = [
    ("invoice_detail", "api_invoice-detail", "get", "toshiba's invoice"),
    ("invoice_paper", "api_invoice-paper", "get", "toshiba's invoice"),
    ("invoice_pay", "api_invoice-pay", "post", "toshiba's invoice"),
    ("invoice_write_off", "api_invoice-write-off", "post", "toshiba's invoice"),
    ("payment_reverse", "api_payment-reverse", "post", "toshiba's payment"),
    ("pool_shift", "api_pool_shift-list", "post", ""),
    ("declaration_detail", "api_declaration-detail", "get", "toshiba's declaration"),
    ("declaration_verify", "api_declaration-verify", "post", "toshiba's declaration"),
    ("withdrawal_take_back", "api_withdrawal-take-back", "post", "toshiba's withdrawal"),
    ("member_exclude", "api_member-exclude", "post", "toshiba"),
    ("prospect_advance", "api_prospect-advance", "post", "prospect"),
    ("meeting_detail", "api_meeting-detail", "get", "tc meeting"),
    ("meeting_call", "api_meeting-call", "post", "tc meeting"),
    ("minutes_by_number", "api_minutes-detail", "get", "record circulated"),
    ("paper_detail", "api_paper-detail", "get", "tc paper"),
    ("paper_withdraw", "api_paper-withdraw", "post", "tc paper"),
    ("introduction_withdraw", "api_introduction-withdraw", "post", "introduction"),
    ("motion_detail", "api_motion-detail", "get", "open motion"),
    ("motion_vote", "api_motion-cast", "post", "open motion"),
    ("motion_recuse", "api_motion-recuse", "post", "open motion"),
    ("motion_close", "api_motion-close", "post", "open motion"),
    ("item_sever", "api_item-sever", "post", "open item"),
    ("need_detail", "api_need-detail", "get", "need"),
    ("motion_edit", "api_motion-detail", "get patch", "draft motion"),
    ("motion_edit", "api_motion-detail", "get patch", "advice motion"),
    ("motion_delete", "api_motion-detail", "post delete", "draft motion"),
    ("motion_submit", "api_motion-submit", "post", "draft motion"),
    ("motion_item_new", "api_motion-items", "get post", "draft motion"),
    ("item_edit", "api_item-detail", "get patch", "draft item"),
    ("item_move", "api_motion-reorder", "post", "draft item, draft motion"),
    ("item_remove", "api_item-detail", "post delete", "draft item"),
    ("motion_statement", "api_motion-statement", "get post", "advice motion"),
    ("motion_paper_new", "api_motion_paper-list", "get post", "draft motion"),
    ("motion_paper", "api_motion_paper-file", "get", "body paper"),
    ("motion_paper_remove", "api_motion_paper-detail", "post delete", "draft paper"),
    ("member_record", "api_member-list", "get post", ""),
    ("duty_nudge", "api_duty-nudge", "post", ""),
    ("duty_let_off", "api_duty-let-off", "post", ""),
    ("mail_list", "api_mail-list", "get", ""),
    ("mail_retry", "api_mail-retry", "post", ""),
    ("letter_list", "api_letter-list", "get", ""),
    ("letter_detail", "api_letter-detail", "get", "held letter"),
    ("letter_detail", "api_letter-detail", "get", "letter to ogawa"),
    ("letter_edit", "api_letter-detail", "get patch", "held letter"),
    ("letter_edit", "api_letter-detail", "get patch", "letter to ogawa"),
    ("letter_release", "api_letter-release", "post", ""),
    ("letter_cancel", "api_letter-cancel", "post", "held letter"),
    ("letter_file", "api_letter-file", "get", "letter to ogawa"),
    ("nomination_detail", "api_nomination-detail", "get", "for tc_jp"),
]
"""Page, API door, method (or the two, where they differ) and the thing that both open (or the two)."""


@pytest.mark.parametrize(("page", "api", "method", "thing"), PAIRS, ids=lambda value: value or "none")
def test_both_doors_answer_alike(world, page, api, method, thing):
    methods = (method.split() * 2)[:2]
    by_page, by_api = (kinds(world, *door, thing) for door in zip((page, api), methods, strict=True))

    assert by_page == by_api
    assert {"acts", "hidden"} <= set(by_page.values())


def kinds(world, route: str, method: str, thing: str) -> dict[str, str]:
    """Say for each persona what kind of answer the door gives."""
    things = set(thing.split(", ")) - {""}
    rows = (row for row in ROWS if (row.route, row.method) == (route, method))
    row = next(row for row in rows if not things or things & set(row.args.values()))
    return {persona: kind(row, answer) for persona, answer in doors.knock(world, row).items()}


def kind(row: Row, answer: int | str) -> str:
    """Name an answer: how it is spelled differs between pages and the API, what it means must not."""
    if answer in (doors.SIGN_IN, 401):
        return "asked to sign in"
    if answer in (403, 404):
        return "refused" if answer == 403 else "hidden"
    return "acts" if answer in ACTED else f"answers {answer}"
