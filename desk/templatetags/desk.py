"""The tags that pages may use without loading anything: an icon, and nothing that would cost per row."""

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """Draw an icon of ``static/desk/icons.svg``. It is decoration: the words stand beside it."""
    return drawn(name, extra)


@lru_cache(maxsize=512)
def drawn(name: str, extra: str = "") -> SafeString:
    """Return the icon's markup, for rows that are put together outside a template."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        extra,
        static("desk/icons.svg"),
        name,
    )
