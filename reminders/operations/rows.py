"""Rows by the thousand: copied into the database, then written where no other planner was first."""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Model

NEW = "new_rows"


def insert_new(rows: Sequence[Model]) -> int:
    """Write unsaved ``rows`` of one model, but for those whose unique key is there already; how many were new.

    To be called inside a transaction; the rows stay without their numbers.
    """
    if not rows:
        return 0
    fields = [field for field in type(rows[0])._meta.concrete_fields if not field.primary_key]
    table = connection.ops.quote_name(type(rows[0])._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    names = [field.attname for field in fields]
    like = f"SELECT {columns} FROM {table}"  # noqa: S608 - our own names
    copy_in(like, ([getattr(row, name) for name in names] for row in rows))
    return take_over(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {NEW} ON CONFLICT DO NOTHING")  # noqa: S608


def copy_in(like: str, rows: Iterable[Sequence[object]]) -> None:
    """Put ``rows``, with the columns of the query ``like``, into the table ``NEW``."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {NEW} ON COMMIT DROP AS {like} WITH NO DATA")
        with cursor.copy(f"COPY {NEW} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def take_over(statement: str) -> int:
    """Run a statement on the table ``NEW``, and drop it; how many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        count: int = cursor.rowcount
        cursor.execute(f"DROP TABLE {NEW}")
    return count
