from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from agreements.domain.drift.cutoffs import (
    Cutoffs,
    PassedRound,
    Rhythm,
    anywhere,
    cutoffs,
    fortnightly,
    passed_round,
    share_of,
)
from agreements.domain.drift.thresholds import Thresholds
from teams.domain.calendar import WorkingCalendar

BERLIN = ZoneInfo("Europe/Berlin")
CALENDAR = WorkingCalendar()
ACTIVATED = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)


def as_of(at: datetime, rhythm: Rhythm | None = None, zone: ZoneInfo = BERLIN) -> Cutoffs:
    return cutoffs(at=at, zone=zone, activated_at=ACTIVATED, thresholds=Thresholds(), calendar=CALENDAR, rhythm=rhythm)


def biweekly(*sync_days: date) -> Rhythm:
    rounds = [passed_round(day, calendar=CALENDAR) for day in sync_days]
    return Rhythm(words="biweekly sync", cycle_days=14, rounds=rounds)


@pytest.mark.parametrize(
    ("zone", "today"),
    [("Europe/Berlin", date(2027, 3, 4)), ("America/New_York", date(2027, 3, 3)), ("UTC", date(2027, 3, 3))],
)
def test_today_is_the_agreements_own(zone: str, today: date) -> None:
    assert as_of(datetime(2027, 3, 3, 23, 30, tzinfo=UTC), zone=ZoneInfo(zone)).today == today


def test_dates_count_working_days() -> None:
    cut = as_of(datetime(2027, 3, 8, 9, 0, tzinfo=UTC))  # a Monday
    assert (cut.grace_before, cut.due_soon_until) == (date(2027, 3, 5), date(2027, 3, 15))


def test_local_date_of_an_instant() -> None:
    cut = as_of(datetime(2027, 3, 8, 9, 0, tzinfo=UTC))
    assert cut.local(datetime(2027, 3, 7, 23, 30, tzinfo=UTC)) == "2027-03-08"


def test_no_instant_has_no_local_date() -> None:
    assert as_of(datetime(2027, 3, 8, 9, 0, tzinfo=UTC)).local(None) is None


# The biweekly sync of Monday 1 March; three working days before it is Wednesday 24 February. Its grace, 20 % of 14 days
# begun, is three days and ends with Thursday 4 March.
@pytest.mark.parametrize(
    ("day", "silent_since"),
    [(date(2027, 3, 4), None), (date(2027, 3, 5), datetime(2027, 2, 23, 10, 0, tzinfo=UTC))],
)
def test_silence_begins_when_the_grace_of_a_round_is_over(day: date, silent_since: datetime | None) -> None:
    cut = as_of(datetime(day.year, day.month, day.day, 9, 0, tzinfo=UTC), biweekly(date(2027, 3, 1)))
    assert cut.silent_since == silent_since


def test_the_next_sync_without_a_word_doubles_it_at_once() -> None:
    cut = as_of(datetime(2027, 3, 15, 12, 0, tzinfo=UTC), biweekly(date(2027, 3, 15), date(2027, 3, 1)))
    assert cut.silent_twice_since == datetime(2027, 2, 23, 10, 0, tzinfo=UTC)
    assert cut.round_on == date(2027, 3, 15)


def test_one_round_is_not_two() -> None:
    cut = as_of(datetime(2027, 3, 8, 12, 0, tzinfo=UTC), biweekly(date(2027, 3, 1)))
    assert (cut.silent_twice_since, cut.round_on) == (None, date(2027, 3, 1))


def test_a_round_within_grace_is_not_counted_twice() -> None:
    cut = as_of(datetime(2027, 3, 2, 12, 0, tzinfo=UTC), biweekly(date(2027, 3, 1), date(2027, 2, 27)))
    assert (cut.silent_since, cut.silent_twice_since, cut.round_on) == (None, None, None)


def test_without_a_cadence_rounds_count_from_activation() -> None:
    rhythm = fortnightly(date(2027, 3, 5), activated_on=date(2027, 2, 1), zone=BERLIN, calendar=CALENDAR)
    assert rhythm.rounds == (
        PassedRound(opened_at=anywhere(date(2027, 3, 1)), ended_on=date(2027, 3, 4)),
        PassedRound(opened_at=anywhere(date(2027, 2, 15)), ended_on=date(2027, 2, 18)),
    )


def test_a_round_that_has_not_ended_is_left_out() -> None:
    rhythm = fortnightly(date(2027, 3, 4), activated_on=date(2027, 2, 1), zone=BERLIN, calendar=CALENDAR)
    assert [asked.ended_on for asked in rhythm.rounds] == [date(2027, 2, 18)]


def test_cutoffs_without_a_rhythm_use_those_rounds() -> None:
    cut = as_of(datetime(2027, 2, 22, 9, 0, tzinfo=UTC))
    assert (cut.rhythm, cut.round_on) == ("round of check-ins", date(2027, 2, 18))


def test_a_day_begins_first_fourteen_hours_ahead_of_utc() -> None:
    assert anywhere(date(2027, 3, 1)) == datetime(2027, 2, 28, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("resumed_on", "expected"),
    [
        (None, datetime(2027, 3, 11, 23, 0, tzinfo=UTC)),  # the first instant of Friday 12 March in Berlin
        (date(2027, 3, 11), datetime(2027, 3, 11, 23, 0, tzinfo=UTC)),
        (date(2027, 3, 12), None),
    ],
)
def test_a_delivery_waits_for_the_longer_of_a_working_day_and_a_share_of_the_cadence(
    resumed_on: date | None, expected: datetime | None
) -> None:
    cut = cutoffs(
        at=datetime(2027, 3, 15, 9, 0, tzinfo=UTC),
        zone=BERLIN,
        activated_at=ACTIVATED,
        thresholds=Thresholds(),
        calendar=CALENDAR,
        rhythm=biweekly(date(2027, 3, 15)),
        resumed_on=resumed_on,
    )
    assert cut.declared_before == expected


@pytest.mark.parametrize(("days", "expected"), [(7, 2), (14, 3), (30, 6), (5, 1)])
def test_share_counts_begun_days(days: int, expected: int) -> None:
    assert share_of(days, percent=20) == expected


@pytest.mark.parametrize(
    ("resumed_on", "round_on", "counts_from"),
    [
        (date(2027, 1, 15), date(2027, 3, 1), date(2027, 2, 1)),
        (date(2027, 3, 1), date(2027, 3, 1), date(2027, 3, 1)),
        (date(2027, 3, 2), None, date(2027, 3, 2)),
    ],
)
def test_nothing_counts_that_ended_before_a_pause_did(
    resumed_on: date, round_on: date | None, counts_from: date
) -> None:
    cut = cutoffs(
        at=datetime(2027, 3, 8, 12, 0, tzinfo=UTC),
        zone=BERLIN,
        activated_at=ACTIVATED,
        thresholds=Thresholds(),
        calendar=CALENDAR,
        rhythm=biweekly(date(2027, 3, 1)),
        resumed_on=resumed_on,
    )
    assert (cut.round_on, cut.counts_from) == (round_on, counts_from)
