"""A pasted table of readings as it would be saved: each row with what it does, each problem with its row and column."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agreements.domain.reading_tables import Problem, Row, Table
from agreements.models import Metric
from agreements.reports.metrics import written

COLUMNS = {"on": "day", "row": ""}


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """``value`` as people read it; ``was`` is the reading of that day that it would replace."""

    number: int
    on: date | None
    value: str
    note: str
    was: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TablePreview:
    rows: tuple[PreviewRow, ...]
    problems: tuple[str, ...]  # each names its row and column

    @property
    def is_ready(self) -> bool:
        return not self.problems


def table_preview(*, metric: Metric, table: Table, problems: Sequence[Problem]) -> TablePreview:
    """Show ``table`` beside what ``metric`` holds, with the ``problems`` that keep it from being saved. One query."""
    days = [row.on for row in table.rows if row.on]
    was = {
        on: written(value, metric.unit) for on, value in metric.readings.filter(on__in=days).values_list("on", "value")
    }
    by_row: dict[int, list[str]] = defaultdict(list)
    for problem in problems:
        by_row[problem.row].append(problem.sentence)
    return TablePreview(
        rows=tuple(_row(row, metric.unit, was, by_row[row.number]) for row in table.rows),
        problems=tuple(map(_named, problems)),
    )


def _row(row: Row, unit: str, was: dict[date, str], problems: Sequence[str]) -> PreviewRow:
    return PreviewRow(
        number=row.number,
        on=row.on,
        value="" if row.value is None else written(row.value, unit),
        note=row.note,
        was=was.get(row.on, "") if row.on else "",
        problems=tuple(problems),
    )


def _named(problem: Problem) -> str:
    column = COLUMNS.get(problem.column, problem.column)
    return f"Row {problem.row}{f', {column}' if column else ''}: {problem.sentence}"
