"""What the pages of motions show: items with their outcome in words, the rule behind it, and what may be done now."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import BigIntegerField, CharField, Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charter.loaded import place_of
from consortium import counting, motions, outcomes, procedures
from consortium.access import motions as access
from consortium.models import Body, Item, Meeting, Motion, MotionPaper, RollLine, RoomVote, RoomVoter
from consortium.motions import queries, trails
from consortium.motions.queries import RollRow, Said
from consortium.views import proposed
from consortium.views.proposed import Proposed
from journal.history import told
from parties.viewer import Viewer
from web import local_times
from web.compiled import Param, any_of, compiled
from web.view_models import HistoryLine

TONES = {
    Item.State.PENDING: "open",
    Item.State.CARRIED: "done",
    Item.State.LOST: "refused",
    Item.State.NO_QUORUM: "refused",
    Item.State.WITHDRAWN: "quiet",
}
ENACTMENTS = {
    Item.Enactment.WAITING: "waiting",
    Item.Enactment.ENACTED: "done",
    Item.Enactment.BLOCKED: "late",
    Item.Enactment.RESCINDED: "quiet",
}


MOTION = Param("motion", BigIntegerField())
ITEMS = compiled(lambda: Item.objects.filter(motion=MOTION).select_related("subject", *proposed.RELATED))
SILENT = compiled(lambda: RollLine.objects.silent().filter(motion=MOTION).values_list("pk"))


@compiled
def _papers(viewer: Viewer) -> QuerySet[MotionPaper]:
    return MotionPaper.objects.visible_to(viewer).filter(motion=MOTION).select_related("blob").order_by("pk")


@compiled
def _left(viewer: Viewer) -> QuerySet[RollLine]:
    return RollLine.objects.filter(motion=MOTION).left_to(viewer).only("voted_at")


@dataclass(frozen=True, slots=True)
class ItemShown:
    """One item as the page of its motion shows it."""

    item: Item
    words: str
    tone: str
    enactment_tone: str
    said: list[Said]
    proposed: Proposed
    own: str = ""
    """What the reader has said on it so far, while votes come in."""


@dataclass(frozen=True, slots=True)
class Possible:
    """What the reader may do with a motion now: who and when together, for the buttons."""

    edit: bool = False
    submit: bool = False
    delete: bool = False
    open: bool = False
    vote: bool = False
    has_voted: bool = False
    close: bool = False
    withdraw: bool = False
    correct: bool = False
    follow: bool = False
    retry: bool = False
    rescind: bool = False


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule of the charter that this decision stands on, with where it comes from."""

    label: str
    value: str
    source: str
    basis: str
    address: str


def items_of(motion: Motion, viewer: Viewer, *, counts: bool) -> list[ItemShown]:
    """Lay out the items, with their outcome in words where the reader may know it.

    While votes come in there is none, unless the charter shows the count (``votes.count_while_open``).
    """
    items = ITEMS.rows(motion=motion.pk)
    for item in items:
        item.motion = motion
    if motion.is_open and counts:
        shown = outcomes.standings(motion, items) if procedures.shows_count(motion) else []
        words = {each.item.pk: each.words for each in shown}
        own = queries.own_votes(motion, viewer)
        return [_shown(item, words.get(item.pk, ""), [], own.get(item.pk, "")) for item in items]
    if not motion.is_closed:
        return [_shown(item, "", []) for item in items]
    rule = outcomes.rule_of(motion)
    said = queries.votes_of(motion, viewer)
    return [_shown(item, outcomes.decided_words(item, rule), said.get(item.pk, [])) for item in items]


def is_silenced(viewer: Viewer, motion: Motion) -> bool:
    """Whether the reader sits here for a company whose rights are suspended, while the others vote (E-08)."""
    suspended = {company.organisation_id for company in viewer.companies if company.is_suspended}
    here = {seat.organisation_id for seat in viewer.seats if seat.body_id == motion.body_id}
    return motion.is_open and bool(suspended & here)


def waits_for(motion: Motion, items: list[ItemShown]) -> str:
    """Say what the motion waits for, from whom, until when."""
    if motion.is_withdrawn:
        return _("Withdrawn: nothing waits here.")
    if motion.is_closed:
        return _decided(motion, [each.item for each in items])
    if motion.is_submitted:
        return _("Waits for the %(body)s to put it to the vote.") % {"body": motion.body}
    if motion.is_draft:
        return _("A draft by %(author)s, not before the %(body)s yet.") % {
            "author": motion.author,
            "body": motion.body,
        }
    silent = len(SILENT.rows(motion=motion.pk))
    if not motion.closes_at:
        return _("The %(body)s votes on it in its meeting.") % {"body": motion.body}
    if not silent:
        return _("Every seat has voted. The vote closes on %(until)s; until then votes can be changed.") % {
            "until": local_times.moment(motion.closes_at)
        }
    return ngettext(
        "Waits for %(n)s seat of the %(body)s until %(until)s.",
        "Waits for %(n)s seats of the %(body)s until %(until)s.",
        silent,
    ) % {"n": silent, "body": motion.body, "until": local_times.moment(motion.closes_at)}


