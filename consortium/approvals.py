"""Approval of minutes in writing: what seats say of a circulated version, and whether that is an approval."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from charter import editions
from consortium import audiences, counting, procedures
from consortium.counting import Voice
from consortium.models import Body, Minutes, MinutesResponse, MinutesVersion, Seat
from consortium.moments import day_in
from duties import notices
from journal import entries
from journal.models import Entry
from membership.models import Member
from parties.models import Person
from parties.refusals import Invalid, Refusal

CHOICES = {MinutesResponse.Answer.APPROVE: counting.FOR, MinutesResponse.Answer.OBJECT: counting.AGAINST}


@dataclass(frozen=True, slots=True)
class Approval:
    """How far a body has approved the newest version of its minutes in writing."""

    body: Body
    approved: int
    objected: int
    of: int
    """Seats that vote in the body today."""
    is_given: bool
    """Whether it would carry by the body's own rule for votes."""


@transaction.atomic
def respond(
    minutes: Minutes, seats: Collection[Seat], answer: str, *, comment: str = "", by: Person, at: datetime
) -> None:
    """Approve the newest version of circulated minutes for one's seats, or say what is wrong in it.

    A second answer replaces the first. The chair and the secretary are told of an objection.

    :raises Invalid: for an objection that does not say what is wrong.
    :raises Refusal: before they are circulated, or once they are approved.
    """
    entries.lock(minutes)
    if not minutes.is_circulated:
        raise Refusal(
            _("These minutes are approved already; what is wrong in them is corrected beside them.")
            if minutes.is_approved
            else _("These minutes have not been circulated yet.")
        )
    if answer not in MinutesResponse.Answer.values:
        raise Invalid(_("Approve, or object."), field="answer")
    comment = comment.replace("\r\n", "\n").strip() if answer == MinutesResponse.Answer.OBJECT else ""
    if answer == MinutesResponse.Answer.OBJECT and not comment:
        raise Invalid(_("Say what is wrong and what would be right."), field="comment")
    require_circulated(minutes)
    version = minutes.versions.first()
    _check_holders(version, seats, by)
    MinutesResponse.objects.bulk_create(
        (
            MinutesResponse(
                consortium_id=minutes.consortium_id,
                version=version,
                seat=seat,
                person=by,
                answer=answer,
                comment=comment,
                answered_at=at,
            )
            for seat in seats
        ),
        update_conflicts=True,
        unique_fields=["version", "seat"],
        update_fields=["person", "answer", "comment", "answered_at"],
    )
    words = {"comment": comment} if comment else {}
    entry = entries.record(
        minutes,
        "minutes.respond",
        by=by,
        at=at,
        words=words,
        answer=str(answer),
        version=version.number,
        seats=sorted(seat.number for seat in seats),
    )
    if comment:
        notices.tell(
            _writers(minutes, at) - {by.pk},
            minutes.subject,
            "minutes.objected",
            at=at,
            address=minutes.get_absolute_url(),
            key=f"minutes.objected:{entry.pk}",
            by=by.name,
            title=minutes.meeting.title,
        )


def require_circulated(minutes: Minutes) -> None:
    """Let minutes pass whose newest version has gone out: nobody approves what they have not been sent.

    :raises Refusal: where it was rewritten since.
    """
    sent = Entry.objects.of(minutes.subject).filter(verb="minutes.circulate").latest("pk")
    newest = minutes.versions.first().number
    if sent.facts["version"] != newest:
        raise Refusal(_("Version %(number)s has not been circulated yet.") % {"number": newest})


def standing(minutes: Minutes, *, at: datetime) -> list[Approval]:
    """Count, for each body that met and votes, what its seats say of the newest version."""
    answers = dict(minutes.versions.first().responses.values_list("seat", "answer"))
    found = []
    for table in minutes.meeting.tables.select_related("body__consortium"):
        day = day_in(table.body.time_zone, at)
        procedure = procedures.of(table.body, charter := editions.in_force(minutes.consortium, day))
        if procedure.vote == "none":
            continue
        entitled = Seat.objects.on(day).voting().filter(body=table.body)
        seats = list(entitled.exclude(member__state=Member.State.SUSPENDED))
        said = [answers.get(seat.pk, "") for seat in seats]
        voices = [
            Voice(seat.weight, CHOICES.get(answer, ""), is_chair=seat.post in ("chair", "lead"))
            for seat, answer in zip(seats, said, strict=True)
        ]
        tally = counting.count(voices, procedures.rule_of(table.body, charter))
        counts = (said.count(each) for each in (MinutesResponse.Answer.APPROVE, MinutesResponse.Answer.OBJECT))
        found.append(Approval(table.body, *counts, len(seats), tally.is_carried))
    return found


def require_approval(minutes: Minutes, *, at: datetime) -> None:
    """Let minutes pass that every body that met has approved in writing.

    :raises Refusal: where one has not, with the lawful ways.
    """
    lacking = next((each for each in standing(minutes, at=at) if not each.is_given), None)
    if lacking:
        raise Refusal(
            _(
                "%(approved)s of %(of)s seats of the %(body)s have approved this version in writing, which is not "
                "enough by its rule for votes. Ask the others, or record the approval in its next meeting."
            )
            % {"approved": lacking.approved, "of": lacking.of, "body": lacking.body},
            field="meeting",
        )


def _check_holders(version: MinutesVersion, seats: Collection[Seat], by: Person) -> None:
    """An alternate does not overrule what the holder of a seat has said."""
    own = version.responses.filter(seat__in=seats, person=F("seat__person")).select_related("person").first()
    if own and by.pk != own.person_id:
        raise Refusal(_("%(holder)s has answered already.") % {"holder": own.person}, rule="E-04")


def _writers(minutes: Minutes, at: datetime) -> set[int]:
    """The chairs of the bodies that met, and the secretary."""
    bodies = minutes.meeting.bodies.all()
    chairs = Seat.objects.on(minutes.consortium.day_of(at)).filter(body__in=bodies, post__in=["chair", "lead"])
    return set(chairs.values_list("person_id", flat=True)) | audiences.seated(
        minutes.consortium, ["office"], at=at, post="secretary"
    )
