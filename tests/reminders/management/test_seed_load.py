"""The large organisation that is measured with holds what it says, and its rules are those of any other."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from agreements.domain.agreements import Health
from agreements.models import Agreement, CheckIn, Commitment
from agreements.operations.drift import sweep
from reminders.management.load import ADMINISTRATOR, Size, load
from teams.models import Person, Team
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
# Several commitments an agreement, so that some wait.
SMALL = Size(commitments=2_000, teams=10, members=5, agreements=100)


@pytest.fixture
def loaded() -> None:
    load(at=AT, size=SMALL, password="only-here")


def test_it_is_as_large_as_it_says(loaded: None) -> None:
    counts = [model.objects.count() for model in (Person, Team, Agreement, Commitment)]
    assert counts == [50, 10, 100, 2_000]
    assert CheckIn.objects.count() == 5 * Commitment.objects.exclude(standing=None).count()
    assert abs(Commitment.objects.open().count() / 2_000 - 0.25) < 0.01


def test_it_breaks_no_rule_of_the_database(loaded: None) -> None:
    connection.check_constraints()
    assert Person.objects.get(email=ADMINISTRATOR).check_password("only-here")


def test_a_sweep_finds_some_of_it_drifting_and_is_done(loaded: None) -> None:
    first, second = sweep(at=AT), sweep(at=AT)

    assert 0 < Commitment.objects.filter(health=Health.DRIFTING).count() < 200
    assert (first.opened > 0, second.opened, second.closed, second.health_changed) == (True, 0, 0, 0)


def test_it_is_for_an_empty_database() -> None:
    OrganisationFactory.create()
    with pytest.raises(CommandError, match="There are data here already"):
        call_command("seed_load", commitments=1)
