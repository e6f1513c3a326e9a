"""A pasted table of readings: from CSV or a spreadsheet to days and values, each problem named by row and column.

Columns are day, value and perhaps a note, in this order unless a first line names them `on`, `value`, `note`. They
are separated by tabs, semicolons or commas, whichever the first line has, in this order. Nothing is guessed: a day
is written as 2027-03-01 or 1.3.2027, a value with a point and without separators of thousands.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO

from teams.domain.language import say

COLUMNS = ("on", "value", "note")
NAMES = {"on": "on", "day": "on", "date": "on", "value": "value", "reading": "value", "note": "note"}
SEPARATORS = "\t;,"
DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})|(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
VALUE = re.compile(r"[-+]?\d+(\.\d+)?", re.ASCII)
MOST_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Problem:
    """What does not fit in a row, counted from 1 without the line of names; `column` is on, value, note or row."""

    row: int
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read; what could not be read is None, and named among the problems."""

    number: int
    on: date | None
    value: Decimal | None
    note: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def read_table(text: str) -> Table:
    """Return what `text` holds; empty lines are passed over."""
    lines = text.lstrip("\ufeff").strip("\r\n").splitlines() or [""]
    separator = next((one for one in SEPARATORS if one in lines[0]), ",")
    try:
        found = [cells for cells in csv.reader(StringIO("\n".join(lines)), delimiter=separator, strict=True) if cells]
    except csv.Error:
        return Table((), (Problem(1, "row", say("A quotation mark is open. Close it, or take it out.")),))
    places, body = _places(found)
    if not body:
        return Table((), (Problem(1, "row", say("Paste at least one reading.")),))
    if len(body) > MOST_ROWS:
        return Table(
            (),
            (Problem(MOST_ROWS + 1, "row", say("Paste {most} readings at most at a time.", most=MOST_ROWS)),),
        )
    rows = tuple(_row(number, cells, places) for number, cells in enumerate(body, start=1))
    return Table(rows, tuple(problem for row in rows for problem in _problems(row, places)))


def _places(found: Sequence[Sequence[str]]) -> tuple[Mapping[str, int], Sequence[Sequence[str]]]:
    """Return where each column stands, and the rows below the line of names if there is one."""
    named = [NAMES.get(cell.strip().lower()) for cell in found[0]] if found else []
    if "on" in named and "value" in named:
        return {name: place for place, name in enumerate(named) if name}, found[1:]
    return {name: place for place, name in enumerate(COLUMNS)}, found


def _row(number: int, cells: Sequence[str], places: Mapping[str, int]) -> Row:
    on, value, note = (_cell(cells, places.get(name)) for name in COLUMNS)
    return Row(number, _day(on), _value(value), note, tuple(cells))


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""


def _day(text: str) -> date | None:
    match = DAY.fullmatch(text)
    if match is None:
        return None
    year, month, day, last_day, last_month, last_year = match.groups()
    try:
        return date(int(year or last_year), int(month or last_month), int(day or last_day))
    except ValueError:
        return None


def _value(text: str) -> Decimal | None:
    return Decimal(text) if VALUE.fullmatch(text) else None


def _problems(row: Row, places: Mapping[str, int]) -> Iterator[Problem]:
    if row.on is None:
        yield Problem(
            row.number,
            "on",
            say("{cell} is no day that reads one way: write 2027-03-01.", cell=_quoted(row, places, "on")),
        )
    if row.value is None:
        yield Problem(
            row.number, "value", say("{cell} is no number: write 1234.5.", cell=_quoted(row, places, "value"))
        )
    if len(row.cells) > max(places.values()) + 1 and any(row.cells[max(places.values()) + 1 :]):
        yield Problem(row.number, "row", say("It has more columns than day, value and note; quote a note with commas."))


def _quoted(row: Row, places: Mapping[str, int], name: str) -> str:
    cell = _cell(row.cells, places.get(name))
    return f"“{cell}”" if cell else say("An empty cell")
