"""Setting documents as PDF with typst, in fonts that have Latin, Chinese and Japanese.

A template lies beside the pages (``templates/…/minutes.typ``) and reads its words from ``data``, which it
gets as JSON with the reader's ``language``: what somebody typed is text there and never markup.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import get_language

from web.lazy_import import Heavy

if TYPE_CHECKING:
    import typst
else:
    typst = Heavy("typst")

FAMILIES = {"noto-sans-sc": "Noto Sans SC", "noto-sans-jp": "Noto Sans JP"}
"""npm package of ``@expo-google-fonts`` → name of the family; templates name both."""
WEIGHTS = ("400Regular", "700Bold")


class FontMissing(Exception):
    """A font that a template asks for is not installed: typst alone would leave its letters out and say nothing."""


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """Set a template with its data.

    :raises FontMissing: where a font is not there; run ``npm ci``.
    """
    source = settings.BASE_DIR / "templates" / template
    content, warnings = typst.compile_with_warnings(
        source,
        root=settings.BASE_DIR / "templates",
        font_paths=fonts(),
        sys_inputs={"data": json.dumps({"language": get_language() or "en", **data}, default=str)},
    )
    unknown = [warning.message for warning in warnings if "unknown font family" in warning.message]
    if unknown:
        raise FontMissing("; ".join(unknown))
    return content


@cache
def fonts() -> "typst.Fonts":
    """Read the fonts once for the life of the process.

    :raises FontMissing: where the packages are not installed.
    """
    folder = settings.BASE_DIR / "node_modules" / "@expo-google-fonts"
    paths = [folder / package / weight for package in FAMILIES for weight in WEIGHTS]
    missing = [str(path.relative_to(settings.BASE_DIR)) for path in paths if not path.is_dir()]
    if missing:
        raise FontMissing(f"Fonts are missing, run npm ci: {', '.join(missing)}")
    return typst.Fonts(font_paths=paths, include_system_fonts=False)
