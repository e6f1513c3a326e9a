"""Rows by the thousand: copied into the database, then written where no other planner was first."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

NEW = "new_rows"

type Row = Mapping[str, object]  # by column


def insert_new(model: type[Model], rows: Sequence[Row]) -> int:
    """Write ``rows`` of one ``model``, but for those whose unique key is there already; how many were new.

    All of them name the same columns in the same order; the others hold what the model says of a new row. To be
    called inside a transaction; nobody learns the numbers of the rows.
    """
    if not rows:
        return 0
    quote = connection.ops.quote_name
    usual = {name: value for name, value in _usual(model).items() if name not in rows[0]}
    table, named = quote(model._meta.db_table), ", ".join(map(quote, rows[0]))
    columns, others = ", ".join(map(quote, [*rows[0], *usual])), "".join(", %s" for _ in usual)
    copy_in(f"SELECT {named} FROM {table}", (tuple(row.values()) for row in rows))  # noqa: S608 - our own names
    statement = f"INSERT INTO {table} ({columns}) SELECT {named}{others} FROM {NEW} ON CONFLICT DO NOTHING"  # noqa: S608
    return take_over(statement, *usual.values())


def copy_new(model: type[Model], rows: Sequence[Row]) -> None:
    """Write ``rows`` of one ``model``, all of them new, each with the same columns in the same order."""
    if not rows:
        return
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, rows[0]))
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(tuple(row.values()))


def _usual(model: type[Model]) -> Row:
    """What a new row holds where nothing is said, by column."""
    blank = model()
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    values = {str(field.column): getattr(blank, field.attname) for field in fields}
    return {column: value for column, value in values.items() if value is not None}


def copy_in(like: str, rows: Iterable[Sequence[object]]) -> None:
    """Put ``rows``, with the columns of the query ``like``, into the table ``NEW``."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {NEW} ON COMMIT DROP AS {like} WITH NO DATA")
        with cursor.copy(f"COPY {NEW} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def take_over(statement: str, *values: Any) -> int:
    """Run a statement with its ``values`` on the table ``NEW``, and drop it; how many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        count: int = cursor.rowcount
        cursor.execute(f"DROP TABLE {NEW}")
    return count
