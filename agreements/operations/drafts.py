"""What a person fills in: plain values that forms, API and imports hand to the operations."""

from dataclasses import dataclass, fields
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from agreements.domain.cadence import Frequency
from agreements.domain.commitments import Standing
from agreements.domain.concerns import About
from agreements.domain.decisions import DecisionKind
from agreements.domain.metrics import BoundKind, Direction
from agreements.domain.mismatches import Where
from agreements.domain.readback import DayMonth, Said
from agreements.models import Agreement, Commitment, Escalation, Metric, Visibility
from teams.models import Person, Team

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementDraft:
    title: str
    time_zone: str
    shared_goal: str = ""
    facilitator: Person | None = None
    visibility: str = Visibility.ORGANISATION
    notice_days: int = 5
    starts_on: date | None = None
    review_on: date | None = None
    answer_within_days: int = 10

    @classmethod
    def of(cls, agreement: Agreement) -> Self:
        """What ``agreement`` says about itself now."""
        return cls(**_present(cls, agreement))


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyDraft:
    team: Team
    representative: Person | None = None
    gains: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitDraft:
    """Waits on ``commitment``; can land ``lag_days`` calendar days after it at the earliest."""

    commitment: Commitment
    lag_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentDraft:
    deliverable: str
    team: Team
    for_team: Team
    done_when: str = ""
    owner: Person | None = None
    accepted_by: Person | None = None
    needed_by: date | None = None
    due_on: date | None = None
    waits_on: tuple[WaitDraft, ...] = ()

    @classmethod
    def of(cls, commitment: Commitment) -> Self:
        """What ``commitment`` says now, with all that it waits on."""
        waits = commitment.waits_on.select_related("upstream").order_by("pk")
        waits_on = tuple(WaitDraft(commitment=wait.upstream, lag_days=wait.lag_days) for wait in waits)
        return cls(**{**_present(cls, commitment), "waits_on": waits_on})


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricDraft:
    name: str
    direction: Direction
    baseline: Decimal
    target: Decimal
    target_on: date
    unit: str = ""
    bound: Decimal | None = None
    bound_kind: BoundKind | None = None
    bound_on: Metric | None = None
    reporter: Person | None = None
    every_days: int = 7
    starts_on: date | None = None

    @classmethod
    def of(cls, metric: Metric) -> Self:
        """What ``metric`` says now."""
        present = _present(cls, metric)
        bound_kind = BoundKind(metric.bound_kind) if metric.bound_kind else None
        return cls(**{**present, "direction": Direction(metric.direction), "bound_kind": bound_kind})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingDraft:
    on: date
    value: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CadenceDraft:
    """``weekday``: Monday is 0. ``time``: wall time in ``time_zone``. Monthly ``nth``: 1 to 4, -1 the last."""

    frequency: Frequency
    weekday: int
    time: time
    time_zone: str
    starts_on: date
    interval: int = 1
    nth: int | None = None
    minutes: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInDraft:
    standing: Standing
    expected_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernDraft:
    """At most one of ``commitment`` and ``metric``; ``reading_on`` names a reading that somebody reads differently."""

    about: About
    text: str
    topic: str = ""
    commitment: Commitment | None = None
    metric: Metric | None = None
    reading_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketDraft:
    """What both sides write together of a decision that they ask for; ``options`` one line each."""

    topic: str
    question: str = ""
    options: tuple[str, ...] = ()
    decide_by: date | None = None

    @classmethod
    def of(cls, escalation: Escalation) -> Self:
        """What the packet says now."""
        return cls(**{**_present(cls, escalation), "options": tuple(escalation.options)})


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDraft:
    """One party's part of it; ``hard_limits`` is what it cannot give up, empty when nothing is."""

    reason: str
    hard_limits: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionDraft:
    """``subject`` as agendas name it; without an owner the usual one. ``revision`` is the one seen, 0 for none."""

    subject: str
    kind: DecisionKind
    note: str = ""
    owner: Person | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadbackDraft:
    """What its writer heard; ``said`` answers beside the text, ``order`` is how they write 3/4, None: not known."""

    text: str
    said: tuple[Said, ...] = ()
    order: DayMonth | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmationDraft:
    """A mismatch says ``where``, and may say what was ``understood`` and of which ``commitment``; None: of all."""

    matches: bool
    where: frozenset[Where] = frozenset()
    understood: str = ""
    commitment: Commitment | None = None


def _present(draft: "type[DataclassInstance]", row: object) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in fields(draft)}
