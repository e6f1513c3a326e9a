"""However often somebody changes their zone within a day, a local morning is planned once at most."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reminders.models import Delivery, Morning
from reminders.operations.plan import plan
from teams.domain.calendar import local_date, zone, zone_names
from teams.models import Person
from tests.races import LONG
from tests.reminders.conftest import Deal

pytestmark = pytest.mark.django_db

SUNDAY = datetime(2027, 3, 7, 10, 0, tzinfo=UTC)  # dana's deck is due in eight days: tomorrow brings a mail

moves = st.lists(
    st.tuples(st.integers(0, 300), st.sampled_from(sorted(zone_names()))), min_size=1, max_size=12
)  # minutes later, a zone


@settings(max_examples=100 if LONG else 8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=moves)
def test_a_local_morning_is_planned_once(deal: Deal, dana: Person, moves: list[tuple[int, str]]) -> None:
    seen: list[date] = []
    with transaction.atomic():
        at = SUNDAY
        for minutes, name in moves:
            at += timedelta(minutes=minutes)
            Person.objects.filter(pk=dana.pk).update(time_zone=name)
            before = _mails(dana)
            plan(at=at)
            if _mails(dana) > before:
                seen.append(local_date(at, zone=zone(name)))
                assert Morning.objects.get(person=dana).planned_on == seen[-1]
        transaction.set_rollback(True)

    assert seen == sorted(set(seen))


def _mails(person: Person) -> int:
    return Delivery.objects.filter(recipient=person, dedupe_key__contains="digest").count()
