from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from agreements.domain.clock_changes import yearly_changes

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Europe/Berlin", [("2026-03-29 02:00", 3, 6, -1, True), ("2026-10-25 03:00", 10, 6, -1, False)]),
        ("America/New_York", [("2026-03-08 02:00", 3, 6, 2, True), ("2026-11-01 02:00", 11, 6, 1, False)]),
        ("Australia/Sydney", [("2026-04-05 03:00", 4, 6, 1, False), ("2026-10-04 02:00", 10, 6, 1, True)]),
    ],
)
def test_two_rules_a_year(name: str, expected: list[tuple[object, ...]]) -> None:
    rules = yearly_changes(ZoneInfo(name), first_year=2026, last_year=2031)

    assert rules is not None
    found = [(f"{rule.first:%Y-%m-%d %H:%M}", rule.month, rule.weekday, rule.nth, rule.is_daylight) for rule in rules]
    assert found == expected


def test_the_offsets_on_both_sides_and_the_name() -> None:
    spring, autumn = yearly_changes(ZoneInfo("America/New_York"), first_year=2026, last_year=2031) or ()

    assert (spring.offset_from, spring.offset_to, spring.name) == (-5 * HOUR, -4 * HOUR, "EDT")
    assert (autumn.offset_from, autumn.offset_to, autumn.name) == (-4 * HOUR, -5 * HOUR, "EST")


@pytest.mark.parametrize("name", ["UTC", "Asia/Kolkata", "America/Phoenix"])
def test_clocks_that_never_change_have_no_rule(name: str) -> None:
    assert yearly_changes(ZoneInfo(name), first_year=2026, last_year=2031) == ()


@pytest.mark.parametrize("name", ["Africa/Casablanca", "Asia/Jerusalem"])
def test_changes_by_no_yearly_rule_are_told_apart(name: str) -> None:
    assert yearly_changes(ZoneInfo(name), first_year=2026, last_year=2031) is None


def test_the_clocks_do_change_then() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    spring, _ = yearly_changes(berlin, first_year=2026, last_year=2031) or ()
    at = (spring.first - spring.offset_from).replace(tzinfo=UTC)

    assert [moment.astimezone(berlin).hour for moment in (at - timedelta(minutes=1), at)] == [1, 3]
    assert datetime(2026, 3, 29, 1, tzinfo=UTC) == at
