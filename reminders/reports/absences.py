"""Who is away, and who is asked in their place."""

from collections.abc import Collection
from datetime import datetime

from reminders.reports.among import among
from reminders.reports.sections import today_of
from teams.models import Person


def absent_of(delegates: Collection[Person], *, at: datetime) -> dict[int, Person]:
    """People for whom one of ``delegates`` stands in, and who are away on the date it is for that one. One query."""
    today = {one.pk: today_of(one, at=at) for one in delegates}
    if not today:
        return {}
    away = Person.objects.active().filter(delegate__in=among(today), away_until__gte=min(today.values()))
    return {one.pk: one for one in away if one.is_away_on(today[one.delegate_id or 0])}
