"""The syncs of the stories: held by the cadence, called off when nobody needed them, and some that nobody held."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from agreements.domain.syncs import ALL_IS_WELL
from agreements.models import Sync
from agreements.operations.syncs import cancel_sync, close_sync
from reminders.management.sample.cast import ZONE
from reminders.management.sample.stage import Stage, rhythm
from teams.domain.calendar import local_moment, zone

MONDAY = 0

type Act = tuple[datetime, Callable[[], object]]


def sync_days(stage: Stage) -> list[date]:
    """The local dates of the syncs from the last signature to the coming one, as the cadence gives them."""
    first, step = rhythm(stage).starts_on, timedelta(weeks=stage.story.weeks)
    days = [first + step * number for number in range(stage.story.review - stage.story.starts)]
    return [day for day in days if stage.day(stage.story.starts) < day <= stage.day(stage.story.sync_in + 3)]


def meet(stage: Stage) -> Iterator[Act]:
    days = [day for day in sync_days(stage) if day < stage.today]
    held = days[: len(days) - stage.story.unheld]
    for place, day in zip(range(len(held), 0, -1), held, strict=True):
        if place in stage.story.spared:
            yield _eve(day), partial(_spare, stage, day)
            continue
        at = local_moment(day, at=stage.story.sync_at, zone=zone(ZONE)) + timedelta(minutes=stage.story.minutes)
        yield at, partial(_hold, stage, day, at)


def _hold(stage: Stage, day: date, at: datetime) -> None:
    for sync in Sync.objects.filter(agreement=stage.agreement, slot_on=day):
        close_sync(actor=stage.person_of(0), at=max(at, sync.starts_at), sync=sync)


def _spare(stage: Stage, day: date) -> None:
    for sync in Sync.objects.filter(agreement=stage.agreement, slot_on=day):
        cancel_sync(actor=stage.person_of(1), at=_eve(day), sync=sync, reason=ALL_IS_WELL)


def _eve(day: date) -> datetime:
    """The afternoon of the working day before."""
    days = 3 if day.weekday() == MONDAY else 1
    return local_moment(day - timedelta(days=days), at=time(16, 10), zone=zone(ZONE))
