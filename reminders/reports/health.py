"""Whether the parts that Holdfast stands on answer: database, broker, scheduler; and whether anything may leave."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import kombu
from django.conf import settings
from django.db import Error, connection, transaction
from django.db.models import Exists
from kombu.exceptions import OperationalError

from reminders.models import Fence, JobRun

SILENT_AFTER = timedelta(seconds=120)
PATIENCE = 2  # seconds for each part to answer; whoever asks wants to know now
READY_FILE = "ready"  # a demo puts it into its data folder once its sample is in and its sign-ins are printed


@dataclass(frozen=True, slots=True)
class Pulse:
    """``last_start`` of any recurring job, a real instant; None when none ever ran."""

    last_start: datetime | None
    is_fence_closed: bool


@dataclass(frozen=True, slots=True)
class Health:
    """``scheduler_lag`` is the time since any recurring job began; None when none ever did, or nobody can say.

    A closed fence is no lack of health: pages must answer for somebody to open it. None: nobody can say.
    """

    database: bool
    broker: bool
    scheduler_lag: timedelta | None
    is_fence_closed: bool | None
    is_ready: bool


def pulse() -> Pulse:
    """Read both in one small query."""
    runs = JobRun.objects.annotate(is_closed=Exists(Fence.objects.closed())).order_by("-started_at")
    found = runs.values_list("started_at", "is_closed").first()
    return Pulse(*found) if found else Pulse(last_start=None, is_fence_closed=False)


def is_silent(last_start: datetime | None, *, real_at: datetime, serving_since: datetime) -> bool:
    """Tell whether the scheduler is silent. It is given 120 s from the start of this process."""
    latest = max(last_start or serving_since, serving_since)
    return real_at - latest >= SILENT_AFTER


def health(*, real_at: datetime, serving_since: datetime) -> Health:
    """Ask each part, at the real instant ``real_at``; a part that says nothing within two seconds is away."""
    found, broker = _pulse_in_time(), _broker_answers()
    last_start = found.last_start if found else None
    is_scheduled = not is_silent(last_start, real_at=real_at, serving_since=serving_since)
    return Health(
        database=found is not None,
        broker=broker,
        scheduler_lag=real_at - last_start if last_start else None,
        is_fence_closed=found.is_fence_closed if found else None,
        is_ready=found is not None and broker and is_scheduled and _has_begun(),
    )


def _pulse_in_time() -> Pulse | None:
    """None when the database does not answer in time."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = '{PATIENCE}s'")
            return pulse()
    except Error:
        return None


def _broker_answers() -> bool:
    address = settings.CELERY_BROKER_URL
    also = {"socket_timeout": PATIENCE} if "redis" in address else {"read_timeout": PATIENCE}
    try:
        with kombu.Connection(address, connect_timeout=PATIENCE, transport_options=also) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, timeout=PATIENCE)
    except (OSError, OperationalError):
        return False
    return True


def _has_begun() -> bool:
    return not settings.REHEARSAL or (Path(settings.DATA_DIR) / READY_FILE).exists()
