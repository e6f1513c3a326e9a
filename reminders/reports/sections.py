"""What a mail says about one reminder, read at the last moment; or why there is nothing left to say."""

from dataclasses import dataclass
from datetime import date, datetime

from reminders.domain import wording
from reminders.domain.attachments import Attachment
from reminders.domain.kinds import Kind
from teams.domain.calendar import local_date, zone
from teams.models import Person


@dataclass(frozen=True, slots=True)
class Gone:
    """The reminder is of no use any more; the reason is kept with the delivery."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What its link opens without signing in: the answers of one agreement in a round, or on one commitment."""

    agreement: int
    closes_at: datetime
    commitment: int | None = None
    round_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One commitment as a mail shows it."""

    id: int
    label: str
    deliverable: str
    done_when: str
    team: str
    for_team: str
    due_on: date
    moves: int
    standing: str | None
    standing_on: date | None
    is_sealed: bool  # its owner has answered; the reader reads it with an answer of their own
    is_owner: bool  # the reader answers as its owner, or for them
    other: str  # the person at the other end, with their team
    in_place_of: str = ""  # whom the reader stands in for, who is away until that day
    away_until: date | None = None

    @property
    def named(self) -> str:
        """What is owed, with the full stop of a sentence."""
        return wording.end(self.deliverable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One reminder's part of a mail. ``path`` leads into Holdfast; ``ask`` becomes a link without sign-in.

    ``also`` is what other reminders say about the same commitment, a sentence each.
    """

    kind: Kind
    headline: str
    path: str
    today: date
    ask: Ask | None = None
    answer_url: str = ""  # filled in when the mail is rendered
    also: tuple[str, ...] = ()

    @property
    def template(self) -> str:
        return f"reminders/email/{self.kind}"

    @property
    def asks_about(self) -> frozenset[int]:
        """The commitments for which it shows buttons."""
        return frozenset()

    @property
    def in_short(self) -> str:
        """What it says within another part about the same commitment; empty where it stands alone."""
        return ""

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """The files that go with it."""
        return ()

    def without_asking(self, asked: frozenset[int]) -> "Section | None":  # noqa: ARG002 - those that ask look at it
        """The same, when ``asked`` are asked about already, above or elsewhere; None when that leaves nothing."""
        return self


type Look = dict[int, Section | Gone]  # by reminder


def today_of(person: Person, *, at: datetime) -> date:
    return local_date(at, zone=zone(person.time_zone))
