"""Golden markup: what a chart draws changes only on purpose."""

from collections.abc import Sequence

import pytest
from django.templatetags.static import static

from agreements.domain.plots import Share
from agreements.templatetags import charts


def plain(markup: str) -> str:
    return markup.replace(static("icons.svg"), "icons.svg")


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0"), (-0.001, "0"), (100, "100"), (12.345, "12.35"), (12.5, "12.5"), (-7, "-7")]
)
def test_coordinates_have_two_decimals_at_most(number: float, text: str) -> None:
    assert charts.at(number) == text


def test_sparkline() -> None:
    assert charts.sparkline([1, 3, 2]) == (
        '<svg class="spark t-series" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">'
        '<path class="line" d="M0 80L50 20L100 50"/>'
        '<path class="halo" d="M100 50h0"/><path class="end" d="M100 50h0"/></svg>'
    )


def test_sparklines_may_share_a_scale() -> None:
    assert 'd="M0 80L100 50"' in charts.sparkline([0, 5], low=0, high=10)


def test_a_sparkline_is_open_where_there_was_too_little_to_say() -> None:
    drawn = charts.sparkline([1, 3, None, None, 2, 1])

    assert ('d="M0 80L20 20"' in drawn, 'd="M80 50L100 80"' in drawn, drawn.count('class="end"')) == (True, True, 1)


def test_a_sparkline_that_ends_in_silence_has_no_dot() -> None:
    assert "end" not in charts.sparkline([1, 3, None])


@pytest.mark.parametrize(("percent", "tone"), [(0, ""), (79, "t-watch"), (80, "t-ok"), (100, "t-ok")])
def test_a_rate_is_amber_below_what_teams_aim_for(percent: int, tone: str) -> None:
    drawn = charts.rate_bar(percent)

    assert [tone for tone in ("t-watch", "t-ok") if tone in drawn] == ([tone] if tone else [])


@pytest.mark.parametrize("values", [[], (), (None, None), (None, 3)])
def test_a_sparkline_of_nothing_is_nothing(values: Sequence[float]) -> None:
    assert charts.sparkline(values) == ""


def test_pulse_says_what_it_draws() -> None:
    assert plain(charts.pulse(["on_track", "", None])) == (
        '<span class="pulse" role="img" aria-label="Last 3 check-ins: on track, no update, no update">'
        '<svg class="i t-ok" aria-hidden="true"><use href="icons.svg#g-track"/></svg>'
        '<svg class="i t-plain" aria-hidden="true"><use href="icons.svg#g-none"/></svg>'
        '<svg class="i t-plain" aria-hidden="true"><use href="icons.svg#g-none"/></svg></span>'
    )


def test_pulse_shows_the_last_six() -> None:
    drawn = charts.pulse(["off_track", *["on_track"] * 6])

    assert (drawn.count("<svg"), "need to adjust" in drawn) == (6, False)


def test_a_pulse_of_nothing_is_nothing() -> None:
    assert charts.pulse([]) == ""


def test_share_bar() -> None:
    assert charts.share_bar([Share(3, "kept"), Share(0, "adjusted_early"), Share(1, "lapsed")]) == (
        '<svg class="sharebar" aria-hidden="true">'
        '<svg x="0%" width="75%"><rect class="t-ok o-kept" width="100%" height="100%"/></svg>'
        '<svg x="75%" width="25%"><rect class="t-drift o-lapsed" width="100%" height="100%"/>'
        '<rect class="seam" width="1.5" height="100%"/></svg></svg>'
    )


def test_share_bar_of_a_total_leaves_the_rest_as_ground() -> None:
    assert charts.share_bar([Share(83, "kept")], 100) == (
        '<svg class="sharebar sharebar-thin" aria-hidden="true"><rect class="rest" width="100%" height="100%"/>'
        '<svg x="0%" width="83%"><rect class="t-ok o-kept" width="100%" height="100%"/></svg></svg>'
    )


def test_a_column_stands_its_parts_on_each_other() -> None:
    assert charts.column([Share(3, "kept"), Share(0, "lapsed"), Share(1, "adjusted_late")], 5, 4) == (
        '<svg class="column" aria-hidden="true">'
        '<rect class="t-ok o-kept" y="40%" width="100%" height="60%"/>'
        '<rect class="t-change o-adjusted_late" y="20%" width="100%" height="20%"/>'
        '<rect class="seam" y="40%" width="100%" height="1.5"/>'
        '<rect class="made" y="20%" width="100%" height="2"/></svg>'
    )


@pytest.mark.parametrize("most", [0, 5])
def test_an_empty_column_is_an_empty_box(most: int) -> None:
    assert charts.column([], most) == '<svg class="column" aria-hidden="true"></svg>'
