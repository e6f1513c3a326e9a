from agreements.domain.drift.strengths import Strength
from agreements.models.agreements import Agreement, Party, Visibility
from agreements.models.amendments import Alternative, AmendedAgreement, Amendment, Change, Consent
from agreements.models.asks import Ask
from agreements.models.cadences import Cadence, Turn
from agreements.models.checkins import CheckIn, CheckInRole
from agreements.models.commitments import Commitment, Dependency
from agreements.models.concerns import Concern
from agreements.models.escalations import Escalation, Statement
from agreements.models.events import Event
from agreements.models.flags import DriftFlag
from agreements.models.follows import Follow
from agreements.models.handovers import Handover
from agreements.models.metrics import Assent, Metric, Reading
from agreements.models.readbacks import Confirmation, Difference, Readback
from agreements.models.summaries import PairNow, PairWeek, TeamCount, TeamWeek
from agreements.models.syncs import Attendance, Decision, Presence, Sync, Topic
from agreements.models.versions import Signature, Version

__all__ = [
    "Agreement",
    "Alternative",
    "AmendedAgreement",
    "Amendment",
    "Ask",
    "Assent",
    "Attendance",
    "Cadence",
    "Change",
    "CheckIn",
    "CheckInRole",
    "Commitment",
    "Concern",
    "Confirmation",
    "Consent",
    "Decision",
    "Dependency",
    "Difference",
    "DriftFlag",
    "Escalation",
    "Event",
    "Follow",
    "Handover",
    "Metric",
    "PairNow",
    "PairWeek",
    "Party",
    "Presence",
    "Readback",
    "Reading",
    "Signature",
    "Statement",
    "Strength",
    "Sync",
    "TeamCount",
    "TeamWeek",
    "Topic",
    "Turn",
    "Version",
    "Visibility",
]
