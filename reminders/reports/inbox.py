"""The rows of the inbox, and where each leads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from reminders.domain.kinds import Kind
from reminders.models import Reminder

# The shape that stands before a line: a code word of the interface.
SHAPES = {
    Kind.SYNC_SOON: "active",
    Kind.SIGNATURE_ASKED: "readback",
    Kind.PAST_DATE: "drifting",
    Kind.DUE_SOON: "at_risk",
    Kind.SYNC_TOMORROW: "active",
    Kind.FLAG_OWNER: "drifting",
    Kind.FLAG_SHOWN: "drifting",
    Kind.CHECK_IN_REQUEST: "on_track",
    Kind.IN_FORCE: "kept",
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
    rows = Reminder.objects.select_related("agreement", "commitment", "sync").in_bulk(pks)
    return [_row(rows[pk]) for pk in pks]


def _row(reminder: Reminder) -> InboxRow:
    return InboxRow(
        id=reminder.pk,
        headline=reminder.headline,
        agreement=str(reminder.agreement or ""),
        shape=SHAPES[Kind(reminder.kind)],
        href=path_of(reminder),
        at=reminder.due_at,
        is_read=reminder.read_at is not None,
    )


def path_of(reminder: Reminder) -> str:
    """The page of what a reminder is about, its subjects fetched; the inbox when that is gone."""
    agreement = reminder.agreement
    if agreement is None:
        return reverse("inbox")
    if reminder.commitment:
        return reverse("commitment", args=[agreement.slug, reminder.commitment.number])
    if reminder.sync:
        return reverse("sync", args=[agreement.slug, reminder.sync.number])
    name = "agreement_signature" if reminder.kind == Kind.SIGNATURE_ASKED else "agreement"
    return reverse(name, args=[agreement.slug])
