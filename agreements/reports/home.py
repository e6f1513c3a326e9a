"""Home: what needs my decision, what do I owe, what am I owed, and what comes this week."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, IntegerField, QuerySet, Value, When

from agreements.domain.agreements import Health
from agreements.models import Agreement, Commitment, Party, Sync
from agreements.reports.agenda import Agenda, agendas
from agreements.reports.change_decisions import about_changes
from agreements.reports.coming import coming_syncs
from agreements.reports.commitments import CommitmentRow, commitment_rows
from agreements.reports.concern_decisions import about_concerns
from agreements.reports.decisions import to_confirm
from agreements.reports.filters import owed_by, owed_to
from agreements.reports.handover_decisions import about_handovers
from agreements.reports.metric_decisions import about_metrics
from agreements.reports.terms_decisions import Decision, about_terms
from teams.domain.calendar import local_date, zone
from teams.models import Person

SHOWN = 7  # rows of a list; the rest is behind "All"


@dataclass(frozen=True, slots=True)
class Coming:
    """A meeting or a date of the next seven days."""

    on: date
    at: datetime | None
    words: str
    address: str
    note: str = ""  # how much there is to talk about


@dataclass(frozen=True, slots=True)
class Home:
    decisions: tuple[Decision, ...]
    owe: tuple[CommitmentRow, ...]
    owe_count: int
    owed: tuple[CommitmentRow, ...]
    owed_count: int
    coming: tuple[Coming, ...]
    next_sync: Sync | None


def home(*, viewer: Person, at: datetime, today: date) -> Home:
    """The page of ``viewer`` as of ``at``; a fixed number of queries."""
    running = Agreement.objects.running(at=at)
    owe, owed = owed_by(viewer, among=running), owed_to(viewer, among=running)
    syncs = _syncs(viewer, running, at)
    return Home(
        decisions=decisions_of(viewer, at=at),
        owe=commitment_rows(commitments=owe.order_by("due_on", "pk")[:SHOWN], viewer=viewer, at=at),
        owe_count=owe.count(),
        owed=commitment_rows(commitments=_drifting_first(owed)[:SHOWN], viewer=viewer, at=at),
        owed_count=owed.count(),
        coming=_coming(owe, syncs, viewer=viewer, at=at, today=today),
        next_sync=syncs[0] if syncs else None,
    )


def decisions_of(viewer: Person, *, at: datetime) -> tuple[Decision, ...]:
    """What waits for ``viewer`` alone, the longest first."""
    waiting = (
        *about_terms(viewer, at=at),
        *about_changes(viewer),
        *about_handovers(viewer),
        *about_concerns(viewer),
        *about_metrics(viewer, at=at),
        *_to_confirm(viewer),
    )
    return tuple(sorted(waiting, key=lambda decision: decision.since))


def _drifting_first(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    worst = [Health.DRIFTING, Health.QUIET, Health.WATCH]
    order = Case(
        *(When(shown_health=health, then=Value(place)) for place, health in enumerate(worst)),
        default=Value(len(worst)),
        output_field=IntegerField(),
    )
    return commitments.order_by(order, "due_on", "pk")


def _to_confirm(viewer: Person) -> list[Decision]:
    return [
        Decision(
            mark="delivered",
            words="Declared done",
            title=commitment.deliverable,
            parties=_confirmed_for(commitment, viewer),
            since=commitment.declared_at or commitment.agreement.updated_at,
            act="Confirm",
            address=f"/agreements/{commitment.agreement.slug}/commitments/{commitment.number}/",
        )
        for commitment in to_confirm(viewer).select_related("agreement", "team", "accepted_by")
    ]


def _confirmed_for(commitment: Commitment, viewer: Person) -> tuple[str, ...]:
    """Who declared it done, and for a delegate in whose place they answer."""
    person = commitment.accepted_by
    stood_in_for = (f"in place of {person.name}",) if person is not None and person != viewer else ()
    return (commitment.team.name, *stood_in_for)


def _syncs(viewer: Person, running: QuerySet[Agreement], at: datetime) -> list[Sync]:
    mine = Party.objects.filter(team__memberships__person=viewer).values("agreement")
    return list(coming_syncs(at=at).filter(agreement__in=running.filter(pk__in=mine))[:SHOWN])


def _coming(
    owe: QuerySet[Commitment], syncs: list[Sync], *, viewer: Person, at: datetime, today: date
) -> tuple[Coming, ...]:
    """Syncs and own dates up to seven days from ``today``, the soonest first."""
    near = [sync for sync in syncs if sync.starts_at <= at + timedelta(days=7)]
    planned = agendas(syncs=near, viewers=[viewer], at=at) if near else {}
    meetings = [
        Coming(
            on=local_date(sync.starts_at, zone=zone(viewer.time_zone)),
            at=sync.starts_at,
            words=sync.agreement.title,
            address=f"/agreements/{sync.agreement.slug}/syncs/{sync.number}/",
            note=_note(sync, planned[sync.pk, viewer.pk]),
        )
        for sync in near
    ]
    due = owe.filter(due_on__gte=today, due_on__lte=today + timedelta(days=7)).select_related("agreement")
    dates = [
        Coming(
            on=commitment.due_on or today,
            at=None,
            words=f"{commitment.deliverable} is due",
            address=f"/agreements/{commitment.agreement.slug}/commitments/{commitment.number}/",
        )
        for commitment in due
    ]
    return tuple(sorted([*meetings, *dates], key=lambda coming: (coming.on, coming.at is None, coming.words)))


def _note(sync: Sync, planned: Agenda) -> str:
    """How much there is to talk about at ``sync``, or that nobody needs it."""
    if sync.is_live:
        return "It goes on now."
    if planned.may_cancel_itself:
        return f"Nothing drifts: call it off and give everybody {sync.minutes} minutes back?"
    if not planned.items:
        return "Nothing on its agenda yet."
    count = len(planned.items)
    drifting = f", {planned.drifting} drifting" if planned.drifting else ""
    return f"{count} item{'' if count == 1 else 's'}{drifting}; {planned.planned_minutes} of {sync.minutes} minutes."
