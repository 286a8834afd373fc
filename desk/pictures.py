"""Figures that people would rather look at: ECharts options made here, drawn by ``static/desk/pictures.js``.

Options name no colours and no fonts: the script takes them from the page, so that a picture follows
light, dark and print. Every picture carries the table it was drawn from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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
    places = {name: "left" if name not in targets else "right" if name not in sources else "top" for name in names}
    on_phone = {"left": 108, "right": 104, "data": [_named(name, place) for name, place in places.items()]}
    return {
        "media": [{"query": {"maxWidth": PHONE}, "option": {"series": [on_phone]}}],
        "series": [
            {
                "type": "sankey",
                "data": [{"name": name} for name in names],
                "links": [{"source": s, "target": t, "value": float(v)} for s, t, v in links],
                "left": 8,
                "right": 112,
                "nodeGap": 14,
                "lineStyle": {"color": "source", "opacity": 0.35},
                "emphasis": {"focus": "adjacency"},
            }
        ],
    }


def _named(name: str, place: str) -> dict[str, Any]:
    """Put a name beside the flow, or above a place in its midst, where a phone has no room behind it."""
    return {"name": name, "label": {"position": place, "fontSize": 11, "width": 96, "overflow": "truncate"}}


def bars(labels: Sequence[str], series: dict[str, Sequence[float]], *, stacked: bool = False) -> dict[str, Any]:
    """Draw one or more rows of bars from the top down: every name fits beside its bars, on a phone too."""
    return {
        "legend": {"show": len(series) > 1, "bottom": 0},
        "xAxis": {"type": "value"},
        "yAxis": {
            "type": "category",
            "data": list(labels),
            "inverse": True,
            "axisLabel": {"interval": 0, "width": 132, "overflow": "truncate"},
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
