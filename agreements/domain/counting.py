"""What the dashboard counts, in words and in figures: the one place for both.

A page, the help, a mail and the API say these sentences; the tests of the reports hold the numbers to them.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from agreements.domain.commitments import ADJUSTED, Outcome

CAME_DUE = tuple(outcome for outcome in Outcome if outcome is not Outcome.RELEASED)
LEAST_COMMITMENTS = 5  # below these a rate is said as "2 of 3"
LEAST_PEOPLE = 4  # below these it would be about persons, so it is hidden
BAND = (80, 90)  # per cent of promises kept as agreed that teams aim for
ROLLING_WEEKS = 4
WEEK = timedelta(weeks=1)
SUNDAY = timedelta(days=6)


class Period(Enum):
    """How far back the figures reach: whole weeks, Monday to Sunday, the present one the last."""

    SIX_WEEKS = "6w"
    TWELVE_WEEKS = "12w"
    YEAR = "year"

    @property
    def weeks(self) -> int:
        return {"6w": 6, "12w": 12, "year": 52}[self.value]

    @property
    def title(self) -> str:
        return {"6w": "6 weeks", "12w": "12 weeks", "year": "Year"}[self.value]


@dataclass(frozen=True, slots=True)
class Weeks:
    """`count` whole weeks to that of `today`; `first_on` is a Monday and `last_on` a Sunday, both inclusive."""

    count: int
    today: date

    @property
    def last_on(self) -> date:
        return week_of(self.today) + SUNDAY

    @property
    def first_on(self) -> date:
        return week_of(self.today) - (self.count - 1) * WEEK

    @property
    def before(self) -> "Weeks":
        """As many weeks again, just before these."""
        return Weeks(self.count, self.today - self.count * WEEK)

    @property
    def mondays(self) -> tuple[date, ...]:
        return tuple(self.first_on + n * WEEK for n in range(self.count))


def week_of(day: date) -> date:
    """Return the Monday of a day's week; it names the week."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class Definition:
    """What a number counts, for people: whole sentences."""

    code: str
    title: str
    sentence: str


DEFINITIONS = {
    found.code: found
    for found in (
        Definition(
            "came_due",
            "Came due",
            "Its date then in force lies in these weeks, the present one to its Sunday, and it is decided: kept, "
            "adjusted or lapsed. What was released is left out. An adjusted one counts from the moment the change was "
            "agreed: in the present week while its new date lies ahead. It counts wherever its agreement is now.",
        ),
        Definition("kept", "Kept", "Done by the date, or within two working days after it, and the receiver agreed."),
        Definition(
            "adjusted_early", "Adjusted early", "A change was asked in time and everybody affected agreed to it."
        ),
        Definition(
            "adjusted_late",
            "Adjusted at short notice",
            "A change was agreed, but asked later than the notice that the agreement sets.",
        ),
        Definition("lapsed", "Lapsed", "Two working days went by after the date, with neither."),
        Definition("in_time", "In time", "Kept or adjusted early, out of all that came due."),
        Definition("kept_rate", "Kept as agreed", "Kept, out of all that came due."),
        Definition(
            "changed_before",
            "Changed before the date, not after",
            "Of what did not go as agreed, the share adjusted early: adjusted early out of adjusted early, adjusted at "
            "short notice and lapsed.",
        ),
        Definition(
            "open",
            "Open",
            "Promised, not yet declared done, in an agreement in force that is not paused. Drafts, terms being read "
            "back, and closed agreements have none.",
        ),
        Definition("drifting", "Drifting", "Open, with one strong or two weak signals that everybody has been shown."),
        Definition(
            "on_cadence",
            "Check-ins on cadence",
            "Of the times an owner was asked before a sync that began in these weeks, the share answered. What was not "
            "open at its start, and syncs called off, asked nobody. Counted once an hour.",
        ),
        Definition("answered", "Answered this round", "The same share, over the syncs of this week and the last."),
        Definition("quiet", "Quiet", "Agreements in force, not paused, whose only signal is an owner's silence."),
        Definition("made", "Made", "Commitments that came into force in a week (in UTC), whatever became of them."),
        Definition(
            "sync_hours",
            "Hours in syncs",
            "Spent: hours of all who took part in syncs held in these weeks. Returned: hours of all who were freed by "
            "syncs called off.",
        ),
        Definition(
            "argument",
            "Recurring arguments",
            "The same two teams opened the same topic for the third time within 180 days.",
        ),
        Definition(
            "priority", "Priorities", "The weakest health among the agreements in force, not paused, that serve it."
        ),
        Definition(
            "hidden",
            "Hidden",
            f"A rate about fewer than {LEAST_COMMITMENTS} commitments is said as a count; one about the promises of "
            f"fewer than {LEAST_PEOPLE} people is not said at all. Agreements open to their parties only are in the "
            "counts of executives and administrators, without a word of them.",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Decided commitments of some weeks, by what became of them; released ones left out."""

    kept: int = 0
    adjusted_early: int = 0
    adjusted_late: int = 0
    lapsed: int = 0

    @property
    def in_time(self) -> int:
        return self.kept + self.adjusted_early

    @property
    def adjusted(self) -> int:
        return self.adjusted_early + self.adjusted_late

    @property
    def changed(self) -> int:
        """What did not go as agreed."""
        return self.adjusted + self.lapsed

    @property
    def came_due(self) -> int:
        return self.kept + self.changed

    def __add__(self, other: "Outcomes") -> "Outcomes":
        return Outcomes(
            self.kept + other.kept,
            self.adjusted_early + other.adjusted_early,
            self.adjusted_late + other.adjusted_late,
            self.lapsed + other.lapsed,
        )

    @property
    def kept_rate(self) -> "Rate":
        return Rate(self.kept, self.came_due)

    @property
    def in_time_rate(self) -> "Rate":
        return Rate(self.in_time, self.came_due)

    @property
    def changed_before(self) -> "Rate":
        return Rate(self.adjusted_early, self.changed)


@dataclass(frozen=True, slots=True)
class Rate:
    """`part` of `whole`; `is_shown` is False where it would be about too few people."""

    part: int
    whole: int
    is_shown: bool = True

    @property
    def percent(self) -> int | None:
        """0 to 100, a half rounded up; None while it is about too few commitments or people."""
        if not self.is_shown or self.whole < LEAST_COMMITMENTS:
            return None
        return (200 * self.part + self.whole) // (2 * self.whole)

    @property
    def words(self) -> str:
        """`83%`, `2 of 3`, `none due`, or `hidden`."""
        if not self.whole:
            return "none due"
        if self.whole < LEAST_COMMITMENTS:
            return f"{self.part} of {self.whole}"
        return f"{self.percent}%" if self.is_shown else "hidden"


def counted_in(outcome: Outcome, due_on: date, *, today: date) -> date:
    """Return the Monday of the week in which a decided commitment counts."""
    if outcome in ADJUSTED:
        return min(week_of(due_on), week_of(today))
    return week_of(due_on)
