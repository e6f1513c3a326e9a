"""Rows by the million, each table in one statement: row n is one instance of its model, with SQL over n (from 1 on)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import Model


def fill(row: Model, count: int, **changes: str) -> None:
    """Insert ``row`` ``count`` times, with keys from 1 on; ``changes``: SQL over n by the names of fields."""
    changes = {"id": "n"} | changes
    fields = [field for field in row._meta.concrete_fields if field.column]
    parameters, values = [], []
    for field in fields:
        if field.name in changes:
            values.append(changes[field.name])
        else:
            values.append("%s")
            parameters.append(field.get_db_prep_save(getattr(row, field.attname), connection))
    names = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {row._meta.db_table} ({names}) SELECT {', '.join(values)} FROM generate_series(1, %s) n",  # noqa: S608 - columns of models and texts of this package
            [*parameters, count],
        )


def count_on(*models: type[Model]) -> None:
    """Keys that the database gives go on after those written here."""
    with connection.cursor() as cursor:
        for model in models:
            table = model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608 - the tables' own names
            )


@contextmanager
def without_triggers() -> Iterator[None]:
    """Spare millions of look-ups, where the database lets us; what is written here fits together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        (may_spare,) = cursor.fetchone()
        if may_spare:
            cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        if may_spare:
            cursor.execute("SET LOCAL session_replication_role = origin")
