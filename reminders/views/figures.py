"""What Prometheus or the like reads of how everything runs, behind a token."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, Gauge, generate_latest

from reminders.domain.channels import Channel
from reminders.domain.deliveries import DeliveryState
from reminders.operations.machinery import Machinery, machinery
from reminders.reports.days import LastDay, last_day
from reminders.views import health
from teams import clock

type Figure = tuple[Sequence[str], float]  # the values of the labels, and the number


@require_safe
@never_cache
def figures(request: HttpRequest) -> HttpResponse:
    """Read anew at each call: several processes answer, and the truth is in the database."""
    _check_token(request)
    at, real_at = clock.now(), clock.real_now()
    state = machinery(at=at, real_at=real_at, serving_since=health.SERVING_SINCE)
    registry = CollectorRegistry()
    _add_queues(registry, state, at)
    _add_jobs(registry, state, real_at)
    _add_day(registry, last_day(at=at))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _check_token(request: HttpRequest) -> None:
    """Without the token nothing is here, as for everybody where none is set."""
    expected = f"Bearer {settings.METRICS_TOKEN}".encode()
    given = request.headers.get("Authorization", "").encode()
    if not (settings.METRICS_TOKEN and secrets.compare_digest(given, expected)):
        raise Http404


def _add_queues(registry: CollectorRegistry, state: Machinery, at: datetime) -> None:
    waiting = state.queues
    ages = [(queue, (at - queue.oldest_due_at).total_seconds() if queue.oldest_due_at else 0.0) for queue in waiting]
    by_channel: dict[str, tuple[str, list[Figure]]] = {
        "queued": ("Messages that wait to leave.", [([one.channel], one.queued) for one in waiting]),
        "in_flight": ("Messages that a worker has.", [([one.channel], one.in_flight) for one in waiting]),
        "dead_letters": (
            "Messages that did not leave after every attempt, until somebody has them tried again.",
            [([one.channel], one.did_not_leave) for one in waiting],
        ),
        "unsure": (
            "Messages of which nobody knows whether they arrived.",
            [([one.channel], one.unsure) for one in waiting],
        ),
        "oldest_queued_seconds": (
            "How long the oldest message has been due that may leave now.",
            [([one.channel], age) for one, age in ages],
        ),
    }
    for name, (words, found) in by_channel.items():
        _gauge(registry, name, words, found, labels=("channel",))
    fence = [((), float(state.fence.is_closed))]
    _gauge(registry, "fence_closed", "1 while nothing leaves, after a restore or in a copy.", fence)


def _add_jobs(registry: CollectorRegistry, state: Machinery, real_at: datetime) -> None:
    ages = {
        "start": ("Time since the job last began.", "started_at"),
        "finish": ("Time since the job last came to its end.", "finished_at"),
        "failure": ("Time since the job last broke off.", "failed_at"),
    }
    for name, (words, column) in ages.items():
        found = [(job.job, moment) for job in state.jobs if (moment := getattr(job, column))]
        seconds = [([job], (real_at - moment).total_seconds()) for job, moment in found]
        _gauge(registry, f"job_{name}_age_seconds", words, seconds, labels=("job",))
    took = [([job.job], job.took.total_seconds()) for job in state.jobs if job.took is not None]
    _gauge(registry, "job_duration_seconds", "How long its latest whole run took.", took, labels=("job",))
    lag = [((), state.lag.total_seconds())] if state.lag is not None else []
    _gauge(registry, "scheduler_lag_seconds", "Time since any recurring job began; absent when none ever did.", lag)


def _add_day(registry: CollectorRegistry, day: LastDay) -> None:
    every = [(channel.value, state.value) for channel in Channel for state in DeliveryState]
    counts = [(pair, day.deliveries.get(pair, 0)) for pair in every]
    words = "Messages that became due within 24 hours, by where they stand."
    _gauge(registry, "deliveries", words, counts, labels=("channel", "state"))
    planned = "Things that people were told within 24 hours."
    _gauge(registry, "reminders_planned", planned, [((), day.reminders)])


def _gauge(
    registry: CollectorRegistry, name: str, words: str, figures: Iterable[Figure], *, labels: Sequence[str] = ()
) -> None:
    """Add one gauge, unless there is nothing to say of it."""
    found = list(figures)
    if not found:
        return
    gauge = Gauge(f"holdfast_{name}", words, labels, registry=registry)
    for values, number in found:
        (gauge.labels(*values) if labels else gauge).set(number)
