"""How tests show that the database itself refuses."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import IntegrityError, transaction


@contextmanager
def violates(constraint: str) -> Iterator[None]:
    """Expect that the database refuses in the name of `constraint`; what was written before stays usable."""
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        yield
    cause = raised.value.__cause__
    assert isinstance(cause, psycopg.Error)
    assert cause.diag.constraint_name == constraint
