from datetime import date, timedelta
from decimal import Decimal

import pytest

from agreements.domain.forecasts import Forecast
from agreements.models import Metric
from agreements.reports.metrics import MetricCell, in_words, metric_cells, written
from tests.factories import MetricFactory, ReadingFactory

pytestmark = pytest.mark.django_db

SOON = date(2027, 2, 12)  # after two readings


def cell_after(*values: int, as_of: date = date(2027, 3, 1), **fields: object) -> MetricCell:
    metric = MetricFactory.create(**fields)
    for week, value in enumerate(values):
        ReadingFactory.create(metric=metric, on=date(2027, 2, 1) + timedelta(weeks=week), value=Decimal(value))
    [cell] = metric_cells(metrics=Metric.objects.all(), as_of=as_of)
    return cell


@pytest.mark.parametrize(
    ("values", "state", "words"),
    [
        ((), "stale", "No readings yet"),
        ((100, 118, 140, 150, 170), "inside", "On the line"),
        ((100, 118, 140, 150, 120), "just_under", "Just under the line"),
        ((100, 101, 102, 103, 104), "off_course", "Below the line for 4 readings"),
        ((100, 200, 300, 400, 500), "met", "At the target"),
    ],
)
def test_the_state_says_where_the_readings_stand(values: tuple[int, ...], state: str, words: str) -> None:
    cell = cell_after(*values)
    assert (cell.state, cell.words) == (state, words)


def test_silence_is_named_after_two_intervals() -> None:
    cell = cell_after(100, as_of=date(2027, 2, 16))
    assert (cell.state, cell.words) == ("stale", "No reading for 15 days")


def test_a_broken_bound_comes_before_everything() -> None:
    assert cell_after(100, 90, bound=Decimal(95), bound_kind="at_least").state == "out_of_bound"


def test_the_latest_value_stands_beside_its_target() -> None:
    cell = cell_after(100, 118)
    assert (cell.value, cell.of, cell.read_on) == ("118 leads", "of 500 by 1 Aug", date(2027, 2, 8))


def test_a_reading_of_tomorrow_is_not_seen_yet() -> None:
    assert cell_after(100, 118, as_of=date(2027, 2, 7)).value == "100 leads"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [("31.0000", "%", "31%"), ("3.2", "h", "3.2 h"), ("1200", "", "1,200"), ("97.64", "%", "97.6%")],
)
def test_values_as_people_read_them(value: str, unit: str, text: str) -> None:
    assert written(Decimal(value), unit) == text


def test_a_level_is_held_within_its_band() -> None:
    cell = cell_after(102, 99, direction="hold", target=Decimal(100), as_of=SOON)
    assert (cell.state, cell.words, cell.of) == ("inside", "Inside the band", "to hold 100 leads")
    assert (cell.plot.band_low, cell.plot.band_high, cell.plot.baseline) == (95, 105, None)


def test_a_level_with_a_limit_of_its_own_keeps_both() -> None:
    cell = cell_after(102, 99, direction="hold", target=Decimal(100), bound=Decimal(98), bound_kind="at_least")
    assert (cell.of, cell.plot.band_low, cell.plot.band_high) == ("to hold 100 leads, never below 98 leads", 98, 105)


@pytest.mark.parametrize(
    ("kind", "band"), [("at_least", (80, None)), ("at_most", (None, 80))], ids=["at least", "at most"]
)
def test_the_band_of_a_limit_is_open_on_its_good_side(kind: str, band: tuple[float | None, float | None]) -> None:
    cell = cell_after(100, bound=Decimal(80), bound_kind=kind)
    assert (cell.plot.band_low, cell.plot.band_high) == band


@pytest.mark.parametrize(
    ("values", "words"),
    [((100, 98, 99, 94), "Just outside the band"), ((90, 91, 92, 93), "Outside the band for 4 readings")],
)
def test_a_level_that_is_not_held_says_so(values: tuple[int, ...], words: str) -> None:
    assert cell_after(*values, direction="hold", target=Decimal(100)).words == words


def test_a_metric_that_goes_down_is_above_its_line() -> None:
    cell = cell_after(100, 99, direction="down", target=Decimal(20), as_of=SOON)
    assert (cell.state, cell.words) == ("just_under", "Just off the line")


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("at_least", "96.9", "Off track: In-stock rate under 97%"),
        ("at_least", "97", "At the target"),
        ("at_most", "97.1", "Off track: In-stock rate over 97%"),
    ],
)
def test_the_target_reached_does_not_make_up_for_a_limit_broken_elsewhere(kind: str, value: str, words: str) -> None:
    stock = MetricFactory.create(name="In-stock rate", unit="%")
    ReadingFactory.create(metric=stock, on=date(2027, 3, 1), value=Decimal(value))
    margin = MetricFactory.create(agreement=stock.agreement, bound=97, bound_kind=kind, bound_on=stock)
    ReadingFactory.create(metric=margin, on=date(2027, 3, 1), value=Decimal(510))
    [cell] = metric_cells(metrics=[margin], as_of=date(2027, 3, 1))
    assert cell.words == words


def test_where_it_is_heading_has_its_interval() -> None:
    cell = cell_after(100, 118, 121, 140, 150)
    assert cell.heading == "heading for 407 leads (358 to 566) by 1 Aug"


@pytest.mark.parametrize(
    ("values", "fields"),
    [((100, 118, 121), {}), ((100, 118, 121, 140), {"target_on": date(2027, 2, 22)})],
    ids=["too few readings", "its day is read"],
)
def test_nothing_is_foreseen(values: tuple[int, ...], fields: dict[str, date]) -> None:
    assert cell_after(*values, **fields).heading == ""


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        ("440.2", "505.1", "470 leads (440 to 506)"),
        ("468.22", "473.11", "470.4 leads (468.2 to 473.2)"),
        ("470.4", "470.4", "470.4 leads"),
    ],
)
def test_an_interval_is_told_as_finely_as_it_is_known(low: str, high: str, text: str) -> None:
    assert in_words(Forecast(Decimal("470.4"), Decimal(low), Decimal(high)), "leads") == text


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ((), "No readings yet: to reach 500 by 1 Aug."),
        ((100,), "The only reading is 100 leads on 1 Feb; on the line."),
        ((100, 90), "100 leads on 1 Feb, 90 leads on 8 Feb, 2 readings in all; just under the line."),
    ],
)
def test_the_plot_is_said_in_one_sentence(values: tuple[int, ...], says: str) -> None:
    assert cell_after(*values, as_of=SOON).says == says
