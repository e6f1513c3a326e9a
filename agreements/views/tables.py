"""Tables to take away, as CSV that every spreadsheet opens."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import StringIO

from django.http import HttpResponse
from django.utils import timezone

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Answer with ``rows`` under ``head`` as ``name.csv``, UTF-8 with its mark; None is an empty cell."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _cell(value: object) -> object:
    """A text that a spreadsheet would calculate is marked as text; moments are in the reader's zone."""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, str) and value.startswith(STARTS_A_FORMULA):
        return f"'{value}"
    return "" if value is None else value
