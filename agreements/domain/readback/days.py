"""What the words of a date mean: one day, any day of a period, or a day of each month."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from agreements.domain.readback.amounts import Amount

DAY = timedelta(days=1)
LOOSE = timedelta(days=31)  # what is longer names no date


class DayMonth(StrEnum):
    """How a reader writes 15/03: the day first, or the month first."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True)
class Period:
    """Any day from `first` to `last`, both inclusive; often the same."""

    first: date
    last: date

    @property
    def is_day(self) -> bool:
        """Whether it is a single day."""
        return self.first == self.last

    @property
    def is_loose(self) -> bool:
        """Whether it is too long to say a date: a quarter, a year."""
        return self.last - self.first >= LOOSE

    @property
    def value(self) -> str:
        """Return the canonical text."""
        return f"{self.first}" if self.is_day else f"{self.first}..{self.last}"

    def holds(self, day: date) -> bool:
        """Whether `day` is said by it."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Ends(Period):
    """A range that somebody wrote out, 10 to 15 March: it says its first and its last day, not those between."""

    def holds(self, day: date) -> bool:
        """Whether `day` is one of its ends."""
        return day in {self.first, self.last}


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """The 15th, of a month that nobody named."""

    day: int
    is_day = True
    is_loose = False

    @property
    def value(self) -> str:
        """Return the canonical text."""
        return f"day {self.day}"

    def holds(self, day: date) -> bool:
        """Whether `day` is said by it."""
        return day.day == self.day


type Reading = Period | DayOfMonth


@dataclass(frozen=True, slots=True)
class Days:
    """How the words of a date may be read: one way, two ways, or none where no such day is.

    `wrong_weekday` is the weekday (Monday is 0) that somebody wrote beside a date that falls on another one. What is
    `passing` (next week, by Friday) belongs to a line or to nothing: it is never asked for in the terms elsewhere.
    "In 30 days" has a `length` too, because about a line that is measured in days it is no date. With the year left out
    `before` is the same day a year before, which is meant where the terms name it. `exact` is the very day of "in two
    weeks", where its writer may mean any day of that week.
    """

    readings: tuple[Reading, ...]
    wrong_weekday: int | None = None
    passing: bool = False
    length: Amount | None = None
    before: date | None = None
    exact: date | None = None

    @property
    def is_clear(self) -> bool:
        """Whether it reads one way."""
        return len(self.readings) == 1 and self.wrong_weekday is None

    @property
    def value(self) -> str:
        """Return the canonical text."""
        weekday = "" if self.wrong_weekday is None else f" not weekday {self.wrong_weekday + 1}"
        return f"{'|'.join(reading.value for reading in self.readings) or 'no day'}{weekday}"

    @property
    def is_date(self) -> bool:
        """Whether it is one day of the calendar, for sure."""
        return self.is_clear and isinstance(self.readings[0], Period) and self.readings[0].is_day

    @property
    def is_loose(self) -> bool:
        """Whether it is too long to say a date."""
        return any(reading.is_loose for reading in self.readings)

    def holds(self, day: date | None) -> bool:
        """Whether one of its readings says `day`."""
        return day is not None and any(reading.holds(day) for reading in self.readings)


def one_day(day: date) -> Days:
    """Return the meaning of words that name one day."""
    return Days((Period(day, day),))


def monday_of(day: date) -> date:
    """Return the Monday of the week of `day`."""
    return day - day.weekday() * DAY


def week_of(day: date) -> Period:
    """Return the calendar week of `day`, Monday to Sunday."""
    return Period(monday_of(day), monday_of(day) + 6 * DAY)


def weekday_from(day: date, weekday: int) -> date:
    """Return the first such weekday on or after `day`; Monday is 0."""
    return day + (weekday - day.weekday()) % 7 * DAY


def working_day_before(day: date) -> date:
    """Return the last Monday to Friday before `day`; of holidays the words of a text know nothing."""
    before = day - DAY
    return before - max(0, before.weekday() - 4) * DAY


def working_days_after(day: date, count: int) -> date:
    """Return the day that is `count` Mondays to Fridays after `day`."""
    weeks, rest = divmod(count, 5)
    start = min(day.weekday(), 4)
    over_weekend = 2 if start + rest > 4 else 0
    friday_back = max(0, day.weekday() - 4)
    return day + (weeks * 7 + rest + over_weekend - friday_back) * DAY
