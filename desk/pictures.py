"""Figures that people would rather look at: ECharts options made here, drawn by ``static/desk/pictures.js``.

Options name no colours and no fonts: the script takes them from the page, so that a picture follows
light, dark and print. Every picture carries the table it was drawn from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


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
    return {
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
        ]
    }


def bars(labels: Sequence[str], series: dict[str, Sequence[float]], *, stacked: bool = False) -> dict[str, Any]:
    """Draw one or more rows of bars over the same labels."""
    return {
        "legend": {"show": len(series) > 1, "bottom": 0},
        "xAxis": {"type": "category", "data": list(labels)},
        "yAxis": {"type": "value"},
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
