"""Pages on which people vote: one per motion, made for the thumb."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consortium import ballots, motions
from consortium.access import motions as access
from consortium.models import Item, Motion, RollLine
from consortium.views import slips
from parties.permissions import require
from parties.refusals import Refusal
from web import parse
from web.forms import errors_as_message, posted_reason, status_of
from web.idempotency import once


@once
def motion_vote(request, consortium, number):
    """Vote on a motion: the whole slate at once, or item by item."""
    motion = _motion(request, number)
    require(access.can_vote(request.viewer, motion))
    if request.method == "GET" and not _takes_votes(request, motion):
        return redirect(motion)
    line = _line(request, motion)
    fault = None
    if request.method == "POST":
        try:
            _cast(request, motion, line)
        except Refusal as refusal:
            fault = refusal
            if not _takes_votes(request, motion):
                return redirect(motion)
        else:
            _tell_whether_whole(request, motion, line)
            return redirect(motion)
    return render(
        request,
        "consortium/motion_vote.html",
        {
            "motion": motion,
            "line": line,
            "others": _other_lines(request, motion, line),
            "slip": slips.slip_of(motion, line, request.POST),
            "is_left": RollLine.objects.filter(pk=line.pk).left_to(request.viewer).exists(),
            "fault": fault,
            "once": slips.token(request.POST),
        },
        status=status_of(fault) if fault else 200,
    )


@require_POST
def motion_recuse(request, consortium, number):
    """Step aside from the ticked items, or from all, with a reason."""
    motion = _motion(request, number)
    require(access.can_vote(request.viewer, motion))
    chosen = request.POST.getlist("items")
    items = list(motion.items.filter(number__in=parse.ints(chosen))) if chosen else None
    with errors_as_message(request):
        reason = posted_reason(request)
        ballots.recuse(
            motion, _line(request, motion), reason=reason, items=items, by=request.viewer.person, at=request.now
        )
        messages.success(request, _("You have stepped aside; your reason stands with the decision."))
    return _back_to_slip(request, consortium, number)


@require_POST
def item_rejoin(request, consortium, number):
    """Take part in an item again."""
    item = _item(request, number)
    require(access.can_vote(request.viewer, item.motion))
    with errors_as_message(request):
        ballots.rejoin(item.motion, _line(request, item.motion), item, by=request.viewer.person, at=request.now)
        messages.success(request, _("You take part in “%(item)s” again: now cast your vote on it.") % {"item": item})
    return _back_to_slip(request, consortium, item.motion.number)


@require_POST
def item_sever(request, consortium, number):
    """Have an item voted on by itself."""
    item = _item(request, number)
    require(access.can_vote(request.viewer, item.motion))
    with errors_as_message(request):
        motions.sever(item, _line(request, item.motion), by=request.viewer.person, at=request.now)
        messages.success(request, _("Everyone on the roll has been told."))
    return _back_to_slip(request, consortium, item.motion.number)


def _back_to_slip(request, consortium: str, number: int):
    """Lead back to the slip of the same seat."""
    seat = parse.int_or_none(request.GET.get("seat", ""))
    return redirect(reverse("motion_vote", args=(consortium, number)) + (f"?seat={seat}" if seat else ""))


def _takes_votes(request, motion: Motion) -> bool:
    """Say why nobody votes here at present, before anybody has filled in the slip."""
    try:
        motions.require_voting(motion, request.now)
    except Refusal as refusal:
        messages.info(request, str(refusal))
        return False
    return True


def _cast(request, motion: Motion, line: RollLine) -> None:
    posted = {item: request.POST.get(f"item_{item.number}", "") for item in motion.items.all()}
    choices = {item: choice for item, choice in posted.items() if choice and choice != slips.WITH_SLATE}
    ballots.cast(motion, line, choices, slate=request.POST.get("slate", ""), by=request.viewer.person, at=request.now)


def _tell_whether_whole(request, motion: Motion, line: RollLine) -> None:
    """Say that the vote is in, and which items still wait for it: a slate does not cover what was severed."""
    left = motion.items.exclude(ballots__line=line).exclude(recusals__line=line)
    titles = ", ".join(f"“{item.title}”" for item in left)
    if titles:
        messages.warning(request, _("Your vote is in, but not on %(items)s: vote there too.") % {"items": titles})
    else:
        messages.success(request, _("Your vote is in. You can change it until the vote closes."))


def _line(request, motion: Motion) -> RollLine:
    """Find the line on which the reader votes; who has two names the seat's number in the address."""
    lines = RollLine.objects.filter(motion=motion).held_by(request.viewer).select_related("acting_seat__person")
    if "seat" in request.GET:
        return get_object_or_404(lines, acting_seat__number=parse.int_or_none(request.GET["seat"]))
    return lines.in_turn().first()


def _other_lines(request, motion: Motion, line: RollLine) -> list[RollLine]:
    """Find the other lines on which the reader votes, as the alternate of a colleague."""
    lines = motion.roll.standing().held_by(request.viewer).exclude(pk=line.pk)
    return list(lines.select_related("acting_seat__person").order_by("pk"))


def _motion(request, number: int) -> Motion:
    rows = Motion.objects.visible_to(request.viewer).select_related("consortium", "body", "subject")
    return get_object_or_404(rows, number=number)


def _item(request, number: int) -> Item:
    visible = Motion.objects.visible_to(request.viewer)
    rows = Item.objects.filter(motion__in=visible)
    return get_object_or_404(
        rows.select_related("subject", "motion__consortium", "motion__body", "motion__subject"), number=number
    )
