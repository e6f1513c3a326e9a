import itertools
from datetime import date, timedelta

import pytest

from agreements.domain import plots
from agreements.domain.plots import DateLine, Scale, Segment, Share, Trend, TrendPoint, Window

TODAY = date(2026, 3, 16)


def line(due: date, *, expected: date | None = None) -> DateLine:
    return DateLine(promised_on=date(2026, 3, 1), due_on=due, state="on_track", expected_on=expected)


@pytest.mark.parametrize(
    ("on", "x"),
    [
        (date(2026, 3, 1), 0),
        (date(2026, 3, 6), 50),
        (date(2026, 3, 11), 100),
        (date(2026, 1, 1), 0),
        (date(2027, 1, 1), 100),
    ],
)
def test_a_window_places_days_and_keeps_them_inside(on: date, x: float) -> None:
    assert Window(date(2026, 3, 1), date(2026, 3, 11), TODAY).x(on) == x


def test_a_window_of_one_day_does_not_divide_by_nothing() -> None:
    assert Window(TODAY, TODAY, TODAY).x(TODAY) == 0


def test_a_window_shows_every_date_and_room_for_a_label() -> None:
    found = plots.window_over([line(date(2026, 3, 31))], as_of=TODAY)

    assert (found.starts_on, found.ends_on) == (date(2026, 2, 28), date(2026, 4, 9))


def test_a_window_shows_the_expected_day() -> None:
    found = plots.window_over([line(date(2026, 3, 18), expected=date(2026, 4, 20))], as_of=TODAY)

    assert found.ends_on > date(2026, 4, 20)


def test_a_window_forgets_what_lies_far_back() -> None:
    old = DateLine(date(2024, 1, 1), date(2026, 3, 20), "on_track")

    assert plots.window_over([old], as_of=TODAY).starts_on == TODAY - timedelta(days=85)


def test_a_window_over_nothing_still_has_today_inside() -> None:
    found = plots.window_over([], as_of=TODAY)

    assert (found.starts_on, found.ends_on) == (date(2026, 3, 8), date(2026, 3, 28))


@pytest.mark.parametrize(("weeks", "step"), [(6, 7), (15, 14), (40, 28)])
def test_gridlines_thin_out_with_the_span(weeks: int, step: int) -> None:
    window = Window(date(2026, 1, 6), date(2026, 1, 6) + timedelta(weeks=weeks), TODAY)
    days = [tick.on for tick in plots.ticks(window)]

    assert {(later - earlier).days for earlier, later in itertools.pairwise(days)} == {step}


def test_gridlines_lie_on_mondays_inside_the_window() -> None:
    window = Window(date(2026, 3, 3), date(2026, 3, 31), TODAY)

    assert [tick.on.isoformat() for tick in plots.ticks(window)] == [
        "2026-03-09",
        "2026-03-16",
        "2026-03-23",
        "2026-03-30",
    ]


def test_a_label_gives_way_to_today_and_to_the_edges() -> None:
    window = Window(date(2026, 3, 3), date(2026, 3, 31), TODAY)

    assert [tick.on.day for tick in plots.ticks(window) if tick.is_labelled] == [9, 23]


@pytest.mark.parametrize(("value", "y"), [(0, 94), (10, 6), (5, 50), (-3, 94), (30, 6)])
def test_a_scale_places_values_and_keeps_them_inside(value: float, y: float) -> None:
    assert Scale(0, 10).y(value) == y


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ([3, None, 8], (3, 8)),
        ([5.0], (4.5, 5.5)),
        ([0.0], (-1, 1)),
        ([], (0, 1)),
    ],
)
def test_a_scale_fits_the_values_there_are(values: list[float | None], ends: tuple[float, float]) -> None:
    found = plots.scale_over(values)

    assert (found.low, found.high) == ends


def test_values_spread_evenly() -> None:
    assert [point.x for point in plots.spread([1, 2, 3], Scale(0, 3))] == [0, 50, 100]


def test_shares_lie_end_to_end() -> None:
    assert plots.segments([Share(1, "kept"), Share(0, "lapsed"), Share(3, "adjusted_early")]) == (
        Segment(0, 25, "kept"),
        Segment(25, 75, "adjusted_early"),
    )


def test_shares_of_a_total_leave_a_rest() -> None:
    assert plots.segments([Share(1, "kept")], total=4) == (Segment(0, 25, "kept"),)


@pytest.mark.parametrize("shares", [[], [Share(0, "kept")]])
def test_shares_of_nothing_are_nothing(shares: list[Share]) -> None:
    assert plots.segments(shares) == ()


def test_gridlines_run_from_high_to_low() -> None:
    assert plots.gridlines(Trend((), "kept", low=60, step=10)) == (100, 90, 80, 70, 60)


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [(10, 40, (10, 40)), (50, 52, (46.5, 55.5)), (52, 50, (55.5, 46.5)), (50, 50, (45.5, 54.5))],
)
def test_labels_too_close_are_pushed_apart(first: float, second: float, found: tuple[float, float]) -> None:
    assert plots.apart(first, second) == found


@pytest.mark.parametrize(
    ("values", "low", "step"),
    [((83, 96), 70, 10), ((74, 86), 60, 10), ((55, 90), 50, 10), ((42, 90), 20, 20), ((0, 100), 0, 20), ((), 70, 10)],
)
def test_a_scale_begins_at_a_ten_below_what_is_drawn(values: tuple[float, ...], low: float, step: float) -> None:
    points = tuple(TrendPoint(date(2026, 3, 2), value) for value in values)
    found = plots.fitted(Trend(points, "kept", band_low=80))

    assert (found.low, found.step, found.points) == (low, step, points)


def test_gaps_part_a_line_into_runs() -> None:
    scale = Scale(0, 100, top=0, bottom=100)

    assert plots.runs([None, 100, 0, None, 50], scale) == (
        (plots.Point(25, 0), plots.Point(50, 100)),
        (plots.Point(100, 50),),
    )


def test_nothing_but_gaps_is_no_run() -> None:
    assert plots.runs([None, None], Scale(0, 100)) == ()
