"""What a person fills in to ask for a change of agreements in force, and to answer one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from agreements.domain.amendments import Answer, ChangeKind, Trade
from agreements.models import Commitment, Metric
from agreements.operations.drafts import CadenceDraft, CommitmentDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDraft:
    """One change: what it is about, and in ``now`` only the fields that shall be different.

    ``commitment`` (also of another agreement) with ``due_on``, ``owner`` (a Person), ``deliverable``, ``done_when`` or
    ``needed_by`` (None: no longer needed by a date); alone, to drop it. ``metric`` with ``target`` or ``target_on``.
    ``cadence`` and ``added`` are whole; they and the metric belong to the agreement that the change is asked in.
    """

    kind: ChangeKind
    commitment: Commitment | None = None
    metric: Metric | None = None
    cadence: CadenceDraft | None = None
    added: CommitmentDraft | None = None
    now: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativeDraft:
    """One way to make the change. ``implications``: a sentence, or sentences by the slug of the party."""

    label: str
    changes: tuple[ChangeDraft, ...]
    trade: Trade | None = None
    implications: str | Mapping[str, str] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentDraft:
    """``alternatives``: one to three. ``answer_by`` (inclusive): None leaves the days that the agreement gives.

    ``topic`` says in a few words what it is about; arguments that come back are counted by it.
    """

    reason: str
    alternatives: tuple[AlternativeDraft, ...]
    answer_by: date | None = None
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDraft:
    """``content_hash`` is that of the alternative as it was read; None: as it is. ``counter`` goes with a counter."""

    answer: Answer
    reason: str = ""
    content_hash: str | None = None
    counter: AlternativeDraft | None = None
