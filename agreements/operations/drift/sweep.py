"""Brings flags and health in line with what is known: for everything by the clock, for one agreement at once.

Finding reads without locks and costs the same whether nothing or little changed; settling then holds the few agreements
that differ, reads their facts again, and writes. So a sweep never keeps a person waiting, and never writes over what a
person has just changed.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import batched

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from agreements.domain.drift.cutoffs import Cutoffs
from agreements.models import Agreement, DriftFlag
from agreements.operations.drift.flags import decide, write
from agreements.operations.drift.health import differences, keep
from agreements.operations.drift.outlooks import look
from agreements.operations.drift.results import SweepResult
from agreements.operations.drift.selections import KINDS, Found, Key, as_parameters, differing, read
from agreements.operations.drift.watch import WATCHED_STATES, Moment, cutoffs_of, moment

LOOKED_AT_ONCE = 5000  # agreements in one statement that only reads
HELD_AT_ONCE = 200  # agreements locked in one transaction
LONGEST_CHAIN = 20  # of things that wait on each other, followed within one call; the next call follows on


def sweep(*, at: datetime) -> SweepResult:
    """Bring the flags and health of all agreements in line with what is known at ``at``.

    Runs to the end of each chain of waiting things, so that a second sweep at ``at`` writes nothing. While one is at
    work, another returns at once with nothing done.
    """
    with _alone() as is_alone:
        if not is_alone:
            return SweepResult()
        now = moment(at)
        return _until_quiet(_pass(now) for _ in range(LONGEST_CHAIN))


def refresh(*, agreement: Agreement, at: datetime) -> SweepResult:
    """Bring the flags and health of one agreement in line at once, inside the transaction of a caller who holds it.

    What waits on it in other agreements follows with the next sweep.
    """
    now = moment(at)
    return _until_quiet(_settle(agreements=[agreement.pk], subjects=None, now=now) for _ in range(LONGEST_CHAIN))


@transaction.atomic
def _hold_and_settle(*, agreements: Sequence[int], subjects: Collection[Key], now: Moment) -> SweepResult:
    """Hold ``agreements`` in the order of their keys, so that nobody changes what is decided on."""
    list(Agreement.objects.select_for_update(no_key=True).filter(pk__in=agreements).order_by("pk").values_list("pk"))
    return _settle(agreements=agreements, subjects=subjects, now=now)


def _settle(*, agreements: Sequence[int], subjects: Collection[Key] | None, now: Moment) -> SweepResult:
    """Decide on ``subjects`` (None: all of ``agreements``, which the caller holds) by their latest facts, and write."""
    look(agreements=agreements, at=now.at)
    cuts = cutoffs_of(agreements, now)
    found = list(_read(cuts, subjects))
    changes = decide(found=found, cuts=cuts, agreements=agreements, subjects=subjects, now=now)
    written = write(changes, at=now.at)
    return written + SweepResult(health_changed=keep(at=now.at, agreements=agreements))


def _read(cuts: Mapping[int, Cutoffs], subjects: Collection[Key] | None) -> Iterator[Found]:
    rows = as_parameters(cuts)
    for kind in KINDS:
        keys = None if subjects is None else [pk for subject, pk in subjects if subject is kind.subject]
        if keys is None or keys:
            yield from read(kind=kind, cuts=rows, subjects=keys)


def _until_quiet(passes: Iterable[SweepResult]) -> SweepResult:
    """Add up passes until one changes no health: that is what travels along what waits on it, one step a pass."""
    total = SweepResult()
    for result in passes:
        total += result
        if not result.health_changed:
            break
    return total


def _pass(now: Moment) -> SweepResult:
    total = SweepResult()
    for chunk in batched(_agreements(), LOOKED_AT_ONCE):
        unsettled = _differing(chunk, now)
        for few in batched(sorted(unsettled), HELD_AT_ONCE):
            subjects = set().union(*(unsettled[pk] for pk in few))
            total += _hold_and_settle(agreements=few, subjects=subjects, now=now)
    return total


def _agreements() -> list[int]:
    """What is in force or proposed, and what has flags to close although it no longer is."""
    flagged = DriftFlag.objects.open().filter(agreement=OuterRef("pk"))
    watched = Agreement.objects.filter(Q(state__in=WATCHED_STATES) | Exists(flagged))
    return list(watched.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _differing(agreements: Sequence[int], now: Moment) -> dict[int, set[Key]]:
    """Those of ``agreements`` where flags or health are not what they should be, with the subjects to decide on."""
    _plan_for_many()
    found: dict[int, set[Key]] = {row.agreement: set() for row in differences(at=now.at, agreements=agreements)}
    for agreement, key in differing(agreements=agreements, cuts=cutoffs_of(agreements, now)):
        found.setdefault(agreement, set()).add(key)
    return found


def _plan_for_many() -> None:
    """To the end of the transaction: one process, which leaves the others to people, and room to sort in.

    Compiling a statement of so many conditions costs more than it saves.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        cursor.execute("SET LOCAL work_mem = '64MB'")


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