def turnout_of(motion: Motion, roll: list[RollRow]) -> str:
    """Say how many have voted and how many make a quorum: "1 of 4 seats voted · quorum 3"."""
    standing = [line for line in roll if not line.is_struck]
    voted = sum(line.voted_at is not None for line in standing)
    words = ngettext("%(voted)s of %(n)s seat voted", "%(voted)s of %(n)s seats voted", len(standing)) % {
        "voted": voted,
        "n": len(standing),
    }
    rule = outcomes.rule_of(motion)
    if rule.counts_weight:
        return words
    least = counting.least(rule.quorum, len(standing))
    return f"{words} · " + _("quorum %(least)s") % {"least": least}


def rule_of(motion: Motion) -> list[RuleShown]:
    """Give the rules by which it is decided, each with its source: what "why?" shows."""
    if not motion.edition_id:
        return []
    path = procedures.path_of(motion.body)
    rules = [motion.edition.rule(f"{path}.{name}") for name in ("quorum", "majority", "tie", "recusal", "seat_end")]
    address = f"/{motion.consortium.slug}/charter/editions/{motion.edition.number}/"
    return [
        RuleShown(
            str(rule.label),
            str(rule.value),
            rule.source.place if rule.source else "",
            str(rule.basis_label),
            address + place_of(rule.path),
        )
        for rule in rules
    ]


def possible(viewer: Viewer, motion: Motion, items: list[ItemShown]) -> Possible:
    """Ask everything that the page offers, once."""
    if motion.is_draft:
        mine = bool(access.can_edit(viewer, motion))
        return Possible(
            edit=mine,
            submit=mine and not motion.submitted_at,
            delete=mine and not motion.submitted_at,
            open=bool(access.can_open(viewer, motion)),
            withdraw=bool(motion.submitted_at and access.can_withdraw(viewer, motion)),
        )
    if motion.is_open:
        in_time = motion.closes_at is None or viewer.now < motion.closes_at
        lines = _left.rows(viewer, motion=motion.pk)
        return Possible(
            vote=in_time and bool(lines),
            has_voted=all(line.voted_at for line in lines),
            close=bool(access.can_close(viewer, motion)) and motions.may_close(motion, viewer.now),
            withdraw=bool(access.can_withdraw(viewer, motion)),
        )
    if motion.is_closed:
        blocked = next((each.item for each in items if each.item.is_blocked), None)
        return Possible(
            correct=bool(access.can_correct(viewer, motion)),
            follow=may_draft_somewhere(viewer),
            retry=bool(blocked and access.can_retry(viewer, blocked)),
            rescind=bool(blocked and access.can_rescind(viewer, blocked)),
        )
    return Possible()


def room_of(viewer: Viewer, motion: Motion) -> Meeting | None:
    """Find the meeting of the body, begun and not yet minuted, in which the reader may record the vote."""
    if not (motion.is_draft or motion.is_open) or not access.can_record(viewer, motion):
        return None
    meetings = Meeting.objects.visible_to(viewer).filter(tables__body=motion.body_id, state__in=["called", "held"])
    latest = meetings.filter(starts_at__lte=viewer.now, record__circulated_at=None).order_by("-starts_at", "pk").first()
    was_open = latest and (not motion.opened_at or motion.opened_at <= latest.ends_at)
    return latest if was_open else None


def records_of(motion: Motion, viewer: Viewer) -> list[RoomVote]:
    """Give the records of its votes in the room, each with how many seats it entered and kept, and whether its meeting
    may be named to the reader."""
    return _room_votes.rows(viewer, motion=motion.pk)


@compiled
def _room_votes(viewer: Viewer) -> QuerySet[RoomVote]:
    def seats(**which: bool) -> Subquery:
        voters = RoomVoter.objects.filter(vote=OuterRef("pk"), **which).order_by().values("vote")
        return Coalesce(Subquery(voters.annotate(n=Count("pk")).values("n")), 0)

    names = Exists(Meeting.objects.visible_to(viewer).filter(pk=OuterRef("meeting")))
    rows = RoomVote.objects.filter(motion=MOTION).select_related("recorded_by", "meeting__consortium")
    return rows.annotate(entered=seats(is_recorded=True), kept=seats(is_recorded=False), names_meeting=names)


