"""The pulse of a commitment: what its owner said at each check-in the cadence asked for; silence is None."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from agreements.models import CheckIn, CheckInRole, Commitment, Sync

MARKS = 6


def pulses(*, commitments: Iterable[Commitment], at: datetime) -> dict[int, tuple[str | None, ...]]:
    """For each commitment's id at most six standings up to ``at``, oldest first, with two queries in all.

    A round whose sync has passed without a word gives None; an answer to the round now open, or one given outside
    any round, is shown as it was said. Cancelled syncs asked for nothing.
    """
    wanted = {commitment.pk: commitment for commitment in commitments}
    asked = _asked({commitment.agreement_id for commitment in wanted.values()}, at)
    said = _said(wanted)
    return {pk: _marks(commitment, asked[commitment.agreement_id], said[pk]) for pk, commitment in wanted.items()}


def _asked(agreements: set[int], at: datetime) -> dict[int, list[tuple[date, datetime]]]:
    slots: dict[int, list[tuple[date, datetime]]] = defaultdict(list)
    syncs = Sync.objects.filter(agreement__in=agreements, starts_at__lte=at, cancelled_at=None)
    for agreement, slot_on, starts_at in syncs.order_by("starts_at").values_list("agreement", "slot_on", "starts_at"):
        slots[agreement].append((slot_on, starts_at))
    return slots


def _said(commitments: Iterable[int]) -> dict[int, list[tuple[date | None, datetime, str]]]:
    answers: dict[int, list[tuple[date | None, datetime, str]]] = defaultdict(list)
    check_ins = CheckIn.objects.filter(commitment__in=commitments, role=CheckInRole.OWNER).order_by("at")
    for commitment, round_on, at, standing in check_ins.values_list("commitment", "round_on", "at", "standing"):
        answers[commitment].append((round_on, at, standing))
    return answers


def _marks(
    commitment: Commitment,
    asked: list[tuple[date, datetime]],
    said: list[tuple[date | None, datetime, str]],
) -> tuple[str | None, ...]:
    answered = {round_on for round_on, _, _ in said}
    until = commitment.delivered_at
    silent = [
        (starts_at, None)
        for slot_on, starts_at in asked
        if slot_on not in answered
        and commitment.opened_at is not None
        and commitment.opened_at < starts_at
        and (until is None or starts_at < until)
    ]
    marks = sorted([*silent, *((at, standing) for _, at, standing in said)], key=lambda mark: mark[0])
    return tuple(standing for _, standing in marks[-MARKS:])
