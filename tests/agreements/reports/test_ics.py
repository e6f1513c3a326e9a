"""Whatever the cadence and the zone: a program that expands the file meets when the rows say so."""

from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from hypothesis import given

from agreements.domain.cadence import CadenceRule
from agreements.models import Agreement, Cadence, Sync
from agreements.reports.ics import file_of, sync_event
from tests.agreements.reports.calendars import read, starts
from tests.strategies import LAST_DAY, cadences

QUARTER = timedelta(days=90)


def syncs_of(rule: CadenceRule) -> list[Sync]:
    """The first syncs of a cadence, within a quarter, as rows that were never saved."""
    agreement = Agreement(number=31, title="Launch", updated_at=datetime(2027, 3, 1, 9, tzinfo=UTC))
    cadence = Cadence(agreement=agreement, time_zone=rule.zone.key, time=rule.time)
    slots = list(islice(rule.occurrences(from_day=rule.anchor, until_day=LAST_DAY), 14))
    rows = [
        Sync(
            agreement=agreement,
            cadence=cadence,
            number=number,
            slot_on=slot,
            starts_at=rule.starts_at(slot),
            minutes=30,
        )
        for number, slot in enumerate(slots, start=1)
    ]
    return [row for row in rows if row.starts_at < rows[0].starts_at + QUARTER]


def is_told_apart(at: datetime, zone: ZoneInfo) -> bool:
    """Whether a wall time stands for one instant: not in the hour that clocks show twice."""
    local = at.astimezone(zone)
    return local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset()


@given(cadences())
def test_local_times_are_those_of_the_rows(rule: CadenceRule) -> None:
    rows = syncs_of(rule)
    content = file_of(map(sync_event, rows), at=rows[0].starts_at)

    expected = [f"{row.starts_at.astimezone(rule.zone):%Y-%m-%d %H:%M}" for row in rows]
    day = timedelta(days=1)
    assert starts(content, since=rows[0].starts_at - day, until=rows[-1].starts_at + day) == expected


@given(cadences())
def test_the_zone_in_the_file_means_the_same_instants(rule: CadenceRule) -> None:
    """As to Outlook, which knows no zone by its name and goes by the rules in the file."""
    rows = [row for row in syncs_of(rule) if is_told_apart(row.starts_at, rule.zone)]
    if not rows:
        return
    content = file_of(map(sync_event, rows), at=rows[0].starts_at)
    renamed = content
    for sign in "=:":  # what reads it here remembers zones by their names, so that each gets one of its own
        name = f"TZID{sign}{rule.zone.key}"
        renamed = renamed.replace(name.encode(), f"TZID{sign}Ours-{rows[0].slot_on}-{rule.zone.key}".encode())

    found = [event.start for event in read(renamed).events]
    assert [start.astimezone(UTC) for start in found if isinstance(start, datetime)] == [row.starts_at for row in rows]
