"""What the planner is told: one thing for one person, due and perhaps not planned yet."""

from dataclasses import dataclass, field
from datetime import date, datetime

from reminders.domain.keys import reminder_key
from reminders.domain.kinds import Kind
from teams.domain.calendar import WorkingCalendar
from teams.models import Person

# The parts of a subject, the most particular first: a flag before its commitment, that before its agreement.
NAMES = (
    "invitation",
    "endpoint",
    "flag",
    "handover",
    "escalation",
    "concern",
    "metric",
    "ask",
    "sync",
    "amendment",
    "version",
    "commitment",
)
COLUMNS = ("agreement", *NAMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mornings:
    """The people whose morning is planned together at ``at``, and the dates it is for each."""

    at: datetime
    people: dict[int, "PersonMorning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMorning:
    """One person's morning: their local date, its instant and the end of that day, and their own working days."""

    person: Person
    today: date
    begins_at: datetime
    ends_at: datetime
    calendar: WorkingCalendar
    is_day_off: bool = field(init=False)

    def __post_init__(self) -> None:
        is_off = not self.calendar.is_working(self.today) or self.person.is_away_on(self.today)
        object.__setattr__(self, "is_day_off", is_off)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a reminder is about, by number; None where it has no such part."""

    agreement: int | None = None
    commitment: int | None = None
    version: int | None = None
    amendment: int | None = None
    sync: int | None = None
    metric: int | None = None
    concern: int | None = None
    escalation: int | None = None
    ask: int | None = None
    handover: int | None = None
    flag: int | None = None
    invitation: int | None = None
    endpoint: int | None = None

    def __str__(self) -> str:
        """The most particular part names it."""
        for name in NAMES:
            if number := getattr(self, name):
                return f"{name}:{number}"
        return f"agreement:{self.agreement}" if self.agreement else "organisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing one person is to be told.

    ``subject_on`` is the date it is about and, with the ``slot``, part of its key: a moved date is told anew.
    """

    kind: Kind
    recipient: int
    subject: Subject
    slot: str
    local_on: date
    due_at: datetime
    expires_at: datetime
    headline: str
    subject_on: date | None = None
    key: str = field(init=False)

    def __post_init__(self) -> None:
        key = reminder_key(
            kind=self.kind,
            subject=str(self.subject),
            version=self.subject_on.isoformat() if self.subject_on else "",
            recipient=self.recipient,
            slot=self.slot,
        )
        object.__setattr__(self, "key", key)

    def as_row(self) -> dict[str, object]:
        """The columns of its reminder."""
        subject = {f"{name}_id": getattr(self.subject, name) for name in COLUMNS}
        return subject | {
            "kind": self.kind,
            "key": self.key,
            "recipient_id": self.recipient,
            "subject_on": self.subject_on,
            "local_on": self.local_on,
            "due_at": self.due_at,
            "expires_at": self.expires_at,
            "headline": self.headline,
        }
