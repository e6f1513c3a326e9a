"""Hypothesis strategies that several test modules share."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from agreements.domain.cadence import NTHS, CadenceRule, Frequency, anchor_for
from teams.domain.calendar import WorkingCalendar, use_pinned_zones, zone_names

use_pinned_zones()

FIRST_DAY = date(2020, 1, 1)
LAST_DAY = date(2045, 12, 31)

zones = st.sampled_from(sorted(zone_names())).map(ZoneInfo)
days = st.dates(FIRST_DAY, LAST_DAY)
wall_times = st.times().map(lambda at: at.replace(microsecond=0, fold=0))
instants = st.datetimes(
    datetime(2020, 1, 2),
    datetime(2045, 12, 30),
    timezones=st.just(UTC),
)


@st.composite
def clock_changes(draw: st.DrawFn) -> tuple[ZoneInfo, datetime]:
    """Draw a zone and an instant (UTC) within a day of a change of its offset, if it has any."""
    zone = draw(zones)
    new_year = datetime(draw(st.integers(2020, 2045)), 1, 2, tzinfo=UTC)
    offsets = [(new_year + timedelta(days=n)).astimezone(zone).utcoffset() for n in range(363)]
    changes = [n for n in range(362) if offsets[n] != offsets[n + 1]]
    day = draw(st.sampled_from(changes) if changes else st.integers(0, 361))
    return zone, new_year + timedelta(days=day, minutes=draw(st.integers(0, 1440)))


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    """Draw a working calendar with up to sixty holidays."""
    weekdays = draw(st.frozensets(st.integers(0, 6), min_size=1))
    return WorkingCalendar(weekdays=weekdays, holidays=draw(st.frozensets(days, max_size=60)))


@st.composite
def cadences(draw: st.DrawFn) -> CadenceRule:
    """Draw a weekly or monthly cadence in any zone, anchored in 2020 to 2025."""
    frequency = draw(st.sampled_from(Frequency))
    nth = draw(st.sampled_from(NTHS)) if frequency is Frequency.MONTHLY else None
    weekday = draw(st.integers(0, 6))
    starts_on = draw(st.dates(FIRST_DAY, date(2025, 12, 31)))
    return CadenceRule(
        frequency=frequency,
        interval=draw(st.integers(1, 12)),
        weekday=weekday,
        nth=nth,
        time=draw(wall_times),
        zone=draw(zones),
        anchor=anchor_for(frequency=frequency, weekday=weekday, nth=nth, starts_on=starts_on),
    )
