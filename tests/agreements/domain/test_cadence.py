from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.domain import cadence
from agreements.domain.cadence import CadenceRule, Frequency, Round
from teams.domain.calendar import WorkingCalendar
from teams.domain.errors import InvalidValueError
from tests import strategies

BERLIN = ZoneInfo("Europe/Berlin")
EASTER = WorkingCalendar(holidays=frozenset({date(2027, 3, 26), date(2027, 3, 29)}))

BIWEEKLY = CadenceRule(
    frequency=Frequency.WEEKLY, interval=2, weekday=1, time=time(10), zone=BERLIN, anchor=date(2026, 12, 22)
)
SECOND_THURSDAYS = CadenceRule(
    frequency=Frequency.MONTHLY,
    interval=1,
    weekday=3,
    nth=2,
    time=time(9),
    zone=BERLIN,
    anchor=date(2027, 1, 14),
)


def days_of(rule: CadenceRule, from_day: date, until_day: date) -> list[date]:
    return list(rule.occurrences(from_day=from_day, until_day=until_day))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# Occurrences


def test_biweekly_goes_on_over_a_year_with_53_weeks() -> None:
    assert days_of(BIWEEKLY, date(2026, 12, 1), date(2027, 2, 2)) == [
        date(2026, 12, 22),
        date(2027, 1, 5),
        date(2027, 1, 19),
        date(2027, 2, 2),
    ]


def test_both_ends_are_included_and_nothing_else() -> None:
    assert days_of(BIWEEKLY, date(2027, 1, 5), date(2027, 1, 18)) == [date(2027, 1, 5)]


def test_nothing_occurs_before_the_anchor() -> None:
    assert days_of(BIWEEKLY, date(2020, 1, 1), date(2026, 12, 21)) == []


def test_monthly_falls_on_the_nth_weekday() -> None:
    assert days_of(SECOND_THURSDAYS, date(2027, 1, 15), date(2027, 4, 8)) == [
        date(2027, 2, 11),
        date(2027, 3, 11),
        date(2027, 4, 8),
    ]


def test_every_third_month_may_take_the_last_weekday_over_a_new_year() -> None:
    rule = CadenceRule(
        frequency=Frequency.MONTHLY,
        interval=3,
        weekday=4,
        nth=-1,
        time=time(9),
        zone=BERLIN,
        anchor=date(2027, 8, 27),
    )

    assert days_of(rule, date(2027, 9, 1), date(2028, 5, 31)) == [
        date(2027, 11, 26),
        date(2028, 2, 25),
        date(2028, 5, 26),
    ]


def test_a_sync_keeps_its_wall_time_over_the_clock_change() -> None:
    rule = CadenceRule(
        frequency=Frequency.WEEKLY,
        interval=1,
        weekday=1,
        time=time(10),
        zone=BERLIN,
        anchor=date(2027, 3, 16),
    )
    starts = [rule.starts_at(day) for day in days_of(rule, date(2027, 3, 16), date(2027, 4, 6))]

    assert starts == [
        utc("2027-03-16 09:00"),
        utc("2027-03-23 09:00"),
        utc("2027-03-30 08:00"),
        utc("2027-04-06 08:00"),
    ]


@pytest.mark.parametrize(("rule", "expected"), [(BIWEEKLY, 14), (SECOND_THURSDAYS, 30)])
def test_a_cycle_has_about_so_many_days(rule: CadenceRule, expected: int) -> None:
    assert rule.cycle_days == expected


@given(rule=strategies.cadences())
def test_occurrences_and_their_starts_strictly_increase(rule: CadenceRule) -> None:
    days = days_of(rule, date(2020, 1, 1), date(2045, 12, 31))
    starts = [rule.starts_at(day) for day in days]

    assert (days, starts) == (sorted(set(days)), sorted(set(starts)))


@given(rule=strategies.cadences(), day=strategies.days)
def test_the_dates_do_not_depend_on_where_one_starts_to_look(rule: CadenceRule, day: date) -> None:
    until = day + timedelta(days=400)
    all_of_them = days_of(rule, rule.anchor, until)

    assert days_of(rule, day, until) == [found for found in all_of_them if found >= day]


@given(rule=strategies.cadences())
def test_every_occurrence_is_one_of_the_days_of_the_pattern(rule: CadenceRule) -> None:
    days = days_of(rule, rule.anchor, rule.anchor + timedelta(days=1500))
    anchors = [
        cadence.anchor_for(frequency=rule.frequency, weekday=rule.weekday, nth=rule.nth, starts_on=day) for day in days
    ]

    assert days == anchors


@given(rule=strategies.cadences())
def test_a_cadence_occurs_once_in_each_of_its_cycles(rule: CadenceRule) -> None:
    days = days_of(rule, rule.anchor, date(2045, 12, 31))
    unit = 7 if rule.frequency is Frequency.WEEKLY else 1
    cycles = [
        (day - rule.anchor).days if unit == 7 else (day.year - rule.anchor.year) * 12 + day.month - rule.anchor.month
        for day in days
    ]

    assert cycles == [n * rule.interval * unit for n in range(len(days))]


