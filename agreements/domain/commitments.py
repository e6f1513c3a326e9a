"""The life of a commitment, how it is said to stand, and what became of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from agreements.domain.states import Paths
from teams.domain.calendar import WorkingCalendar
from teams.domain.language import noted

GRACE_WORKING_DAYS = 2


class CommitmentState(StrEnum):
    """Where a commitment stands. In a withdrawn agreement it stays proposed: it never came into force."""

    PROPOSED = "proposed"
    OPEN = "open"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    RELEASED = "released"
    LAPSED = "lapsed"


class CommitmentMove(StrEnum):
    """What can be done to a commitment. *Lapse* is the clock's move, *activate* the last signature's."""

    ACTIVATE = "activate"
    DELIVER = "deliver"
    ACCEPT = "accept"
    SEND_BACK = "send_back"
    TAKE_BACK = "take_back"
    RELEASE = "release"
    LAPSE = "lapse"


PATHS = Paths(
    noun=noted("the commitment"),
    table={
        CommitmentState.PROPOSED: {CommitmentMove.ACTIVATE: CommitmentState.OPEN},
        CommitmentState.OPEN: {
            CommitmentMove.DELIVER: CommitmentState.DELIVERED,
            CommitmentMove.RELEASE: CommitmentState.RELEASED,
            CommitmentMove.LAPSE: CommitmentState.LAPSED,
        },
        CommitmentState.DELIVERED: {
            CommitmentMove.ACCEPT: CommitmentState.ACCEPTED,
            CommitmentMove.SEND_BACK: CommitmentState.OPEN,
            CommitmentMove.TAKE_BACK: CommitmentState.OPEN,
            CommitmentMove.RELEASE: CommitmentState.RELEASED,
        },
        CommitmentState.ACCEPTED: {},
        CommitmentState.RELEASED: {},
        CommitmentState.LAPSED: {
            CommitmentMove.DELIVER: CommitmentState.DELIVERED,
            CommitmentMove.RELEASE: CommitmentState.RELEASED,
        },
    },
)


class Standing(StrEnum):
    """How its owner or its receiver says a commitment stands, from best to worst."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"

    @property
    def severity(self) -> int:
        """Return 0 for on_track up to 2 for off_track."""
        return list(Standing).index(self)


class Adjustment(StrEnum):
    """Whether a change of this commitment that was asked for and agreed had been asked for in time."""

    EARLY = "early"
    LATE = "late"


class Outcome(StrEnum):
    """What became of a commitment; *in time* means kept or adjusted early."""

    KEPT = "kept"
    ADJUSTED_EARLY = "adjusted_early"
    ADJUSTED_LATE = "adjusted_late"
    LAPSED = "lapsed"
    RELEASED = "released"


IN_TIME = frozenset({Outcome.KEPT, Outcome.ADJUSTED_EARLY})
ADJUSTED = frozenset({Outcome.ADJUSTED_EARLY, Outcome.ADJUSTED_LATE})  # decided when it is agreed, while work goes on


@dataclass(frozen=True, slots=True)
class Course:
    """What has happened to a commitment so far, as far as its outcome depends on it.

    `delivered_on` is the local date of its first delivery, which sending back does not undo; `has_lapsed`
    stays true whatever follows; `adjusted` is late when any of its agreed changes was.
    """

    state: CommitmentState
    due_on: date
    delivered_on: date | None = None
    has_lapsed: bool = False
    adjusted: Adjustment | None = None


def outcome(course: Course, *, calendar: WorkingCalendar) -> Outcome | None:
    """Return what became of a commitment, or None while that is undecided.

    Precedence: released, lapsed, adjusted late, adjusted early, kept. An adjustment counts from the moment
    it is agreed.
    """
    if course.state is CommitmentState.RELEASED:
        return Outcome.RELEASED
    if course.has_lapsed or _came_after_grace(course, calendar):
        return Outcome.LAPSED
    if course.adjusted is Adjustment.LATE:
        return Outcome.ADJUSTED_LATE
    if course.adjusted is Adjustment.EARLY:
        return Outcome.ADJUSTED_EARLY
    return Outcome.KEPT if course.state is CommitmentState.ACCEPTED else None


def _came_after_grace(course: Course, calendar: WorkingCalendar) -> bool:
    if course.delivered_on is None:
        return False
    return course.delivered_on >= lapses_on(course.due_on, calendar=calendar)


def lapses_on(due_on: date, *, calendar: WorkingCalendar) -> date:
    """Return the local date at whose first instant a commitment due on `due_on` lapses.

    It is the day after the second working day past its date: a delivery on that working day still keeps it.
    """
    return calendar.add_working_days(due_on, GRACE_WORKING_DAYS) + timedelta(days=1)


def latest_lapsed_due(as_of: date, *, calendar: WorkingCalendar) -> date:
    """Return the sweep's cut-off: what was due on or before it has lapsed as of `as_of`."""
    return calendar.add_working_days(as_of, -GRACE_WORKING_DAYS) - timedelta(days=1)
