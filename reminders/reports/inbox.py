"""The rows of the inbox, and where each leads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from reminders.domain.kinds import Kind
from reminders.models import Reminder
from reminders.reports.sight import may_read, path_to

# The shape that stands before a line: a code word of the interface.
SHAPES = {
    Kind.SYNC_SOON: "active",
    Kind.SYNC_CANCELLED: "released",
    Kind.SYNC_MOVED: "adjusted_early",
    Kind.DECISION_ASKED: "at_risk",
    Kind.CHANGE_PROPOSED: "in_renegotiation",
    Kind.READBACK_ASKED: "readback",
    Kind.SIGNATURE_ASKED: "readback",
    Kind.ANSWER_DUE: "at_risk",
    Kind.HANDOVER_ASKED: "asked",
    Kind.DELIVERY_DECLARED: "delivered",
    Kind.DELIVERY_RETURNED: "at_risk",
    Kind.PAST_DATE: "drifting",
    Kind.DUE_SOON: "at_risk",
    Kind.SYNC_TOMORROW: "active",
    Kind.CONCERN_RAISED: "at_risk",
    Kind.CONCERN_ANSWERED: "kept",
    Kind.RULING_MADE: "agreed",
    Kind.METRIC_ASKED: "asked",
    Kind.WINDOW_ENDED: "readback",
    Kind.CHANGE_UNANSWERED: "in_renegotiation",
    Kind.CHANGE_DECLINED: "in_renegotiation",
    Kind.FLAG_OWNER: "drifting",
    Kind.FLAG_SHOWN: "drifting",
    Kind.FLAG_STILL_OPEN: "drifting",
    Kind.FLAG_LEFT_OPEN: "drifting",
    Kind.ASKED: "unclear",
    Kind.CHECK_IN_REQUEST: "on_track",
    Kind.SYNC_NOTES: "kept",
    Kind.KEPT: "kept",
    Kind.IN_FORCE: "kept",
    Kind.ENDPOINT_STOPPED: "quiet",
    Kind.WEEK_AHEAD: "due",
    Kind.FOLLOW_THROUGH: "on_track",
}
# Where a proposal is answered; what else concerns an agreement alone is on its page.
PAGES = {
    Kind.READBACK_ASKED: "readback_mine",
    Kind.SIGNATURE_ASKED: "agreement_signature",
    Kind.ANSWER_DUE: "readback_board",
    Kind.WINDOW_ENDED: "readback_board",
}


# What is about no agreement alone.
PLACES = {Kind.WEEK_AHEAD: "home", Kind.FOLLOW_THROUGH: "dashboard"}


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    id: int
    headline: str
    agreement: str
    shape: str
    href: str
    at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class InboxGroup:
    """What was told of one agreement; ``name`` is empty for what is about none, or one the reader may not read."""

    name: str
    rows: tuple[InboxRow, ...]


def inbox_groups(rows: Iterable[InboxRow]) -> list[InboxGroup]:
    """The same by agreement, in the order in which each is named first."""
    of: dict[str, list[InboxRow]] = {}
    for row in rows:
        of.setdefault(row.agreement, []).append(row)
    return [InboxGroup(name, tuple(found)) for name, found in of.items()]


def inbox_rows(reminders: QuerySet[Reminder] | Iterable[Reminder]) -> list[InboxRow]:
    """Rows for the inbox, in the given order. One query beside that of the reminders."""
    pks = [one.pk for one in reminders]
    rows = Reminder.objects.select_related(
        "agreement", "amendment__agreement", "commitment", "concern", "escalation", "recipient", "sync"
    ).in_bulk(pks)
    return [_row(rows[pk]) for pk in pks]


def _row(reminder: Reminder) -> InboxRow:
    return InboxRow(
        id=reminder.pk,
        headline=reminder.headline,
        agreement=_name(reminder),
        shape=SHAPES[Kind(reminder.kind)],
        href=path_of(reminder),
        at=reminder.due_at,
        is_read=reminder.read_at is not None,
    )


def _name(reminder: Reminder) -> str:
    """A change is told across agreements, the name of one only to who may read it."""
    agreement = reminder.agreement
    is_told = agreement and not (reminder.amendment and not may_read(reminder.recipient, agreement))
    return str(agreement) if is_told else ""


def path_of(reminder: Reminder) -> str:
    """The page of what a reminder is about, its subjects fetched; the inbox when that is gone."""
    agreement = reminder.agreement
    if agreement is None:
        return reverse(PLACES.get(Kind(reminder.kind), "inbox"))
    if reminder.flag_id:
        return reverse("flag", args=[reminder.flag_id])
    if reminder.amendment and not reminder.commitment:
        return path_to(reminder.amendment, may_read=may_read(reminder.recipient, agreement))
    if reminder.escalation:
        return reverse("escalation", args=[reminder.escalation.pk])
    page, part = _part(reminder)
    return reverse(page, args=[agreement.slug, part] if part else [agreement.slug])


def _part(reminder: Reminder) -> tuple[str, int | None]:
    """The page of a part of its agreement, and by what it is named there; else of the agreement as a whole."""
    parts = {
        "commitment": reminder.commitment and reminder.commitment.number,
        "metric": reminder.metric_id,
        "concern": reminder.concern and reminder.concern.number,
        "sync": reminder.sync and reminder.sync.number,
    }
    whole = PAGES.get(Kind(reminder.kind), "agreement")
    return next(((page, number) for page, number in parts.items() if number), (whole, None))
