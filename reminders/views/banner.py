"""What administrators read on top of every page while nothing is planned, or nothing leaves."""

from django.http import HttpRequest

from reminders.domain.running import silence
from reminders.reports.health import is_silent, pulse
from reminders.views import health
from teams import clock
from teams.domain.language import noted, say
from teams.models import Person

CLOSED = noted("The fence is closed, so nothing leaves until you release it.")


def banner(request: HttpRequest) -> dict[str, object]:
    """``banner`` for administrators: asked once by a page that shows it, by no other; one query."""
    person = getattr(request, "user", None)
    if not isinstance(person, Person) or not person.is_administrator:
        return {}
    return {"banner": _sentence}


def _sentence() -> str:
    """Empty as long as all is well."""
    found, real_at = pulse(), clock.real_now()
    if is_silent(found.last_start, real_at=real_at, serving_since=health.SERVING_SINCE):
        return silence(real_at - found.last_start if found.last_start else None)
    return say(CLOSED) if found.is_fence_closed else ""
