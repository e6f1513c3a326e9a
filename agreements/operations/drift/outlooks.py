"""Where the readings of a metric are heading: kept on the metric, renewed when a reading or its target changed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from agreements.domain import metrics as rules
from agreements.domain.forecasts import forecast
from agreements.models import Metric, Reading


def look(*, agreements: Sequence[int], at: datetime) -> None:
    """Renew the forecast and the run of readings off the line of each changed metric of ``agreements``."""
    metrics = list(Metric.objects.in_terms().filter(agreement__in=agreements, looked_at=None).order_by("pk"))
    if not metrics:
        return
    readings = _readings(metrics)
    for metric in metrics:
        line = _line(metric)
        foreseen = forecast(readings[metric.pk], on=metric.target_on)
        metric.forecast = foreseen.value if foreseen else None
        metric.readings_off = line.readings_off_line(readings[metric.pk])
        metric.looked_at = at
    Metric.objects.bulk_update(metrics, ["forecast", "readings_off", "looked_at"], batch_size=1000)


def _readings(metrics: Iterable[Metric]) -> dict[int, list[rules.Reading]]:
    found: dict[int, list[rules.Reading]] = defaultdict(list)
    for metric, on, value in Reading.objects.filter(metric__in=metrics).values_list("metric_id", "on", "value"):
        found[metric].append(rules.Reading(on=on, value=value))
    return found


def _line(metric: Metric) -> rules.TargetLine:
    return rules.TargetLine(
        direction=rules.Direction(metric.direction),
        baseline=metric.baseline,
        starts_on=metric.starts_on,
        target=metric.target,
        target_on=metric.target_on,
    )
