"""The list of agreements: one row each, with its health, parties and next dates."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery

from agreements.domain.agreements import AgreementState, Health
from agreements.domain.commitments import CommitmentState
from agreements.models import Agreement, Sync
from teams.models import Person

OPEN = Q(commitments__state=CommitmentState.OPEN)


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """``state`` is the code word to show: paused, else the health of an agreement in force, else its state."""

    slug: str
    label: str
    title: str
    state: str
    parties: tuple[str, ...]
    open: int
    next_due_on: date | None
    next_sync_at: datetime | None
    paused_until: date | None = None


@dataclass(frozen=True, slots=True)
class AgreementFilter:
    """What the address asks for; empty means any. ``team`` is a slug, ``words`` is looked for in title and goal."""

    state: str = ""
    team: str = ""
    words: str = ""


def agreements_for(*, viewer: Person, wanted: AgreementFilter) -> QuerySet[Agreement]:
    """The agreements ``viewer`` may read and asked for, the newest first."""
    found = Agreement.objects.visible_to(viewer)
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.team:
        found = found.filter(parties__team__slug=wanted.team)
    if wanted.words:
        found = found.filter(Q(title__icontains=wanted.words) | Q(shared_goal__icontains=wanted.words))
    return found.order_by("-number")


def agreement_rows(*, agreements: QuerySet[Agreement], viewer: Person, at: datetime) -> tuple[AgreementRow, ...]:
    """The rows of ``agreements`` in the order given, with two queries."""
    coming = Sync.objects.outside_pauses().filter(starts_at__gte=at, held_at=None, cancelled_at=None)
    next_sync = coming.filter(agreement=OuterRef("pk")).order_by("starts_at")
    rows = agreements.annotate(
        open=Count("commitments", filter=OPEN, distinct=True),
        next_due_on=Min("commitments__due_on", filter=OPEN),
        next_sync_at=Subquery(next_sync.values("starts_at")[:1]),
    ).prefetch_related("parties__team")
    return tuple(_row(agreement, viewer, at) for agreement in rows)


def _row(agreement: Agreement, viewer: Person, at: datetime) -> AgreementRow:
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
    )


def _state(agreement: Agreement, viewer: Person, at: datetime) -> str:
    """What rests has no health: nobody was asked."""
    if agreement.is_paused(at=at):
        return "paused"
    return str(Health(agreement.health if viewer.is_administrator else agreement.shown_health))
