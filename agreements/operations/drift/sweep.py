"""Brings flags and health in line with what is known: for everything by the clock, for one agreement at once.

Finding reads without locks and costs the same whether nothing or little changed; settling then holds the few agreements
that differ, looks again, and writes. So a sweep never keeps a person waiting, and never writes what a person has just
changed.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import batched, repeat, takewhile
from operator import attrgetter

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from agreements.domain.agreements import AgreementState
from agreements.models import Agreement, DriftFlag
from agreements.operations.drift.flags import decide, write
from agreements.operations.drift.health import differences, keep
from agreements.operations.drift.outlooks import look, unseen
from agreements.operations.drift.results import SweepResult
from agreements.operations.drift.selections import ALL, DIFFERING, KINDS, as_json, select
from agreements.operations.drift.watch import Moment, cutoffs_of, moment

LOOKED_AT_ONCE = 1000  # agreements in one statement that only reads
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


@transaction.atomic
def refresh(*, agreement: Agreement, at: datetime) -> SweepResult:
    """Bring the flags and health of one agreement in line at once, inside the caller's transaction.

    What waits on it in other agreements follows with the next sweep.
    """
    now = moment(at)
    conditions = (ALL, *repeat(DIFFERING, LONGEST_CHAIN))
    return _until_quiet(settle(agreements=[agreement.pk], now=now, condition=each) for each in conditions)


@transaction.atomic
def settle(*, agreements: Sequence[int], now: Moment, condition: str) -> SweepResult:
    """Hold ``agreements`` in the order of their keys, decide on the subjects that fit ``condition``, and write."""
    list(Agreement.objects.select_for_update(no_key=True).filter(pk__in=agreements).order_by("pk").values_list("pk"))
    look(agreements=agreements, at=now.at)
    cuts = cutoffs_of(agreements, now)
    rows = as_json(cuts)
    found = [
        subject
        for kind in KINDS
        for subject in select(kind=kind, agreements=agreements, cuts=rows, condition=condition)
    ]
    changes = decide(found=found, cuts=cuts, agreements=agreements, now=now)
    written = write(changes, at=now.at)
    return written + SweepResult(health_changed=keep(at=now.at, agreements=agreements))


def _until_quiet(passes: Iterable[SweepResult]) -> SweepResult:
    """Add up passes until one had nothing to write: drift travels along what waits on it, one step a pass."""
    return sum(takewhile(attrgetter("rows"), passes), SweepResult())


def _pass(now: Moment) -> SweepResult:
    total = SweepResult()
    for chunk in batched(_agreements(), LOOKED_AT_ONCE):
        for few in batched(sorted(_differing(chunk, now)), HELD_AT_ONCE):
            total += settle(agreements=few, now=now, condition=DIFFERING)
    return total


def _agreements() -> list[int]:
    """What is in force, and what has flags to close although it no longer is."""
    flagged = DriftFlag.objects.open().filter(agreement=OuterRef("pk"))
    watched = Agreement.objects.filter(Q(state=AgreementState.ACTIVE) | Exists(flagged))
    return list(watched.order_by("pk").values_list("pk", flat=True))


def _differing(agreements: Sequence[int], now: Moment) -> set[int]:
    """Those of ``agreements`` whose flags or health are not what they should be, or that have unseen readings."""
    cuts = as_json(cutoffs_of(agreements, now))
    by_flags = {
        subject.agreement
        for kind in KINDS
        for subject in select(kind=kind, agreements=agreements, cuts=cuts, condition=DIFFERING)
    }
    by_health = {row.agreement for row in differences(at=now.at, agreements=agreements)}
    return by_flags | by_health | unseen(agreements)


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
