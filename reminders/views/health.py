"""For whoever keeps Holdfast running: is the process alive, and does everything it stands on answer?"""

from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reminders.reports.health import health
from teams import clock

SERVING_SINCE = clock.real_now()
FENCE = {True: "closed", False: "open", None: None}


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - every view takes one
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - every view takes one
    real_at = clock.real_now()
    found = health(real_at=real_at, serving_since=SERVING_SINCE)
    lag = found.scheduler_lag
    answer = {
        "now": _now() if found.database else None,
        "database": "ok" if found.database else "away",
        "broker": "ok" if found.broker else "away",
        "scheduler_lag_s": None if lag is None else round(lag.total_seconds(), 1),
        "fence": FENCE[found.is_fence_closed],
    }
    return JsonResponse(answer, status=200 if found.is_ready else 503)


def _now() -> str | None:
    try:
        return f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"
    except Error:
        return None
