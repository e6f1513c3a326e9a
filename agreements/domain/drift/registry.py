"""All rules. A new one is a class in its own file and a line here."""

from typing import Any

from agreements.domain.drift.after_needed_by import AfterNeededBy
from agreements.domain.drift.amendment_unanswered import AmendmentUnanswered
from agreements.domain.drift.at_risk import AtRisk
from agreements.domain.drift.concern_waiting import AgreementConcernWaiting, CommitmentConcernWaiting
from agreements.domain.drift.disputed import Disputed
from agreements.domain.drift.due_soon_unsaid import DueSoonUnsaid
from agreements.domain.drift.expected_after_due import ExpectedAfterDue
from agreements.domain.drift.facts import AgreementFacts, CommitmentFacts, MetricFacts, ProposalFacts
from agreements.domain.drift.metric_bound import MetricBound
from agreements.domain.drift.metric_off_course import MetricOffCourse
from agreements.domain.drift.metric_stale import MetricStale
from agreements.domain.drift.moved_often import MovedOften
from agreements.domain.drift.off_track import OffTrack
from agreements.domain.drift.overloaded import Overloaded
from agreements.domain.drift.owner_away import OwnerAway
from agreements.domain.drift.ownerless import Ownerless, Unrepresented
from agreements.domain.drift.past_due import PastDue
from agreements.domain.drift.readback_stalled import ReadbackStalled
from agreements.domain.drift.reopened import Reopened
from agreements.domain.drift.review_due import ReviewDue
from agreements.domain.drift.rules import Rule, Subject
from agreements.domain.drift.silent import Silent
from agreements.domain.drift.sync_not_held import SyncNotHeld
from agreements.domain.drift.unanswered_delivery import UnansweredDelivery
from agreements.domain.drift.upstream import Upstream

type AnyRule = Rule[Any]  # of whichever facts its subject has

OWNERLESS = Ownerless()

COMMITMENT_RULES: tuple[Rule[CommitmentFacts], ...] = (
    PastDue(),
    Silent(),
    OffTrack(),
    AtRisk(),
    Disputed(),
    DueSoonUnsaid(),
    ExpectedAfterDue(),
    AfterNeededBy(),
    MovedOften(),
    Upstream(),
    OWNERLESS,
    OwnerAway(),
    Overloaded(),
    CommitmentConcernWaiting(),
)
# Of what was declared done. Both look at who is to answer; the facts of a delivery are enough for the first.
DELIVERY_RULES: tuple[AnyRule, ...] = (OWNERLESS, UnansweredDelivery())
METRIC_RULES: tuple[Rule[MetricFacts], ...] = (MetricOffCourse(), MetricBound(), MetricStale())
AGREEMENT_RULES: tuple[Rule[AgreementFacts], ...] = (
    SyncNotHeld(),
    Unrepresented(),
    AmendmentUnanswered(),
    AgreementConcernWaiting(),
    ReviewDue(),
    Reopened(),
)
# Of what is proposed and not in force yet.
PROPOSAL_RULES: tuple[Rule[ProposalFacts], ...] = (ReadbackStalled(),)
RULES: tuple[AnyRule, ...] = tuple(
    dict.fromkeys((*COMMITMENT_RULES, *DELIVERY_RULES, *METRIC_RULES, *AGREEMENT_RULES, *PROPOSAL_RULES))
)

_BY_NAME: dict[tuple[str, str], AnyRule] = {(rule.subject, rule.code): rule for rule in RULES}


def find_rule(*, subject: Subject, code: str) -> AnyRule | None:
    """Return the rule `code` for that kind of subject; None when there is none any more."""
    return _BY_NAME.get((subject, code))
