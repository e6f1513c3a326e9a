import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teams.domain import calendar
from teams.domain.calendar import MONDAY_TO_FRIDAY, QuietHours, UnknownZoneError, WorkingCalendar
from teams.domain.errors import InvalidValueError
from tests import strategies

BERLIN = ZoneInfo("Europe/Berlin")
CAIRO = ZoneInfo("Africa/Cairo")
HAVANA = ZoneInfo("America/Havana")

EASTER = WorkingCalendar(holidays=frozenset({date(2027, 3, 26), date(2027, 3, 29)}))
SUNDAY_TO_THURSDAY = WorkingCalendar(weekdays=frozenset({6, 0, 1, 2, 3}))
NIGHT = QuietHours(start=time(20), end=time(7))
NOON = QuietHours(start=time(12), end=time(13))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def offset(wall: datetime) -> timedelta:
    return wall.utcoffset() or timedelta()


# Zones


@pytest.mark.parametrize(
    "name",
    ["Mars/Olympus", "", "America", "../Europe/Berlin", "/etc/localtime", "europe/berlin", "x\0y", "\udc80"],
)
def test_a_name_that_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(UnknownZoneError) as refusal:
        calendar.zone(name)

    assert refusal.value.fields == {"time_zone": [refusal.value.message]}


def test_a_zone_is_found_by_its_name() -> None:
    assert calendar.zone("Europe/Berlin").key == "Europe/Berlin"


@pytest.mark.parametrize(
    ("name", "hours"),
    [("America/Vancouver", -7), ("America/Edmonton", -6), ("America/Winnipeg", -5), ("Africa/Casablanca", 0)],
)
def test_zones_know_the_rules_of_2026(name: str, hours: int) -> None:
    offset = datetime(2026, 12, 15, 12, tzinfo=calendar.zone(name)).utcoffset()

    assert offset == timedelta(hours=hours)


def test_zone_files_of_the_host_are_left_aside(tmp_path: Path) -> None:
    zoneinfo.reset_tzpath(to=[tmp_path])
    from_host = calendar.are_zones_pinned()
    calendar.use_pinned_zones()

    assert (from_host, calendar.are_zones_pinned()) == (False, True)


def test_the_version_of_the_zone_data_is_told() -> None:
    assert calendar.zone_data_version() >= "2026.6"


# Moments


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        (BERLIN, date(2027, 1, 15), time(10), "2027-01-15 09:00"),
        (BERLIN, date(2027, 3, 28), time(2, 30), "2027-03-28 01:30"),
        (BERLIN, date(2027, 10, 31), time(2, 30), "2027-10-31 00:30"),
        (BERLIN, date(2027, 10, 31), time(2, 30, fold=1), "2027-10-31 00:30"),
    ],
    ids=["plain", "gap takes the offset before", "overlap takes the first", "whatever its fold"],
)
def test_a_wall_time_names_one_instant(zone: ZoneInfo, day: date, at: time, expected: str) -> None:
    assert calendar.local_moment(day, at=at, zone=zone) == utc(expected)


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        (BERLIN, date(2027, 3, 15), "2027-03-15 23:00"),
        (BERLIN, date(2027, 3, 28), "2027-03-28 22:00"),
        (CAIRO, date(2027, 4, 29), "2027-04-29 22:00"),
        (CAIRO, date(2027, 10, 28), "2027-10-28 22:00"),
        (HAVANA, date(2027, 11, 6), "2027-11-07 04:00"),
        (ZoneInfo("Pacific/Kiritimati"), date(2027, 3, 15), "2027-03-15 10:00"),
        (ZoneInfo("Pacific/Pago_Pago"), date(2027, 3, 15), "2027-03-16 11:00"),
    ],
    ids=["plain", "short day", "no midnight", "23:00 twice", "midnight twice", "far east", "far west"],
)
def test_a_day_ends_at_the_first_instant_of_the_next(zone: ZoneInfo, day: date, expected: str) -> None:
    assert calendar.end_of_day(day, zone=zone) == utc(expected)


def test_morning_is_half_past_eight_unless_told() -> None:
    assert calendar.morning(date(2027, 3, 15), zone=BERLIN) == utc("2027-03-15 07:30")


