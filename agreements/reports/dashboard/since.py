"""What happened since the reader was here last, in what they may read."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from agreements.domain.amendments import AmendmentState
from agreements.models import Amendment, Commitment, DriftFlag, Strength
from agreements.reports.dashboard.sight import Sight


@dataclass(frozen=True, slots=True)
class SinceVisit:
    """Counts of what is new after ``since``: signs of drift, and what was kept, renegotiated, lapsed, came into force.

    ``drifting`` counts subjects with a strong flag that was shown since, and still stands.
    """

    since: datetime
    drifting: int
    kept: int
    changed: int
    lapsed: int
    in_force: int

    @property
    def is_quiet(self) -> bool:
        return not (self.drifting or self.kept or self.changed or self.lapsed or self.in_force)


def since_visit(sight: Sight, *, since: datetime) -> SinceVisit:
    """Four queries, asked only when somebody wants to know."""
    readable = sight.of_teams(sight.readable())
    window = (since, sight.at)
    commitments = Commitment.objects.filter(sight.either_side(), agreement__in=readable).aggregate(
        kept=Count("pk", filter=Q(accepted_at__range=window, outcome="kept")),
        lapsed=Count("pk", filter=Q(lapsed_at__range=window)),
    )
    flags = DriftFlag.objects.open().visible_to(sight.viewer, at=sight.at).filter(agreement__in=readable)
    shown = flags.filter(strength=Strength.STRONG, shown_at__range=window)
    agreed = Amendment.objects.filter(agreement__in=readable, state=AmendmentState.AGREED, closed_at__range=window)
    return SinceVisit(
        since=since,
        drifting=shown.values("agreement", "commitment", "metric").distinct().count(),
        kept=commitments["kept"],
        changed=agreed.count(),
        lapsed=commitments["lapsed"],
        in_force=readable.filter(activated_at__range=window).count(),
    )
