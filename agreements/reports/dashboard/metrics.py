"""Joint metrics worth a look: those off their course first, then the soonest."""

from dataclasses import dataclass

from agreements.reports.metrics import MetricCell


@dataclass(frozen=True, slots=True)
class JointMetric:
    """The chart and its words, with the agreement it stands in and the parties that answer for it."""

    cell: MetricCell
    agreement_title: str
    parties: tuple[str, ...]
    address: str


@dataclass(frozen=True, slots=True)
class JointMetrics:
    """At most four of ``total`` that the reader may read, in agreements in force and not paused."""

    shown: tuple[JointMetric, ...] = ()
    total: int = 0
