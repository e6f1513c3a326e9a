"""What the rules look at: one row of facts a subject. The sweep reads the same names from the database."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentFacts:
    """An open commitment of an agreement in force.

    `recent` holds the owner's last three standings, newest last. `heard` is the latest that no seal covers, said at
    `heard_at`: a word that its receiver may not read yet moves no flag, or the flag would tell it. `recent` ends with
    it. While a word is sealed, `heard_at` is None. What it waits on: `lands_on` is the latest day,
    lag included, on which anything not yet delivered will land; `drifting_lands_on` the same for what drifts. What
    is past its date lands today at the earliest. `concern_on` is the day of the oldest open concern about it, raised by
    somebody of the party `concern_from`. `due_that_week` counts what its owner has open in all agreements in force and
    due in the week of this one, Monday to Sunday, itself included; 0 while that is no more than any threshold.
    """

    due_on: date
    opened_at: datetime
    owner_name: str
    accepter_name: str
    owner_is_active: bool = True
    accepter_is_active: bool = True
    standing: str | None = None
    standing_at: datetime | None = None
    heard: str | None = None
    heard_at: datetime | None = None
    is_disputed: bool = False
    expected_on: date | None = None
    recent: tuple[str, ...] = ()
    lands_on: date | None = None
    lands_name: str | None = None
    drifting_lands_on: date | None = None
    drifting_name: str | None = None
    concern_on: date | None = None
    concern_from: str | None = None
    owner_away_until: date | None = None
    needed_by: date | None = None
    original_due_on: date | None = None
    moves: int = 0
    due_that_week: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFacts:
    """A commitment declared done at `declared_at`, in an agreement in force: its owner has done their part.

    So `owner_is_active` is always true: who left after that leaves nothing behind.
    """

    declared_at: datetime
    owner_name: str
    accepter_name: str
    owner_is_active: bool = True
    accepter_is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricFacts:
    """A metric of an agreement in force that every party has assented to.

    `forecast` is its value expected for `target_on`, None before four readings; `readings_off` counts its latest
    readings in a row off the line to the target. `bound_value` is the latest value of the metric that the bound stands
    on (`bound_name`, itself or another). The next reading is asked for by `read_by`.
    """

    direction: str
    baseline: Decimal
    starts_on: date
    target: Decimal
    target_on: date
    every_days: int
    read_by: date
    unit: str = ""
    read_on: date | None = None
    value: Decimal | None = None
    forecast: Decimal | None = None
    readings_off: int = 0
    bound: Decimal | None = None
    bound_kind: str = ""
    bound_name: str = ""
    bound_unit: str = ""
    bound_read_on: date | None = None
    bound_value: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementFacts:
    """An agreement in force: its latest syncs in a row neither held nor cancelled, and who of its signers left.

    `concern_on` is the day of its oldest open concern about the work that stands on no open commitment. Of the changes
    asked for in it, `change_answer_by` is the earliest day to answer that is over with nothing decided;
    `change_unanswered` people are waited for, and `change_unanswered_by` names them where they are few. `reopenings`
    counts how often the topic that came up here came up `reopened_between` the same two teams, the most argued one.
    """

    syncs_not_held: int = 0
    sync_on: date | None = None
    signer_gone: str | None = None
    signer_team: str | None = None
    signer_party: int | None = None
    concern_on: date | None = None
    concern_from: str | None = None
    review_on: date | None = None
    change_number: int | None = None
    change_answer_by: date | None = None
    change_unanswered: int = 0
    change_unanswered_by: str | None = None
    reopenings: int = 0
    reopened_topic: str | None = None
    reopened_between: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalFacts:
    """An agreement proposed and not in force yet: answers are asked for by `answer_by`, inclusive.

    `unsigned` parties have not signed; `unsigned_by` names their teams.
    """

    answer_by: date
    unsigned: int = 1
    unsigned_by: str = ""
