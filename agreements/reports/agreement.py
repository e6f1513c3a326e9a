"""The page of one agreement: everything true about it now, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Case, Q, QuerySet, When

from agreements.domain.agreements import AgreementState
from agreements.domain.cadence import Frequency
from agreements.domain.lint import Problem
from agreements.domain.plots import Window
from agreements.domain.rhythm import rhythm
from agreements.models import Agreement, Cadence, Commitment, Metric, Party, Sync, Version
from agreements.models.metrics import MetricQuerySet
from agreements.reports.acts import SETTLED, Acts, Turn, acts_of, turn_of
from agreements.reports.agenda import Agenda, agenda
from agreements.reports.asked import asked_of, standing_readbacks
from agreements.reports.boxes import FlagBox, boxes
from agreements.reports.coming import next_sync_of
from agreements.reports.commitments import CommitmentRow, commitment_rows
from agreements.reports.concerns import Talk, talk_of
from agreements.reports.facilitators import facilitator_of
from agreements.reports.history import Entry, events_of, told_to
from agreements.reports.lines import Line, lines_of, window_of
from agreements.reports.metrics import MetricCell, metric_cells
from agreements.reports.open_changes import OpenChange, open_changes, times_changed, with_proposals
from agreements.reports.steps import Course, Step, steps_of
from agreements.reports.terms import problems_of
from teams.domain.calendar import local_date, zone
from teams.models import MembershipRole, Person

LATEST = 12  # entries of the history on the page; all of them have a page of their own
KEPT = {"kept", "adjusted_early", "adjusted_late"}


@dataclass(frozen=True, slots=True)
class PartyLine:
    party: Party
    signed_at: datetime | None
    is_to_rename: bool  # whether the reader may say who signs from now on


@dataclass(frozen=True, slots=True)
class NextSync:
    sync: Sync
    on: date  # the reader's local day
    agenda: Agenda
    facilitator: Person | None


@dataclass(frozen=True, slots=True)
class CadenceLine:
    words: str
    cadence: Cadence


@dataclass(frozen=True, slots=True)
class AgreementPage:
    agreement: Agreement
    parties: tuple[PartyLine, ...]
    version: Version | None  # the one in force, else the one proposed
    versions: tuple[Version, ...]  # newest first
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]  # the linter's, while it is a draft
    lines: tuple[Line, ...]
    window: Window
    metrics: tuple[MetricCell, ...]
    proposed_metrics: tuple[Metric, ...]  # not joint yet: nothing counts them
    flags: tuple[FlagBox, ...]
    next_sync: NextSync | None
    cadence: CadenceLine | None
    entries: tuple[Entry, ...]
    acts: Acts
    turn: Turn | None
    is_paused: bool
    changes: tuple[OpenChange, ...]
    talk: Talk

    @property
    def party_names(self) -> tuple[str, ...]:
        return tuple(line.party.team.name for line in self.parties)

    @property
    def people(self) -> tuple[tuple[Person, str], ...]:
        """Representatives and owners, each once with the name of a team, in the order of the page."""
        signers = [(line.party.representative, line.party.team.name) for line in self.parties]
        owners = [(line.row.owner, line.row.team) for line in self.lines]
        found: dict[int, tuple[Person, str]] = {}
        for person, team in [*signers, *owners]:
            if person:
                found.setdefault(person.pk, (person, team))
        return tuple(found.values())

    @property
    def owners(self) -> int:
        return len({line.row.owner.pk for line in self.lines if line.row.owner})

    @property
    def other_flags(self) -> tuple[FlagBox, ...]:
        return self.flags[1:]

    @property
    def has_buttons(self) -> bool:
        return self.acts != Acts() or self.turn is not None or self.version is not None

    @property
    def mine(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.row.is_mine)

    @property
    def waited_for(self) -> tuple[PartyLine, ...]:
        """Parties whose signature is still to come."""
        return tuple(line for line in self.parties if line.signed_at is None)

    @property
    def blocking(self) -> int:
        return sum(problem.blocking for problem in self.problems)


def agreement_page(*, agreement: Agreement, viewer: Person, at: datetime, today: date, only: str = "") -> AgreementPage:
    """Assemble the page for ``viewer``, who may read ``agreement``. ``only`` filters the history."""
    versions = tuple(agreement.versions.standing().order_by("-number").prefetch_related("signatures"))
    rows = commitment_rows(commitments=_open_first(agreement.commitments.all()), viewer=viewer, at=at)
    changes = open_changes(agreement, viewer=viewer)
    lines = with_proposals(lines_of(rows, starts_on=agreement.starts_on, today=today), changes)
    parties = _parties(agreement, versions, viewer)
    is_active, is_paused = agreement.state == AgreementState.ACTIVE, agreement.is_paused(at=at)
    return AgreementPage(
        agreement=agreement,
        parties=parties,
        version=versions[0] if versions else None,
        versions=versions,
        steps=steps_of(replace(_course(agreement, rows, parties, viewer), proposed=len(changes))),
        problems=_problems(agreement, at),
        lines=lines,
        window=window_of(lines, today=today),
        metrics=metric_cells(metrics=_metrics(agreement).in_terms(), as_of=today),
        proposed_metrics=tuple(_metrics(agreement).proposed()),
        flags=boxes(Q(agreement=agreement), viewer=viewer, at=at),
        next_sync=_next_sync(agreement, viewer, at) if is_active else None,
        cadence=_cadence(agreement),
        entries=told_to(events_of(agreement, viewer=viewer, only=only)[:LATEST], viewer=viewer, at=at),
        acts=acts_of(agreement, viewer=viewer, version=versions[0] if versions else None, at=at),
        turn=turn_of(rows, viewer=viewer) if is_active and not is_paused else None,
        is_paused=is_paused,
        changes=changes,
        talk=talk_of(agreement, viewer=viewer, at=at),
    )


def _open_first(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """By date, what is settled after what is not."""
    is_settled = Case(When(state__in=SETTLED, then=1), default=0)
    return commitments.order_by(is_settled, "due_on", "number")


def _parties(agreement: Agreement, versions: Sequence[Version], viewer: Person) -> tuple[PartyLine, ...]:
    """Who has signed, the first version: later ones stand on consents, assents and words of those who take over."""
    to_sign = versions[-1] if versions else None
    signed = {one.party_id: one.signed_at for one in (to_sign.signatures.all() if to_sign else [])}
    parties = agreement.parties.select_related("team", "representative").order_by("pk")
    led = set(viewer.memberships.filter(role=MembershipRole.LEAD).values_list("team", flat=True))
    is_standing = agreement.state in {AgreementState.READBACK, AgreementState.ACTIVE}
    return tuple(
        PartyLine(party, signed.get(party.pk), is_standing and (viewer.is_administrator or party.team_id in led))
        for party in parties
    )


def _metrics(agreement: Agreement) -> MetricQuerySet:
    return Metric.objects.filter(agreement=agreement).select_related("bound_on").order_by("pk")


def _problems(agreement: Agreement, at: datetime) -> tuple[Problem, ...]:
    if agreement.state != AgreementState.DRAFT:
        return ()
    return tuple(problems_of(agreement, as_of=local_date(at, zone=zone(agreement.time_zone))))


def _next_sync(agreement: Agreement, viewer: Person, at: datetime) -> NextSync | None:
    """The one that goes on, else the next to come."""
    sync = next_sync_of(agreement, at=at)
    if sync is None:
        return None
    on = local_date(sync.starts_at, zone=zone(viewer.time_zone))
    return NextSync(sync, on, agenda(sync=sync, viewer=viewer, at=at), facilitator_of(sync))


def _cadence(agreement: Agreement) -> CadenceLine | None:
    cadence = Cadence.objects.filter(agreement=agreement).first()
    return CadenceLine(cadence_words(cadence), cadence) if cadence else None


def cadence_words(cadence: Cadence) -> str:
    return rhythm(
        frequency=Frequency(cadence.frequency), interval=cadence.interval, weekday=cadence.weekday, nth=cadence.nth
    )


def _course(
    agreement: Agreement, rows: Sequence[CommitmentRow], parties: Sequence[PartyLine], viewer: Person
) -> Course:
    here = zone(viewer.time_zone)
    asked, said_back = _said_back(agreement)
    return Course(
        state=agreement.state,
        drafted_on=local_date(agreement.created_at, zone=here),
        in_force_on=local_date(agreement.activated_at, zone=here) if agreement.activated_at else None,
        closed_on=local_date(agreement.closed_at, zone=here) if agreement.closed_at else None,
        last_due_on=max((row.due_on for row in rows if row.due_on), default=None),
        parties=len(parties),
        signed=sum(line.signed_at is not None for line in parties),
        asked=asked,
        said_back=said_back,
        kept=sum(row.state in KEPT for row in rows),
        open=sum(row.is_open for row in rows),
        changed=times_changed(agreement),
    )


def _said_back(agreement: Agreement) -> tuple[int, int]:
    """How many are asked to say the terms back, and how many did, while they wait for signatures."""
    if agreement.state != AgreementState.READBACK:
        return 0, 0
    return len(asked_of(agreement)), standing_readbacks().filter(agreement=agreement).count()
