"""The pulse of a commitment: what its owner said at each check-in the cadence asked for; silence is None."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Value
from django.db.models.functions import JSONObject

from agreements.models import CheckIn, CheckInRole, Commitment, Sync

MARKS = 6


def pulses(*, commitments: Iterable[Commitment], at: datetime) -> dict[int, tuple[str | None, ...]]:
    """For each commitment's id at most six standings up to ``at``, oldest first; one query in all.

    A round whose sync has passed without a word gives None; an answer to the round now open, or one given outside
    any round, is shown as it was said. Cancelled syncs asked for nothing.
    """
    wanted = {commitment.pk: commitment for commitment in commitments}
    if not wanted:
        return {}
    asked: dict[int, list[tuple[date, datetime]]] = defaultdict(list)
    said: dict[int, list[tuple[date | None, datetime, str]]] = defaultdict(list)
    for of, slot_on, moment, standing in _words(wanted, at):
        if standing:
            said[of].append((slot_on, moment, standing))
        elif slot_on:
            asked[of].append((slot_on, moment))
    return {pk: _marks(commitment, asked[commitment.agreement_id], said[pk]) for pk, commitment in wanted.items()}


def pulse_columns(*, at: datetime) -> dict[str, ArraySubquery]:
    """What ``pulse_from`` takes, to annotate rows that have a commitment and its agreement."""
    syncs = Sync.objects.filter(agreement=OuterRef("agreement"), starts_at__lte=at, cancelled_at=None)
    said = CheckIn.objects.filter(commitment=OuterRef("commitment"), role=CheckInRole.OWNER)
    return {
        "asked": ArraySubquery(syncs.order_by().values_list(JSONObject(on="slot_on", at="starts_at"))),
        "said": ArraySubquery(said.order_by("at").values_list(JSONObject(on="round_on", at="at", word="standing"))),
    }


def pulse_from(
    commitment: Commitment, *, asked: Iterable[Mapping[str, str]], said: Iterable[Mapping[str, str]]
) -> tuple[str | None, ...]:
    """The pulse of one commitment from what ``pulse_columns`` found beside it."""
    rounds = [(date.fromisoformat(one["on"]), datetime.fromisoformat(one["at"])) for one in asked if one["on"]]
    words = [
        (date.fromisoformat(one["on"]) if one["on"] else None, datetime.fromisoformat(one["at"]), one["word"])
        for one in said
    ]
    return _marks(commitment, rounds, words)


def _words(
    commitments: Mapping[int, Commitment], at: datetime
) -> QuerySet[Sync, tuple[int, date | None, datetime, str]]:
    """Syncs of agreements, without a word, and what owners said of commitments; oldest first."""
    agreements = {commitment.agreement_id for commitment in commitments.values()}
    syncs = Sync.objects.filter(agreement__in=agreements, starts_at__lte=at, cancelled_at=None)
    check_ins = CheckIn.objects.filter(commitment__in=commitments, role=CheckInRole.OWNER)
    words = check_ins.values_list("commitment", "round_on", "at", "standing")
    silent = syncs.order_by().annotate(word=Value("")).values_list("agreement", "slot_on", "starts_at", "word")
    return silent.union(words, all=True).order_by("starts_at")


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
