"""Drift flags and the health that follows from them: ``sweep`` by the clock, ``refresh`` at the end of an operation."""

from agreements.operations.drift.health import HealthDifference, recompute
from agreements.operations.drift.results import SweepResult
from agreements.operations.drift.sweep import refresh, sweep

__all__ = ["HealthDifference", "SweepResult", "recompute", "refresh", "sweep"]
