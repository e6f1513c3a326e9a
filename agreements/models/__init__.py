from agreements.domain.drift.strengths import Strength
from agreements.models.agreements import Agreement, Party, Visibility
from agreements.models.cadences import Cadence, Sync
from agreements.models.checkins import CheckIn, CheckInRole
from agreements.models.commitments import Commitment, Dependency
from agreements.models.events import Event
from agreements.models.flags import DriftFlag
from agreements.models.metrics import Metric, Reading
from agreements.models.versions import Signature, Version

__all__ = [
    "Agreement",
    "Cadence",
    "CheckIn",
    "CheckInRole",
    "Commitment",
    "Dependency",
    "DriftFlag",
    "Event",
    "Metric",
    "Party",
    "Reading",
    "Signature",
    "Strength",
    "Sync",
    "Version",
    "Visibility",
]
