from decimal import Decimal

import pytest

from tests.agreements.models.constraints import violates
from tests.factories import MetricFactory, ReadingFactory

pytestmark = pytest.mark.django_db


def test_a_name_is_used_once_in_an_agreement() -> None:
    metric = MetricFactory.create()
    with violates("one_metric_per_agreement_and_name"):
        MetricFactory.create(agreement=metric.agreement, name=metric.name)


@pytest.mark.parametrize("values", [{"bound": Decimal(97)}, {"bound_kind": "at_least"}])
def test_a_bound_and_its_kind_come_together(values: dict[str, object]) -> None:
    with violates("bound_has_a_kind"):
        MetricFactory.create(**values)


def test_a_metric_is_read_every_day_at_most() -> None:
    with violates("metric_is_read_every_day_at_most"):
        MetricFactory.create(every_days=0)


def test_a_day_has_one_reading() -> None:
    reading = ReadingFactory.create()
    with violates("one_reading_per_metric_and_day"):
        ReadingFactory.create(metric=reading.metric, on=reading.on)
