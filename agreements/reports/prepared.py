"""Statements that each connection parses and plans once: what pages ask of one person at every visit.

They are written as queries like all others, once for each role, with stand-ins where the parameters go.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from django.db import connection

from teams.models import Person

TYPES = {int: "bigint", datetime: "timestamptz", date: "date"}
KNOWN: "WeakKeyDictionary[object, set[str]]" = WeakKeyDictionary()  # by open connection, what it has planned


class Compiled(Protocol):
    """What can be read row by row: a queryset of tuples."""

    query: Any


@dataclass(frozen=True, slots=True)
class Prepared:
    """``build`` makes the query for a person and values of ``takes``, which it may put anywhere a value goes."""

    name: str
    build: Callable[..., Compiled]
    takes: tuple[type, ...] = ()

    def read(self, viewer: Person, *values: Any) -> list[tuple[Any, ...]]:
        """The rows for ``viewer`` and ``values``. One query."""
        name = f"{self.name}_{viewer.role}"
        with connection.cursor() as cursor:
            planned = KNOWN.setdefault(connection.connection, set())
            if name not in planned:
                connection.connection.execute(_text(self, name, viewer.role))
                planned.add(name)
            places = ", ".join(["%s"] * (1 + len(values)))
            cursor.execute(f"EXECUTE {name} ({places})", [viewer.pk, *values])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


@cache
def _text(prepared: Prepared, name: str, role: str) -> str:
    """The statement that makes ``prepared`` known, its stand-ins replaced by the places of its parameters."""
    values = [_stand_in(kind, place) for place, kind in enumerate((int, *prepared.takes))]
    query = prepared.build(Person(pk=values[0], role=role, name="Stand-in", email="stand-in@example.org"), *values[1:])
    with connection.cursor() as cursor:
        text: str = cursor.mogrify(*query.query.sql_with_params())
        for place, value in enumerate(values):
            text = text.replace(cursor.mogrify("%s", [value]), f"${place + 1}")
    types = ", ".join(TYPES[kind] for kind in (int, *prepared.takes))
    return f"PREPARE {name} ({types}) AS {text}"


def _stand_in(kind: type, place: int) -> Any:
    """A value that nobody writes."""
    if kind is int:
        return 900_719_925_474_000 + place
    began = datetime(1901, 1, 1, 1, 1, 1, 1, tzinfo=UTC) + timedelta(days=place)
    return began if kind is datetime else began.date()
