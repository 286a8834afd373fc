"""Pages of the yearly regrading: the look ahead, the announcement, who keeps a seat."""

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from charter import editions
from consortium import choices, excess, memberships
from membership import access, regradings, speakers
from membership.grading import Preview
from membership.models import Member, Regrading, RegradingLine
from membership.views.members import rules_of
from parties.permissions import require
from parties.refusals import Invalid, Refusal
from web import parse
from web.forms import errors_as_message


def regrading_list(request, consortium):
    """Look ahead at the next regrading, and back at the earlier ones."""
    if not access.can_look_ahead(request.viewer):
        raise Http404
    context = {
        "rules": rules_of(request),
        "regradings": Regrading.objects.visible_to(request.viewer).order_by("-dues_year"),
        "can_announce": access.can_announce(request.viewer),
    }
    try:
        context["preview"] = regradings.look(request.consortium, at=request.now)
    except Refusal as refusal:
        context["why_not"] = str(refusal)
    if preview := context.get("preview"):
        context |= _named(preview, context["rules"])
        context["announced"] = context["regradings"].filter(dues_year=preview.dues_year).first()
    return render(request, "membership/regrading_list.html", context)


@require_POST
def regrading_announce(request, consortium):
    """Announce the next regrading."""
    if not access.can_look_ahead(request.viewer):
        raise Http404
    require(access.can_announce(request.viewer))
    with errors_as_message(request):
        regrading = regradings.announce(request.consortium, by=request.viewer.person, at=request.now)
        messages.success(request, _("Announced. The companies concerned are told."))
        return redirect(regrading)
    return redirect("regrading_list", consortium)


def regrading_detail(request, consortium, number):
    """Show an announced regrading line by line, with what stands against a line."""
    regrading = get_object_or_404(Regrading.objects.visible_to(request.viewer), number=number)
    rules = editions.of(request.viewer)
    lines = list(
        regrading.lines.select_related("member__organisation", "member__consortium", "regrading").order_by(
            "member__organisation__name"
        )
    )
    against = regradings.objections(request.consortium, [line for line in lines if not line.taken_effect_on])
    context = {
        "regrading": regrading,
        "lines": [
            {
                "line": line,
                "old": rules.tiers.get(line.old_tier),
                "new": rules.tiers.get(line.new_tier),
                "against": against.get(line.member_id, []),
            }
            for line in lines
        ],
        "can_regrade": access.can_regrade(request.viewer, regrading)
        and regrading.is_announced
        and regrading.effective_on <= request.viewer.today,
    }
    return render(request, "membership/regrading_detail.html", context)


@require_POST
def regrading_take_effect(request, consortium, number):
    """Put the lines of a regrading into effect that nothing stands against."""
    regrading = get_object_or_404(Regrading.objects.visible_to(request.viewer), number=number)
    require(access.can_regrade(request.viewer, regrading))
    with errors_as_message(request):
        changed = memberships.regrade(regrading, by=request.viewer.person, at=request.now)
        _tell(request, len(changed), regrading)
    return redirect(regrading)


def _tell(request, changed: int, regrading: Regrading) -> None:
    """Say how many tiers changed; where none did, what the others wait for."""
    if changed:
        words = ngettext("%(count)s tier changed.", "%(count)s tiers changed.", changed) % {"count": changed}
        messages.success(request, words)
        return
    waiting = regrading.lines.waiting().select_related("member__organisation", "regrading")
    against = regradings.objections(regrading.consortium, waiting)
    sentences = [_("No tier changed."), *(each for group in against.values() for each in group)]
    messages.warning(request, " ".join(sentences))


def seats_choose(request, consortium, number):
    """Choose who keeps a seat in the new tier."""
    member = get_object_or_404(Member.objects.visible_to(request.viewer), number=number)
    line = get_object_or_404(
        RegradingLine.objects.visible_to(request.viewer)
        .waiting()
        .filter(member=member)
        .select_related("regrading", "member__organisation", "member__consortium", "consortium")
        .order_by("-regrading__dues_year")[:1]
    )
    require(access.can_choose(request.viewer, line))
    error = ""
    if request.method == "POST":
        stays = parse.ints(request.POST.getlist("stays"))
        try:
            choices.choose(
                line,
                stays=stays,
                by=request.viewer.person,
                at=request.now,
                on_behalf_of=speakers.on_behalf(request.viewer, member, "nominator"),
            )
            messages.success(request, _("Chosen. The other seats end with the new tier."))
            return redirect(member)
        except Invalid as invalid:
            error = str(invalid)
    status = 400 if error else 200
    return render(request, "membership/seats_choose.html", _choice(line, error), status=status)


def _named(preview: Preview, rules: Any) -> dict:
    """Give the tiers of a preview their names."""
    names = {key: str(tier.name) for key, tier in rules.tiers.items()}
    return {
        "changes": [
            {"row": each, "old": names.get(each.old_tier, each.old_tier), "new": names[each.new_tier]}
            for each in preview.changes
        ],
        "counts": [(names[key], before, after) for key, (before, after) in preview.counts.items()],
    }


def _choice(line: RegradingLine, error: str) -> dict:
    """Lay out the classes of seats that are too many: to choose from, or ending anyway."""
    rules = editions.in_force(line.consortium, line.regrading.effective_on)
    return {
        "line": line,
        "member": line.member,
        "error": error,
        "tier": rules.tiers[line.new_tier],
        "kept": excess.choices([line])[line.pk],
        "classes": [{"over": over, "seats": seats} for over, seats in choices.options(line)],
    }
