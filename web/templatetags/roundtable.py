"""The tags that pages may use without loading anything: an icon, a moment, and nothing that would cost per row."""

from datetime import datetime
from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from web import local_times, table_cells

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


@register.filter
def span(starts: datetime, ends: datetime) -> str:
    """Say from when to when in the reader's zone, named: ``{{ meeting.starts_at|span:meeting.ends_at }}``."""
    return local_times.span(starts, ends)


@register.filter
def elsewhere(at: datetime, zone: str) -> str:
    """Say the same moment where a thing keeps its hour; nothing where the reader's clocks show the same."""
    return local_times.elsewhere(at, zone)


@register.filter
def moment(at: datetime, zone: str = "") -> str:
    """Say a moment in the reader's zone, named, and in the thing's own beside it where that differs."""
    return local_times.moment(at, zone)


@register.simple_tag
def here() -> str:
    """Name the zone in which the reader is shown moments."""
    return local_times.here()


@register.filter
def native(name: str) -> SafeString:
    """Show a name in its own script, in the letters of its language: ``{{ person.native_name|native }}``."""
    return table_cells.native(name)
