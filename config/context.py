"""What the frame around every page shows; the only place that knows all three apps and the page."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from agreements.reports.follows import Followed
from agreements.reports.shell import shell as frame
from reminders.models import Reminder
from teams import clock
from teams.models import Person


@dataclass(frozen=True, slots=True)
class Nav:
    decisions: int
    rulings: int
    agreements: int
    next_sync: str  # the name of its day in the reader's zone, "Tue"
    unread: int
    following: tuple[Followed, ...]


def shell(request: HttpRequest) -> dict[str, object]:
    """``today`` (the reader's local date), ``organisation`` and ``nav`` for signed-in people; nothing for others."""
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return {"today": clock.today(zone="UTC")}
    at = clock.now()
    figures = frame(viewer=person, at=at, waits=getattr(request, "waits", None))
    zone = ZoneInfo(person.time_zone)
    return {
        "today": at.astimezone(zone).date(),
        "organisation": {"name": figures.organisation},
        "nav": Nav(
            decisions=figures.decisions,
            rulings=figures.rulings,
            agreements=figures.agreements,
            next_sync=f"{figures.next_sync_at.astimezone(zone):%a}" if figures.next_sync_at else "",
            following=figures.following,
            unread=Reminder.objects.of(person).unread().count(),
        ),
    }
