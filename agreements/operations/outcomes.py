"""What became of a commitment, written wherever something happens to it that its outcome depends on."""

from agreements.domain.commitments import Adjustment, CommitmentState, Course, outcome
from agreements.domain.pauses import grace_from
from agreements.models import Commitment
from teams.domain.calendar import local_date, zone
from teams.reports.calendar import working_calendar


def decide_outcome(commitment: Commitment) -> None:
    """Set, unsaved, the outcome that follows from all that happened to ``commitment``; None while it is undecided."""
    commitment.outcome = outcome(_course(commitment), calendar=working_calendar())


def _course(commitment: Commitment) -> Course:
    assert commitment.due_on is not None  # the database holds that for everything in force
    delivered_at = commitment.delivered_at
    return Course(
        state=CommitmentState(commitment.state),
        due_on=grace_from(commitment.due_on, paused_until=commitment.agreement.paused_until),
        delivered_on=delivered_at and local_date(delivered_at, zone=zone(commitment.agreement.time_zone)),
        has_lapsed=commitment.lapsed_at is not None,
        adjusted=Adjustment(commitment.adjusted) if commitment.adjusted else None,
    )
