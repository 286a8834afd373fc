"""Invitations: who is asked to a meeting, what they answered, and whether that will be a quorum."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from consortium import attendance, invitees
from consortium.attendance import Quorum
from consortium.models import Body, Invitation, Meeting, Seat
from duties import duties
from duties.models import Duty
from journal import entries
from membership.models import Affiliation
from parties import identities
from parties.models import Consortium, Person
from parties.refusals import Refusal

ANSWERS = [Invitation.Reply.YES, Invitation.Reply.NO, Invitation.Reply.TENTATIVE, Invitation.Reply.ALTERNATE]


@transaction.atomic
def invite(
    meeting: Meeting,
    people: Iterable[Person] = (),
    *,
    by: Person | None,
    at: datetime,
    addresses: Iterable[str] = (),
    called: str = "",
) -> list[Invitation]:
    """Invite people, by name or by mail address, besides those who sit in the bodies; guests have no vote (WG-02).

    Whoever is invited is ``called`` what was typed until they answer, and somebody without a part in this consortium
    by their mail address where nothing was: who has that address is not told to whoever types it.

    :raises Refusal: unless the meeting is called.
    """
    entries.lock(meeting)
    if not meeting.is_called:
        raise Refusal(_("People are invited to a meeting that has been called and not yet held."))
    people = [*people, *(identities.find_or_enter(address, called) for address in addresses)]
    invite_guests(meeting, people, at=at, called=called)
    standing = invitees.standing(meeting)
    lines = [standing[person.pk][0] for person in people]
    names = [line.name for line in lines]
    entries.record(meeting, "meeting.invite", by=by, at=at, guests=len(people), words={"people": names})
    return lines


@transaction.atomic
def reply(
    invitation: Invitation,
    answer: str,
    *,
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
    comment: str = "",
) -> None:
    """Answer an invitation: yes, no, perhaps, or "my alternate comes". The last answer stands.

    Nobody is in one room twice: in a joint session the answer holds for every seat that the person has there.
    Whoever answers for somebody else does so on their behalf, and the journal says so.

    :raises Refusal: when the meeting is over or cancelled, or no alternate is named for the seat.
    """
    meeting = invitation.meeting
    entries.lock(invitation)
    if not meeting.is_called or invitation.withdrawn_at:
        raise Refusal(_("“%(title)s” no longer takes replies.") % {"title": meeting.title})
    if answer not in ANSWERS:
        raise Refusal(_("Answer yes, no, perhaps, or send your alternate."), field="reply")
    lines = [invitation, *_others_of(invitation)]
    is_sent = answer == Invitation.Reply.ALTERNATE
    said = _alternate_or_no(lines, at) if is_sent else dict.fromkeys(lines, answer)
    if by != invitation.person:
        on_behalf_of = on_behalf_of or invitation.person
    for line in lines:
        _keep(line, said[line], by=by, at=at, on_behalf_of=on_behalf_of, comment=comment)


def _keep(
    line: Invitation, answer: str, *, by: Person, at: datetime, on_behalf_of: Person | None, comment: str
) -> None:
    """Write down the answer for one line, and discharge what its seat owed."""
    line.reply, line.comment, line.replied_at = answer, comment, at
    if by == line.person:
        line.called = ""
    line.save(update_fields=["reply", "comment", "replied_at", "called"])
    entry = entries.record(
        line.meeting,
        "invitation.reply",
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        reply=answer,
        seat=line.seat and line.seat.number,
        words={"comment": comment} if comment else None,
    )
    if line.role == Invitation.Role.SEAT:
        owed = invitees.owed_replies(line.meeting).filter(debtor=line.seat.subject)
        duties.discharge(owed, line.meeting.subject, by=by, at=at, entry=entry)


def _others_of(invitation: Invitation) -> list[Invitation]:
    """The person's other own invitations to the meeting; coming in somebody else's seat is another question."""
    if invitation.role == Invitation.Role.ALTERNATE:
        return []
    rows = invitation.meeting.invitations.standing_now().filter(person=invitation.person).exclude(pk=invitation.pk)
    own = rows.exclude(role=Invitation.Role.ALTERNATE)
    return list(own.select_related("seat__subject", "person", "meeting__subject").select_for_update(of=("self",)))


def invite_guests(meeting: Meeting, people: Iterable[Person], *, at: datetime, called: str = "") -> None:
    """Invite people without a seat; whoever is invited already stays so, and who declined or left is asked again."""
    guests = {person.pk: person for person in people}
    if not guests:
        return
    known = invitees.standing(meeting)
    rows = list(meeting.invitations.filter(role=Invitation.Role.GUEST, person__in=guests).select_related("person"))
    again = [
        line
        for line in rows
        if (line.withdrawn_at and line.person_id not in known) or (not line.withdrawn_at and line.reply == "no")
    ]
    listed = {*known, *(row.person_id for row in rows)}
    new = {who: guest for who, guest in guests.items() if who not in listed}
    if again:
        invitees.renumber(meeting, at)
        invitees.ask_again(again)
    here = _with_a_part(meeting.consortium, new)
    Invitation.objects.bulk_create(
        (
            Invitation(
                consortium_id=meeting.consortium_id,
                meeting=meeting,
                person=guest,
                role=Invitation.Role.GUEST,
                called=called or ("" if guest.pk in here else guest.email),
            )
            for guest in new.values()
        ),
        ignore_conflicts=True,
    )
    asked = {*new, *(line.person_id for line in again)}
    lines = {who: lines for who, lines in invitees.standing(meeting).items() if who in asked}
    invitees.tell(meeting, "meeting.called", lines, at=at)


def _with_a_part(consortium: Consortium, people: Iterable[int]) -> set[int]:
    """Find those who are known in the consortium: they belong to an organisation, sit, or answered before."""
    belong = Affiliation.objects.filter(consortium=consortium, person__in=people).values_list("person_id")
    sit = Seat.objects.filter(consortium=consortium, person__in=people).values_list("person_id")
    answered = Invitation.objects.filter(
        consortium=consortium, person__in=people, called="", replied_at__isnull=False
    ).values_list("person_id")
    return {person for (person,) in belong.union(sit, answered)}


def renew(
    meeting: Meeting, was: Mapping[str, Any], *, by: Person | None, at: datetime, asks_anew: bool, reason: str = ""
) -> None:
    """Send everybody the changed event, with what it was and why; on another day, ask for all replies anew."""
    stayed = set(invitees.standing(meeting))
    if asks_anew:
        day = (meeting.day, meeting.day + timedelta(days=1))
        duties.let_off(
            invitees.owed_replies(meeting).exclude(period=day),
            Duty.State.MOVED,
            by=by,
            at=at,
            reason=_("The meeting was moved to another day."),
        )
    invitees.follow(meeting, at=at)
    if asks_anew:
        invitees.ask_all_again(meeting, at=at)
    stay = {who: lines for who, lines in invitees.standing(meeting).items() if who in stayed}
    invitees.tell(meeting, "meeting.changed", stay, at=at, was=was, anew=asks_anew, reason=reason)


def cancel(meeting: Meeting, *, by: Person | None, at: datetime, reason: str) -> None:
    """Tell everybody that a called meeting is cancelled, and why; nobody owes a reply any more."""
    duties.let_off(
        invitees.owed_replies(meeting), Duty.State.NOT_REQUIRED, by=by, at=at, reason=_("The meeting was cancelled.")
    )
    invitees.tell(meeting, "meeting.cancelled", at=at, reason=reason)


def settle(meeting: Meeting, *, by: Person | None, at: datetime) -> None:
    """Let off whoever never replied: the meeting has been held."""
    duties.let_off(
        invitees.owed_replies(meeting), Duty.State.NOT_REQUIRED, by=by, at=at, reason=_("The meeting has been held.")
    )


@transaction.atomic
def refresh(consortium: Consortium, *, at: datetime) -> None:
    """Follow the seats: whoever has come into a body since its meeting was called is invited, whoever left is not.

    Safe to repeat; nobody is told twice.
    """
    _refresh(Meeting.objects.filter(consortium=consortium), at)


def seat_changed(seat: Seat, *, at: datetime) -> None:
    """Follow one seat at once: it was taken, extended or ended, or its alternate is another."""
    _refresh(Meeting.objects.filter(consortium=seat.consortium_id, tables__body=seat.body_id), at)


def _refresh(rows: QuerySet[Meeting], at: datetime) -> None:
    """Bring the lists of called meetings to what is due; asks of all together whether anything has changed."""
    called = rows.filter(state=Meeting.State.CALLED, starts_at__gt=at)
    meetings = list(called.select_related("subject", "consortium").prefetch_related("bodies", "invitations"))
    if not meetings:
        return
    held = _held_in(meetings)
    for meeting in meetings:
        if _asked(meeting) != _due(meeting, held):
            entries.lock(meeting)
            invitees.follow(meeting, at=at)


def _held_in(meetings: list[Meeting]) -> list[Seat]:
    """Fetch the seats of the meetings' bodies that are held between the first and the last of their days."""
    bodies = {body.pk for meeting in meetings for body in meeting.bodies.all()}
    days = [meeting.day for meeting in meetings]
    stretch = DateRange(min(days), max(days), "[]")
    return list(Seat.objects.filter(body__in=bodies, during__overlap=stretch).prefetch_related("alternates"))


