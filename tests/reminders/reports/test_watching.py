from datetime import date, timedelta

import pytest

from agreements.models import DriftFlag
from reminders.domain.kinds import Kind
from reminders.models import JobRun, Reminder
from reminders.reports.watching import LastLook, Told, last_look, told_of
from teams.models import Person
from tests.factories import AT, DriftFlagFactory

pytestmark = pytest.mark.django_db


def test_nobody_has_looked_yet() -> None:
    assert last_look(real_at=AT) is None


@pytest.mark.parametrize(
    ("age", "is_stale", "ago"),
    [
        (timedelta(minutes=29), False, "29 min"),
        (timedelta(minutes=30), True, "30 min"),
        (timedelta(hours=5, minutes=10), True, "5 h"),
        (timedelta(hours=47), True, "47 h"),
        (timedelta(days=3, hours=2), True, "3 days"),
    ],
)
def test_how_long_ago(age: timedelta, is_stale: bool, ago: str) -> None:
    JobRun.objects.create(job="sweep_drift", started_at=AT, finished_at=AT - age)
    assert last_look(real_at=AT) == LastLook(AT - age, is_stale, age >= timedelta(days=1), ago)


def test_who_was_told_each_once_and_nobody_who_will_be(dana: Person, maya: Person, tomas: Person) -> None:
    flag = DriftFlagFactory.create()
    told(flag, dana, Kind.FLAG_OWNER, 1)
    told(flag, maya, Kind.FLAG_SHOWN, 2)
    told(flag, maya, Kind.FLAG_STILL_OPEN, 3)
    told(flag, tomas, Kind.FLAG_SHOWN, 9)
    told(DriftFlagFactory.create(), tomas, Kind.FLAG_SHOWN, 1)
    assert told_of(flag=flag.pk, at=AT + timedelta(days=5)) == (
        Told("Dana Whitfield", AT + timedelta(days=1)),
        Told("Maya Okafor", AT + timedelta(days=2)),
    )


def told(flag: DriftFlag, person: Person, kind: Kind, days: int) -> None:
    due_at = AT + timedelta(days=days)
    Reminder.objects.create(
        kind=kind,
        key=f"{kind}|{flag.pk}|{person.pk}",
        recipient=person,
        flag=flag,
        local_on=date(2027, 3, 1),
        due_at=due_at,
        expires_at=due_at,
        headline="It drifts",
    )
