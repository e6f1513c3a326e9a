"""Decisions that the parties ask for: the packet as each reader sees it, and the queue of those who decide."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from agreements.domain.escalations import EscalationState, gaps
from agreements.models import Agreement, Commitment, Concern, Escalation, Event, Party, Statement
from agreements.permissions import may_prepare_packet, may_rule, may_withdraw_packet, sides_of
from agreements.reports.history import Entry, events_of, told_to
from teams.domain.calendar import local_date, zone
from teams.models import Person, Team

FIRST = 5  # rows of the queue above the fold
TOLD = 6  # entries of what was tried before

PREPARING, ASKED = EscalationState.PREPARING, EscalationState.ASKED


@dataclass(frozen=True, slots=True)
class Side:
    """One party: what it said, and whether the reader speaks for it."""

    team: Team
    statement: Statement | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class PacketActs:
    """What the state offers and the reader may do; each is one form."""

    edit: bool = False
    ask: bool = False
    rule: bool = False
    withdraw: bool = False


@dataclass(frozen=True, slots=True)
class Tried:
    """What came before, as far as the reader may see it: the concern, and the commitment with its latest entries."""

    concern: Concern | None
    commitment: Commitment | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Packet:
    """``gaps`` are sentences of what it lacks to be asked; ``is_seen``: the reader may open the agreement."""

    sides: tuple[Side, ...]
    acts: PacketActs
    gaps: tuple[str, ...]
    is_seen: bool
    tried: Tried
    days_left: int | None

    @property
    def silent(self) -> tuple[str, ...]:
        """The parties that have not said their reason."""
        return tuple(side.team.name for side in self.sides if side.statement is None)

    @property
    def to_state(self) -> tuple[Side, ...]:
        """The reader's sides whose reason can be written now."""
        return tuple(side for side in self.sides if side.is_own and (self.acts.edit or side.statement is None))


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A question that waits: ``days_left`` to its day, negative past it."""

    escalation: Escalation
    teams: tuple[str, ...]
    days_left: int


def packet_page(escalation: Escalation, *, viewer: Person, at: datetime) -> Packet:
    """Assemble the page for ``viewer``, who may read ``escalation``."""
    sides = _sides(escalation, viewer)
    today = _today(escalation, at)
    is_seen = Agreement.objects.visible_to(viewer).filter(pk=escalation.agreement_id).exists()
    missing = gaps(
        question=escalation.question,
        options=escalation.options,
        decide_by=escalation.decide_by,
        has_own_reason=any(side.is_own and side.statement for side in sides),
        today=today,
    )
    return Packet(
        sides=sides,
        acts=_acts(escalation, viewer),
        gaps=tuple(missing.values()),
        is_seen=is_seen,
        tried=_tried(escalation, viewer, at) if is_seen else Tried(None, None, ()),
        days_left=(escalation.decide_by - today).days if escalation.decide_by else None,
    )


def queue(viewer: Person, *, at: datetime) -> tuple[QueueRow, ...]:
    """What waits for the decision of executives and ``viewer`` may read, by the day it is needed."""
    rows = packets_of(viewer).filter(state=ASKED).order_by("decide_by", "asked_at")
    return tuple(_queue_row(row, at) for row in rows)


def preparing(viewer: Person) -> QuerySet[Escalation]:
    """Packets of the parties that ``viewer`` belongs to, still being written."""
    mine = Agreement.objects.filter(parties__in=_own_parties(viewer))
    return packets_of(viewer).filter(state=PREPARING, agreement__in=mine).order_by("opened_at")


def packets_of(viewer: Person) -> QuerySet[Escalation]:
    rows = Escalation.objects.visible_to(viewer).select_related("agreement", "asked_by", "opened_by", "ruled_by")
    return rows.prefetch_related("agreement__parties__team")


def last_writer(escalation: Escalation) -> Event | None:
    """The latest entry of somebody's writing in the packet, with its actor."""
    written = Event.objects.filter(agreement=escalation.agreement, data__escalation_id=escalation.pk)
    kinds = ("packet_edited", "statement_written")
    return written.filter(kind__in=kinds).select_related("actor").order_by("-number").first()


def _own_parties(viewer: Person) -> QuerySet[Party]:
    return Party.objects.filter(team__in=viewer.memberships.values("team")) | Party.objects.filter(
        representative=viewer
    )


def _sides(escalation: Escalation, viewer: Person) -> tuple[Side, ...]:
    said = {statement.team_id: statement for statement in escalation.statements.select_related("written_by")}
    own = set(sides_of(viewer, escalation.agreement).values_list("team", flat=True))
    parties = escalation.agreement.parties.select_related("team").order_by("pk")
    return tuple(Side(party.team, said.get(party.team_id), party.team_id in own) for party in parties)


def _acts(escalation: Escalation, viewer: Person) -> PacketActs:
    is_preparing, is_asked = escalation.state == PREPARING, escalation.state == ASKED
    return PacketActs(
        edit=is_preparing and may_prepare_packet(viewer, escalation.agreement),
        ask=is_preparing and sides_of(viewer, escalation.agreement).exists(),
        rule=is_asked and may_rule(viewer),
        withdraw=(is_preparing or is_asked) and may_withdraw_packet(viewer, escalation),
    )


def _tried(escalation: Escalation, viewer: Person, at: datetime) -> Tried:
    concerns = Concern.objects.visible_to(viewer).select_related("raised_by", "answered_by", "agreement")
    entries: tuple[Entry, ...] = ()
    if escalation.commitment is not None:
        events = events_of(escalation.agreement, viewer=viewer, commitment=escalation.commitment)
        entries = told_to(events[:TOLD], viewer=viewer, at=at)
    concern = concerns.filter(pk=escalation.concern.pk).first() if escalation.concern else None
    return Tried(concern, escalation.commitment, entries)


def _queue_row(escalation: Escalation, at: datetime) -> QueueRow:
    assert escalation.decide_by is not None  # the database holds that for everything asked
    teams = tuple(party.team.name for party in escalation.agreement.parties.all())
    return QueueRow(escalation, teams, (escalation.decide_by - _today(escalation, at)).days)


def _today(escalation: Escalation, at: datetime) -> date:
    return local_date(at, zone=zone(escalation.agreement.time_zone))
