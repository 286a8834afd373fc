"""Pages on which motions are drafted: words, items in their order, papers, statements, amendments."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consortium import motions, statements
from consortium.access import motions as access
from consortium.forms.motions import DraftForm, ItemForm, MotionForm, PaperForm, StatementForm
from consortium.models import Body, Item, Motion, MotionPaper, Statement
from consortium.motions import NewItem
from consortium.views import motion_parts as parts
from files import blobs
from parties.permissions import require
from parties.viewer import Viewer
from web import parse
from web.forms import errors_as_message, errors_on, form_page
from web.idempotency import once


@once
def motion_new(request, consortium):
    """Draft a motion for a body."""
    bodies = parts.drafting_bodies(request.viewer)
    asked = Body.objects.visible_to(request.viewer).filter(key=request.GET.get("body", "")).first()
    if asked or not bodies.exists():
        require(access.can_draft(request.viewer, asked or _any_body(request)))
    form = DraftForm(request.POST or None, bodies=bodies, initial=_initial(request, asked))
    if form.is_valid():
        with errors_on(form):
            motion, kind = _drafted(request, form), _published(request)
            return redirect(f"{motion.get_absolute_url()}statement/?kind={kind}" if kind else _editor(motion))
    return form_page(
        request,
        form,
        title=_("Draft a motion"),
        intro=_("Nobody but you and the office sees it until you put it before the body."),
        submit=_("Save the draft"),
        back=f"/{consortium}/motions/",
    )


def motion_edit(request, consortium, number):
    """Change the words of a draft, and reach everything else that belongs to it."""
    motion = _motion(request, number)
    form = MotionForm(request.POST or None, initial=_words_of(motion))
    if form.is_valid():
        with errors_on(form):
            motions.edit(motion, **form.cleaned_data, **_acting(request, motion))
            messages.success(request, _("Saved."))
            return redirect("motion_edit", consortium, number)
    return form_page(
        request,
        form,
        "consortium/motion_edit.html",
        motion=motion,
        items=parts.items_of(motion, request.viewer, counts=False),
        papers=parts.papers_of(motion, request.viewer),
        may_publish=bool(statements.kinds_of(motion.body, request.now)),
        submit=_("Save the words"),
        back=motion.get_absolute_url(),
    )


def motion_item_new(request, consortium, number):
    """Add an item to a draft."""
    motion = _motion(request, number)
    form = ItemForm(request.POST or None)
    if form.is_valid():
        with errors_on(form):
            motions.add_item(motion, NewItem(**form.cleaned_data), **_acting(request, motion))
            return redirect("motion_edit", consortium, number)
    return form_page(request, form, title=_("Add an item"), submit=_("Add"), back=_editor(motion), about=motion)


def motion_statement(request, consortium, number):
    """Add an item that publishes a new strategy, vision or mission."""
    motion = _motion(request, number)
    kinds = statements.kinds_of(motion.body, request.now)
    if not kinds:
        statements.require_competence(motion.body, Statement.Kind.STRATEGY, request.now)
    form = StatementForm(request.POST or None, kinds=kinds, initial={"kind": _published(request, "kind")})
    if form.is_valid():
        with errors_on(form):
            statements.propose(motion, **form.cleaned_data, **_acting(request, motion))
            return redirect("motion_edit", consortium, number)
    return form_page(
        request,
        form,
        title=_("Propose a statement"),
        intro=_("When the item is carried, the text is published as the next version, under the decision's number."),
        submit=_("Add"),
        back=_editor(motion),
        about=motion,
    )


def motion_paper_new(request, consortium, number):
    """Lay a paper before the body; before it is sent, every label says who will read it."""
    motion = _motion(request, number)
    readers = motions.readers(motion, request.viewer.today)
    form = PaperForm(request.POST or None, request.FILES or None, readers=readers)
    if form.is_valid():
        with errors_on(form):
            file = form.cleaned_data["file"]
            label = form.cleaned_data["label"]
            motions.add_paper(motion, blobs.content_of(file), name=file.name, label=label, **_acting(request, motion))
            return redirect("motion_edit", consortium, number)
    return form_page(request, form, title=_("Add a paper"), submit=_("Add"), back=_editor(motion), about=motion)


@require_POST
def motion_paper_remove(request, consortium, number, pk):
    """Take a paper away."""
    motion = _motion(request, number)
    paper = get_object_or_404(
        MotionPaper.objects.visible_to(request.viewer).select_related("blob"), motion=motion, pk=pk
    )
    with errors_as_message(request):
        motions.remove_paper(paper, **_acting(request, motion))
    return redirect("motion_edit", consortium, number)


@require_POST
def motion_delete(request, consortium, number):
    """Throw a draft away."""
    motion = _motion(request, number)
    with errors_as_message(request):
        motions.delete(motion, **_acting(request, motion))
        messages.success(request, _("The draft is gone."))
        return redirect("motion_list", consortium)
    return redirect(motion)


def item_edit(request, consortium, number):
    """Change the words of an item."""
    item = _item(request, number)
    form = ItemForm(request.POST or None, initial={"title": item.title, "text": item.text})
    if form.is_valid():
        with errors_on(form):
            motions.edit_item(item, **form.cleaned_data, **_acting(request, item.motion))
            return redirect("motion_edit", consortium, item.motion.number)
    return form_page(
        request, form, title=_("Change an item"), submit=_("Save"), back=_editor(item.motion), about=item.motion
    )


@require_POST
def item_move(request, consortium, number):
    """Move an item one place up or down."""
    item = _item(request, number)
    order = list(item.motion.items.order_by("position").values_list("pk", flat=True))
    here = order.index(item.pk)
    there = min(max(here + (1 if request.POST.get("to") == "down" else -1), 0), len(order) - 1)
    order.insert(there, order.pop(here))
    with errors_as_message(request):
        motions.reorder(item.motion, order, **_acting(request, item.motion))
    return redirect("motion_edit", consortium, item.motion.number)


@require_POST
def item_remove(request, consortium, number):
    """Take an item out of a draft."""
    item = _item(request, number)
    with errors_as_message(request):
        motions.remove_item(item, **_acting(request, item.motion))
    return redirect("motion_edit", consortium, item.motion.number)


def _motion(request, number: int) -> Motion:
    rows = Motion.objects.visible_to(request.viewer).select_related("consortium", "body", "author", "subject")
    motion = get_object_or_404(rows, number=number)
    require(access.can_edit(request.viewer, motion))
    return motion


def _item(request, number: int) -> Item:
    visible = Motion.objects.visible_to(request.viewer)
    rows = Item.objects.filter(motion__in=visible).select_related(
        "motion__consortium", "motion__body", "motion__author"
    )
    item = get_object_or_404(rows, number=number)
    require(access.can_edit(request.viewer, item.motion))
    return item


def _drafted(request, form: DraftForm) -> Motion:
    said = dict(form.cleaned_data)
    body, titles = said.pop("body"), said.pop("items")
    viewer = request.viewer
    return motions.draft(
        body,
        items=[NewItem(title) for title in titles] or ([] if _published(request) else None),
        from_body=access.source_of(viewer, body),
        follows=_followed(request),
        by=viewer.person,
        at=request.now,
        on_behalf_of=access.principal_in(viewer, body),
        **said,
    )


def _followed(request) -> Motion | None:
    """Find the decision that the new motion takes up, if the address names one that the reader sees."""
    number = parse.int_or_none(request.GET.get("follows", ""))
    return Motion.objects.visible_to(request.viewer).filter(number=number).first() if number else None


def _acting(request, motion: Motion) -> dict:
    """Say who acts, when, and for whom where an assistant prepares."""
    return {
        "by": request.viewer.person,
        "at": request.now,
        "on_behalf_of": access.principal_of(request.viewer, motion),
    }


def _published(request, name: str = "publishes") -> Statement.Kind | None:
    """Find the kind of statement that the motion is to publish, if the address names one."""
    kind = request.GET.get(name, "")
    return Statement.Kind(kind) if kind in Statement.Kind.values else None


def _own_body(viewer: Viewer) -> str | None:
    """Offer first the body in which the reader votes, rather than the one above, to which it recommends."""
    return next((seat.body_key for seat in viewer.seats if seat.votes), None)


def _any_body(request) -> Body:
    return get_object_or_404(Body.objects.visible_to(request.viewer).deciding().order_by("level", "pk")[:1])


def _initial(request, body: Body | None) -> dict:
    followed = _followed(request)
    taken_up = _words_of(followed) | {"items": _lines_of(followed)} if followed else {}
    return {
        "language": request.viewer.person.language,
        **taken_up,
        "body": body.key if body else _own_body(request.viewer),
        "title": followed.title if followed else _published(request).label if _published(request) else "",
    }


def _lines_of(motion: Motion) -> str:
    """Give the items of a slate one a line, as the form asks for them; a lone item is the motion itself."""
    titles = [item.title for item in motion.items.all()]
    return "\n".join(titles) if len(titles) > 1 else ""


def _words_of(motion: Motion) -> dict[str, str]:
    return {
        "title": motion.title,
        "text": motion.text,
        "language": motion.language,
        "other_language": motion.other_language,
        "other_text": motion.other_text,
    }


def _editor(motion: Motion) -> str:
    return f"{motion.get_absolute_url()}edit/"
