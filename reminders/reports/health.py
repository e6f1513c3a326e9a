"""Whether the parts that Holdfast stands on answer: database, broker, scheduler."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import kombu
from django.conf import settings
from django.db import Error
from django.db.models import Max
from kombu.exceptions import OperationalError

from reminders.models import JobRun

SILENT_AFTER = timedelta(seconds=120)
READY_FILE = "ready"  # a demo puts it into its data folder once its sample is in and its sign-ins are printed


@dataclass(frozen=True, slots=True)
class Health:
    """``scheduler_lag`` is the time since any recurring job began; None when none ever did, or nobody can say."""

    database: bool
    broker: bool
    scheduler_lag: timedelta | None
    is_ready: bool


def health(*, real_at: datetime, serving_since: datetime) -> Health:
    """Ask each part, at the real instant ``real_at``. A scheduler is given 120 s from the start of this process."""
    lag, database = _scheduler_lag(real_at)
    broker = _broker_answers()
    is_young = real_at - serving_since < SILENT_AFTER
    is_scheduled = is_young or (lag is not None and lag < SILENT_AFTER)
    return Health(database, broker, lag, database and broker and is_scheduled and _has_begun())


def _scheduler_lag(real_at: datetime) -> tuple[timedelta | None, bool]:
    """The lag, and whether the database answered."""
    try:
        latest: datetime | None = JobRun.objects.aggregate(latest=Max("started_at"))["latest"]
    except Error:
        return None, False
    return (real_at - latest if latest else None), True


def _broker_answers() -> bool:
    try:
        with kombu.Connection(settings.CELERY_BROKER_URL, connect_timeout=2) as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    except (OSError, OperationalError):
        return False
    return True


def _has_begun() -> bool:
    return not settings.REHEARSAL or (Path(settings.DATA_DIR) / READY_FILE).exists()
