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
    Kind.CHANGE_PROPOSED: "in_renegotiation",
    Kind.READBACK_ASKED: "readback",
    Kind.SIGNATURE_ASKED: "readback",
    Kind.ANSWER_DUE: "at_risk",
    Kind.PAST_DATE: "drifting",
    Kind.DUE_SOON: "at_risk",
    Kind.SYNC_TOMORROW: "active",
    Kind.WINDOW_ENDED: "readback",
    Kind.CHANGE_UNANSWERED: "in_renegotiation",
    Kind.CHANGE_DECLINED: "in_renegotiation",
    Kind.FLAG_OWNER: "drifting",
    Kind.FLAG_SHOWN: "drifting",
    Kind.CHECK_IN_REQUEST: "on_track",
    Kind.IN_FORCE: "kept",
}
# Where a proposal is answered; what else concerns an agreement alone is on its page.
PAGES = {
    Kind.READBACK_ASKED: "readback_mine",
    Kind.SIGNATURE_ASKED: "agreement_signature",
    Kind.ANSWER_DUE: "readback_board",
    Kind.WINDOW_ENDED: "readback_board",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    id: int
    headline: str
    agreement: str
    shape: str
    href: str
    at: datetime
    is_read: bool


def inbox_rows(reminders: QuerySet[Reminder] | Iterable[Reminder]) -> list[InboxRow]:
    """Rows for the inbox, in the given order. One query beside that of the reminders."""
    pks = [one.pk for one in reminders]
    rows = Reminder.objects.select_related(
        "agreement", "amendment__agreement", "commitment", "recipient", "sync"
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
        return reverse("inbox")
    if reminder.commitment:
        return reverse("commitment", args=[agreement.slug, reminder.commitment.number])
    if reminder.sync:
        return reverse("sync", args=[agreement.slug, reminder.sync.number])
    if reminder.amendment:
        return path_to(reminder.amendment, may_read=may_read(reminder.recipient, agreement))
    return reverse(PAGES.get(Kind(reminder.kind), "agreement"), args=[agreement.slug])
