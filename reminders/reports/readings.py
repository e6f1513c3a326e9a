"""The numbers that the reader of a mail link reports, read with the same press."""

from dataclasses import dataclass
from datetime import date, datetime

from agreements.models import Agreement, Metric, Reading
from agreements.reports.metrics import written
from teams.domain.calendar import local_date, zone
from teams.models import Person


@dataclass(frozen=True, slots=True)
class Reported:
    """A joint metric, the day that a value sent now is of, and its latest reading, "" and None before the first."""

    metric: Metric
    on: date
    last: str
    last_on: date | None


def reported_by(person: Person, *, agreement: Agreement, at: datetime) -> tuple[Reported, ...]:
    """The metrics in the terms of ``agreement`` that ``person`` reports. Two queries."""
    metrics = Metric.objects.in_terms().filter(agreement=agreement, reporter=person).order_by("pk")
    today = local_date(at, zone=zone(agreement.time_zone))
    readings = Reading.objects.filter(metric__in=metrics).order_by("metric", "-on").distinct("metric")
    latest = {reading.metric_id: reading for reading in readings}
    return tuple(_reported(metric, latest.get(metric.pk), today) for metric in metrics.select_related("agreement"))


def _reported(metric: Metric, latest: Reading | None, today: date) -> Reported:
    if latest is None:
        return Reported(metric, today, "", None)
    return Reported(metric, today, written(latest.value, metric.unit), latest.on)
