"""What keeps the sweep cheap however much there is, seen without a clock."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from agreements.operations.drift import sweep
from agreements.operations.drift.differing import differing_statement
from agreements.operations.drift.selections import as_parameters
from agreements.operations.drift.watch import cutoffs_of, moment
from reminders.management.load import Size, load
from teams.domain.calendar import ONE_DAY

pytestmark = pytest.mark.django_db

AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def loaded() -> None:
    load(at=AT, size=Size(commitments=2_000, teams=10, members=5, agreements=100), password="only-here")


def test_commitments_are_updated_within_their_page(loaded: None) -> None:
    sweep(at=AT)
    sweep(at=AT + ONE_DAY)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_stat_get_xact_tuples_updated(oid), pg_stat_get_xact_tuples_hot_updated(oid)"
            " FROM pg_class WHERE relname = 'agreements_commitment'"
        )
        updated, within_their_page = cursor.fetchone()
    assert updated > 20
    assert within_their_page / updated >= 0.9


def test_one_agreement_is_looked_at_without_reading_all_commitments(loaded: None) -> None:
    parameters = {**as_parameters(cutoffs_of([7], moment(AT))), "agreements": "{7}", "subjects": None, "at": AT}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SET LOCAL enable_seqscan = off")  # so that few rows are read as many would be: by index
        cursor.execute(f"EXPLAIN {differing_statement()}", parameters)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Seq Scan on agreements_commitment" not in plan
