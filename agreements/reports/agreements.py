"""The list of agreements: one row each, with its health, parties, next dates and the pulse of its worst commitment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, F, IntegerField, Min, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Lower

from agreements.domain.agreements import AgreementState, Health
from agreements.domain.commitments import CommitmentState
from agreements.models import Agreement, CheckInRole, Commitment, Party, Sync, Visibility
from agreements.reports.filters import AgreementFilter, agreements_in, agreements_that
from agreements.reports.keyset import Place, Slice, Sort, day_of, in_order, slice_of
from agreements.reports.pulse import pulses
from agreements.reports.seals import seals
from teams.models import Person

OPEN = Q(commitments__state=CommitmentState.OPEN)
MOST = 5_000  # rows of a table to take away
FAR = date(9999, 12, 31)  # sorts what has no date behind everything that has one


def severity(health: str) -> Case:
    """How bad the health in a column is: 0 for the worst."""
    worst = (Health.DRIFTING, Health.QUIET, Health.WATCH)
    return Case(
        *(When(**{health: word}, then=Value(place)) for place, word in enumerate(worst)),
        default=Value(len(worst)),
        output_field=IntegerField(),
    )


def _next_due() -> Subquery:
    ahead = Commitment.objects.open().filter(agreement=OuterRef("pk"), agreement__state=AgreementState.ACTIVE)
    return Subquery(ahead.order_by("due_on").values("due_on")[:1])


SORTS = {
    "new": Sort("Newest first", F("number"), int, falls=True),
    "due": Sort("Next date first", Coalesce(_next_due(), Value(FAR)), day_of),
    "health": Sort("Worst first", severity("seen_health"), int),
    "title": Sort("By title", Lower("title"), str),
}


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """``state`` is the code word to show: paused, else the health of an agreement in force, else its state.

    ``pulse`` is that of ``worst``, the open commitment that stands worst in the reader's sight.
    """

    slug: str
    label: str
    title: str
    state: str
    parties: tuple[str, ...]
    open: int
    next_due_on: date | None
    next_sync_at: datetime | None
    paused_until: date | None = None
    worst: str = ""
    pulse: tuple[str | None, ...] = ()
    pk: int = 0

    @property
    def pulse_of(self) -> str:
        return f"check-ins on {self.worst}"


@dataclass(frozen=True, slots=True)
class AgreementList:
    """One page of the list; ``unseen`` counts what fits and the reader may only count, on the first page."""

    rows: tuple[AgreementRow, ...]
    slice: Slice
    unseen: int = 0


def agreement_list(
    *, viewer: Person, at: datetime, wanted: AgreementFilter, sort: Sort, begin: Place | None = None
) -> AgreementList:
    """A page of what ``viewer`` may read and asked for; a fixed number of queries."""
    fits = agreements_that(wanted) & agreements_in(wanted.state, at=at)
    shown = slice_of(Agreement.objects.seen_by(viewer).filter(fits), sort=sort, begin=begin)
    rows = agreement_rows(agreements=Agreement.objects.filter(pk__in=shown.pks), viewer=viewer, at=at)
    return AgreementList(
        rows=in_order({row.pk: row for row in rows}, shown.pks),
        slice=shown,
        unseen=0 if begin else _unseen(viewer, fits),
    )


def agreement_table(*, viewer: Person, at: datetime, wanted: AgreementFilter, sort: Sort) -> tuple[AgreementRow, ...]:
    """All that fits, up to ``MOST``, in the same order."""
    fits = agreements_that(wanted) & agreements_in(wanted.state, at=at)
    shown = slice_of(Agreement.objects.seen_by(viewer).filter(fits), sort=sort, begin=None, size=MOST)
    rows = agreement_rows(agreements=Agreement.objects.filter(pk__in=shown.pks), viewer=viewer, at=at)
    return in_order({row.pk: row for row in rows}, shown.pks)


def may_count_all(viewer: Person) -> bool:
    """Executives and administrators count what is kept between its parties, without reading it (PRODUCT 6.8)."""
    return viewer.is_executive or viewer.is_administrator


def _unseen(viewer: Person, fits: Q) -> int:
    if not may_count_all(viewer):
        return 0
    health = F("health" if viewer.is_administrator else "shown_health")
    private = Agreement.objects.filter(visibility=Visibility.PARTIES).annotate(seen_health=health)
    return private.exclude(pk__in=Agreement.objects.visible_to(viewer).values("pk")).filter(fits).count()


def agreement_rows(*, agreements: QuerySet[Agreement], viewer: Person, at: datetime) -> tuple[AgreementRow, ...]:
    """The rows of ``agreements`` in the order given; a fixed number of queries."""
    coming = Sync.objects.outside_pauses().filter(starts_at__gte=at, held_at=None, cancelled_at=None)
    next_sync = coming.filter(agreement=OuterRef("pk")).order_by("starts_at")
    rows = agreements.annotate(
        open=Count("commitments", filter=OPEN, distinct=True),
        next_due_on=Min("commitments__due_on", filter=OPEN),
        next_sync_at=Subquery(next_sync.values("starts_at")[:1]),
        worst=_worst(viewer),
    ).prefetch_related(Prefetch("parties", Party.objects.select_related("team")))
    found = list(rows)
    worst = {pulse.of: pulse for pulse in _pulses([vars(row)["worst"] for row in found], viewer=viewer, at=at)}
    return tuple(_row(row, viewer, at, worst.get(vars(row)["worst"], NO_PULSE)) for row in found)


@dataclass(frozen=True, slots=True)
class _Pulse:
    of: int
    name: str
    marks: tuple[str | None, ...]


NO_PULSE = _Pulse(0, "", ())


def _worst(viewer: Person) -> Subquery:
    open_ones = Commitment.objects.seen_by(viewer).open().filter(agreement=OuterRef("pk"))
    return Subquery(open_ones.order_by(severity("seen_health"), "due_on", "pk").values("pk")[:1])


def _pulses(keys: Iterable[int | None], *, viewer: Person, at: datetime) -> list[_Pulse]:
    """The pulse of each commitment, without a word that is sealed from ``viewer``, which is the latest one."""
    found = list(Commitment.objects.filter(pk__in=[key for key in keys if key]))
    said = pulses(commitments=found, at=at)
    sealed = {
        seal.commitment
        for seal in seals(commitments=said.keys(), viewer=viewer, at=at)
        if seal.role == CheckInRole.OWNER
    }
    return [_Pulse(one.pk, one.deliverable, said[one.pk][:-1] if one.pk in sealed else said[one.pk]) for one in found]


def _row(agreement: Agreement, viewer: Person, at: datetime, worst: _Pulse) -> AgreementRow:
    in_force = agreement.state == AgreementState.ACTIVE
    figures = vars(agreement)  # the annotations of agreement_rows
    return AgreementRow(
        slug=agreement.slug,
        label=agreement.label,
        title=agreement.title,
        state=_state(agreement, viewer, at) if in_force else agreement.state,
        paused_until=agreement.paused_until if agreement.is_paused(at=at) else None,
        parties=tuple(party.team.name for party in sorted(agreement.parties.all(), key=lambda party: party.pk)),
        open=figures["open"] if in_force else 0,
        next_due_on=figures["next_due_on"] if in_force else None,
        next_sync_at=figures["next_sync_at"] if in_force else None,
        worst=worst.name if in_force else "",
        pulse=worst.marks if in_force else (),
        pk=agreement.pk,
    )


def _state(agreement: Agreement, viewer: Person, at: datetime) -> str:
    """What rests has no health: nobody was asked."""
    if agreement.is_paused(at=at):
        return "paused"
    return str(Health(agreement.health if viewer.is_administrator else agreement.shown_health))
