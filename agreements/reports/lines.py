"""Commitments on the date line that the rows of one page share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from agreements.domain.plots import DateLine, Window, window_over
from agreements.reports.commitments import CommitmentRow
from teams.domain.language import say


@dataclass(frozen=True, slots=True)
class Line:
    """A commitment with its dates, None before it has one, and the chip beside it ("+7 days", "2 days early")."""

    row: CommitmentRow
    dates: DateLine | None
    chip: str
    chip_tone: str

    @property
    def is_quiet(self) -> bool:
        """The latest check-in that was asked for got no answer."""
        return self.row.is_open and bool(self.row.pulse) and self.row.pulse[-1] is None


def lines_of(rows: Iterable[CommitmentRow], *, starts_on: date | None, today: date) -> tuple[Line, ...]:
    """Place each row; what is not in force yet is drawn from ``starts_on``, else from today."""
    return tuple(Line(row, _dates(row, starts_on or today), *_chip(row)) for row in rows)


def window_of(lines: Iterable[Line], *, today: date) -> Window:
    return window_over([line.dates for line in lines if line.dates], as_of=today)


def _dates(row: CommitmentRow, starts_on: date) -> DateLine | None:
    if row.due_on is None:
        return None
    return DateLine(
        promised_on=min(row.opened_on or starts_on, row.due_on),
        due_on=row.due_on,
        state=row.state,
        earlier=(row.original_due_on,) if row.original_due_on and row.original_due_on != row.due_on else (),
        ended_on=row.delivered_on if not row.is_open else None,
        expected_on=row.expected_on if row.is_open and row.expected_on != row.due_on else None,
    )


def _chip(row: CommitmentRow) -> tuple[str, str]:
    if row.original_due_on and row.due_on and row.original_due_on != row.due_on:
        return f"{_days((row.due_on - row.original_due_on).days, sign='+')}", "change"
    if row.delivered_on and row.due_on and row.delivered_on < row.due_on and not row.is_open:
        return say("{days} early", days=_days((row.due_on - row.delivered_on).days)), ""
    if row.waited_for_by and row.is_open:
        return f"{row.waited_for_by} wait{'s' if row.waited_for_by == 1 else ''} for it", ""
    return "", ""


def _days(count: int, *, sign: str = "") -> str:
    return f"{count:{sign}d} day{'' if abs(count) == 1 else 's'}"
