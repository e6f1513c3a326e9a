"""Answers as a table: what a caller that accepts text/csv is given."""

import csv
from collections.abc import Mapping
from io import StringIO
from typing import Any

from rest_framework.renderers import BaseRenderer

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class CSVRenderer(BaseRenderer):
    """Rows with a line of names; the rows of an answer stand under ``results`` or the name that its view gives.

    What is nested becomes columns joined by an underscore. A refusal is a table of its own fields.
    """

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,  # noqa: ARG002 - as DRF calls it
        renderer_context: Mapping[str, Any] | None = None,
    ) -> str:
        view = (renderer_context or {}).get("view")
        name = getattr(view, "table", "results")
        rows = data.get(name, [data]) if isinstance(data, Mapping) else data
        flat = [_flat(row) for row in rows or []]
        text = StringIO()
        writer = csv.DictWriter(text, fieldnames=list(dict.fromkeys(name for row in flat for name in row)))
        writer.writeheader()
        writer.writerows(flat)
        return text.getvalue()


def _flat(row: Mapping[str, Any], prefix: str = "") -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{prefix}{name}_")
        else:
            found[f"{prefix}{name}"] = _cell(value)
    return found


def _cell(value: object) -> object:
    """A text that a spreadsheet would calculate is marked as text; a list stands in one cell."""
    if isinstance(value, list | tuple):
        value = "; ".join("" if one is None else str(one) for one in value)
    if isinstance(value, str) and value.startswith(STARTS_A_FORMULA):
        return f"'{value}"
    return "" if value is None else value
