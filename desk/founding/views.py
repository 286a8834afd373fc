"""The doors of founding: choose a described system, compare them, answer what it leaves open."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from charter import comparisons, presets, queries
from desk.founding import can_found, found
from desk.founding.forms import FoundingForm
from parties.models import Consortium
from parties.permissions import require
from parties.refusals import Invalid
from web import advisory_lock
from web.forms import errors_on, form_page


@login_required
def found_choose(request):
    """Show the described systems, with how much the documents say of each."""
    require(can_found(request.user))
    cards = [queries.card(preset) for preset in presets.every().values()]
    return render(request, "desk/found_choose.html", {"cards": cards})


@login_required
def found_from(request, preset):
    """Ask what the preset leaves open, and found the consortium."""
    require(can_found(request.user))
    if preset not in presets.every():
        raise Http404
    form = FoundingForm(presets.named(preset), request.POST or None)
    if form.is_valid():
        with errors_on(form):
            consortium = _found_in_turn(request, form)
            messages.success(request, _("%(name)s is founded. You hold the post of secretary.") % {"name": consortium})
            return redirect(consortium)
    return form_page(request, form, "desk/found_from.html", card=queries.card(presets.named(preset)))


def _found_in_turn(request, form: FoundingForm) -> Consortium:
    """Found when it is one's turn, asking again then: who found first meanwhile leaves only operators the right."""
    with transaction.atomic():
        advisory_lock.acquire("found")
        require(can_found(request.user))
        return found(form.founding(), by=request.user, at=request.now)


@login_required
def found_compare(request):
    """Lay two or more described systems side by side, rule by rule, in what they differ or whole (AL-02)."""
    chosen, whole = tuple(request.GET.getlist("of")), bool(request.GET.get("whole"))
    try:
        comparison, refusal = comparisons.of_presets(chosen, only_differences=not whole), ""
    except Invalid as fault:
        comparison, refusal = None, str(fault)
    context = {
        "comparison": comparison,
        "refusal": refusal,
        "choices": [(key, preset.name, key in chosen or not chosen) for key, preset in presets.every().items()],
        "whole": whole,
    }
    return render(request, "desk/found_compare.html", context, status=400 if refusal else 200)
