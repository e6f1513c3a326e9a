"""Moves a rehearsal's clock forward and lives through that moment: every job once, every mail handed over."""

from datetime import datetime

from django.db import transaction

from reminders.domain.deliveries import MOST_AT_A_TIME
from reminders.models import Delivery
from reminders.operations.attempts import Moment
from reminders.operations.deliver import deliver
from reminders.operations.fence import watch
from reminders.operations.hint import to_send
from reminders.operations.jobs import JOBS
from reminders.operations.post_hints import to_post
from reminders.operations.posts import post
from reminders.reports.mornings import mornings_to_plan
from teams.domain.errors import RefusalError
from teams.models import RehearsalClock

MOST_POSTS = 10


class ClockGoesForwardError(RefusalError):
    """A clock that went back would tell people things twice."""

    code = "clock_goes_forward"


@transaction.atomic
def move_clock(*, at: datetime, real_at: datetime) -> None:
    """Make it ``at`` for the whole rehearsal from the real instant ``real_at`` on."""
    RehearsalClock.objects.get_or_create(pk=1)
    clock = RehearsalClock.objects.select_for_update().get(pk=1)
    present = real_at + clock.offset
    if at < present:
        raise ClockGoesForwardError(f"It is {present:%Y-%m-%dT%H:%M:%SZ} already; a rehearsal only goes forward.")
    clock.offset = at - real_at
    clock.save(update_fields=["offset"])


def run_every_job(*, at: datetime, real_at: datetime) -> int:
    """Run each recurring job once as of ``at`` and hand over what may be sent then, here; how many mails left.

    ``real_at`` is the machine's now, by which leases live whatever ``at`` is.
    """
    watch(real_at=real_at)
    for job in JOBS.values():
        job(at)
    return _send_waiting(Moment(at=at, real_at=real_at))


def is_settled(*, at: datetime, real_at: datetime) -> bool:
    """Hand over what a worker planned meanwhile; whether nobody plans or sends anything of ``at`` any more."""
    _send_waiting(Moment(at=at, real_at=real_at))
    return not mornings_to_plan(at=at).exists() and not Delivery.objects.in_flight().exists()


def _send_waiting(now: Moment) -> int:
    sent = 0
    while posts := list(to_post(at=now.at).order_by("due_at", "pk").values_list("pk", flat=True)[:MOST_POSTS]):
        sent += post(ids=posts, now=now)
    while ids := list(to_send(at=now.at).order_by("due_at", "pk").values_list("pk", flat=True)[:MOST_AT_A_TIME]):
        sent += deliver(ids=ids, now=now)
    return sent
