"""The doors of the demonstration."""

from functools import wraps

from django.conf import settings
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from desk.demonstration.parts import PARTS
from duties.models import Delivery
from parties.models import Person


def in_the_demonstration(view):
    """Answer 404 wherever real people work."""

    @wraps(view)
    def shown(request, *args, **kwargs):
        if not settings.DEMONSTRATION:
            raise Http404
        return view(request, *args, **kwargs)

    return shown


@in_the_demonstration
def demo(request):
    """Show whom one can be."""
    people = Person.objects.in_bulk([part.email for part in PARTS], field_name="email")
    parts = [(part, people[part.email]) for part in PARTS if part.email in people]
    return render(request, "demonstration/demo.html", {"parts": parts})


@in_the_demonstration
@require_POST
def demo_enter(request):
    """Become one of the people on offer, nobody else."""
    offered = {part.email for part in PARTS}
    person = get_object_or_404(Person, email=request.POST.get("email", ""), email__in=offered)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("front")


@in_the_demonstration
def demo_mail_list(request):
    """List the mail that went out, newest first."""
    mails = Delivery.objects.filter(sent_at__isnull=False).select_related("person").order_by("-sent_at", "-pk")
    query = request.GET.get("q", "").strip()
    if query:
        mails = mails.filter(person__name__icontains=query)
    return render(
        request,
        "demonstration/mail_list.html",
        {"page": Paginator(mails, 50).get_page(request.GET.get("page")), "query": query},
    )


@in_the_demonstration
def demo_mail_detail(request, mail):
    """Show one mail as it was sent."""
    delivery = get_object_or_404(
        Delivery.objects.filter(sent_at__isnull=False).select_related("person", "blob"), pk=mail
    )
    return render(request, "demonstration/mail_detail.html", {"mail": delivery})
