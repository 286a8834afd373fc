"""Pages of the strategy, the vision and the mission: what holds now, and every version with its decision."""

from django.shortcuts import get_object_or_404, render

from consortium import statements
from consortium.models import Motion, Statement
from consortium.views import motion_parts as parts


def statement_list(request, consortium):
    """Show the statements in force, each with its earlier versions."""
    published = (
        Statement.objects.visible_to(request.viewer)
        .published()
        .select_related("item__motion")
        .order_by("kind", "-version")
    )
    by_kind: dict[str, list[Statement]] = {kind: [] for kind in Statement.Kind.values}
    for statement in published:
        by_kind[statement.kind].append(statement)
    drafts = _drafted_for(request)
    shown = [
        (kind, Statement.Kind(kind).label, versions[:1], versions[1:], drafts.get(kind, ""))
        for kind, versions in by_kind.items()
    ]
    return render(
        request,
        "consortium/statement_list.html",
        {
            "kinds": shown,
            "decisions": _decisions(request),
        },
    )


def statement_detail(request, consortium, number):
    """Show one version with the decision that published it, and the needs that it takes up."""
    rows = Statement.objects.visible_to(request.viewer).select_related("item__motion__body", "consortium")
    statement = get_object_or_404(rows, number=number)
    needs = statement.needs.select_related("need__member__organisation")
    shown = needs if request.viewer.is_member or request.viewer.is_office else needs.none()
    context = {"statement": statement, "needs": shown, "decisions": _decisions(request)}
    return render(request, "consortium/statement_detail.html", context)


def _drafted_for(request) -> dict[str, str]:
    """Name for each kind the body that decides it, where the reader may draft a motion for it."""
    bodies = parts.drafting_bodies(request.viewer).select_related("consortium")
    return {kind: body.key for body in bodies for kind in statements.kinds_of(body, request.now)}


def _decisions(request) -> set[int]:
    """Motions about statements that the reader may open: a guest reads the text, not how it was decided."""
    rows = Motion.objects.visible_to(request.viewer).filter(items__statement__isnull=False)
    return set(rows.values_list("pk", flat=True))
