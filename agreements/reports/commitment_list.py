"""The list of commitments across agreements, in pages."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from agreements.domain.counting import Weeks
from agreements.models import Agreement, Commitment, Visibility
from agreements.reports.agreements import FAR, may_count_all, severity
from agreements.reports.commitments import CommitmentRow, commitment_rows
from agreements.reports.filters import (
    BY_ME,
    CommitmentFilter,
    commitments_in,
    commitments_that,
    that_came_due,
    whose,
)
from agreements.reports.keyset import Place, Slice, Sort, day_of, in_order, slice_of
from teams.models import Person

MOST = 5_000  # rows of a table to take away
SORTS = {
    "due": Sort("Next date first", Coalesce("due_on", Value(FAR)), day_of),
    "-due": Sort("Last date first", Coalesce("due_on", Value(FAR)), day_of, falls=True),
    "health": Sort("Worst first", severity("seen_health"), int),
    "moves": Sort("Most often moved first", F("moves"), int, falls=True),
}


@dataclass(frozen=True, slots=True)
class CommitmentList:
    """One page of the list; ``unseen`` counts what fits and the reader may only count, on the first page."""

    rows: tuple[CommitmentRow, ...]
    slice: Slice
    unseen: int = 0


def commitment_list(
    *, viewer: Person, at: datetime, today: date, wanted: CommitmentFilter, sort: Sort, begin: Place | None = None
) -> CommitmentList:
    """A page of what ``viewer`` may read and asked for; ``today`` is their local date. A fixed number of queries."""
    fits = _fits(wanted, viewer=viewer, at=at, today=today)
    shown = slice_of(Commitment.objects.seen_by(viewer).filter(fits), sort=sort, begin=begin)
    return CommitmentList(
        rows=_rows(shown, viewer=viewer, at=at), slice=shown, unseen=0 if begin else _unseen(viewer, fits)
    )


def commitment_table(
    *, viewer: Person, at: datetime, today: date, wanted: CommitmentFilter, sort: Sort
) -> tuple[CommitmentRow, ...]:
    """All that fits, up to ``MOST``, in the same order."""
    fits = _fits(wanted, viewer=viewer, at=at, today=today)
    shown = slice_of(Commitment.objects.seen_by(viewer).filter(fits), sort=sort, begin=None, size=MOST)
    return _rows(shown, viewer=viewer, at=at)


def _fits(wanted: CommitmentFilter, *, viewer: Person, at: datetime, today: date) -> Q:
    """Health is what everybody was shown, as counts have it; of their own, people know it a day before."""
    is_own = wanted.owed == BY_ME or wanted.owner == viewer
    told = Q(**{_health(viewer): wanted.health}) if wanted.health and not is_own else Q()
    return (
        commitments_that(wanted if is_own else replace(wanted, health=""))
        & told
        & commitments_in(wanted, at=at)
        & whose(wanted.owed, viewer=viewer)
        & (that_came_due(Weeks(wanted.came_due, today)) if wanted.came_due else Q())
    )


def _health(viewer: Person) -> str:
    return "health" if viewer.is_administrator else "shown_health"


def _rows(shown: Slice, *, viewer: Person, at: datetime) -> tuple[CommitmentRow, ...]:
    rows = commitment_rows(commitments=Commitment.objects.filter(pk__in=shown.pks), viewer=viewer, at=at)
    return in_order({row.pk: row for row in rows}, shown.pks)


def _unseen(viewer: Person, fits: Q) -> int:
    if not may_count_all(viewer):
        return 0
    private = Commitment.objects.filter(agreement__visibility=Visibility.PARTIES)
    seen = Agreement.objects.visible_to(viewer).values("pk")
    return private.annotate(seen_health=F(_health(viewer))).exclude(agreement__in=seen).filter(fits).count()
