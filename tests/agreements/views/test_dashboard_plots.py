"""What the drawings of the executive page are given; no database."""

from datetime import date, timedelta

import pytest

from agreements.domain.counting import WEEK, Outcomes, Weeks
from agreements.reports.dashboard.trend import Strip, Trend, TrendPoint, WeekBar
from agreements.views.dashboard_plots import columns, counts, rate_plot, rate_words, shares

TODAY = date(2026, 3, 16)


def strip(*came_due: int, made: int = 0) -> Strip:
    first = TODAY - (len(came_due) - 1) * WEEK
    return Strip(
        tuple(
            WeekBar(first + index * WEEK, Outcomes(kept=kept), made, index == len(came_due) - 1, "/")
            for index, kept in enumerate(came_due)
        )
    )


def trend(*kept: int | None) -> Trend:
    return Trend(
        tuple(
            TrendPoint(TODAY + timedelta(weeks=index), each, None if each is None else each + 10, 5)
            for index, each in enumerate(kept)
        )
    )


def test_a_bar_leaves_out_what_is_none() -> None:
    assert [share.state for share in shares(Outcomes(kept=3, lapsed=1))] == ["kept", "lapsed"]


@pytest.mark.parametrize(("at_short_notice", "told"), [(0, 3), (1, 4)])
def test_short_notice_is_told_only_where_there_was_some(at_short_notice: int, told: int) -> None:
    assert len(counts(Outcomes(kept=3, adjusted_late=at_short_notice), weeks=Weeks(12, TODAY))) == told


def test_a_strip_begins_with_the_first_week_that_has_something() -> None:
    assert [column.begins_on for column in columns(strip(0, 0, 2, 0))] == [date(2026, 3, 9), TODAY]


def test_a_strip_of_nothing_has_no_columns() -> None:
    assert columns(strip(0, 0, 0)) == ()


def test_columns_share_the_scale_of_the_fullest_or_of_what_was_made() -> None:
    assert [[column.most for column in columns(strip(1, 3, made=made))] for made in (0, 7)] == [[3, 3], [7, 7]]


def test_a_year_is_shown_by_four_weeks() -> None:
    found = columns(strip(*[1] * 52))

    assert [(column.outcomes.kept, column.begins_on) for column in (found[0], found[-1])] == [
        (4, TODAY - 51 * WEEK),
        (4, TODAY - 3 * WEEK),
    ]


def test_a_column_leads_to_what_came_due_in_it() -> None:
    past, present = columns(strip(1, 1))

    assert past.address == "/commitments/?came_due=52&due_after=2026-03-09&due_before=2026-03-15"
    assert present.address == "/commitments/?came_due=52&due_after=2026-03-16"


def test_a_column_is_told_in_words() -> None:
    assert columns(strip(2, made=3))[0].words == "2 kept as agreed; 3 made"


def test_a_rate_is_drawn_from_where_there_is_one() -> None:
    plot = rate_plot(trend(*[None] * 6, 70, 71, 72, 73, 74, 75))

    assert (len(plot.points), plot.points[0].value, plot.low) == (6, 70, 60)


def test_few_weeks_of_a_rate_keep_their_place() -> None:
    assert [point.value for point in rate_plot(trend(*[None] * 10, 70, 71)).points] == [None] * 4 + [70, 71]


def test_a_rate_is_told_in_a_sentence() -> None:
    assert rate_words(trend(None, 70, 80)) == (
        "In the four weeks to 30 March, 80% were kept and 90% in time; in those to 23 March 70% and 80%."
    )


def test_no_rate_is_no_sentence() -> None:
    assert rate_words(trend(None, None)) == ""
