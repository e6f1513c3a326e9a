"""What people are told, and in what manner: at once or with the morning's mail, on which days, and why."""

from dataclasses import dataclass
from enum import StrEnum

DIGEST = "digest"  # the kind of a delivery that carries several reminders


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a kind of reminder reaches people.

    `why` is the foot of its mail. `is_at_once` leaves without waiting for the morning; `on_any_day` is told on days
    off too; `at_any_hour` is not held back by quiet hours. Of one `ladder` only the newest step is told.
    `is_secret` carries a link that opens an account: never bundled, never shown in the inbox.
    """

    why: str
    is_at_once: bool = False
    on_any_day: bool = False
    at_any_hour: bool = False
    ladder: str = ""
    is_secret: bool = False


class Kind(StrEnum):
    """The kinds of reminders, the most pressing first: the order within a mail."""

    INVITATION = "invitation"
    SYNC_SOON = "sync_soon"
    CHANGE_PROPOSED = "change_proposed"
    READBACK_ASKED = "readback_asked"
    SIGNATURE_ASKED = "signature_asked"
    ANSWER_DUE = "answer_due"
    PAST_DATE = "past_date"
    DUE_SOON = "due_soon"
    SYNC_TOMORROW = "sync_tomorrow"
    WINDOW_ENDED = "window_ended"
    CHANGE_UNANSWERED = "change_unanswered"
    CHANGE_DECLINED = "change_declined"
    FLAG_OWNER = "flag_owner"
    FLAG_SHOWN = "flag_shown"
    CHECK_IN_REQUEST = "check_in_request"
    IN_FORCE = "in_force"

    @property
    def manner(self) -> Manner:
        """Return how reminders of this kind are told."""
        return MANNERS[self]

    @property
    def urgency(self) -> int:
        """Return its place within a mail, 0 first."""
        return list(Kind).index(self)


MANNERS = {
    Kind.INVITATION: Manner(
        why="an administrator of your organisation added you",
        is_at_once=True,
        on_any_day=True,
        at_any_hour=True,
        is_secret=True,
    ),
    Kind.SYNC_SOON: Manner(
        why="you take part in this agreement", is_at_once=True, on_any_day=True, at_any_hour=True, ladder="sync"
    ),
    Kind.CHANGE_PROPOSED: Manner(why="this change needs your answer", is_at_once=True, on_any_day=True),
    Kind.READBACK_ASKED: Manner(why="you sign these terms or owe something in them", is_at_once=True, on_any_day=True),
    Kind.SIGNATURE_ASKED: Manner(why="you sign for your team", is_at_once=True, on_any_day=True),
    Kind.ANSWER_DUE: Manner(why="your answer is still open", ladder="answer"),
    Kind.PAST_DATE: Manner(why="you own this commitment", on_any_day=True, ladder="date"),
    Kind.DUE_SOON: Manner(why="you own this commitment", on_any_day=True, ladder="date"),
    Kind.SYNC_TOMORROW: Manner(why="you take part in this agreement", ladder="sync"),
    Kind.WINDOW_ENDED: Manner(why="you proposed these terms"),
    Kind.CHANGE_UNANSWERED: Manner(why="you asked for this change"),
    Kind.CHANGE_DECLINED: Manner(why="you asked for this change", is_at_once=True, on_any_day=True),
    Kind.FLAG_OWNER: Manner(why="this is yours, and you hear of it first"),
    Kind.FLAG_SHOWN: Manner(why="your team is a party of this agreement"),
    Kind.CHECK_IN_REQUEST: Manner(why="you own or receive what this asks about"),
    Kind.IN_FORCE: Manner(why="you are named in this agreement", is_at_once=True, on_any_day=True),
}