def _asked(meeting: Meeting) -> set[invitees.Place]:
    lines = meeting.invitations.all()
    return {(line.seat_id, line.person_id) for line in lines if line.seat_id and line.withdrawn_at is None}


def _due(meeting: Meeting, held: Iterable[Seat]) -> set[invitees.Place]:
    """Say the same as `invitees.due` from seats that were fetched for many meetings."""
    bodies = {body.pk for body in meeting.bodies.all()}
    sitting = [seat for seat in held if seat.body_id in bodies and meeting.day in seat.during]
    wanted = {(seat.pk, seat.person_id) for seat in sitting}
    return wanted | {
        (deputy.seat_id, deputy.person_id)
        for seat in sitting
        for deputy in seat.alternates.all()
        if meeting.day in deputy.during
    }


def expected(meeting: Meeting, body: Body, lines: Iterable[Invitation] | None = None) -> Quorum:
    """Count the seats of a body that will be taken by what was replied, against its quorum.

    ``lines`` are the meeting's invitations, where they are at hand already.
    """
    lines = meeting.invitations.standing_now() if lines is None else lines
    return attendance.among(meeting, body, coming(lines))


def coming(lines: Iterable[Invitation]) -> set[int]:
    """Name the seats that will be taken: the holder comes, or sends an alternate who has not declined."""
    lines = list(lines)
    answers = {line.seat_id: line.reply for line in lines if line.role == Invitation.Role.SEAT}
    declined = {line.seat_id for line in lines if line.role == Invitation.Role.ALTERNATE and line.reply == "no"}
    sent = {seat for seat, answer in answers.items() if answer == Invitation.Reply.ALTERNATE} - declined
    return sent | {seat for seat, answer in answers.items() if answer == Invitation.Reply.YES}


