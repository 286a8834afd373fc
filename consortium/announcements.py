"""The mail about one meeting: one for all that was said between two mailings, made from what holds when it is sent."""

from collections.abc import Iterator
from typing import Any

from consortium import calendars, invitees
from consortium.models import Invitation, Meeting
from duties import events
from duties.deliveries import Announcement
from duties.models import Notice
from duties.sentences import sentence

CALLED, CHANGED, CANCELLED = "meeting.called", "meeting.changed", "meeting.cancelled"
Said = tuple[str, dict[str, Any]]
"""The kind of a sentence and its facts."""


def of(notices: list[Notice]) -> Announcement:
    """Write one mail from the notices that one person has of one meeting, oldest first, with its calendar event.

    Who was invited and is no longer, before any mail told them, is told so in words: their calendar knows nothing.
    """
    first = notices[0]
    meeting = Meeting.objects.select_related("consortium").get(subject=first.subject_id)
    lines = invitees.standing(meeting, first.person_id).get(first.person_id, [])
    said = list(_said(notices, meeting, lines))
    words = [sentence(kind, facts) for kind, facts in said]
    is_off = meeting.is_cancelled or not lines
    if first.kind == CALLED and is_off and not _was_told(first):
        event = ""
    else:
        event = calendars.invitation(meeting, first.person, comment=" ".join(map(_comment, said)).strip())
    address = invitees.address_of(lines[0]) if lines else notices[-1].address
    return Announcement(" ".join(words), address, event)


def _was_told(notice: Notice) -> bool:
    """Whether an earlier mail has brought the event into the reader's calendar."""
    earlier = Notice.objects.filter(person=notice.person_id, subject=notice.subject_id, kind__startswith="meeting.")
    return earlier.filter(delivery__isnull=False).exists()


def _said(notices: list[Notice], meeting: Meeting, lines: list[Invitation]) -> Iterator[Said]:
    now = invitees.event_of(meeting)
    kinds = {notice.kind: notice.facts for notice in notices}
    if meeting.is_cancelled and (lines or CANCELLED in kinds):
        yield CANCELLED, {**_known(notices, now), "reason": meeting.cancel_reason}
    elif not lines:
        yield "meeting.withdrawn", {**_known(notices, now), **_why(kinds.get("meeting.withdrawn", {}))}
    elif notices[0].kind == CALLED:
        yield CALLED, now
        yield from _asked(notices, now, lines)
    else:
        news = [*_changed(notices, now, lines), *_parts(notices, now, lines), *_asked(notices, now, lines)]
        yield from news or [(CALLED, now)]


def _known(notices: list[Notice], now: dict[str, Any]) -> dict[str, Any]:
    """Give the event as its reader knows it: what it was before the first change that no mail has told yet."""
    changed = next((notice.facts for notice in notices if notice.kind == CHANGED), {})
    return changed.get("was") or now if notices[0].kind != CALLED else now


def _changed(notices: list[Notice], now: dict[str, Any], lines: list[Invitation]) -> Iterator[Said]:
    changes = [notice.facts for notice in notices if notice.kind == CHANGED]
    if not changes:
        return
    was = changes[0].get("was") or now
    anew = any(facts.get("anew") for facts in changes) and lines[0].reply == Invitation.Reply.WAITING
    reasons = dict.fromkeys(facts["reason"] for facts in changes if facts.get("reason"))
    kind = CHANGED if events.differ(was, now) else "meeting.unchanged"
    yield kind, {**now, "was": was, "anew": anew, "reason": " ".join(reasons)}


def _parts(notices: list[Notice], now: dict[str, Any], lines: list[Invitation]) -> Iterator[Said]:
    """Say which parts somebody lost or gained on balance."""
    here = {line.pk for line in lines}
    kept = [invitees.part(line) for line in lines]
    for name, holds in (("lost", False), ("gained", True)):
        told = [row for notice in notices for row in notice.facts.get(name, ())]
        rows = list({row["line"]: row for row in told if (row["line"] in here) == holds}.values())
        if rows:
            yield f"meeting.part_{name}", {**now, name: rows, "kept": kept}


def _asked(notices: list[Notice], now: dict[str, Any], lines: list[Invitation]) -> Iterator[Said]:
    """Pass on who asks an alternate to come, as long as they are the alternate."""
    here = {line.pk for line in lines}
    for notice in notices:
        if notice.kind == "meeting.alternate" and notice.facts.get("line") in here:
            yield notice.kind, {**now, "person": notice.facts["person"]}


def _why(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in ("because", "holder", "body") if name in facts}


def _comment(said: Said) -> str:
    """Say in the event what changed and why."""
    kind, facts = said
    if kind == CHANGED:
        return f"{events.changes(facts['was'], facts)} {facts['reason']}".strip()
    return facts.get("reason", "") or events.because(facts)
