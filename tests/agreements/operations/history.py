"""How tests look at what an operation wrote, and that a refusal wrote nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db.models import Model

from agreements.models import Agreement, Event
from teams.domain.errors import RefusalError


def entry(agreement: Agreement, kind: str) -> Event:
    """The latest entry of this kind in the agreement's history."""
    return Event.objects.filter(agreement=agreement, kind=kind).latest("number")


def count(agreement: Agreement, kind: str) -> int:
    return Event.objects.filter(agreement=agreement, kind=kind).count()


@contextmanager
def refused[Refusal: RefusalError](refusal: type[Refusal], *rows: Model) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """Expect ``refusal``, and that neither these rows nor any history changed."""
    before = _stored(rows)
    with pytest.raises(refusal) as raised:
        yield raised
    assert _stored(rows) == before


def _stored(rows: tuple[Model, ...]) -> tuple[int, list[dict[str, Any]]]:
    tables = [type(row)._default_manager for row in rows]
    values = [table.filter(pk=row.pk).values().get() for table, row in zip(tables, rows, strict=True)]
    return Event.objects.count(), values
