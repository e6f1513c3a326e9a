from collections.abc import Iterator

import pytest
from django.db import connection


@pytest.fixture
def other_session(db: None) -> Iterator[None]:
    """Another session of the database, in the middle of a sweep."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('agreements.operations.drift.sweep'))")
        yield
    other.close()
