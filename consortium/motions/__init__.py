"""Motions: drafting, putting to the vote, severing, withdrawing, closing and correcting."""

from consortium.motions.closing import close, close_due, correct, may_close, reopen
from consortium.motions.drafts import (
    NewItem,
    add_item,
    delete,
    draft,
    edit,
    edit_item,
    remove_item,
    reorder,
    submit,
)
from consortium.motions.papers import add_paper, readers, remove_paper
from consortium.motions.rolls import seat_began, seat_ended
from consortium.motions.voting import open, require_voting, sever, withdraw

__all__ = [
    "NewItem",
    "add_item",
    "add_paper",
    "close",
    "close_due",
    "correct",
    "delete",
    "draft",
    "edit",
    "edit_item",
    "may_close",
    "open",
    "readers",
    "remove_item",
    "remove_paper",
    "reopen",
    "reorder",
    "require_voting",
    "seat_began",
    "seat_ended",
    "sever",
    "submit",
    "withdraw",
]
