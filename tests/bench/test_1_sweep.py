"""The sweep: runs first, so that the pages after it show what drifts."""

import pgtrigger
from django.db import connection

from agreements.domain.agreements import Health
from agreements.models import Agreement, Commitment, DriftFlag
from agreements.operations.drift import sweep
from tests.bench import floors
from tests.bench.conftest import Show
from tests.bench.measure import Comparison, cost, middle, side_by_side
from tests.bench.seed import COMMITMENTS, Scene

ROUNDS = 3
PAST = COMMITMENTS // 20


def test_first_sweep(scene: Scene, show: Show) -> None:
    """Opens a flag on each of a thousand commitments, with its entry in a sealed history."""
    today = scene.at.date()
    workloads, least = [], []
    for _ in range(ROUNDS):
        floors.make_sweep_tables()
        least.append(cost(lambda: floors.sweep(today=today)))
        _forget_flags()
        workloads.append(cost(lambda: sweep(at=scene.at)))
        assert DriftFlag.objects.open().count() == PAST
    show(Comparison(f"sweep, {PAST:,} flags to open", workload=middle(workloads), floor=middle(least)))


def test_sweep_with_nothing_changed(scene: Scene, show: Show) -> None:
    def again() -> None:
        assert sweep(at=scene.at).rows == 0

    def floor() -> None:
        assert floors.sweep(today=scene.at.date()) == 0

    show(side_by_side("sweep, nothing changed", workload=again, floor=floor, calls=1))


def _forget_flags() -> None:
    """As it was before the first sweep; the history, too, which nothing but tests can empty."""
    with pgtrigger.ignore("agreements.Event:no_truncate"), connection.cursor() as cursor:
        cursor.execute("TRUNCATE agreements_event, agreements_driftflag CASCADE")
    well = {"health": Health.ON_TRACK, "shown_health": Health.ON_TRACK}
    Commitment.objects.exclude(health=Health.ON_TRACK).update(**well)
    Agreement.objects.exclude(health=Health.ON_TRACK).update(**well)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE agreements_commitment, agreements_agreement, agreements_driftflag")
