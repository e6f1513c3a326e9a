"""What one reader may do about a flag, and which of it comes first."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from agreements.domain.commitments import CommitmentState
from agreements.domain.handovers import HandoverRole
from agreements.models import Commitment, DriftFlag, Party
from agreements.permissions import (
    acts_for,
    may_accept,
    may_acknowledge,
    may_ask_for_change,
    may_hand_over,
    may_record_reading,
    may_replace_representative,
    may_snooze,
)
from agreements.reports.asks import AskOffer, ask_offer
from agreements.reports.flags import FlagRow
from teams.models import Person

# What another date, another owner or another promise settles, and no word.
ABOUT_DATES = frozenset(("past_due", "off_track", "expected_after_due", "after_needed_by", "moved_often"))


class FirstAct(StrEnum):
    """The act that the next step comes to for one reader; the template draws it as the main button."""

    HAND_OVER = "hand_over"
    ADJUST = "adjust"
    CHECK_IN = "check_in"
    CONFIRM = "confirm"
    ASK = "ask"
    READ = "read"
    OPEN = "open"  # only look at what it stands on


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagActs:
    """Each but `first` is a form of its own."""

    first: FirstAct
    acknowledge: bool = False
    snooze: bool = False
    wake: bool = False
    ask: AskOffer | None = None

    @property
    def asks_first(self) -> bool:
        return self.first is FirstAct.ASK


def flag_acts(flag: DriftFlag, row: FlagRow, *, viewer: Person, at: datetime) -> FlagActs:
    """What ``viewer``, who may see ``flag``, may do now. A closed one is only looked at."""
    if flag.closed_at is not None:
        return FlagActs(first=FirstAct.OPEN)
    ask = ask_offer(flag.commitment, viewer=viewer, at=at) if flag.commitment else None
    may_rest = may_snooze(viewer, flag)
    return FlagActs(
        first=_first(flag, row, viewer, ask),
        acknowledge=flag.acknowledged_at is None and may_acknowledge(viewer, flag),
        snooze=may_rest and not row.is_snoozed,
        wake=may_rest and row.is_snoozed,
        ask=ask,
    )


def _first(flag: DriftFlag, row: FlagRow, viewer: Person, ask: AskOffer | None) -> FirstAct:
    if row.act_words and _may_replace(flag, viewer):
        return FirstAct.HAND_OVER
    if flag.commitment is not None:
        return _on_commitment(flag, flag.commitment, viewer, ask)
    reads = flag.metric is not None and may_record_reading(viewer, flag.metric)
    return FirstAct.READ if reads else FirstAct.OPEN


def _may_replace(flag: DriftFlag, viewer: Person) -> bool:
    if flag.commitment is not None:
        is_receiver = flag.evidence.get("role") == "accepts"
        return may_hand_over(viewer, flag.commitment, HandoverRole.RECEIVER if is_receiver else HandoverRole.OWNER)
    party = Party.objects.filter(agreement=flag.agreement_id, pk=flag.evidence.get("party")).first()
    return party is not None and may_replace_representative(viewer, party)


def _on_commitment(flag: DriftFlag, commitment: Commitment, viewer: Person, ask: AskOffer | None) -> FirstAct:
    if commitment.state == CommitmentState.DELIVERED:
        return FirstAct.CONFIRM if may_accept(viewer, commitment) else FirstAct.OPEN
    if acts_for(viewer, commitment.owner):
        is_adjusted = flag.rule in ABOUT_DATES and may_ask_for_change(viewer, flag.agreement)
        return FirstAct.ADJUST if is_adjusted else FirstAct.CHECK_IN
    return FirstAct.ASK if ask is not None and not ask.asked else FirstAct.OPEN
