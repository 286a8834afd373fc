"""The page and the API answer alike: whoever acts here acts there, and who is refused here is refused there."""

import pytest

from tests.access import doors, meetings, members, money, motions, people
from tests.access.expander import ACTED, Row

ROWS = [*meetings.ROWS, *members.ROWS, *money.ROWS, *motions.ROWS, *people.ROWS]
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
    ("motion_detail", "api_motion-detail", "get", "open motion"),
    ("motion_vote", "api_motion-cast", "post", "open motion"),
    ("motion_recuse", "api_motion-recuse", "post", "open motion"),
    ("motion_close", "api_motion-close", "post", "open motion"),
    ("item_sever", "api_item-sever", "post", "open item"),
    ("need_detail", "api_need-detail", "get", "need"),
    ("nomination_detail", "api_nomination-detail", "get", "for tc_jp"),
]
"""Page, API door, method and the thing that both open."""


@pytest.mark.parametrize(("page", "api", "method", "thing"), PAIRS, ids=lambda value: value or "none")
def test_both_doors_answer_alike(world, page, api, method, thing):
    by_page, by_api = (kinds(world, route, method, thing) for route in (page, api))

    assert by_page == by_api
    assert {"acts", "hidden"} <= set(by_page.values())


def kinds(world, route: str, method: str, thing: str) -> dict[str, str]:
    """Say for each persona what kind of answer the door gives."""
    row = next(row for row in ROWS if (row.route, row.method) == (route, method) and thing in {"", *row.args.values()})
    return {persona: kind(row, answer) for persona, answer in doors.knock(world, row).items()}


def kind(row: Row, answer: int | str) -> str:
    """Name an answer: how it is spelled differs between pages and the API, what it means must not."""
    if answer in (doors.SIGN_IN, 401):
        return "asked to sign in"
    if answer in (403, 404):
        return "refused" if answer == 403 else "hidden"
    return "acts" if answer in ACTED else f"answers {answer}"
