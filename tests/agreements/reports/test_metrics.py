from datetime import date, timedelta
from decimal import Decimal

import pytest

from agreements.models import Metric
from agreements.reports.metrics import MetricCell, metric_cells, written
from tests.factories import MetricFactory, ReadingFactory

pytestmark = pytest.mark.django_db


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
    assert (cell.value, cell.of, cell.read_on) == ("118 leads", "of 500 leads by 1 Aug", date(2027, 2, 8))


def test_a_reading_of_tomorrow_is_not_seen_yet() -> None:
    assert cell_after(100, 118, as_of=date(2027, 2, 7)).value == "100 leads"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [("31.0000", "%", "31%"), ("3.2", "h", "3.2 h"), ("1200", "", "1,200"), ("97.64", "%", "97.6%")],
)
def test_values_as_people_read_them(value: str, unit: str, text: str) -> None:
    assert written(Decimal(value), unit) == text
