"""Summaries that prove themselves: what the triggers added against all that there is, and rows folded into one a key.

Each statement sees one instant, so that nobody need stop writing: what commits later has added its own rows.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, transaction

from agreements.models import PairNow, PairWeek, TeamWeek
from agreements.models.summing import ALL_ROWS, NOW, NOW_COUNTS, TEAM_WEEKS, WEEK_COUNTS, WEEKS


class SummariesDifferError(Exception):
    """Say that summaries were found wrong; they have been put right."""


@dataclass(frozen=True, slots=True)
class Summary:
    """A table of sums: the columns that name a row, those that count, and the query of what they must come to."""

    table: str
    keys: tuple[str, ...]
    counts: tuple[str, ...]
    proof: str


@dataclass(frozen=True, slots=True)
class SummaryDifference:
    """``rows`` keys of ``table`` whose sums were not what they must come to."""

    table: str
    rows: int

    def __str__(self) -> str:
        return f"{self.table}: {self.rows} sums"


ALL_WEEKS = WEEKS.format(rows=ALL_ROWS)
SUMMARIES = (
    Summary(PairNow._meta.db_table, ("team_id", "for_team_id", "is_public"), NOW_COUNTS, NOW.format(rows=ALL_ROWS)),
    Summary(PairWeek._meta.db_table, ("team_id", "for_team_id", "is_public", "week"), WEEK_COUNTS, ALL_WEEKS),
    Summary(TeamWeek._meta.db_table, ("team_id", "is_public", "week"), WEEK_COUNTS, TEAM_WEEKS.format(weeks=ALL_WEEKS)),
)


def compare_summaries() -> tuple[SummaryDifference, ...]:
    """What is wrong, table by table; nothing changes."""
    return _found(lambda summary: f"SELECT count(*) FROM ({_gaps(summary)}) gap")  # noqa: S608 - texts of this module and of the triggers


def mend_summaries() -> tuple[SummaryDifference, ...]:
    """Add what is missing to every sum, and say where anything was."""
    return _found(_mending)


def prove_summaries() -> None:
    """Compare, put right and fold. Raises SummariesDifferError, after its work, when anything was wrong."""
    with transaction.atomic():
        differences = mend_summaries()
        fold_summaries()
    if differences:
        raise SummariesDifferError(f"Put right: {', '.join(map(str, differences))}.")


def fold_summaries() -> None:
    """Leave one row a key. Two at once are harmless: each sums only the rows that it removed."""
    with connection.cursor() as cursor:
        for summary in SUMMARIES:
            cursor.execute(_fold(summary))


def _found(statement: Callable[[Summary], str]) -> tuple[SummaryDifference, ...]:
    found = []
    with connection.cursor() as cursor:
        for summary in SUMMARIES:
            cursor.execute(statement(summary))
            (rows,) = cursor.fetchone()
            found.append(SummaryDifference(summary.table, rows))
    return tuple(difference for difference in found if difference.rows)


def _mending(summary: Summary) -> str:
    columns = _columns(summary)
    added = f"INSERT INTO {summary.table} ({columns}) SELECT {columns} FROM gap RETURNING 1"  # noqa: S608 - as above
    return f"WITH gap AS ({_gaps(summary)}), added AS ({added}) SELECT count(*) FROM added"  # noqa: S608 - as above


def _gaps(summary: Summary) -> str:
    keys, sums = ", ".join(summary.keys), ", ".join(f"sum({column}) AS {column}" for column in summary.counts)
    gaps = [f"COALESCE(proof.{column}, 0) - COALESCE(held.{column}, 0)" for column in summary.counts]
    named = ", ".join(f"{gap} AS {column}" for gap, column in zip(gaps, summary.counts, strict=True))
    return (
        f"SELECT {keys}, {named} FROM ({summary.proof}) proof"  # noqa: S608 - texts of this module and of the triggers
        f" FULL JOIN (SELECT {keys}, {sums} FROM {summary.table} GROUP BY {keys}) held USING ({keys})"
        f" WHERE ({', '.join(gaps)}) <> ({', '.join('0' for _ in gaps)})"
    )


def _fold(summary: Summary) -> str:
    keys, sums = ", ".join(summary.keys), [f"sum({column})" for column in summary.counts]
    return (
        f"WITH gone AS (DELETE FROM {summary.table} WHERE ({keys}) IN"  # noqa: S608 - as above
        f" (SELECT {keys} FROM {summary.table} GROUP BY {keys} HAVING count(*) > 1) RETURNING *)"
        f" INSERT INTO {summary.table} ({_columns(summary)}) SELECT {keys}, {', '.join(sums)} FROM gone"
        f" GROUP BY {keys} HAVING ({', '.join(sums)}) <> ({', '.join('0' for _ in sums)})"
    )


def _columns(summary: Summary) -> str:
    return ", ".join((*summary.keys, *summary.counts))
