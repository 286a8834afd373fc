"""The shape of an answer to "may this person?": yes, or no with the sentence that says who may."""

from dataclasses import dataclass

from parties.refusals import Forbidden


@dataclass(frozen=True, slots=True)
class Answer:
    """What an access question returns. True or false, and on false the reason a person can act on."""

    allowed: bool
    reason: str = ""
    rule: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Answer(True)


def no(reason: str, rule: str = "") -> Answer:
    """Refuse with a reason that names who may."""
    return Answer(False, str(reason), rule)


def either(condition: object, reason: str, rule: str = "") -> Answer:
    """Allow when the condition holds, else refuse with the reason."""
    return YES if condition else no(reason, rule)


def require(answer: Answer) -> None:
    """Let a yes pass.

    :raises Forbidden: on a no, with its reason (403).
    """
    if not answer:
        raise Forbidden(answer.reason, rule=answer.rule)
