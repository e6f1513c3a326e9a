"""The page of one sync: what to spend its minutes on, and what became of it."""

from dataclasses import dataclass
from datetime import date, datetime

from agreements.domain.agreements import AgreementState
from agreements.domain.decisions import SubjectKind
from agreements.domain.syncs import has_begun, has_come
from agreements.models import Commitment, Sync
from agreements.permissions import may_run_sync
from agreements.reports.agenda import Agenda, agenda
from agreements.reports.agenda_items import AgendaItem
from agreements.reports.commitments import CommitmentRow, commitment_rows
from agreements.reports.facilitators import facilitator_of
from teams.domain.calendar import local_date, zone
from teams.models import Person


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One thing to talk about; ``row`` is the commitment it is about, None for anything else; "" has no page."""

    item: AgendaItem
    row: CommitmentRow | None
    address: str


@dataclass(frozen=True, slots=True)
class SyncPage:
    """``state`` is "coming", "now" (it can be started), "held" or "cancelled"; agenda while it is open."""

    state: str
    on: date  # the reader's local day
    agenda: Agenda
    items: tuple[AgendaRow, ...]
    on_track: tuple[CommitmentRow, ...]
    facilitator: Person | None
    may_run: bool
    may_start: bool
    may_change: bool  # call it off, move it
    previous: Sync | None
    following: Sync | None


def sync_page(*, sync: Sync, viewer: Person, at: datetime) -> SyncPage:
    """Assemble the page for ``viewer``, who may read the agreement of ``sync``."""
    state = _state(sync, at)
    is_open = state in {"coming", "now"} and sync.agreement.state == AgreementState.ACTIVE
    asked = agenda(sync=sync, viewer=viewer, at=at) if is_open else Agenda(minutes=sync.minutes)
    items, rest = _rows(sync, asked, viewer, at) if is_open else ((), ())
    allowed = is_open and may_run_sync(viewer, sync)
    others = Sync.objects.filter(agreement=sync.agreement)
    return SyncPage(
        state=state,
        on=local_date(sync.starts_at, zone=zone(viewer.time_zone)),
        agenda=asked,
        items=items,
        on_track=rest,
        facilitator=facilitator_of(sync),
        may_run=allowed,
        may_start=allowed and has_come(sync.starts_at, at=at),
        may_change=allowed and not has_begun(sync.starts_at, at=at),
        previous=others.filter(starts_at__lt=sync.starts_at).order_by("-starts_at").first(),
        following=others.filter(starts_at__gt=sync.starts_at).order_by("starts_at").first(),
    )


def _state(sync: Sync, at: datetime) -> str:
    if sync.held_at:
        return "held"
    if sync.cancelled_at:
        return "cancelled"
    return "now" if has_come(sync.starts_at, at=at) else "coming"


def _rows(
    sync: Sync, asked: Agenda, viewer: Person, at: datetime
) -> tuple[tuple[AgendaRow, ...], tuple[CommitmentRow, ...]]:
    """The agenda with the commitments it is about, and the open commitments that need no time."""
    open_ones = Commitment.objects.open().filter(agreement=sync.agreement).order_by("due_on", "number")
    rows = {row.pk: row for row in commitment_rows(commitments=open_ones, viewer=viewer, at=at)}
    items = tuple(AgendaRow(item, rows.pop(item.commitment or 0, None), _address(sync, item)) for item in asked.items)
    return items, tuple(rows.values())


def _address(sync: Sync, item: AgendaItem) -> str:
    """The page of what an item is about."""
    here, kind = f"/agreements/{sync.agreement.slug}/", item.subject.partition("/")[0]
    if kind == SubjectKind.TOPIC:
        return ""
    return here if kind == SubjectKind.AGREEMENT else f"{here}{kind}s/{item.number}/"
