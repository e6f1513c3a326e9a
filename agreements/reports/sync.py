"""The page of one sync: what to spend its minutes on, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime

from agreements.domain.agreements import AgreementState
from agreements.domain.syncs import has_begun, has_come
from agreements.models import Commitment, Sync
from agreements.permissions import may_hold_sync
from agreements.reports.agenda import Agenda, agenda
from agreements.reports.commitments import CommitmentRow, commitment_rows
from teams.domain.calendar import local_date, zone
from teams.models import Person


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One thing to talk about; ``row`` is the commitment it is about, None for a metric or the agreement."""

    subject: str
    reason: str
    is_drifting: bool
    row: CommitmentRow | None


@dataclass(frozen=True, slots=True)
class SyncPage:
    """``state`` is "coming", "now" (it can be recorded as held), "held" or "cancelled"; agenda while it is open."""

    state: str
    on: date  # the reader's local day
    items: tuple[AgendaRow, ...]
    on_track: tuple[CommitmentRow, ...]
    may_hold: bool
    may_cancel: bool
    previous: Sync | None
    following: Sync | None


def sync_page(*, sync: Sync, viewer: Person, at: datetime) -> SyncPage:
    """Assemble the page for ``viewer``, who may read the agreement of ``sync``."""
    state = _state(sync, at)
    is_open = state in {"coming", "now"} and sync.agreement.state == AgreementState.ACTIVE
    items, rest = _agenda(sync, viewer, at) if is_open else ((), ())
    allowed = is_open and may_hold_sync(viewer, sync.agreement)
    others = Sync.objects.filter(agreement=sync.agreement)
    return SyncPage(
        state=state,
        on=local_date(sync.starts_at, zone=zone(viewer.time_zone)),
        items=items,
        on_track=rest,
        may_hold=allowed and has_come(sync.starts_at, at=at),
        may_cancel=allowed and not has_begun(sync.starts_at, at=at),
        previous=others.filter(starts_at__lt=sync.starts_at).order_by("-starts_at").first(),
        following=others.filter(starts_at__gt=sync.starts_at).order_by("starts_at").first(),
    )


def _state(sync: Sync, at: datetime) -> str:
    if sync.held_at:
        return "held"
    if sync.cancelled_at:
        return "cancelled"
    return "now" if has_come(sync.starts_at, at=at) else "coming"


def _agenda(sync: Sync, viewer: Person, at: datetime) -> tuple[tuple[AgendaRow, ...], tuple[CommitmentRow, ...]]:
    """What to talk about, and the open commitments that need no time."""
    asked: Agenda = agenda(sync=sync, viewer=viewer, at=at)
    open_ones = Commitment.objects.open().filter(agreement=sync.agreement).order_by("due_on", "number")
    rows = {row.pk: row for row in commitment_rows(commitments=open_ones, viewer=viewer, at=at)}
    items = tuple(
        AgendaRow(item.title, item.reason, item.is_drifting, rows.pop(item.commitment or 0, None))
        for item in asked.items
    )
    return items, tuple(rows.values())
