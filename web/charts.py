"""Figures that people would rather look at: ECharts options made here, drawn by ``static/desk/pictures.js``.

Options name no colours and no fonts: the script takes them from the page, so that a picture follows
light, dark and print. Every picture carries the table it was drawn from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

PHONE = 480
"""Width in pixels up to which a picture has to do with a phone's room."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and its table. ``key`` is unique on the page; ``size`` is empty, ``low`` or ``tall``."""

    key: str
    title: str
    option: dict[str, Any]
    heads: Sequence[Any]
    rows: Sequence[Sequence[Any]]
    caption: str = ""
    size: str = ""


def flow(links: Sequence[tuple[str, str, float]]) -> dict[str, Any]:
    """Draw amounts that run from one place to the next (Sankey)."""
    names = list(dict.fromkeys(name for source, target, _value in links for name in (source, target)))
    sources, targets = {source for source, _target, _value in links}, {target for _source, target, _value in links}
    starts, ends = [n for n in names if n not in targets], [n for n in names if n not in sources]
    amidst = [name for name in names if name in sources and name in targets]
    places = dict.fromkeys(starts, "left") | dict.fromkeys(ends, "right")
    places |= {name: ("top", "bottom")[i % 2] for i, name in enumerate(amidst)}
    on_phone = {
        "left": _room(starts),
        "right": _room(ends),
        "top": 20,
        "bottom": 20,
        "data": [_named(name, places[name]) for name in names],
    }
    with_room = {"left": 8, "right": 112, "top": "5%", "bottom": "5%", "data": [_named(n, "right", 12) for n in names]}
    return {
        "media": [
            {"query": {"maxWidth": PHONE}, "option": {"series": [on_phone]}},
            {"option": {"series": [with_room]}},  # without it a phone turned on its side stays as it was upright
        ],
        "series": [
            {
                "type": "sankey",
                "data": [{"name": name} for name in names],
                "links": [{"source": s, "target": t, "value": float(v)} for s, t, v in links],
                "nodeGap": 14,
                "lineStyle": {"color": "source", "opacity": 0.35},
                "emphasis": {"focus": "adjacency"},
            }
        ],
    }


def _room(names: Sequence[str]) -> int:
    """Reckon the pixels that the longest of some names takes; letters of Chinese and Japanese are twice as wide."""
    widths = (sum(2 if east_asian_width(letter) in "FW" else 1 for letter in str(name)) for name in names)
    return min(max(widths, default=0) * 6 + 14, 108)


def _named(name: str, place: str, size: int = 11) -> dict[str, Any]:
    """Put a name beside the flow, or above or below a place in its midst, where a phone has no room behind it."""
    return {"name": name, "label": {"position": place, "fontSize": size, "width": size * 9, "overflow": "truncate"}}


def bars(
    labels: Sequence[str], series: dict[str, Sequence[float]], *, stacked: bool = False, unit: str = ""
) -> dict[str, Any]:
    """Draw one or more rows of bars from the top down: every name fits beside its bars, on a phone too."""
    return {
        "legend": {"show": len(series) > 1, "bottom": 0},
        "xAxis": {
            "type": "value",
            **({"axisLabel": {"formatter": f"{{value}} {unit}", "hideOverlap": True}} if unit else {}),
        },
        "yAxis": {
            "type": "category",
            "data": list(labels),
            "inverse": True,
            "axisLabel": {"interval": 0, "width": 150, "overflow": "truncate"},
        },
        "series": [
            {"type": "bar", "name": name, "data": [float(v) for v in values], **({"stack": "all"} if stacked else {})}
            for name, values in series.items()
        ],
    }


def heat(columns: Sequence[str], rows: Sequence[str], cells: Sequence[tuple[int, int, float | None]]) -> dict[str, Any]:
    """Draw a matrix by shade: cells are (column, row, value); None is left empty."""
    values = [value for _x, _y, value in cells if value is not None]
    return {
        "xAxis": {"type": "category", "data": list(columns), "splitArea": {"show": True}},
        "yAxis": {"type": "category", "data": list(rows), "inverse": True},
        "visualMap": {
            "min": min(values, default=0),
            "max": max(values, default=1),
            "orient": "horizontal",
            "bottom": 0,
        },
        "series": [{"type": "heatmap", "data": [list(c) for c in cells if c[2] is not None], "label": {"show": True}}],
    }
