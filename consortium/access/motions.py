"""Who may draft, open, vote on, close and correct motions, and file needs. When is the verbs' question."""

from django.utils.translation import gettext as _

from consortium.models import Body, Item, Motion, Need, RollLine, Seat
from parties.models import Person
from parties.permissions import YES, Answer, either, no
from parties.viewer import Viewer


def can_draft(viewer: Viewer, body: Body) -> Answer:
    """Voting seats of the body, those of the bodies directly below it (GOV-05, SC-04), and the office."""
    if viewer.is_office or viewer.sits_in(body.pk, voting=True) or source_of(viewer, body):
        return YES
    if assisted_in(viewer, body):
        return YES
    if body.level and any(seat.votes for seat in viewer.seats):
        return no(
            _("Motions of the %(body)s come from its members, from the bodies directly below it, and the office.")
            % {"body": body},
            "GOV-05",
        )
    return no(_("Members of the %(body)s draft its motions, and the office.") % {"body": body}, "WG-03")


def can_edit(viewer: Viewer, motion: Motion) -> Answer:
    """Change, submit and delete a draft: its author while seated, whoever assists the author, and the office."""
    mine = viewer.person and (motion.author_id == viewer.person.pk or motion.author_id in viewer.assists)
    return either(
        (mine and can_draft(viewer, motion.body)) or viewer.is_office,
        _("%(author)s drafts this motion.") % {"author": motion.author},
    )


def can_open(viewer: Viewer, motion: Motion) -> Answer:
    """Put to the vote: a voting seat of the body, and the office."""
    return either(
        viewer.is_office or viewer.sits_in(motion.body_id, voting=True),
        _("A member of the %(body)s puts it to the vote, or the office.") % {"body": motion.body},
        "GOV-05",
    )


def can_withdraw(viewer: Viewer, motion: Motion) -> Answer:
    """Its author as long as the seat lasts from which it came, the chair of the body, and the office."""
    mine = viewer.person and motion.author_id == viewer.person.pk
    return either(
        (mine and can_draft(viewer, motion.body)) or _presides(viewer, motion),
        _("Its author withdraws it, the chair of the %(body)s, or the office.") % {"body": motion.body},
    )


def can_cast(viewer: Viewer, line: RollLine) -> Answer:
    """The seat's holder and its named alternate; assistants and guests never (WG-03, GOV-07)."""
    held = any(seat.votes and seat.id == line.acting_seat_id for seat in viewer.seats)
    return either(held, _("Only the holder of a seat on the roll, or its alternate, votes on it."), "WG-03")


def can_vote(viewer: Viewer, motion: Motion) -> Answer:
    """Whoever may cast on some line of the roll."""
    on_roll = RollLine.objects.filter(motion=motion).held_by(viewer).exists()
    return either(on_roll, _("Only seats on the roll vote; guests, assistants and the office have no vote."), "WG-03")


def follows_votes(viewer: Viewer, motion: Motion) -> bool:
    """Whether the viewer sees who has voted while a vote is open: the body, and the office."""
    return viewer.is_office or viewer.sits_in(motion.body_id)


def can_record(viewer: Viewer, motion: Motion) -> Answer:
    """Record the votes given in a meeting: the chair and the office."""
    return _runs(viewer, motion)


def can_close(viewer: Viewer, motion: Motion) -> Answer:
    """The chair and the office; at the deadline the clock does it."""
    return _runs(viewer, motion)


def can_correct(viewer: Viewer, motion: Motion) -> Answer:
    """Add a correction to a decision: the chair and the office (GOV-12)."""
    return _runs(viewer, motion)


def can_reopen(viewer: Viewer, motion: Motion) -> Answer:
    """Try to: anyone with a seat, who is then told the lawful way (EC-01)."""
    return either(viewer.seats, _("Only members of the bodies ask for that."), "EC-01")


def can_retry(viewer: Viewer, item: Item) -> Answer:
    """Try a blocked enactment again: the office."""
    return either(viewer.is_office, _("The office tries it again."), "E-42")


def can_rescind(viewer: Viewer, item: Item) -> Answer:
    """Give up a blocked enactment: the chair of the body that decided, and the office."""
    return _runs(viewer, item.motion)


def can_file_need(viewer: Viewer) -> Answer:
    """The industry's demand enters at the council: its members, for their own firm (EC-06)."""
    return either(_council(viewer), _("Members of the council file the needs of their firms."), "EC-06")


def can_change_need(viewer: Viewer, need: Need) -> Answer:
    """Link or withdraw: a council member of the firm that owns it, and the office."""
    own = any(seat.organisation_id == need.member.organisation_id for seat in _council(viewer))
    return either(
        own or viewer.is_office, _("%(firm)s's member of the council does that.") % {"firm": need.member}, "EC-06"
    )


def source_of(viewer: Viewer, body: Body) -> Body | None:
    """Find the body directly below from which the viewer recommends to this one."""
    voting = [seat.body_id for seat in viewer.seats if seat.votes]
    if not voting or viewer.sits_in(body.pk, voting=True):
        return None
    return Body.objects.open().filter(parent=body, pk__in=voting).first()


def assisted_in(viewer: Viewer, body: Body):
    """Find the member of the body whom the viewer assists, and for whom they may prepare a draft."""
    if not viewer.assists:
        return None
    seats = Seat.objects.held().voting().on(viewer.today).filter(body=body, person__in=viewer.assists)
    seat = seats.select_related("person").order_by("pk").first()
    return seat.person if seat else None


def principal_in(viewer: Viewer, body: Body) -> Person | None:
    """Find for whom an assistant drafts; somebody with a seat of their own drafts for themselves."""
    if viewer.is_office or viewer.sits_in(body.pk, voting=True) or source_of(viewer, body):
        return None
    return assisted_in(viewer, body)


def principal_of(viewer: Viewer, motion: Motion) -> Person | None:
    """Find for whom an assistant works on a draft."""
    return motion.author if motion.author_id in viewer.assists else None


def assisted_bodies(viewer: Viewer):
    """Bodies in which someone votes whom the viewer assists, as a subquery."""
    return (
        Seat.objects.held()
        .voting()
        .on(viewer.today)
        .filter(consortium=viewer.consortium, person__in=viewer.assists)
        .values("body")
    )


def _runs(viewer: Viewer, motion: Motion) -> Answer:
    return either(
        _presides(viewer, motion), _("The chair of the %(body)s does that, or the office.") % {"body": motion.body}
    )


def _presides(viewer: Viewer, motion: Motion) -> bool:
    leads = any(seat.body_id == motion.body_id and seat.post in ("chair", "lead") for seat in viewer.seats)
    return viewer.is_office or leads


def _council(viewer: Viewer) -> list:
    return [seat for seat in viewer.seats if seat.votes and seat.kind == Body.Kind.COUNCIL]