def test_the_local_date_is_that_of_the_wall_calendar() -> None:
    assert calendar.local_date(utc("2027-03-15 23:30"), zone=BERLIN) == date(2027, 3, 16)


@given(zone=strategies.zones, day=strategies.days)
def test_a_deadline_flips_once_at_the_end_of_its_day(zone: ZoneInfo, day: date) -> None:
    end = calendar.end_of_day(day, zone=zone)
    around = [calendar.local_date(end + timedelta(minutes=15 * n), zone=zone) > day for n in range(-8, 100)]
    just_before = calendar.local_date(end - timedelta(microseconds=1), zone=zone)

    assert (around, just_before) == ([False] * 8 + [True] * 100, day)


@given(zone=strategies.zones, day=strategies.days, at=strategies.wall_times)
def test_a_wall_time_comes_back_except_in_a_gap(zone: ZoneInfo, day: date, at: time) -> None:
    moment = calendar.local_moment(day, at=at, zone=zone).astimezone(zone)
    wall = datetime.combine(day, at, tzinfo=zone)
    is_gap = offset(wall.replace(fold=1)) > offset(wall)

    assert is_gap or moment.replace(tzinfo=None, fold=0) == datetime.combine(day, at)


@given(change=strategies.clock_changes())
def test_a_wall_time_that_occurs_twice_is_its_first(change: tuple[ZoneInfo, datetime]) -> None:
    zone, at = change
    wall = at.astimezone(zone)
    since_first = offset(wall.replace(fold=0)) - offset(wall)

    assert calendar.local_moment(wall.date(), at=wall.time(), zone=zone) == at - since_first


# Working days


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 3, 25), True),
        (date(2027, 3, 26), False),
        (date(2027, 3, 27), False),
        (date(2027, 3, 30), True),
    ],
    ids=["Thursday", "holiday", "Saturday", "Tuesday"],
)
def test_a_working_day_is_in_the_week_and_no_holiday(day: date, expected: bool) -> None:
    assert EASTER.is_working(day) is expected


def test_a_week_may_start_on_sunday() -> None:
    week = [SUNDAY_TO_THURSDAY.is_working(date(2027, 3, 21) + timedelta(days=n)) for n in range(7)]

    assert week == [True, True, True, True, True, False, False]


@pytest.mark.parametrize("weekdays", [frozenset(), frozenset({7}), frozenset({-1, 0})])
def test_a_week_without_working_days_is_refused(weekdays: frozenset[int]) -> None:
    with pytest.raises(InvalidValueError):
        WorkingCalendar(weekdays=weekdays)


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2027, 3, 25), 0, date(2027, 3, 25)),
        (date(2027, 3, 27), 0, date(2027, 3, 27)),
        (date(2027, 3, 25), 1, date(2027, 3, 30)),
        (date(2027, 3, 27), 2, date(2027, 3, 31)),
        (date(2027, 3, 30), -1, date(2027, 3, 25)),
        (date(2027, 3, 28), -2, date(2027, 3, 24)),
    ],
)
def test_working_days_are_counted_over_holidays(day: date, n: int, expected: date) -> None:
    assert EASTER.add_working_days(day, n) == expected


def test_the_next_working_day_is_never_the_day_itself() -> None:
    assert EASTER.next_working_day(date(2027, 3, 24)) == date(2027, 3, 25)


@pytest.mark.parametrize(
    ("after", "until", "expected"),
    [
        (date(2027, 3, 24), date(2027, 3, 24), 0),
        (date(2027, 3, 24), date(2027, 3, 25), 1),
        (date(2027, 3, 24), date(2027, 3, 30), 2),
        (date(2027, 3, 30), date(2027, 3, 24), 0),
    ],
)
def test_working_days_between_exclude_the_first_and_include_the_last(after: date, until: date, expected: int) -> None:
    assert EASTER.working_days_between(after=after, until=until) == expected


@given(working=strategies.calendars(), day=st.dates(date(2021, 1, 1), date(2044, 1, 1)), n=st.integers(1, 30))
def test_adding_working_days_is_counted_back(working: WorkingCalendar, day: date, n: int) -> None:
    later = working.add_working_days(day, n)

    assert working.working_days_between(after=day, until=later) == n