@given(zone=strategies.zones, anchor=st.dates(date(2020, 1, 1), date(2025, 12, 31)), at=strategies.wall_times)
def test_biweekly_is_exactly_14_days_for_20_years(zone: ZoneInfo, anchor: date, at: time) -> None:
    rule = CadenceRule(
        frequency=Frequency.WEEKLY, interval=2, weekday=anchor.weekday(), time=at, zone=zone, anchor=anchor
    )
    days = days_of(rule, anchor, anchor + timedelta(days=521 * 14))

    assert days == [anchor + timedelta(days=14 * n) for n in range(522)]


# Its parts


@pytest.mark.parametrize(
    ("frequency", "weekday", "nth", "starts_on", "expected"),
    [
        (Frequency.WEEKLY, 0, None, date(2027, 3, 15), date(2027, 3, 15)),
        (Frequency.WEEKLY, 0, None, date(2027, 3, 16), date(2027, 3, 22)),
        (Frequency.MONTHLY, 0, 1, date(2027, 3, 1), date(2027, 3, 1)),
        (Frequency.MONTHLY, 0, 1, date(2027, 3, 2), date(2027, 4, 5)),
        (Frequency.MONTHLY, 4, -1, date(2027, 12, 31), date(2027, 12, 31)),
        (Frequency.MONTHLY, 4, 4, date(2027, 12, 31), date(2028, 1, 28)),
    ],
)
def test_the_anchor_is_the_first_such_day(
    frequency: Frequency, weekday: int, nth: int | None, starts_on: date, expected: date
) -> None:
    anchor = cadence.anchor_for(frequency=frequency, weekday=weekday, nth=nth, starts_on=starts_on)

    assert anchor == expected


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("interval", {"interval": 0}),
        ("interval", {"interval": 53}),
        ("weekday", {"weekday": 7}),
        ("weekday", {"weekday": -1}),
        ("nth", {"nth": 1}),
        ("nth", {"frequency": Frequency.MONTHLY}),
        ("nth", {"frequency": Frequency.MONTHLY, "nth": 5}),
        ("nth", {"frequency": Frequency.MONTHLY, "nth": 0}),
        ("anchor", {"anchor": date(2027, 3, 17)}),
        ("anchor", {"frequency": Frequency.MONTHLY, "nth": 2}),
    ],
)
def test_parts_that_do_not_fit_are_refused_by_field(field: str, changes: dict[str, Any]) -> None:
    parts: dict[str, Any] = {
        "frequency": Frequency.WEEKLY,
        "interval": 2,
        "weekday": 1,
        "time": time(10),
        "zone": BERLIN,
        "anchor": date(2027, 3, 16),
    }
    with pytest.raises(InvalidValueError) as refusal:
        CadenceRule(**parts | changes)

    assert list(refusal.value.fields) == [field]


# Holidays


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 3, 23), date(2027, 3, 23)),
        (date(2027, 3, 26), date(2027, 3, 30)),
        (date(2027, 3, 27), date(2027, 3, 27)),
    ],
    ids=["working day", "holiday", "Saturday on purpose"],
)
def test_a_holiday_moves_a_sync_to_the_next_working_day(day: date, expected: date) -> None:
    assert cadence.moved_for_holidays(day, calendar=EASTER) == expected


@given(rule=strategies.cadences(), calendar=strategies.calendars())
def test_holidays_move_one_occurrence_and_never_the_anchor(rule: CadenceRule, calendar: WorkingCalendar) -> None:
    days = days_of(rule, date(2020, 1, 1), date(2045, 12, 31))
    moved = [day for day in days if cadence.moved_for_holidays(day, calendar=calendar) != day]

    assert moved == [day for day in days if day in calendar.holidays]


# Rounds


def test_a_round_opens_three_working_days_before_its_sync() -> None:
    starts_at = utc("2027-03-30 08:00")

    assert cadence.round_of(date(2027, 3, 30), starts_at=starts_at, calendar=EASTER) == Round(
        opens_on=date(2027, 3, 23), ends_at=starts_at
    )


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 3, 14), None),
        (date(2027, 3, 15), Round(opens_on=date(2027, 3, 15), ends_at=utc("2027-03-18 23:00"))),
        (date(2027, 3, 28), Round(opens_on=date(2027, 3, 15), ends_at=utc("2027-03-18 23:00"))),
        (date(2027, 3, 29), Round(opens_on=date(2027, 3, 29), ends_at=utc("2027-04-01 22:00"))),
    ],
    ids=["before the first", "the first", "until the next", "over Easter"],
)
def test_without_a_cadence_a_round_opens_every_14_days(day: date, expected: Round | None) -> None:
    found = cadence.round_without_cadence(day, activated_on=date(2027, 3, 1), zone=BERLIN, calendar=EASTER)

    assert found == expected


@pytest.mark.parametrize(
    ("ended_on", "cycle_days", "expected"),
    [
        (date(2027, 3, 16), 7, date(2027, 3, 18)),
        (date(2027, 3, 16), 14, date(2027, 3, 19)),
        (date(2027, 3, 16), 30, date(2027, 3, 22)),
        (date(2027, 3, 25), 7, date(2027, 3, 30)),
        (date(2027, 3, 25), 14, date(2027, 3, 30)),
    ],
    ids=["weekly", "biweekly", "monthly", "one working day is longer", "one working day is longer still"],
)
def test_silence_has_a_grace(ended_on: date, cycle_days: int, expected: date) -> None:
    assert cadence.grace_until(ended_on, cycle_days=cycle_days, calendar=EASTER) == expected
