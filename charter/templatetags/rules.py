"""The tag that names a rule on a page and leads to it; no page needs to load it."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from charter.references import refer

register = template.Library()


@register.simple_tag(takes_context=True)
def rule(context, reference: str) -> SafeString:
    """Name the rule that an entry, a duty or a refusal stands on, leading to it in the charter where it is there.

    A charter path becomes the rule's name; the ID of a document's rule stays, in small.
    """
    viewer = context.get("viewer")
    edition = viewer.edition_id if viewer else None
    if not edition or not reference:
        return format_html('<span class="rule-id">{}</span>', reference)
    found = refer(edition, reference)
    css = "rule-name" if found.is_named else "rule-id"
    if not found.place:
        return format_html('<span class="{}">{}</span>', css, found)
    address = f"/{context['consortium'].slug}/charter/{found.place}"
    return format_html('<a class="{}" href="{}">{}</a>', css, address, found)
