"""The page of one agreement: everything true about it now, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from agreements.domain.agreements import AgreementState
from agreements.domain.commitments import CommitmentState
from agreements.domain.plots import DateLine, Window, window_over
from agreements.models import Agreement, DriftFlag, Party, Sync, Version
from agreements.permissions import may_close, may_edit_terms, may_sign
from agreements.reports.commitments import CommitmentRow, commitment_rows
from agreements.reports.history import Entry, entries
from agreements.reports.metrics import MetricCell, metric_cells
from teams.models import Person

LATEST = 12  # entries of the history on the page; all of them have a page of their own


@dataclass(frozen=True, slots=True)
class Line:
    """A commitment with its place on the date line and the chip beside it ("+7 days", "2 days early")."""

    row: CommitmentRow
    dates: DateLine | None
    chip: str
    chip_tone: str


@dataclass(frozen=True, slots=True)
class Acts:
    """What the reader may do on this page now; each is one button."""

    edit: bool = False
    propose: bool = False
    take_back: bool = False
    sign: bool = False
    complete: bool = False
    end: bool = False
    withdraw: bool = False


@dataclass(frozen=True, slots=True)
class PartyLine:
    party: Party
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class AgreementPage:
    agreement: Agreement
    parties: tuple[PartyLine, ...]
    version: Version | None  # the one in force, else the one proposed
    versions: tuple[Version, ...]  # newest first
    lines: tuple[Line, ...]
    window: Window
    metrics: tuple[MetricCell, ...]
    flags: tuple[DriftFlag, ...]
    next_sync: Sync | None
    entries: tuple[Entry, ...]
    acts: Acts
    mine: int
    kept: int
    open: int

    @property
    def people(self) -> tuple[Person, ...]:
        """Owners and representatives, each once, in the order of the page."""
        owners = [line.row.owner for line in self.lines]
        found = [person for person in (*(p.party.representative for p in self.parties), *owners) if person]
        return tuple({person.pk: person for person in found}.values())


def agreement_page(*, agreement: Agreement, viewer: Person, at: datetime, today: date, only: str = "") -> AgreementPage:
    """Assemble the page for ``viewer``, who may read ``agreement``. ``only`` filters the history."""
    versions = tuple(agreement.versions.standing().order_by("-number").prefetch_related("signatures"))
    rows = commitment_rows(commitments=agreement.commitments.order_by("due_on", "number"), viewer=viewer, at=at)
    lines = tuple(_line(row, agreement, today) for row in rows)
    return AgreementPage(
        agreement=agreement,
        parties=_parties(agreement, versions),
        version=versions[0] if versions else None,
        versions=versions,
        lines=lines,
        window=window_over([line.dates for line in lines if line.dates], as_of=today),
        metrics=metric_cells(metrics=agreement.metrics.order_by("pk"), as_of=today),
        flags=tuple(_flags(agreement, viewer, at)),
        next_sync=agreement.syncs.filter(starts_at__gte=at, cancelled_at=None, held_at=None)
        .order_by("starts_at")
        .first(),
        entries=entries(agreement=agreement, viewer=viewer, only=only, limit=LATEST),
        acts=acts(agreement=agreement, viewer=viewer, versions=versions),
        mine=sum(row.is_mine for row in rows),
        kept=sum(row.state in {"kept", "adjusted_early", "adjusted_late"} for row in rows),
        open=sum(row.is_open for row in rows),
    )


def _parties(agreement: Agreement, versions: Sequence[Version]) -> tuple[PartyLine, ...]:
    signed = {
        signature.party_id: signature.signed_at for signature in (versions[0].signatures.all() if versions else [])
    }
    parties = agreement.parties.select_related("team", "representative").order_by("pk")
    return tuple(PartyLine(party, signed.get(party.pk)) for party in parties)


def _flags(agreement: Agreement, viewer: Person, at: datetime) -> list[DriftFlag]:
    """Open flags in the reader's sight, strong ones first, then the oldest."""
    flags = DriftFlag.objects.open().visible_to(viewer, at=at).filter(agreement=agreement)
    return list(
        flags.select_related("agreement", "commitment__owner", "metric").order_by("strength", "opened_at", "pk")
    )


def acts(*, agreement: Agreement, viewer: Person, versions: Sequence[Version]) -> Acts:
    """The buttons of the page: what the state offers and ``viewer`` may do."""
    state, member, closer = agreement.state, may_edit_terms(viewer, agreement), may_close(viewer, agreement)
    if state == AgreementState.DRAFT:
        return Acts(edit=member, propose=member, withdraw=closer)
    if state == AgreementState.READBACK:
        return Acts(take_back=member, sign=_is_asked(agreement, viewer, versions), withdraw=closer)
    if state == AgreementState.ACTIVE:
        settled = not agreement.commitments.exclude(
            state__in=[CommitmentState.ACCEPTED, CommitmentState.RELEASED]
        ).exists()
        return Acts(complete=closer and settled, end=closer)
    return Acts()


def _is_asked(agreement: Agreement, viewer: Person, versions: Sequence[Version]) -> bool:
    signed = {signature.person_id for signature in versions[0].signatures.all()} if versions else set()
    return may_sign(viewer, agreement) and viewer.pk not in signed


def _line(row: CommitmentRow, agreement: Agreement, today: date) -> Line:
    if row.due_on is None:
        return Line(row, None, "", "")
    promised_on = row.opened_on or agreement.starts_on or min(today, row.due_on)
    moved = row.original_due_on is not None and row.original_due_on != row.due_on
    dates = DateLine(
        promised_on=min(promised_on, row.due_on),
        due_on=row.due_on,
        state=row.state,
        earlier=(row.original_due_on,) if moved and row.original_due_on else (),
        ended_on=row.delivered_on if not row.is_open else None,
        expected_on=row.expected_on if row.is_open and row.expected_on != row.due_on else None,
    )
    return Line(row, dates, *_chip(row))


def _chip(row: CommitmentRow) -> tuple[str, str]:
    if row.original_due_on and row.due_on and row.original_due_on != row.due_on:
        return f"{(row.due_on - row.original_due_on).days:+d} days", "change"
    if row.delivered_on and row.due_on and row.delivered_on < row.due_on and not row.is_open:
        return f"{(row.due_on - row.delivered_on).days} days early", ""
    if row.waited_for_by:
        return f"{row.waited_for_by} wait{'s' if row.waited_for_by == 1 else ''} for it", ""
    return "", ""
