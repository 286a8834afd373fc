"""The office's doors: who has not responded, and the letters in the outbox."""

from datetime import date, datetime

from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from duties import access, duties, letters, mails, reminders
from duties.forms import LetterForm, NudgeForm
from duties.models import Delivery, Duty, Letter
from duties.queries import chased, describe, heaps_by_debtor, heaps_by_matter, outstanding
from files import blobs
from journal.history import history_of
from parties.permissions import require
from parties.viewer import Viewer
from registry.duties import DUTIES
from web import deadlines, parse
from web.forms import ReasonForm, errors_as_message, errors_on, form_page, posted_reason
from web.lists import Bulk, Column, Filter, Listing, list_page
from web.table_cells import link, moment, state

TONE = {Letter.State.HELD: "waiting", Letter.State.RELEASED: "done", Letter.State.CANCELLED: "quiet"}


def _due(duty: Duty) -> date | datetime:
    """Give the last day, or the hour, for the files that are exported."""
    return deadlines.last_day(duty.due_at, duty.zone) if duty.zone else duty.due_at


CHASE = Listing(
    key="chase",
    columns=(
        Column("who", gettext_lazy("Who"), "who", lambda duty: link(duty.who_address, duty.who)),
        Column(
            "what",
            gettext_lazy("Owes"),
            "what",
            lambda duty: link(duty.address, duty.what) if duty.opens else duty.what,
        ),
        Column("due", gettext_lazy("Due"), _due, lambda duty: duty.until, sort="due_at", timed=True),
        Column("late", gettext_lazy("Days late"), lambda duty: duty.days_late or None, sort="-due_at", numeric=True),
        Column("nudged", gettext_lazy("Last reminded"), "nudged_at", sort="nudged_at", timed=True),
    ),
    order="due_at",
    filters=(
        Filter("kind", gettext_lazy("Owed"), lambda viewer: [(key, kind.label) for key, kind in DUTIES.items()]),
        Filter(
            "when",
            gettext_lazy("Due"),
            [("overdue", gettext_lazy("Overdue")), ("soon", gettext_lazy("Not yet due"))],
            lambda rows, value: rows.filter(is_late=value == "overdue"),
        ),
    ),
    prepare=describe,
    nothing=gettext_lazy("Everybody has responded. Open votes, invitations, declarations and invoices stand here."),
)

OUTBOX = Listing(
    key="letters",
    columns=(
        Column("number", gettext_lazy("No."), "number", sort="number", numeric=True),
        Column("title", gettext_lazy("Letter"), "title", lambda row: link(f"{row.number}/", row.title), sort="title"),
        Column("person", pgettext_lazy("letter", "To"), "person.name", sort="person__name"),
        Column(
            "state",
            gettext_lazy("State"),
            lambda row: row.get_state_display(),
            lambda row: state(row.get_state_display(), TONE[row.state]),
        ),
        Column(
            "written",
            gettext_lazy("Written"),
            "written_at",
            lambda row: moment(row.written_at),
            sort="written_at",
            timed=True,
        ),
        Column("released", pgettext_lazy("day", "Released"), "released_at", sort="released_at", timed=True),
    ),
    order="-number",
    filters=(Filter("state", gettext_lazy("State"), Letter.State.choices),),
    search=("title", "person__name"),
    unseen=gettext_lazy("No letters to you."),
    sees_all=lambda viewer: viewer.is_office,
    nothing=gettext_lazy(
        "The outbox is empty. Appointments, admissions and dues put letters here, held until released."
    ),
)


MAILS = Listing(
    key="mails",
    columns=(
        Column("person", pgettext_lazy("letter", "To"), "person.name", sort="person__name"),
        Column("address", gettext_lazy("Address"), "person.email"),
        Column("what", gettext_lazy("Mail"), lambda mail: mail.letter or gettext_lazy("Notices")),
        Column(
            "state",
            gettext_lazy("State"),
            lambda mail: mail.get_state_display(),
            lambda mail: state(mail.get_state_display(), "late" if mail.state == Delivery.State.FAILED else "waiting"),
        ),
        Column("fault", gettext_lazy("What the mail server said"), "fault"),
        Column("tries", gettext_lazy("Tries"), "tries", sort="tries", numeric=True),
        Column(
            "due",
            gettext_lazy("Last or next try"),
            "due_at",
            lambda mail: moment(mail.due_at),
            sort="due_at",
            timed=True,
        ),
    ),
    order="-due_at",
    filters=(
        Filter(
            "state", gettext_lazy("State"), [(key, label) for key, label in Delivery.State.choices if key != "sent"]
        ),
    ),
    search=("person__name", "person__email", "fault"),
    nothing=gettext_lazy("Every mail was taken. One that is refused, or waits for its server, stands here with why."),
)


