"""The item that everybody in a sync's room looks at: what it is, what was said, what one may do about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from agreements.domain.decisions import SubjectKind, SubjectName
from agreements.domain.plots import Window
from agreements.models import Agreement, Amendment, CheckIn, CheckInRole, Commitment, Concern, Metric, Sync, Topic
from agreements.reports.boxes import FlagBox, boxes
from agreements.reports.commitment import CommitmentActs, commitment_acts
from agreements.reports.commitments import commitment_rows
from agreements.reports.lines import Line, lines_of, window_of
from agreements.reports.metrics import MetricCell, metric_cells
from teams.domain.language import say
from teams.models import Person

NO_ACTS = CommitmentActs()


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCard:
    """One item; ``kind`` is the first part of its ``subject``. Commitments bring their dates, metrics their plot."""

    subject: str
    kind: str
    title: str
    address: str
    by: Person | None = None  # who raised, asked or added it
    since: datetime | None = None
    text: str = ""  # what they wrote
    line: Line | None = None
    window: Window | None = None
    flags: tuple[FlagBox, ...] = ()
    acts: CommitmentActs = NO_ACTS
    number: int | None = None  # of a commitment within its agreement
    latest: CheckIn | None = None  # its owner's word, where the reader may read it
    metric: MetricCell | None = None


@dataclass(frozen=True, slots=True)
class _Looked:
    """By whom, when, and at which sync."""

    sync: Sync
    viewer: Person
    at: datetime
    today: date

    @property
    def agreement(self) -> Agreement:
        return self.sync.agreement

    def address(self, *parts: object) -> str:
        return "/".join(("/agreements", self.agreement.slug, *map(str, parts), ""))


def item_card(*, sync: Sync, subject: str, viewer: Person, at: datetime, today: date) -> ItemCard | None:
    """The card of ``subject`` in the agreement of ``sync``; None when there is no such thing in ``viewer``'s sight."""
    name = SubjectName.read(subject)
    return CARDS[name.kind](_Looked(sync, viewer, at, today), name.number) if name else None


def _commitment(here: _Looked, pk: int) -> ItemCard | None:
    found = Commitment.objects.filter(agreement=here.agreement, pk=pk).select_related("agreement", "owner").first()
    if found is None:
        return None
    rows = commitment_rows(commitments=Commitment.objects.filter(pk=pk), viewer=here.viewer, at=here.at)
    lines = lines_of(rows, starts_on=here.agreement.starts_on, today=here.today)
    said = CheckIn.objects.filter(commitment=found, role=CheckInRole.OWNER).select_related("person").order_by("-at")
    return ItemCard(
        subject=f"commitment/{pk}",
        kind=SubjectKind.COMMITMENT,
        title=found.deliverable,
        address=here.address("commitments", found.number),
        line=lines[0],
        window=window_of(lines, today=here.today),
        flags=boxes(Q(commitment=found), viewer=here.viewer, at=here.at),
        acts=commitment_acts(found, viewer=here.viewer),
        number=found.number,
        latest=None if rows[0].is_sealed else said.first(),
    )


def _metric(here: _Looked, pk: int) -> ItemCard | None:
    rows = Metric.objects.filter(agreement=here.agreement, pk=pk).select_related("bound_on", "reporter")
    cells = metric_cells(metrics=rows, as_of=here.today)
    if not cells:
        return None
    return ItemCard(
        subject=f"metric/{pk}",
        kind=SubjectKind.METRIC,
        title=cells[0].name,
        address=here.address("metrics", pk),
        by=rows[0].reporter,
        flags=boxes(Q(metric=pk), viewer=here.viewer, at=here.at),
        metric=cells[0],
    )


def _concern(here: _Looked, pk: int) -> ItemCard | None:
    seen = Concern.objects.visible_to(here.viewer).filter(agreement=here.agreement, pk=pk)
    found = seen.select_related("raised_by").first()
    if found is None:
        return None
    return ItemCard(
        subject=f"concern/{pk}",
        kind=SubjectKind.CONCERN,
        title=str(found),
        address=here.address("concerns", found.number),
        by=found.raised_by,
        since=found.raised_at,
        text=found.text if found.topic else "",
    )


def _amendment(here: _Looked, pk: int) -> ItemCard | None:
    found = Amendment.objects.filter(agreement=here.agreement, pk=pk).select_related("asked_by").first()
    if found is None:
        return None
    return ItemCard(
        subject=f"amendment/{pk}",
        kind=SubjectKind.AMENDMENT,
        title=say("Change {number}", number=found.number),
        address=here.address("amendments", found.number),
        by=found.asked_by,
        since=found.asked_at,
        text=found.reason,
    )


def _topic(here: _Looked, pk: int) -> ItemCard | None:
    found = Topic.objects.filter(agreement=here.agreement, pk=pk).select_related("added_by").first()
    if found is None:
        return None
    return ItemCard(
        subject=f"topic/{pk}",
        kind=SubjectKind.TOPIC,
        title=found.text,
        address="",
        by=found.added_by,
        since=found.added_at,
    )


def _agreement(here: _Looked, number: int) -> ItemCard | None:
    if number != here.agreement.number:
        return None
    return ItemCard(
        subject=f"agreement/{number}",
        kind=SubjectKind.AGREEMENT,
        title=here.agreement.title,
        address=here.address(),
        flags=boxes(Q(agreement=here.agreement, commitment=None, metric=None), viewer=here.viewer, at=here.at),
    )


CARDS: dict[SubjectKind, Callable[[_Looked, int], ItemCard | None]] = {
    SubjectKind.COMMITMENT: _commitment,
    SubjectKind.METRIC: _metric,
    SubjectKind.CONCERN: _concern,
    SubjectKind.AMENDMENT: _amendment,
    SubjectKind.TOPIC: _topic,
    SubjectKind.AGREEMENT: _agreement,
}