@given(working=strategies.calendars(), day=st.dates(date(2021, 1, 1), date(2044, 1, 1)), n=st.integers(1, 30))
def test_going_back_undoes_going_on_from_a_working_day(working: WorkingCalendar, day: date, n: int) -> None:
    start = working.next_working_day(day)

    assert working.add_working_days(working.add_working_days(start, n), -n) == start


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2027-03-25 06:00", "2027-03-25 07:30"),
        ("2027-03-25 07:30", "2027-03-25 07:30"),
        ("2027-03-25 07:31", "2027-03-30 06:30"),
        ("2027-03-27 06:00", "2027-03-30 06:30"),
    ],
    ids=["before it", "on it", "after it, over Easter and the clock change", "on a day off"],
)
def test_the_next_morning_is_one_of_a_working_day(at: str, expected: str) -> None:
    assert EASTER.next_morning(utc(at), zone=BERLIN) == utc(expected)


# Quiet hours


@pytest.mark.parametrize(
    ("quiet", "at", "expected"),
    [
        (NIGHT, "2027-01-15 18:59", "2027-01-15 18:59"),
        (NIGHT, "2027-01-15 19:00", "2027-01-16 06:00"),
        (NIGHT, "2027-01-16 05:59", "2027-01-16 06:00"),
        (NIGHT, "2027-01-16 06:00", "2027-01-16 06:00"),
        (NIGHT, "2027-03-27 22:00", "2027-03-28 05:00"),
        (NOON, "2027-01-15 11:30", "2027-01-15 12:00"),
        (NOON, "2027-01-15 12:00", "2027-01-15 12:00"),
        (QuietHours(start=time(8), end=time(8)), "2027-01-15 07:00", "2027-01-15 07:00"),
    ],
    ids=["before", "evening", "small hours", "their end", "over a clock change", "noon", "past noon", "none"],
)
def test_quiet_hours_hold_back_until_their_end(quiet: QuietHours, at: str, expected: str) -> None:
    assert quiet.release(utc(at), zone=BERLIN) == utc(expected)


@pytest.mark.parametrize(
    ("at", "deadline", "expected"),
    [
        ("2027-01-15 22:00", "2027-01-16 09:00", "2027-01-16 06:00"),
        ("2027-01-15 22:00", "2027-01-15 23:00", "2027-01-15 23:00"),
        ("2027-01-15 22:00", "2027-01-15 21:00", "2027-01-15 22:00"),
        ("2027-01-15 12:00", "2027-01-15 23:00", "2027-01-15 12:00"),
    ],
    ids=["in time", "cut by the deadline", "past it already", "not quiet"],
)
def test_a_release_stops_at_the_deadline(at: str, deadline: str, expected: str) -> None:
    assert NIGHT.release_before(utc(at), zone=BERLIN, deadline=utc(deadline)) == utc(expected)


@given(
    start=strategies.wall_times,
    end=strategies.wall_times,
    zone=strategies.zones,
    at=strategies.instants,
    wait=st.timedeltas(timedelta(), timedelta(days=2)),
)
def test_quiet_hours_move_later_and_never_cross_the_deadline(
    start: time, end: time, zone: ZoneInfo, at: datetime, wait: timedelta
) -> None:
    released = QuietHours(start=start, end=end).release_before(at, zone=zone, deadline=at + wait)

    assert at <= released <= at + wait


@given(change=strategies.clock_changes(), start=st.integers(18, 23), end=st.integers(5, 9))
def test_nothing_is_released_into_quiet_hours(change: tuple[ZoneInfo, datetime], start: int, end: int) -> None:
    zone, at = change
    quiet = QuietHours(start=time(start), end=time(end))
    released = quiet.release(at, zone=zone)

    assert quiet.release(released, zone=zone) == released


def test_the_usual_week_is_monday_to_friday() -> None:
    assert WorkingCalendar().weekdays == MONDAY_TO_FRIDAY == frozenset({0, 1, 2, 3, 4})
