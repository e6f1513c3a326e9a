"""What a life consists of, as plain Python holds it; nothing here knows Holdfast.

`launch` and `campaign` are between Product (Maya signs; Dana) and Sales (Tomas signs; Lena). The page waits on the
feature, the mailing of the other agreement on the page.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)
HOLIDAYS = frozenset({date(2027, 3, 26), date(2027, 3, 29)})
NOTICE_DAYS = 5
ANSWER_DAYS = 10

SIGNERS = {"Product": "maya", "Sales": "tomas"}
PEOPLE = ("maya", "tomas", "dana", "lena", "otto")  # otto belongs to neither

type Field = str  # "due_on", "owner", or "state" of what is dropped
type Said = dict[Field, tuple[object, object]]  # what it was and shall be


class RefusedError(Exception):
    """What has to be refused, by the code of the rule."""


@dataclass
class Promise:
    name: str
    deal: str
    number: int
    team: str
    for_team: str
    owner: str
    accepted_by: str
    due_on: date
    waits_on: tuple[str, int] | None = None  # which promise, and the lag in days
    state: str = "proposed"
    moves: int = 0
    adjusted: str | None = None
    outcome: str | None = None
    delivered_on: date | None = None
    has_lapsed: bool = False
    standing: str | None = None
    expected_on: date | None = None


@dataclass
class Proposal:
    by: str
    content: tuple[date, ...]
    signed: set[str] = field(default_factory=set)


@dataclass
class Deal:
    """`heard` is what each person said of dates; `differences` are open until settled, and then they stay settled."""

    name: str
    state: str = "draft"
    proposal: Proposal | None = None
    in_force: int = 0  # versions
    signed: set[tuple[str, tuple[date, ...]]] = field(default_factory=set)  # by whom and what, in force
    paused_until: date | None = None
    heard: dict[str, dict[str, date]] = field(default_factory=dict)
    differences: dict[tuple[str, str, date, date], str] = field(default_factory=dict)


@dataclass
class Way:
    """One alternative: what was asked, what follows, and the answers of all whom it affects."""

    brought_by: str
    asked: dict[str, Said]
    moved: dict[str, tuple[date, date]]
    answers: dict[str, str | None] = field(default_factory=dict)
    place: int = 0  # as they were brought, from 1; what was given up leaves its place empty

    @property
    def content(self) -> object:
        return self.asked, self.moved

    def become(self, other: "Way") -> None:
        self.asked, self.moved, self.answers = other.asked, other.moved, other.answers

    @property
    def touched(self) -> list[str]:
        return [*self.asked, *self.moved]

    @property
    def is_open(self) -> bool:
        return "decline" not in self.answers.values()


@dataclass
class Change:
    """An amendment."""

    deal: str
    asked_by: str
    asked_on: date
    answer_by: date
    ways: list[Way]
    state: str = "open"
    notice: int | None = None
    agreed: Way | None = None

    @property
    def is_early(self) -> bool:
        return self.notice is None or self.notice >= NOTICE_DAYS

    @property
    def open_ways(self) -> list[Way]:
        return [way for way in self.ways if way.is_open]


def is_working(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def working_days(after: date, until: date) -> int:
    """How many there are in ]after, until]."""
    return sum(is_working(after + n * DAY) for n in range(1, (until - after).days + 1))


def lapse_day(due_on: date, paused_until: date | None) -> date:
    """The first day on which it has lapsed: the one after the second working day past its date, or past a pause."""
    begins = day = max(due_on, paused_until - DAY) if paused_until else due_on
    while working_days(begins, day) < 2:
        day += DAY
    return day + DAY
