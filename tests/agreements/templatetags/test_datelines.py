"""Golden markup of date lines: what they draw changes only on purpose."""

from datetime import date

import pytest
from django.templatetags.static import static

from agreements.domain.plots import DateLine, Slip, Window
from agreements.templatetags import datelines

WINDOW = Window(date(2026, 3, 2), date(2026, 4, 1), date(2026, 3, 16))


def plain(markup: str) -> str:
    return markup.replace(static("icons.svg"), "icons.svg")


def test_date_line_head() -> None:
    assert datelines.date_line_head(WINDOW) == (
        '<svg class="dateline dateline-head" aria-hidden="true">'
        '<text x="23.33%" y="50%" dy=".36em" text-anchor="middle">9 Mar</text>'
        '<text x="70%" y="50%" dy=".36em" text-anchor="middle">23 Mar</text>'
        '<text class="now-word" x="46.67%" y="50%" dy=".36em" text-anchor="middle">Today</text></svg>'
    )


def test_date_line_of_a_moved_commitment() -> None:
    line = DateLine(date(2026, 3, 5), date(2026, 3, 23), "at_risk", (date(2026, 3, 17),))

    assert plain(datelines.date_line(line, Window(date(2026, 3, 3), date(2026, 4, 2), date(2026, 3, 18)))) == (
        '<svg class="dateline t-watch" aria-hidden="true">'
        '<line class="tick" x1="20%" x2="20%" y1="-200%" y2="300%"/>'
        '<line class="tick" x1="43.33%" x2="43.33%" y1="-200%" y2="300%"/>'
        '<line class="tick" x1="66.67%" x2="66.67%" y1="-200%" y2="300%"/>'
        '<line class="tick" x1="90%" x2="90%" y1="-200%" y2="300%"/>'
        '<line class="now" x1="50%" x2="50%" y1="-200%" y2="300%"/>'
        '<line class="track" x1="6.67%" x2="46.67%" y1="50%" y2="50%"/>'
        '<line class="slip" x1="46.67%" x2="66.67%" y1="50%" y2="50%"/>'
        '<circle class="was" cx="46.67%" cy="50%" r="4"/>'
        '<svg x="66.67%" y="50%" overflow="visible">'
        '<use class="i" href="icons.svg#g-doubt" x="-7" y="-7" width="14" height="14"/></svg>'
        '<svg x="66.67%" y="50%" overflow="visible"><text x="12" dy=".36em" text-anchor="start">23 Mar</text></svg>'
        '</svg><span class="hide">First agreed for 17 March, moved to 23 March</span>'
    )


def test_a_kept_commitment_ends_where_it_was_delivered() -> None:
    line = DateLine(date(2026, 3, 2), date(2026, 3, 20), "kept", ended_on=date(2026, 3, 17))

    assert '<line class="track track-done" x1="0%" x2="50%"' in datelines.date_line(line, WINDOW)


def test_a_label_far_right_stands_left_of_its_mark() -> None:
    line = DateLine(date(2026, 3, 2), date(2026, 3, 29), "on_track")

    assert '<text x="-12" dy=".36em" text-anchor="end">29 Mar</text>' in datelines.date_line(line, WINDOW)


def test_the_expected_day_is_a_ring_of_its_own() -> None:
    line = DateLine(date(2026, 3, 2), date(2026, 3, 11), "at_risk", expected_on=date(2026, 3, 17))

    assert '<circle class="expected" cx="50%" cy="50%" r="5"/>' in datelines.date_line(line, WINDOW)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (DateLine(date(2026, 3, 2), date(2026, 3, 18), "on_track"), "Due 18 March"),
        (
            DateLine(date(2026, 3, 2), date(2026, 3, 18), "at_risk", expected_on=date(2026, 3, 20)),
            "Due 18 March, expected 20 March",
        ),
        (
            DateLine(date(2026, 3, 2), date(2026, 3, 18), "at_risk", expected_on=date(2026, 3, 18)),
            "Due 18 March",
        ),
        (
            DateLine(date(2026, 3, 2), date(2026, 3, 18), "kept", ended_on=date(2026, 3, 16)),
            "Due 18 March, delivered 16 March",
        ),
    ],
)
def test_date_sentence(line: DateLine, said: str) -> None:
    assert datelines.date_sentence(line) == said


def test_a_slip_goes_from_a_ring_to_its_mark() -> None:
    slip = Slip(was=date(2026, 3, 17), now=date(2026, 3, 23), code="changed", needed_by=date(2026, 3, 20))

    assert plain(datelines.slip_line(slip, WINDOW)).partition('y2="300%"/><line class="track"')[2] == (
        ' x1="0%" x2="50%" y1="50%" y2="50%"/>'
        '<line class="slip" x1="50%" x2="70%" y1="50%" y2="50%"/><circle class="was" cx="50%" cy="50%" r="4"/>'
        '<svg x="70%" y="50%" overflow="visible">'
        '<use class="i" href="icons.svg#g-adjusted" x="-7" y="-7" width="14" height="14"/></svg>'
        '<svg x="70%" y="50%" overflow="visible"><text x="12" dy=".36em" text-anchor="start">23 Mar</text></svg>'
        '<line class="needed" x1="60%" x2="60%" y1="22%" y2="78%"/></svg>'
    )


def test_a_date_that_comes_forward_is_named_left_of_its_mark() -> None:
    slip = Slip(was=date(2026, 3, 23), now=date(2026, 3, 17), code="changed")

    drawn = datelines.slip_line(slip, WINDOW)

    assert '<line class="slip" x1="70%" x2="50%"' in drawn
    assert '<text x="-12" dy=".36em" text-anchor="end">17 Mar</text>' in drawn


@pytest.mark.parametrize("now", [None, date(2026, 3, 17)])
def test_what_does_not_move_keeps_one_mark_and_no_slip(now: date | None) -> None:
    drawn = datelines.slip_line(Slip(was=date(2026, 3, 17), now=now, code="stays"), WINDOW)

    assert ('class="slip"' in drawn, 'class="was"' in drawn, ">17 Mar<" in drawn) == (False, False, True)