def duty_chase(request, consortium):
    """List everybody who has not responded, with the last reminder, and let the office tick whom to remind."""
    require(access.can_nudge(request.viewer))
    bulk = (
        Bulk(gettext_lazy("Remind selected"), reverse("duty_nudge", args=[consortium]), "send"),
        Bulk(gettext_lazy("Let off selected"), reverse("duty_let_off", args=[consortium]), "x"),
    )
    heap = tuple(parse.int_or_none(request.GET.get(name, "")) for name in ("about", "who"))
    context = {"bulk": bulk, "tabs": _chase_tabs(request)}
    return list_page(request, CHASE, chased, "duties/duty_chase.html", given=heap, **context)


def duty_heaps(request, consortium, by):
    """Show the same in heaps, by what is owed or by who owes it, each with its count."""
    require(access.can_nudge(request.viewer))
    gather = heaps_by_debtor if by == "debtor" else heaps_by_matter
    context = {"heaps": gather(outstanding(request.viewer), request.consortium), "by": by, "tabs": _chase_tabs(request)}
    return render(request, "duties/duty_heaps.html", context)


def _not_taken(viewer: Viewer) -> QuerySet[Delivery]:
    """Mails that wait or failed, each with the title of its letter."""
    title = Letter.objects.filter(delivery=OuterRef("pk"), consortium=viewer.consortium).values("title")[:1]
    return Delivery.objects.visible_to(viewer).faulty().select_related("person").annotate(letter=Subquery(title))


def _letters(viewer: Viewer) -> QuerySet[Letter]:
    return Letter.objects.visible_to(viewer).select_related("person")


def _chase_tabs(request) -> list[dict]:
    """Lead between the three ways to look at what is outstanding; a heap that was opened is none of them."""
    consortium = request.consortium.slug
    pages = [
        (_("One by one"), reverse("duty_chase", args=[consortium])),
        (_("By what is owed"), reverse("duty_heaps", args=[consortium, "matter"])),
        (_("By who owes it"), reverse("duty_heaps", args=[consortium, "debtor"])),
    ]
    opened = {"about", "who"} & set(request.GET)
    return [
        {"label": label, "address": address, "is_current": request.path == address and not opened}
        for label, address in pages
    ]


@require_POST
def duty_nudge(request, consortium):
    """Show who will be reminded and with which words; send when that page is confirmed."""
    require(access.can_nudge(request.viewer))
    chosen = list(chased(request.viewer).filter(pk__in=parse.ints(request.POST.getlist("chosen"))))
    if not chosen:
        messages.info(request, _("Tick the rows of those whom you want to remind."))
        return redirect("duty_chase", consortium)
    form = NudgeForm(request.POST if "words" in request.POST else None)
    if form.is_valid():
        with errors_on(form):
            told = reminders.nudge(chosen, by=request.viewer.person, at=request.now, words=form.cleaned_data["words"])
            messages.success(
                request,
                ngettext("%(count)d person was reminded.", "%(count)d people were reminded.", told) % {"count": told},
            )
            return redirect("duty_chase", consortium)
    describe(chosen)
    people = reminders.debtors(request.consortium, chosen, at=request.now)
    reached = sum(len(each) for each in people.values())
    return form_page(
        request,
        form,
        "duties/duty_nudge.html",
        duties=chosen,
        reached=reached,
        unreached=[duty for duty in chosen if not people[duty.pk]],
    )


@require_POST
def duty_let_off(request, consortium):
    """Show what would be let off; do it when the reason is given."""
    require(access.can_let_off(request.viewer))
    chosen = list(chased(request.viewer).filter(pk__in=parse.ints(request.POST.getlist("chosen"))))
    if not chosen:
        messages.info(request, _("Tick the rows of what is to be let off."))
        return redirect("duty_chase", consortium)
    form = ReasonForm(request.POST if "reason" in request.POST else None)
    if form.is_valid():
        with errors_on(form):
            count = duties.let_off(chosen, by=request.viewer.person, at=request.now, reason=form.cleaned_data["reason"])
            done = ngettext("%(count)d duty was let off.", "%(count)d duties were let off.", count)
            messages.success(request, done % {"count": count})
            return redirect("duty_chase", consortium)
    describe(chosen)
    return form_page(request, form, "duties/duty_let_off.html", duties=chosen)


def mail_list(request, consortium):
    """List the mails that were not taken, each with the reason; those that wait are tried again by themselves."""
    require(access.can_see_mail(request.viewer))
    intro = _(
        "What a mail says stands in Roundtable as well: nothing is lost. Mend the address of whoever gets none, then "
        "tick the mail and have it tried again."
    )
    again = Bulk(gettext_lazy("Try again"), reverse("mail_retry", args=[consortium]), "send")
    return list_page(
        request, MAILS, _not_taken, "web/list.html", bulk=(again,), title=_("Mail that was not taken"), intro=intro
    )


