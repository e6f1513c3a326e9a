"""What people are told, and in what manner: at once or with the morning's mail, on which days, and why."""

from dataclasses import dataclass
from enum import StrEnum

from reminders.domain.topics import Topic
from teams.domain.language import noted

DIGEST = "digest"  # the kind of a delivery that carries several reminders


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a kind of reminder reaches people.

    `why` is the foot of its mail. `is_at_once` leaves without waiting for the morning; `on_any_day` is told on days
    off too; `at_any_hour` is not held back by quiet hours. Of one `ladder` only the newest step is told.
    `is_secret` carries a link that opens an account: never bundled, never shown in the inbox.
    `is_short_notice` is of no use after the quiet hours if its thing has begun by then, and so not held back until
    then. `topic` is what a person may choose not to be told of; None for what only they can do: always told.
    `for_team` is also posted, once, into the conversations of the teams it concerns.
    """

    why: str
    is_at_once: bool = False
    on_any_day: bool = False
    at_any_hour: bool = False
    ladder: str = ""
    is_secret: bool = False
    is_short_notice: bool = False
    topic: Topic | None = None
    for_team: bool = False


class Kind(StrEnum):
    """The kinds of reminders, the most pressing first: the order within a mail."""

    INVITATION = "invitation"
    SYNC_SOON = "sync_soon"
    SYNC_CANCELLED = "sync_cancelled"
    SYNC_MOVED = "sync_moved"
    DECISION_ASKED = "decision_asked"
    CHANGE_PROPOSED = "change_proposed"
    READBACK_ASKED = "readback_asked"
    SIGNATURE_ASKED = "signature_asked"
    ANSWER_DUE = "answer_due"
    HANDOVER_ASKED = "handover_asked"
    DELIVERY_DECLARED = "delivery_declared"
    DELIVERY_RETURNED = "delivery_returned"
    PAST_DATE = "past_date"
    DUE_SOON = "due_soon"
    SYNC_TOMORROW = "sync_tomorrow"
    CONCERN_RAISED = "concern_raised"
    CONCERN_ANSWERED = "concern_answered"
    RULING_MADE = "ruling_made"
    METRIC_ASKED = "metric_asked"
    WINDOW_ENDED = "window_ended"
    CHANGE_UNANSWERED = "change_unanswered"
    CHANGE_DECLINED = "change_declined"
    FLAG_OWNER = "flag_owner"
    FLAG_SHOWN = "flag_shown"
    FLAG_STILL_OPEN = "flag_still_open"
    FLAG_LEFT_OPEN = "flag_left_open"
    ASKED = "asked"
    CHECK_IN_REQUEST = "check_in_request"
    SYNC_NOTES = "sync_notes"
    KEPT = "kept"
    IN_FORCE = "in_force"
    WEEK_AHEAD = "week_ahead"
    FOLLOW_THROUGH = "follow_through"
    ENDPOINT_STOPPED = "endpoint_stopped"

    @property
    def manner(self) -> Manner:
        """Return how reminders of this kind are told."""
        return MANNERS[self]

    @property
    def urgency(self) -> int:
        """Return its place within a mail, 0 first."""
        return URGENCY[self]


URGENCY = {kind: place for place, kind in enumerate(Kind)}
MANNERS = {
    Kind.INVITATION: Manner(
        why=noted("an administrator of your organisation added you"),
        is_at_once=True,
        on_any_day=True,
        at_any_hour=True,
        is_secret=True,
    ),
    Kind.SYNC_SOON: Manner(
        why=noted("you take part in this agreement"),
        topic=Topic.SYNCS,
        is_at_once=True,
        on_any_day=True,
        at_any_hour=True,
        ladder="sync",
    ),
    Kind.SYNC_CANCELLED: Manner(
        why=noted("you take part in this agreement"),
        topic=Topic.SYNCS,
        is_at_once=True,
        on_any_day=True,
        is_short_notice=True,
        ladder="sync",
        for_team=True,
    ),
    Kind.SYNC_MOVED: Manner(
        why=noted("you take part in this agreement"),
        topic=Topic.SYNCS,
        is_at_once=True,
        on_any_day=True,
        is_short_notice=True,
        ladder="sync",
        for_team=True,
    ),
    Kind.DECISION_ASKED: Manner(why=noted("executives decide what the parties cannot")),
    Kind.CHANGE_PROPOSED: Manner(why=noted("this change needs your answer"), is_at_once=True, on_any_day=True),
    Kind.READBACK_ASKED: Manner(
        why=noted("you sign these terms or owe something in them"), is_at_once=True, on_any_day=True
    ),
    Kind.SIGNATURE_ASKED: Manner(why=noted("you sign for your team"), is_at_once=True, on_any_day=True),
    Kind.ANSWER_DUE: Manner(why=noted("your answer is still open"), topic=Topic.TERMS, ladder="answer"),
    Kind.HANDOVER_ASKED: Manner(why=noted("this hand-over needs your answer")),
    Kind.DELIVERY_DECLARED: Manner(why=noted("you accept this commitment"), topic=Topic.OUTCOMES),
    Kind.DELIVERY_RETURNED: Manner(
        why=noted("you own this commitment"), topic=Topic.OUTCOMES, is_at_once=True, on_any_day=True
    ),
    Kind.PAST_DATE: Manner(why=noted("you own this commitment"), topic=Topic.DATES, on_any_day=True, ladder="date"),
    Kind.DUE_SOON: Manner(why=noted("you own this commitment"), topic=Topic.DATES, on_any_day=True, ladder="date"),
    Kind.SYNC_TOMORROW: Manner(
        why=noted("you take part in this agreement"), topic=Topic.SYNCS, ladder="sync", for_team=True
    ),
    Kind.CONCERN_RAISED: Manner(
        why=noted("your team is a party of this agreement"), topic=Topic.CONCERNS, for_team=True
    ),
    Kind.CONCERN_ANSWERED: Manner(
        why=noted("you raised this concern"), topic=Topic.CONCERNS, is_at_once=True, on_any_day=True
    ),
    Kind.RULING_MADE: Manner(
        why=noted("your team asked for this decision"), topic=Topic.CONCERNS, is_at_once=True, on_any_day=True
    ),
    Kind.METRIC_ASKED: Manner(why=noted("you sign for your team"), topic=Topic.TERMS),
    Kind.WINDOW_ENDED: Manner(why=noted("you proposed these terms"), topic=Topic.TERMS),
    Kind.CHANGE_UNANSWERED: Manner(why=noted("you asked for this change"), topic=Topic.TERMS),
    Kind.CHANGE_DECLINED: Manner(
        why=noted("you asked for this change"), topic=Topic.TERMS, is_at_once=True, on_any_day=True
    ),
    Kind.FLAG_OWNER: Manner(why=noted("this is yours, and you hear of it first"), topic=Topic.DRIFT),
    Kind.FLAG_SHOWN: Manner(why=noted("your team is a party of this agreement"), topic=Topic.DRIFT, for_team=True),
    Kind.FLAG_STILL_OPEN: Manner(why=noted("you sign for your team"), topic=Topic.DRIFT, for_team=True),
    Kind.FLAG_LEFT_OPEN: Manner(why=noted("executives hear of what stays open"), topic=Topic.DRIFT),
    Kind.ASKED: Manner(why=noted("you own this commitment"), topic=Topic.CHECK_INS),
    Kind.CHECK_IN_REQUEST: Manner(why=noted("you own or receive what this asks about"), topic=Topic.CHECK_INS),
    Kind.SYNC_NOTES: Manner(
        why=noted("you take part in this agreement"), topic=Topic.SYNCS, is_at_once=True, on_any_day=True, for_team=True
    ),
    Kind.KEPT: Manner(why=noted("you own or receive this commitment"), topic=Topic.OUTCOMES, for_team=True),
    Kind.IN_FORCE: Manner(
        why=noted("you are named in this agreement"), topic=Topic.TERMS, is_at_once=True, on_any_day=True, for_team=True
    ),
    Kind.WEEK_AHEAD: Manner(why=noted("you lead a team or sign for one"), topic=Topic.SUMMARIES),
    Kind.FOLLOW_THROUGH: Manner(
        why=noted("executives hear every fortnight how teams keep their word"), topic=Topic.SUMMARIES
    ),
    Kind.ENDPOINT_STOPPED: Manner(why=noted("you look after this connection")),
}
