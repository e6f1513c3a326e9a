"""The sweep over everything, all rules on: runs first, so that the pages after it show what drifts."""

import time
from collections.abc import Iterator
from datetime import datetime
from multiprocessing import get_context
from statistics import quantiles

from django.db import connection, connections

from agreements.domain.commitments import Standing
from agreements.models import Commitment, DriftFlag
from agreements.operations.checkins import check_in
from agreements.operations.drafts import CheckInDraft
from agreements.operations.drift import SweepResult, sweep
from teams.domain.calendar import ONE_DAY
from tests.bench import floors
from tests.bench.conftest import Show
from tests.bench.measure import Comparison, Cost, cost, side_by_side
from tests.bench.scene import OF, Scene

CHECK_INS = 200


def test_first_sweep(scene: Scene, show: Show) -> None:
    """Opens every flag there is to open, with its entry in a sealed history: once in the life of an organisation."""
    floors.make_sweep_tables()
    _show_night("sweep, the first one ever", scene, show, days=0)


def test_sweep_of_the_next_night(scene: Scene, show: Show) -> None:
    """What one day more changes: the way a sweep mostly is."""
    before = _updates()
    _show_night("sweep, the night after", scene, show, days=1)
    updated, hot = (now - was for now, was in zip(_updates(), before, strict=True))
    print(f"{updated:,} commitments updated, {hot:,} of them within their page")


def test_same_night_again(scene: Scene, show: Show) -> None:
    at = scene.at + ONE_DAY

    def again() -> None:
        assert sweep(at=at).rows == 0

    def floor() -> None:
        assert floors.sweep(today=at.date()) == 0

    show(side_by_side("sweep, the same night again", of=OF, workload=again, floor=floor, rounds=3, calls=1))


def test_check_ins_meanwhile(scene: Scene, show: Show) -> None:
    """Beside a sweep, and with the machine to themselves."""
    at = scene.at + 2 * ONE_DAY
    waiting = Commitment.objects.open().filter(is_disputed=False).order_by("agreement_id", "pk")
    step = waiting.count() // (2 * CHECK_INS)
    owed = iter(list(waiting.select_related("owner", "agreement")[:: max(step, 1)]))
    alone = _check_in(owed, at=at)
    connections.close_all()  # a process begun from this one must not share them
    sweeping = get_context("fork").Process(target=_sweep, args=(at,))
    sweeping.start()
    beside = _check_in(owed, at=at)
    is_beside = sweeping.is_alive()
    sweeping.join()
    assert sweeping.exitcode == 0
    if not is_beside:
        print("The sweep ended before the last check-in did.")
    show(Comparison("check-in while a sweep runs, wall of 95 in 100", of=OF, workload=beside, floor=alone))


def _show_night(name: str, scene: Scene, show: Show, *, days: int) -> None:
    at = scene.at + days * ONE_DAY
    changed: list[int] = []
    results: list[SweepResult] = []
    least = cost(lambda: changed.append(floors.sweep(today=at.date())))
    work = cost(lambda: results.append(sweep(at=at)))
    show(Comparison(name, of=OF, workload=work, floor=least))
    print(f"{results[0]}; floor: {changed[0]:,} flags; open now: {DriftFlag.objects.open().count():,}")


def _sweep(at: datetime) -> None:
    sweep(at=at)


def _updates() -> tuple[int, int]:
    """Rows of commitments updated so far in this database, and those of them that moved to no other page."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(
            "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'agreements_commitment'"
        )
        updated, hot = cursor.fetchone()
    return updated, hot


def _check_in(owed: Iterator[Commitment], *, at: datetime) -> Cost:
    """Of so many check-ins, one after the other: CPU of one, and the wall time within which 95 in 100 end."""
    walls = []

    def answer() -> None:
        commitment = next(owed)
        assert commitment.owner is not None
        began = time.perf_counter()
        check_in(actor=commitment.owner, at=at, commitment=commitment, answer=CheckInDraft(standing=Standing.ON_TRACK))
        walls.append(1000 * (time.perf_counter() - began))

    cpu = cost(answer, CHECK_INS).cpu
    return Cost(cpu=cpu, wall=quantiles(walls, n=20)[-1])
