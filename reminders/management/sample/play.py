"""Perform the stories day by day, through the operations, with the moment each of them would have had."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from random import Random

from agreements.domain.commitments import CommitmentState
from agreements.models import Commitment
from agreements.operations.assents import propose_metric
from agreements.operations.cadences import materialise_syncs
from agreements.operations.checkins import check_in
from agreements.operations.deliveries import accept, deliver, send_back
from agreements.operations.drafts import (
    CheckInDraft,
)
from agreements.operations.lapses import lapse_commitments
from agreements.operations.metrics import record_reading
from agreements.operations.proposals import propose
from agreements.operations.signatures import sign
from reminders.management.sample.capturing import write_down
from reminders.management.sample.cast import ZONE
from reminders.management.sample.changing import change
from reminders.management.sample.handing import hand
from reminders.management.sample.meeting import meet, sync_days
from reminders.management.sample.saying_back import say_back
from reminders.management.sample.script import SAID, Measure, Promise
from reminders.management.sample.stage import Stage
from reminders.management.sample.terms import measured, write_terms
from reminders.management.sample.worrying import worry
from teams.domain.calendar import local_moment, zone

TALKS = 10  # days from the first draft to the last signature
HONEST_DAYS = 14  # so long the sweep and the pipeline run as they do in real life
SEED = 2027

type Act = tuple[datetime, Callable[[], object]]


def play(*, stages: Sequence[Stage], now: datetime, each_day: Callable[[datetime], object]) -> None:
    """Perform ``stages`` up to ``now``; ``each_day`` is called with moments of the last fortnight, oldest first.

    The order of acts is that of their moments, so every rule sees what it would have seen then.
    """
    random = Random(SEED)  # noqa: S311 - a repeatable shuffle, not a secret
    for at, act in sorted([*_acts(stages, random), *_clock(stages, now, each_day)], key=lambda act: act[0]):
        if at <= now:
            act()


def _clock(stages: Sequence[Stage], now: datetime, each_day: Callable[[datetime], object]) -> Iterator[Act]:
    """The jobs of the clock: each morning what lapsed and the syncs ahead; lately all of them, three times a day."""
    days = TALKS - min(stage.story.starts for stage in stages)
    for offset in range(-days, 1):
        midnight = stages[0].at(offset, 0, 5)
        yield midnight, partial(_morning, midnight)
        if offset >= -HONEST_DAYS:
            for hour in (6, 10, 14):
                moment = stages[0].at(offset, hour, 40)
                yield moment, partial(each_day, moment)
    yield now, partial(each_day, now)


def _morning(at: datetime) -> None:
    materialise_syncs(at=at)
    lapse_commitments(at=at)


def _acts(stages: Sequence[Stage], random: Random) -> Iterator[Act]:
    for stage in stages:
        yield from _agree(stage)
        if stage.story.heard:
            yield from say_back(stage)
        elif not stage.story.unsigned:
            yield from _follow_through(stage, random)


def _agree(stage: Stage) -> Iterator[Act]:
    start = stage.story.starts
    yield stage.at(start - TALKS, 11), lambda: write_terms(stage, stage.at(start - TALKS, 11))
    yield (
        stage.at(start - 4, 9),
        lambda: propose(actor=stage.person_of(0), at=stage.at(start - 4, 9), agreement=stage.agreement),
    )
    for offset, side in ((-3, 0), (0, 1)):
        if not stage.story.heard and stage.story.sides[side].team != stage.story.unsigned:
            at = stage.at(start + offset, 9, 30)
            yield at, partial(_sign, stage, side, at)


def _sign(stage: Stage, side: int, at: datetime) -> None:
    terms_hash = stage.agreement.versions.standing().values_list("terms_hash", flat=True).get()
    sign(actor=stage.person_of(side), at=at, agreement=stage.agreement, terms_hash=terms_hash)


def _follow_through(stage: Stage, random: Random) -> Iterator[Act]:
    for promise in stage.story.promises:
        yield from _deliver(stage, promise)
        yield from _answer(stage, promise, random)
    for measure in stage.story.measures:
        if measure.proposed is None:
            yield from _read(stage, measure, random)
        else:
            yield stage.at(measure.proposed[1], 15), partial(_propose, stage, measure)
    yield from change(stage)
    yield from write_down(stage)
    yield from worry(stage)
    yield from hand(stage)
    yield from meet(stage)


def _deliver(stage: Stage, promise: Promise) -> Iterator[Act]:
    owner, accepter = stage.people[promise.owner], stage.people[promise.accepter]

    def commitment() -> Commitment:
        return stage.commitments[promise.deliverable]

    if promise.delivered is not None:
        first = stage.at(promise.delivered, 16)
        yield first, lambda: deliver(actor=owner, at=first, commitment=commitment(), evidence=promise.evidence)
    if promise.sent_back is not None:
        offset, reason = promise.sent_back
        back, again = stage.at(offset, 11), stage.at(offset + 1, 15)
        yield back, lambda: send_back(actor=accepter, at=back, commitment=commitment(), reason=reason)
        yield again, lambda: deliver(actor=owner, at=again, commitment=commitment(), evidence=promise.evidence)
    if promise.accepted is not None:
        agreed = stage.at(promise.accepted, 17)
        yield agreed, lambda: accept(actor=accepter, at=agreed, commitment=commitment())


def _answer(stage: Stage, promise: Promise, random: Random) -> Iterator[Act]:
    """One word a round, some hours before its sync, while the promise is open; the newest say what ``lately`` says."""
    until = promise.delivered if promise.delivered is not None else stage.story.sync_in + 3
    rounds = [day for day in sync_days(stage) if day <= stage.day(until)]
    letters = ("g" * len(rounds) + promise.lately)[-len(rounds) :] if rounds else ""
    for number, (day, letter) in enumerate(zip(rounds, letters, strict=True), start=1):
        before = local_moment(day, at=stage.story.sync_at, zone=zone(ZONE)) - timedelta(
            minutes=random.randrange(40, 200)
        )
        # The word of the round that is open now was given yesterday, not in a few days.
        at = min(before, stage.at(-1, 16, random.randrange(60)))
        is_newest = number == len(rounds) and promise.delivered is None
        if letter in SAID:
            yield at, partial(_say, stage, promise, at, _word(stage, promise, letter, is_newest=is_newest))


def _word(stage: Stage, promise: Promise, letter: str, *, is_newest: bool) -> CheckInDraft:
    """What an owner says; a date and a note come with the newest word only."""
    if not is_newest:
        return CheckInDraft(standing=SAID[letter])
    expected = None if promise.expects is None else stage.day(promise.expects)
    return CheckInDraft(standing=SAID[letter], expected_on=expected, note=promise.note)


def _say(stage: Stage, promise: Promise, at: datetime, answer: CheckInDraft) -> None:
    commitment = stage.commitments[promise.deliverable]
    commitment.refresh_from_db()
    if commitment.state == CommitmentState.OPEN:
        check_in(actor=stage.people[promise.owner], at=at, commitment=commitment, answer=answer)


def _read(stage: Stage, measure: Measure, random: Random) -> Iterator[Act]:
    start = stage.story.starts
    for offset in range(start + measure.every_days, measure.last_reading + 1, measure.every_days):
        wobble = 1 + random.uniform(-0.006, 0.006)
        value = Decimal(str(round(measure.curve((offset - start) / -start) * wobble, 2)))
        at = stage.at(offset, 9, 15)
        yield at, partial(_record, stage, measure, at, value)


def _propose(stage: Stage, measure: Measure) -> None:
    assert measure.proposed is not None
    who, on = measure.proposed
    draft = measured(stage, measure, starts=on)
    propose_metric(actor=stage.people[who], at=stage.at(on, 15), agreement=stage.agreement, draft=draft)


def _record(stage: Stage, measure: Measure, at: datetime, value: Decimal) -> None:
    metric = stage.metrics[measure.name]
    record_reading(actor=stage.person_of(0), at=at, metric=metric, on=at.date(), value=value)
