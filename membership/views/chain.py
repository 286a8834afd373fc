"""Pages for everyone: the supply chain of the members, and what membership brings."""

from django.shortcuts import render

from consortium.models import Body
from membership import queries
from membership.views.members import rules_of


def supply_chain(request, consortium):
    """Show the members along the supply chain (MEM-13)."""
    rules = rules_of(request)
    places = queries.by_position(request.viewer, rules)
    context = {"places": places, "rules": rules, "total": sum(len(members) for _key, _name, members in places)}
    return render(request, "membership/supply_chain.html", context)


def benefit_list(request, consortium):
    """Show what membership brings in each tier (MEM-11)."""
    rules = rules_of(request)
    context = {
        "rules": rules,
        "benefits": queries.benefits(rules, [company.tier for company in request.viewer.companies]),
        "charges": rules.dues.basis == "tier",
        "rights": queries.rights(rules),
        "bodies": Body.objects.visible_to(request.viewer).open().filter(level__gt=0).order_by("level", "branch"),
    }
    return render(request, "membership/benefit_list.html", context)
