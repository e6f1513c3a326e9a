"""When the parties meet next, by the rule of their cadence."""

from datetime import date, datetime
from itertools import islice

from agreements.domain.cadence import moved_for_holidays
from agreements.models import Cadence, Sync
from teams.domain.calendar import local_date
from teams.reports.calendar import working_calendar


def next_syncs(cadence: Cadence, *, at: datetime, limit: int) -> tuple[datetime, ...]:
    """The next meetings after ``at``, in the local time of the cadence; those called off are left out."""
    rule, calendar = cadence.rule, working_calendar()
    off = set(Sync.objects.filter(cadence=cadence, cancelled_at__isnull=False).values_list("slot_on", flat=True))
    slots = rule.occurrences(from_day=local_date(at, zone=rule.zone), until_day=date.max)
    starts = (rule.starts_at(moved_for_holidays(slot, calendar=calendar)) for slot in slots if slot not in off)
    return tuple(start.astimezone(rule.zone) for start in islice((start for start in starts if start > at), limit))
