"""Brings flags and health in line with what is known: for everything by the clock, for one agreement at once.

Finding reads without locks and costs the same whether nothing or little changed; settling then holds the few agreements
that differ, reads their facts again, and writes. So a sweep never keeps a person waiting, and never writes over what a
person has just changed. What a changed health says to those who wait on it is then followed, step by step.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.domain.drift.rules import Subject
from agreements.models import Agreement, DriftFlag
from agreements.operations.drift.differing import differing
from agreements.operations.drift.flags import decide
from agreements.operations.drift.health import keep
from agreements.operations.drift.outlooks import look
from agreements.operations.drift.results import SweepResult
from agreements.operations.drift.selections import KINDS, Found, Key, as_parameters, read
from agreements.operations.drift.unsettled import ByAgreement, Unsettled, batches, waiting_on
from agreements.operations.drift.watch import WATCHED_STATES, Moment, cutoffs_of, moment
from agreements.operations.drift.writing import write

LOOKED_AT_ONCE = 5000  # agreements in one statement that only reads
LONGEST_CHAIN = 20  # of things that wait on each other, followed within one call; the next call follows on


NOTHING = SweepResult()


@dataclass(frozen=True, slots=True)
class Settled:
    """What was written, and the commitments whose health changed with it."""

    result: SweepResult = NOTHING
    moved: frozenset[int] = frozenset()

    def __add__(self, other: "Settled") -> "Settled":
        return Settled(self.result + other.result, self.moved | other.moved)


def sweep(*, at: datetime) -> SweepResult:
    """Bring the flags and health of all agreements in line with what is known at ``at``.

    Runs to the end of each chain of waiting things, so that a second sweep at ``at`` writes nothing. While one is at
    work, another returns at once with nothing done.
    """
    with _alone() as is_alone:
        if not is_alone:
            return NOTHING
        now = moment(at)
        chunks = batched(_agreements(), LOOKED_AT_ONCE)
        first = sum((_settle_all(_differing(chunk, now), now) for chunk in chunks), Settled())
        return _follow(first, lambda moved: _settle_all(waiting_on(moved), now))


def refresh(*, agreement: Agreement, at: datetime) -> SweepResult:
    """Bring the flags and health of one agreement in line at once, inside the transaction of a caller who holds it.

    What waits on it in other agreements follows with the next sweep.
    """
    now, held = moment(at), agreement.pk
    first = _settle([held], subjects=None, commitments=None, now=now)
    return _follow(first, lambda moved: _settle_few(waiting_on(moved, within=held), now))


def _follow(first: Settled, settle: Callable[[Collection[int]], Settled]) -> SweepResult:
    """Add up steps along what waits on what, each of what the step before moved, until one moves nothing."""
    result, moved = first.result, first.moved
    for _ in range(LONGEST_CHAIN):
        if not moved:
            break
        step = settle(moved)
        result, moved = result + step.result, step.moved
    return result


def _settle_all(unsettled: ByAgreement, now: Moment) -> Settled:
    return sum((_hold_and_settle(few, now) for few in batches(unsettled)), Settled())


@transaction.atomic
def _hold_and_settle(few: ByAgreement, now: Moment) -> Settled:
    """Hold the agreements in the order of their keys, so that nobody changes what is decided on."""
    list(Agreement.objects.select_for_update(no_key=True).filter(pk__in=few).order_by("pk").values_list("pk"))
    return _settle_few(few, now)


def _settle_few(few: ByAgreement, now: Moment) -> Settled:
    subjects = set().union(*(one.subjects for one in few.values()))
    commitments = set().union(*(one.commitments for one in few.values()))
    return _settle(list(few), subjects=subjects, commitments=commitments, now=now) if few else Settled()


def _settle(
    agreements: Sequence[int], *, subjects: Collection[Key] | None, commitments: Collection[int] | None, now: Moment
) -> Settled:
    """Decide on ``subjects`` of ``agreements``, which the caller holds, by their latest facts, and write.

    Then give ``commitments`` the health that their flags say. None is all there are.
    """
    result = NOTHING if subjects == set() else _decide(agreements, subjects, now)
    kept = keep(at=now.at, agreements=agreements, commitments=commitments)
    return Settled(result + SweepResult(health_changed=kept.rows), kept.commitments)


def _decide(agreements: Sequence[int], subjects: Collection[Key] | None, now: Moment) -> SweepResult:
    look(agreements=agreements, at=now.at)
    cuts = cutoffs_of(agreements, now)
    found = list(_read(cuts, subjects))
    changes = decide(found=found, cuts=cuts, agreements=agreements, subjects=subjects, now=now)
    return write(changes, at=now.at)


def _read(cuts: Mapping[int, Cutoffs], subjects: Collection[Key] | None) -> Iterator[Found]:
    rows = as_parameters(cuts)
    for kind in KINDS:
        keys = None if subjects is None else [pk for subject, pk in subjects if subject is kind.subject]
        if keys is None or keys:
            yield from read(kind=kind, cuts=rows, subjects=keys)


def _agreements() -> list[int]:
    """What is in force or proposed, and what has flags to close although it no longer is."""
    flagged = DriftFlag.objects.open().filter(agreement=OuterRef("pk"))
    watched = Agreement.objects.filter(Q(state__in=WATCHED_STATES) | Exists(flagged))
    return list(watched.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _differing(agreements: Sequence[int], now: Moment) -> ByAgreement:
    """Those of ``agreements`` where flags or health are not what they should be, with what to settle in each."""
    _plan_for_many()
    found: dict[int, Unsettled] = {}
    for agreement, key, is_undecided in differing(agreements=agreements, cuts=cutoffs_of(agreements, now), at=now.at):
        unsettled = found.setdefault(agreement, Unsettled())
        if is_undecided:
            unsettled.subjects.add(key)
        elif key[0] is Subject.COMMITMENT:
            unsettled.unwell.add(key[1])
    return found


def _plan_for_many() -> None:
    """To the end of the transaction: one process, which leaves the others to people, and room to sort in.

    Compiling a statement of so many conditions costs more than it saves; what is looked up by key is mostly in memory.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute("SET LOCAL random_page_cost = 1.1")


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether no other sweep is at work; until the end of the block none will begin."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('agreements.operations.drift.sweep'))")
        (is_alone,) = cursor.fetchone()
        try:
            yield is_alone
        finally:
            if is_alone:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('agreements.operations.drift.sweep'))")
