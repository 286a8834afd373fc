"""What holds for every template: nothing inline, no icon that is not drawn, no link to nowhere."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
INLINE = re.compile(r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|<script(?![^>]*\b(?:src|type)=)|javascript:""")
ICON = re.compile(
    r"""\{% icon "([^"]+)"|drawn\("([^"]+)"|icon_name="([^"]+)"|\bicon="([a-z0-9-]+)"|"icon": "([^"]+)\""""
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_compiles_and_holds_nothing_inline(path):
    get_template(str(path.relative_to(ROOT / "templates")))

    assert INLINE.findall(path.read_text()) == []


def test_every_icon_that_is_named_is_drawn():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/desk/icons.svg").read_text()))
    sources = [*TEMPLATES, *ROOT.glob("*/*.py"), *ROOT.glob("*/views/*.py")]

    named = {name for path in sources for found in ICON.findall(path.read_text()) for name in found if name}

    assert named - drawn == set()