@require_POST
def mail_retry(request, consortium):
    """Have the ticked mails tried again."""
    require(access.can_retry_mail(request.viewer))
    chosen = Delivery.objects.visible_to(request.viewer).filter(pk__in=parse.ints(request.POST.getlist("chosen")))
    if not chosen:
        messages.info(request, _("Tick the mails that are to be tried again."))
        return redirect("mail_list", consortium)
    with errors_as_message(request):
        count = mails.retry(chosen, consortium=request.consortium, by=request.viewer.person, at=request.now)
        words = ngettext(
            "%(count)d mail goes out again within minutes.", "%(count)d mails go out again within minutes.", count
        )
        messages.success(request, words % {"count": count})
    return redirect("mail_list", consortium)


def letter_list(request, consortium):
    """Show the outbox to the office, and to everyone else the letters that were released to them."""
    bulk = ()
    if access.can_release_letters(request.viewer):
        bulk = (Bulk(gettext_lazy("Release selected"), reverse("letter_release", args=[consortium]), "send"),)
    return list_page(request, OUTBOX, _letters, "web/list.html", bulk=bulk, title=_("Letters"))


def letter_detail(request, consortium, number):
    """Show a letter as its recipient will read it."""
    letter = get_object_or_404(
        Letter.objects.visible_to(request.viewer).select_related("person", "organisation"), number=number
    )
    return render(
        request,
        "duties/letter_detail.html",
        {
            "letter": letter,
            "tone": TONE[letter.state],
            "can_edit": bool(access.can_edit_letter(request.viewer, letter)),
            "history": history_of(letter.subject_id) if access.can_edit_letter(request.viewer, letter) else [],
        },
    )


def letter_file(request, consortium, number):
    """Send the document that goes with a letter."""
    letter = get_object_or_404(
        Letter.objects.visible_to(request.viewer).filter(blob__isnull=False).select_related("blob"), number=number
    )
    return FileResponse(
        blobs.open_blob(letter.blob),
        as_attachment=True,
        filename=f"letter-{letter.number}.pdf",
        content_type=letter.blob.media_type,
    )


def letter_edit(request, consortium, number):
    """Edit the words of a held letter."""
    letter = get_object_or_404(Letter.objects.visible_to(request.viewer), number=number)
    require(access.can_edit_letter(request.viewer, letter))
    form = LetterForm(request.POST or None, initial={"title": letter.title, "body": letter.body})
    if form.is_valid():
        with errors_on(form):
            letters.edit(letter, by=request.viewer.person, at=request.now, **form.cleaned_data)
            return redirect("letter_detail", consortium, number)
    return form_page(
        request,
        form,
        title=_("Edit the letter"),
        submit=_("Save"),
        back=reverse("letter_detail", args=[consortium, number]),
        about=letter.title,
    )


@require_POST
def letter_release(request, consortium):
    """Show which letters will go to whom; release them together when that page is confirmed."""
    require(access.can_release_letters(request.viewer))
    chosen = Letter.objects.visible_to(request.viewer).filter(pk__in=parse.ints(request.POST.getlist("chosen")))
    if "confirmed" not in request.POST:
        return _asked_to_release(request, chosen)
    released, lapsed = letters.release(chosen, by=request.viewer.person, at=request.now)
    if released or not lapsed:
        words = ngettext("%(count)d letter was released.", "%(count)d letters were released.", released)
        messages.success(request, words % {"count": released})
    if lapsed:
        words = ngettext(
            "%(count)d letter was cancelled instead: what it asks for is settled.",
            "%(count)d letters were cancelled instead: what they ask for is settled.",
            lapsed,
        )
        messages.warning(request, words % {"count": lapsed})
    return redirect("letter_list", consortium)


def _asked_to_release(request, chosen: QuerySet[Letter]):
    letters_held = list(chosen.held().select_related("person", "organisation").order_by("number"))
    if not letters_held:
        messages.info(request, _("Tick the held letters that are to be released."))
        return redirect("letter_list", request.consortium.slug)
    return render(request, "duties/letter_release.html", {"letters": letters_held})


@require_POST
def letter_cancel(request, consortium, number):
    """Take a held letter out of the outbox."""
    letter = get_object_or_404(Letter.objects.visible_to(request.viewer), number=number)
    require(access.can_cancel_letter(request.viewer, letter))
    with errors_as_message(request):
        letters.cancel(letter, by=request.viewer.person, at=request.now, reason=posted_reason(request))
    return redirect("letter_detail", consortium, number)
