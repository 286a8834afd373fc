"""What a change in a lower room means for the rooms above: what stands against it, and what follows from it."""

from collections.abc import Callable

from registry import Registry

ADOPTION_OBJECTIONS: Registry[Callable] = Registry("objection to an edition")
"""Name → ``(consortium, document) -> Iterable[Fault]``: what a new edition of the charter would take away from under
the consortium."""

REGRADING_OBJECTIONS: Registry[Callable[..., dict[int, list[str]]]] = Registry("objection to a regrading")
"""Name → ``(consortium, lines) -> dict[member_id, sentences]``: what stands against a company's new tier."""

SEATS_HELD: Registry[Callable] = Registry("count of seats")
"""Name → ``(consortium, rules, *, on) -> dict[(member_id, class of bodies), count]``: seats that still run on a day."""

SETTLEMENTS: Registry[Callable[..., None]] = Registry("settlement")
"""Name → ``(consortium, debtors, *, by, at)``, in the transaction in which what these debtors' subjects owe changes, by
an invoice, an allocation or a receipt: what a debt took comes back at once. It takes nothing: a daily job does."""

CREDENTIAL_REVOKERS: Registry[Callable[..., None]] = Registry("kind of credential")
"""Name → ``(person, *, at)``: ends a kind of key to a person's account, when its address passes to its owner."""
