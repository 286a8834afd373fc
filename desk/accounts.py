"""One's own profile and API tokens."""

from datetime import datetime, time

from allauth.account import views as allauth_views
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk import tokens
from desk.forms import ProfileForm, TokenForm
from web.forms import errors_as_message, errors_on, form_page


@login_required
def profile(request):
    """Let people say how they are called, in which language and in which time zone they read."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("profile")
    intro = _("How others see your name, and how you read pages.")
    return form_page(request, form, title=_("Profile"), intro=intro, own_page=True)


@login_required
def address_list(request):
    """Show one's addresses; only one that was proved becomes the address by which one is known."""
    chosen = EmailAddress.objects.filter(user=request.user, email=request.POST.get("email", "").lower())
    if "action_primary" in request.POST and not chosen.filter(verified=True).exists():
        messages.error(request, _("Open the link in the mail to that address first: then it can become yours."))
        return redirect("account_email")
    return allauth_views.email(request)


@login_required
def token_list(request):
    """List the reader's tokens."""
    lines = [(token, token.is_valid(request.now)) for token in request.user.tokens.order_by("-pk")]
    return render(request, "desk/token_list.html", {"lines": lines})


@login_required
def token_new(request):
    """Issue a token and show its key, this once."""
    form = TokenForm(request.POST or None)
    if form.is_valid():
        with errors_on(form):
            token, key = tokens.issue(
                request.user,
                form.cleaned_data["name"],
                form.cleaned_data["scopes"],
                expires_at=end_of(form.cleaned_data["expires_on"]),
                at=request.now,
            )
            return render(request, "desk/token_issued.html", {"token": token, "key": key})
    intro = _("A token lets a program of yours do through the API what you may do yourself, within its scopes.")
    return form_page(request, form, title=_("New token"), intro=intro, submit=_("Issue"), back="../")


@require_POST
@login_required
def token_revoke(request, token):
    """End a token at once."""
    mine = get_object_or_404(request.user.tokens, pk=token)
    with errors_as_message(request):
        tokens.revoke(mine, at=request.now)
        messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": mine.name})
    return redirect("token_list")


def end_of(day) -> datetime:
    """Return the last moment of a day in the reader's time zone."""
    return timezone.make_aware(datetime.combine(day, time.max))
