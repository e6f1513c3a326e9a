"""Three weeks in which clocks change in New York (14 March 2027) and in Berlin (28 March): syncs, rounds, moves.

Weekly syncs on Mondays, at home in either city; Maya is in New York, Tomas in Berlin.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from agreements.models import Agreement, Cadence, Sync
from agreements.operations.cadences import materialise_syncs
from agreements.operations.syncs import move_sync
from agreements.reports.cadences import next_syncs
from agreements.reports.rounds import open_round
from reminders.models import Reminder
from reminders.operations.plan import plan
from teams.models import Person, Team
from tests.factories import AT, CadenceFactory, CommitmentFactory

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"
MONDAYS = [date(2027, 3, 8), date(2027, 3, 15), date(2027, 3, 22), date(2027, 3, 29)]
IN_UTC = {
    BERLIN: ["14:00", "14:00", "14:00", "13:00"],  # 15:00 there
    NEW_YORK: ["15:00", "14:00", "14:00", "14:00"],  # 10:00 there
}
HOURS = {BERLIN: 15, NEW_YORK: 10}


@pytest.fixture
def maya(maya: Person) -> Person:
    maya.time_zone = NEW_YORK
    maya.save()
    return maya


@pytest.fixture(params=[BERLIN, NEW_YORK])
def cadence(request: pytest.FixtureRequest, launch: Agreement) -> Cadence:
    home = str(request.param)
    Agreement.objects.filter(pk=launch.pk).update(time_zone=home)
    launch.refresh_from_db()
    found = CadenceFactory.create(
        agreement=launch,
        interval=1,
        time=time(HOURS[home]),
        time_zone=home,
        starts_on=MONDAYS[0],
        anchor_on=MONDAYS[0],
    )
    materialise_syncs(at=AT)
    return found


def mondays(cadence: Cadence) -> list[Sync]:
    return list(cadence.syncs.filter(slot_on__in=MONDAYS).order_by("slot_on"))


def test_the_syncs_keep_their_local_hour(cadence: Cadence) -> None:
    starts = [sync.starts_at for sync in mondays(cadence)]
    there = ZoneInfo(cadence.time_zone)

    assert [f"{start:%H:%M}" for start in starts] == IN_UTC[cadence.time_zone]
    assert {start.astimezone(there).hour for start in starts} == {HOURS[cadence.time_zone]}
    told = next_syncs(cadence, at=AT, limit=4)
    assert [(start.date(), start.hour) for start in told] == [(day, HOURS[cadence.time_zone]) for day in MONDAYS]


def test_each_round_opens_in_the_readers_own_morning_and_ends_with_the_sync(
    launch: Agreement, cadence: Cadence, maya: Person, tomas: Person
) -> None:
    """Three working days before a Monday is the Wednesday before, 08:30 where each of them is."""
    for sync in mondays(cadence):
        wednesday = sync.slot_on - timedelta(days=5)
        for person in (maya, tomas):
            opens = datetime.combine(wednesday, time(8, 30), ZoneInfo(person.time_zone)).astimezone(UTC)
            moments = (opens - timedelta(minutes=1), opens, sync.starts_at - timedelta(minutes=1), sync.starts_at)
            found = [open_round(agreement=launch, person=person, at=at) for at in moments]
            assert found == [None, sync.slot_on, sync.slot_on, None]


def test_they_are_asked_in_those_mornings(
    launch: Agreement, cadence: Cadence, maya: Person, tomas: Person, product: Team, sales: Team
) -> None:
    CommitmentFactory.create(
        agreement=launch,
        is_open=True,
        team=product,
        for_team=sales,
        owner=maya,
        accepted_by=tomas,
        due_on=date(2027, 6, 1),
    )
    for monday in MONDAYS:
        wednesday = datetime.combine(monday - timedelta(days=5), time(), UTC)
        for hour in range(6, 15):
            plan(at=wednesday + timedelta(hours=hour, minutes=30))

    asked = Reminder.objects.filter(kind="check_in_request").order_by("due_at")
    for person in (maya, tomas):
        here = ZoneInfo(person.time_zone)
        found = [
            f"{at.astimezone(here):%d %H:%M}" for at in asked.filter(recipient=person).values_list("due_at", flat=True)
        ]
        assert found == ["03 08:30", "10 08:30", "17 08:30", "24 08:30"]


def test_a_sync_moved_across_the_change_is_asked_about_by_its_new_day(
    launch: Agreement, cadence: Cadence, maya: Person, tomas: Person
) -> None:
    """From Monday 15 to Friday 19 March, the round opens on Tuesday 16, after New York's change."""
    sync = mondays(cadence)[1]
    there = ZoneInfo(cadence.time_zone)
    friday = datetime(2027, 3, 19, HOURS[cadence.time_zone], tzinfo=there)
    move_sync(actor=tomas, at=datetime(2027, 3, 9, 9, 0, tzinfo=UTC), sync=sync, starts_at=friday, reason="A fair.")
    opens = datetime(2027, 3, 16, 8, 30, tzinfo=ZoneInfo(NEW_YORK))
    moments = (opens - timedelta(minutes=1), opens, friday - timedelta(minutes=1), friday)

    assert [open_round(agreement=launch, person=maya, at=at) for at in moments] == [
        None,
        sync.slot_on,
        sync.slot_on,
        date(2027, 3, 22),
    ]
