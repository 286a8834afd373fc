"""How the house says no: one class per kind of no, each with the sentence the user reads."""


class Refusal(Exception):
    """Allowed, but not now or not so: the state or a rule forbids it (409, or a message on the page).

    The text says what is wrong, where, and what would be right. ``field`` names the input it stands
    beside, when there is one (400); ``rule`` is the charter path or document ID behind it.
    """

    def __init__(self, message: str, *, field: str | None = None, rule: str = "") -> None:
        super().__init__(message)
        self.field = field
        self.rule = rule


class Invalid(Refusal):
    """The input itself is wrong: a Refusal that belongs beside a field (400)."""


class Forbidden(Exception):
    """Visible, but this person may not do it (403). The text names who may."""

    def __init__(self, message: str = "", *, rule: str = "") -> None:
        super().__init__(message)
        self.rule = rule