def promised(meeting: Meeting) -> dict[int, int]:
    """Say who will sit in which seat by what was replied: seat id → person id."""
    lines = list(meeting.invitations.standing_now().filter(seat__isnull=False))
    taken = coming(lines)
    sent = {line.seat_id for line in lines if line.reply == Invitation.Reply.ALTERNATE}
    role = {seat: Invitation.Role.ALTERNATE if seat in sent else Invitation.Role.SEAT for seat in taken}
    return {line.seat_id: line.person_id for line in lines if role.get(line.seat_id) == line.role}


def _alternate_or_no(lines: list[Invitation], at: datetime) -> dict[Invitation, str]:
    """Send the alternate of each seat that has one, and leave the other seats empty.

    :raises Refusal: where the answer is for no seat, or none of them has an alternate.
    """
    asked = next((line for line in lines if line.role == Invitation.Role.SEAT), None)
    if asked is None:
        raise Refusal(_("Only whoever holds the seat sends its alternate; answer yes or no."), field="reply")
    deputies = {line: deputy for line in lines if (deputy := invitees.alternate_of(line))}
    if not deputies:
        raise Refusal(
            _(
                "No alternate is named for this seat. Whoever nominates for %(company)s names one on the seat's page; "
                "until then answer no."
            )
            % {"company": asked.seat.organisation},
            field="reply",
        )
    for line, deputy in deputies.items():
        invitees.tell_alternate(line, deputy, at=at)
    return {line: Invitation.Reply.ALTERNATE if line in deputies else Invitation.Reply.NO for line in lines}
