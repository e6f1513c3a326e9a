"""Where in the world it is morning, and where it is quiet."""

from datetime import date, datetime
from functools import cache

from django.db.models import F, Q, QuerySet

from reminders.models import Morning
from reminders.reports.due import Mornings, PersonMorning
from teams.domain.calendar import (
    MONDAY_TO_FRIDAY,
    MORNING,
    QuietHours,
    WorkingCalendar,
    end_of_day,
    local_date,
    morning,
    zone,
    zone_names,
)
from teams.models import Person
from teams.reports.calendar import working_calendar

NOBODY = Q(pk__in=[])


def zones_in_use() -> list[str]:
    """The zones people live in; a name that the zone data no longer has stops nobody else's mail."""
    names = Person.objects.active().values_list("time_zone", flat=True).distinct().order_by()
    return [name for name in names if name in zone_names()]


def in_quiet_hours(*, at: datetime) -> QuerySet[Person]:
    """People whose quiet hours hold the instant ``at``: from ``quiet_from`` up to, not including, ``quiet_until``."""
    quiet = NOBODY
    for name in zones_in_use():
        wall = at.astimezone(zone(name)).time()
        within_day = Q(quiet_from__lt=F("quiet_until"), quiet_from__lte=wall, quiet_until__gt=wall)
        over_night = Q(quiet_from__gt=F("quiet_until")) & (Q(quiet_from__lte=wall) | Q(quiet_until__gt=wall))
        quiet |= Q(time_zone=name) & (within_day | over_night)
    return Person.objects.filter(quiet)


def quiet_until(person: Person, *, at: datetime) -> datetime:
    """The end of the quiet hours that hold the instant ``at`` for ``person``; ``at`` itself outside of them."""
    hours = QuietHours(person.quiet_from, person.quiet_until)
    return hours.release(at, zone=zone(person.time_zone))


def mornings_to_plan(*, at: datetime) -> QuerySet[Morning]:
    """Mornings that have come (08:30 local, outside quiet hours) and were not planned for that local date."""
    come = NOBODY
    for name in zones_in_use():
        local = at.astimezone(zone(name))
        if local.time() >= MORNING:
            come |= Q(person__time_zone=name, planned_on__lt=local.date())
    return Morning.objects.filter(come, person__is_active=True).exclude(person__in=in_quiet_hours(at=at))


def mornings_of(*, people: list[Person], at: datetime) -> Mornings:
    """The present local day of each of ``people``. One query, for the holidays."""
    holidays = working_calendar().holidays

    @cache
    def day_in(name: str) -> tuple[date, datetime, datetime]:
        here = zone(name)
        today = local_date(at, zone=here)
        return today, morning(today, zone=here), end_of_day(today, zone=here)

    @cache
    def working_on(weekdays: tuple[int, ...]) -> WorkingCalendar:
        return WorkingCalendar(weekdays=frozenset(weekdays) or MONDAY_TO_FRIDAY, holidays=holidays)

    def morning_of(person: Person) -> PersonMorning:
        today, begins_at, ends_at = day_in(person.time_zone)
        calendar = working_on(tuple(person.working_days))
        return PersonMorning(person=person, today=today, begins_at=begins_at, ends_at=ends_at, calendar=calendar)

    return Mornings(at=at, people={person.pk: morning_of(person) for person in people})
