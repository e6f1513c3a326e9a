from datetime import date, timedelta
from decimal import Decimal

import pytest

from agreements.domain.metrics import Bound, BoundKind, Direction, Reading, TargetLine

START = date(2027, 1, 1)


def day(n: int) -> date:
    return START + timedelta(days=n)


def readings(*pairs: tuple[int, str]) -> list[Reading]:
    return [Reading(on=day(n), value=Decimal(value)) for n, value in pairs]


def line(direction: str, *, baseline: str = "100", target: str = "200") -> TargetLine:
    return TargetLine(
        direction=Direction(direction),
        baseline=Decimal(baseline),
        starts_on=day(0),
        target=Decimal(target),
        target_on=day(100),
    )


# The line


@pytest.mark.parametrize(
    ("direction", "n", "expected"),
    [
        ("up", -5, "100"),
        ("up", 0, "100"),
        ("up", 25, "125"),
        ("up", 100, "200"),
        ("up", 150, "200"),
        ("hold", 25, "200"),
    ],
)
def test_the_line_runs_from_baseline_to_target(direction: str, n: int, expected: str) -> None:
    assert line(direction).expected_on(day(n)) == Decimal(expected)


def test_a_line_without_length_is_its_target() -> None:
    flat = TargetLine(
        direction=Direction.UP,
        baseline=Decimal(1),
        starts_on=day(0),
        target=Decimal(5),
        target_on=day(0),
    )

    assert flat.expected_on(day(0)) == Decimal(5)


@pytest.mark.parametrize(
    ("course", "value", "expected"),
    [
        (line("up"), "125", False),
        (line("up"), "124.9999", True),
        (line("up"), "300", False),
        (line("down", target="0"), "75", False),
        (line("down", target="0"), "75.0001", True),
        (line("down", target="0"), "0", False),
        (line("hold"), "190", False),
        (line("hold"), "210", False),
        (line("hold"), "189.9999", True),
        (line("hold"), "210.0001", True),
        (line("hold", target="-200"), "-205", False),
        (line("hold", target="0"), "0.0001", True),
    ],
)
def test_a_reading_is_off_the_line_on_its_wrong_side(course: TargetLine, value: str, expected: bool) -> None:
    assert course.is_off_line(Reading(on=day(25), value=Decimal(value))) is expected


@pytest.mark.parametrize(
    ("direction", "value", "expected"),
    [
        ("up", "200", False),
        ("up", "199.999999", True),
        ("down", "200", False),
        ("down", "200.000001", True),
        ("hold", "209", False),
        ("hold", "211", True),
    ],
)
def test_a_forecast_is_held_against_the_target(direction: str, value: str, expected: bool) -> None:
    assert line(direction).misses_target(Decimal(value)) is expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], 0),
        ([(10, "0"), (20, "0"), (30, "200")], 0),
        ([(10, "0"), (20, "200"), (30, "0"), (40, "0")], 2),
        ([(40, "0"), (10, "0"), (30, "0"), (20, "200")], 2),
        ([(10, "0"), (20, "0")], 2),
    ],
    ids=["none", "back on it", "the latest two", "in any order", "all"],
)
def test_the_latest_readings_off_the_line_are_counted(found: list[tuple[int, str]], expected: int) -> None:
    assert line("up").readings_off_line(readings(*found)) == expected


# Bounds


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("at_least", "97", False),
        ("at_least", "96.9", True),
        ("at_most", "97", False),
        ("at_most", "97.1", True),
    ],
)
def test_a_bound_is_broken_beyond_it(kind: str, value: str, expected: bool) -> None:
    assert Bound(kind=BoundKind(kind), value=Decimal(97)).is_broken_by(Decimal(value)) is expected
