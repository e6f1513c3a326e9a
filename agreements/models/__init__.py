from agreements.domain.drift.strengths import Strength
from agreements.models.agreements import Agreement, Party, Visibility
from agreements.models.amendments import Alternative, AmendedAgreement, Amendment, Change, Consent
from agreements.models.cadences import Cadence, Sync
from agreements.models.checkins import CheckIn, CheckInRole
from agreements.models.commitments import Commitment, Dependency
from agreements.models.events import Event
from agreements.models.flags import DriftFlag
from agreements.models.metrics import Metric, Reading
from agreements.models.readbacks import Confirmation, Difference, Readback
from agreements.models.versions import Signature, Version

__all__ = [
    "Agreement",
    "Alternative",
    "AmendedAgreement",
    "Amendment",
    "Cadence",
    "Change",
    "CheckIn",
    "CheckInRole",
    "Commitment",
    "Confirmation",
    "Consent",
    "Dependency",
    "Difference",
    "DriftFlag",
    "Event",
    "Metric",
    "Party",
    "Readback",
    "Reading",
    "Signature",
    "Strength",
    "Sync",
    "Version",
    "Visibility",
]