RECORDED = compiled(lambda: RoomVoter.objects.filter(vote__motion=MOTION, is_recorded=True).values_list("line_id"))


def recorded_lines(motion: Motion, records: list[RoomVote]) -> set[int]:
    """Lines whose votes were recorded in a meeting, whatever they cast afterwards: the mark tells no change of mind."""
    return {line for (line,) in RECORDED.rows(motion=motion.pk)} if records else set()


def trail_of(motion: Motion, viewer: Viewer) -> list[tuple[Motion, bool]]:
    """List the stations of an approval, each with whether the reader may open it."""
    stations = trails.of(motion)
    opens = Motion.objects.visible_to(viewer).filter(pk__in=[station.pk for station in stations])
    seen = set(opens.values_list("pk", flat=True))
    return [(station, station.pk in seen) for station in stations]


def history_of(motion: Motion, items: list[ItemShown], records: list[RoomVote]) -> list[HistoryLine]:
    """Tell what happened, newest first."""
    by_entry = {record.entry_id: record for record in records}
    return [
        replace(told(entry), whom=_recorded(by_entry[entry.pk])) if entry.pk in by_entry else told(entry)
        for entry in queries.history_of(motion, [each.item for each in items])
    ]


def _recorded(record: RoomVote) -> str:
    """Say for how many seats votes were recorded, and in which meeting where the reader may know it."""
    words = ngettext("%(n)s seat", "%(n)s seats", record.entered) % {"n": record.entered}
    return f"{words}, “{record.meeting}”" if record.names_meeting else words


def papers_of(motion: Motion, viewer: Viewer) -> list[MotionPaper]:
    """Papers that the reader may open."""
    return _papers.rows(viewer, motion=motion.pk)


def outcomes_told(motions: list[Motion]) -> None:
    """Set on closed motions, as ``outcome``, how they fell: "carried", or "3 carried, 1 not carried"."""
    states = defaultdict(list)
    for motion, state in STATES.rows(motions=[motion.pk for motion in motions if motion.is_closed]):
        states[motion].append(state)
    for motion in motions:
        motion.outcome = _outcome(states[motion.pk])


STATES = compiled(lambda: Item.objects.filter(motion__in=any_of("motions")).values_list("motion_id", "state"))


def _outcome(states: list[str]) -> str:
    if len(set(states)) == 1:
        return str(Item.State(states[0]).label)
    counts = [(states.count(state), Item.State(state).label) for state in Item.State if state in states]
    return ", ".join(f"{number} {str(label).lower()}" for number, label in counts)


def deciding_bodies(viewer: Viewer) -> list[tuple[int, str]]:
    """Bodies that can hold motions, for the filter."""
    return DECIDING.rows(viewer)


DECIDING = compiled(lambda viewer: Body.objects.visible_to(viewer).deciding().values_list("pk", "name"))


def drafting_bodies(viewer: Viewer):
    """Bodies for which the viewer may draft a motion: as `access.can_draft`, for all of them in one query."""
    bodies = Body.objects.visible_to(viewer).open().deciding()
    if viewer.is_office:
        return bodies
    voting = [seat.body_id for seat in viewer.seats if seat.votes]
    mine = Body.objects.filter(pk__in=voting)
    own = bodies.filter(pk__in=voting) | bodies.filter(pk__in=mine.values("parent_id"))
    if viewer.assists:
        own = own | bodies.filter(pk__in=access.assisted_bodies(viewer))
    return own.distinct()


def may_draft_somewhere(viewer: Viewer) -> bool:
    return viewer.is_office or bool(viewer.assists) or any(seat.votes for seat in viewer.seats)


def prefix_of(viewer: Viewer) -> Value:
    """Annotate rows with the beginning of their address, so that no row asks for its consortium."""
    return Value(f"/{viewer.consortium.slug}/motions/", output_field=CharField())


def _shown(item: Item, words: str, said: list[Said], own: str = "") -> ItemShown:
    tones = TONES[item.state], ENACTMENTS.get(item.enactment, "")
    return ItemShown(item, words, *tones, said, proposed.of(item), own)


def _decided(motion: Motion, items: list[Item]) -> str:
    """Say when it was decided; what can be done where nothing was, or where it has not been carried out."""
    said = {"body": motion.body, "day": _day(motion.closed_at)}
    if any(item.is_blocked for item in items):
        return (
            _(
                "Decided by the %(body)s on %(day)s, but not carried out: once the cause below is mended, the office "
                "tries again; or the chair or the office gives it up."
            )
            % said
        )
    if all(item.state == Item.State.NO_QUORUM for item in items):
        return _("Too few of the %(body)s took part until %(day)s: nothing is decided. Move it anew.") % said
    return _("Decided by the %(body)s on %(day)s.") % said


def _day(moment: datetime) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")
