"""A value of several parts as a small table of inputs: a row for each thing it is said of, an input for each part."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

Cells = dict[str, dict[str, str]]
"""What stands in the inputs: row → part → text."""
SPARE = 2
"""Empty rows below those that are filled, for what is to be added."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of inputs: what it is stored under, and how it is called where there are several."""

    key: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A column: the part's name in the value (empty where the row is a single value), its label and its input."""

    name: str
    label: str
    widget: forms.Widget


class Grid(forms.Widget):
    """Draws the inputs with a label each, and reads them back as cells."""

    use_fieldset = True

    def __init__(self, rows: list[Row], parts: list[Part]) -> None:
        super().__init__()
        self.rows = rows
        self.parts = parts

    def value_from_datadict(self, data: Mapping, files: Mapping, name: str) -> Cells:
        """Read what was typed into each input."""
        return {
            row.key: {part.name: str(data.get(_cell(name, row, part), "")).strip() for part in self.parts}
            for row in self.rows
        }

    def value_omitted_from_data(self, data: Mapping, files: Mapping, name: str) -> bool:
        return not any(_cell(name, row, part) in data for row in self.rows for part in self.parts)

    def id_for_label(self, id_: str) -> str:
        """Lead to the first input."""
        return _cell(id_, self.rows[0], self.parts[0])

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Draw each row with its inputs."""
        cells, attrs = value or {}, attrs or {}
        rows = [
            (row.label, [self._drawn(row, part, name, cells.get(row.key, {}), attrs) for part in self.parts])
            for row in self.rows
        ]
        return render_to_string("charter/_grid.html", {"rows": rows, "is_wrong": _is_wrong(attrs)})

    def _drawn(self, row: Row, part: Part, name: str, cells: Mapping, attrs: Mapping) -> tuple[str, str, SafeString]:
        key = _cell(attrs.get("id", f"id_{name}"), row, part)
        kind = "form-select" if isinstance(part.widget, forms.Select) else "form-control"
        own = {"id": key, "class": f"{kind} is-invalid" if _is_wrong(attrs) else kind}
        if len(self.rows) > 1:
            own["aria-label"] = " · ".join(filter(None, (row.label, part.label)))
        return key, part.label, part.widget.render(_cell(name, row, part), cells.get(part.name, ""), own)


class GridField(forms.Field):
    """A value of several parts. ``gather`` makes it out of the cells that are filled."""

    def __init__(
        self, rows: list[Row], parts: list[Part], gather: Callable[[Cells], Any], initial: Cells, **told: Any
    ) -> None:
        super().__init__(widget=Grid(rows, parts), initial=initial, **told)
        self.gather = gather

    def clean(self, value: Cells) -> Any:
        """Make the value, ``None`` where nothing is filled."""
        filled = {row: {name: text for name, text in cells.items() if text} for row, cells in value.items()}
        return self.gather({row: cells for row, cells in filled.items() if cells}) or None


class LinesField(forms.CharField):
    """Several texts, one to a line: a text may hold a comma."""

    widget = forms.Textarea

    def clean(self, value: Any) -> list[str]:
        """List the lines that say something."""
        return list(filter(None, map(str.strip, super().clean(value).splitlines())))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"rows": 4}


def _is_wrong(attrs: Mapping) -> bool:
    """Whether the form marked the inputs, by the class it gives them."""
    return "is-invalid" in attrs.get("class", "")


def _cell(name: str, row: Row, part: Part) -> str:
    return "-".join(filter(None, (name, row.key, part.name)))
