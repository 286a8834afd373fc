"""The least that a list page does: know who asks, count the rows, show fifty of them."""

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine

from journal.models import Subject

PAGE = Engine(autoescape=True).from_string(
    "<!doctype html><title>{{ person }}</title><p>{{ count }}</p><table>{% for row in rows %}"
    "<tr><td>{{ row.id }}</td><td>{{ row.kind }}</td><td>{{ row.number }}</td></tr>{% endfor %}</table>"
)


def reference(request: HttpRequest) -> HttpResponse:
    """Answer with the bare list; every page is measured by how much longer it takes."""
    rows = Subject.objects.order_by("-id")
    facts = {"person": request.user.name, "count": rows.count(), "rows": rows[:50]}
    return HttpResponse(PAGE.render(Context(facts)))
