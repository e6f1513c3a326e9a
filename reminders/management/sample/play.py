"""Perform the stories day by day, through the operations, with the moment each of them would have had."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from agreements.domain.cadence import Frequency
from agreements.models import Agreement, Commitment, Metric, Sync
from agreements.operations.agreements import draft_agreement
from agreements.operations.cadences import materialise_syncs, set_cadence
from agreements.operations.checkins import check_in
from agreements.operations.commitments import add_commitment
from agreements.operations.deliveries import accept, deliver, send_back
from agreements.operations.drafts import (
    AgreementDraft,
    CadenceDraft,
    CheckInDraft,
    CommitmentDraft,
    MetricDraft,
    PartyDraft,
    WaitDraft,
)
from agreements.operations.lapses import lapse_commitments
from agreements.operations.metrics import add_metric, record_reading
from agreements.operations.proposals import propose
from agreements.operations.signatures import sign
from agreements.operations.syncs import hold_sync
from reminders.management.sample.cast import ZONE
from reminders.management.sample.script import SAID, Measure, Promise, Story
from teams.domain.calendar import local_moment, zone
from teams.models import Person, Team

TALKS = 10  # days from the first draft to the last signature
HONEST_DAYS = 14  # so long the sweep and the pipeline run as they do in real life
SEED = 2027

type Act = tuple[datetime, Callable[[], object]]


@dataclass
class Stage:
    """One story on its way: its rows by the words of the script."""

    story: Story
    today: date
    people: dict[str, Person]
    teams: dict[str, Team]
    agreement: Agreement = field(init=False)
    commitments: dict[str, Commitment] = field(default_factory=dict)
    metrics: dict[str, Metric] = field(default_factory=dict)

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def at(self, offset: int, hour: int = 10, minute: int = 0) -> datetime:
        return local_moment(self.day(offset), at=time(hour, minute), zone=zone(ZONE))

    def person_of(self, side: int) -> Person:
        return self.people[self.story.sides[side].representative]


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
        yield midnight, lambda at=midnight: (materialise_syncs(at=at), lapse_commitments(at=at))
        if offset >= -HONEST_DAYS:
            for hour in (6, 10, 14):
                moment = stages[0].at(offset, hour, 40)
                yield moment, lambda at=moment: each_day(at)
    yield now, lambda: each_day(now)


def _acts(stages: Sequence[Stage], random: Random) -> Iterator[Act]:
    for stage in stages:
        yield from _agree(stage)
        if not stage.story.unsigned:
            yield from _follow_through(stage, random)


def _agree(stage: Stage) -> Iterator[Act]:
    start = stage.story.starts
    yield stage.at(start - TALKS, 11), lambda: _write_terms(stage, stage.at(start - TALKS, 11))
    yield (
        stage.at(start - 4, 9),
        lambda: propose(actor=stage.person_of(0), at=stage.at(start - 4, 9), agreement=stage.agreement),
    )
    for offset, side in ((-3, 0), (0, 1)):
        if stage.story.sides[side].team != stage.story.unsigned:
            at = stage.at(start + offset, 9, 30)
            yield at, lambda at=at, side=side: _sign(stage, side, at)


def _sign(stage: Stage, side: int, at: datetime) -> None:
    terms_hash = stage.agreement.versions.standing().values_list("terms_hash", flat=True).get()
    sign(actor=stage.person_of(side), at=at, agreement=stage.agreement, terms_hash=terms_hash)


def _write_terms(stage: Stage, at: datetime) -> None:
    story, author = stage.story, stage.person_of(0)
    draft = AgreementDraft(
        title=story.title,
        shared_goal=story.goal,
        time_zone=ZONE,
        facilitator=author,
        starts_on=stage.day(story.starts),
        review_on=stage.day(story.review),
    )
    parties = tuple(
        PartyDraft(team=stage.teams[side.team], representative=stage.people[side.representative], gains=side.gains)
        for side in story.sides
    )
    stage.agreement = draft_agreement(actor=author, at=at, draft=draft, parties=parties)
    for promise in story.promises:
        stage.commitments[promise.deliverable] = add_commitment(
            actor=author, at=at, agreement=stage.agreement, draft=_promised(stage, promise)
        )
    for measure in story.measures:
        stage.metrics[measure.name] = add_metric(
            actor=author, at=at, agreement=stage.agreement, draft=_measured(stage, measure)
        )
    set_cadence(actor=author, at=at, agreement=stage.agreement, draft=_rhythm(stage))


def _promised(stage: Stage, promise: Promise) -> CommitmentDraft:
    owner, accepter = stage.people[promise.owner], stage.people[promise.accepter]
    return CommitmentDraft(
        deliverable=promise.deliverable,
        done_when=promise.done_when,
        owner=owner,
        accepted_by=accepter,
        team=_team_of(owner),
        for_team=_team_of(accepter),
        needed_by=None if promise.needed is None else stage.day(promise.needed),
        due_on=stage.day(promise.due),
        waits_on=tuple(WaitDraft(commitment=stage.commitments[name], lag_days=lag) for name, lag in promise.waits_on),
    )


def _team_of(person: Person) -> Team:
    return person.memberships.select_related("team").get().team


def _measured(stage: Stage, measure: Measure) -> MetricDraft:
    return MetricDraft(
        name=measure.name,
        unit=measure.unit,
        direction=measure.direction,
        baseline=measure.baseline,
        target=measure.target,
        starts_on=stage.day(stage.story.starts),
        target_on=stage.day(measure.target_day),
        bound=measure.bound,
        bound_kind=measure.bound_kind,
        bound_on=stage.metrics[measure.bound_on] if measure.bound_on else None,
        reporter=stage.person_of(0),
        every_days=measure.every_days,
    )


def _rhythm(stage: Stage) -> CadenceDraft:
    """A cadence whose next sync is ``sync_in`` days from today, or on the Monday after a weekend."""
    story, following = stage.story, stage.day(stage.story.sync_in)
    following += timedelta(days=max(0, 7 - following.weekday()) if following.weekday() > 4 else 0)
    rounds = (following - stage.day(story.starts)).days // (7 * story.weeks)
    return CadenceDraft(
        frequency=Frequency.WEEKLY,
        interval=story.weeks,
        weekday=following.weekday(),
        time=story.sync_at,
        minutes=story.minutes,
        time_zone=ZONE,
        starts_on=following - timedelta(weeks=story.weeks * rounds),
    )


def _follow_through(stage: Stage, random: Random) -> Iterator[Act]:
    for promise in stage.story.promises:
        yield from _deliver(stage, promise)
        yield from _answer(stage, promise, random)
    for measure in stage.story.measures:
        yield from _read(stage, measure, random)
    yield from _meet(stage)


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


def sync_days(stage: Stage) -> list[date]:
    """The local dates of the syncs from the last signature to the coming one, as the cadence gives them."""
    rhythm = _rhythm(stage)
    first, step = rhythm.starts_on, timedelta(weeks=stage.story.weeks)
    days = [first + step * number for number in range(stage.story.review - stage.story.starts)]
    return [day for day in days if stage.day(stage.story.starts) < day <= stage.day(stage.story.sync_in + 3)]


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
            yield at, lambda at=at, letter=letter, is_newest=is_newest: _say(stage, promise, at, letter, is_newest)


def _say(stage: Stage, promise: Promise, at: datetime, letter: str, is_newest: bool) -> None:  # noqa: FBT001
    commitment = stage.commitments[promise.deliverable]
    commitment.refresh_from_db()
    if commitment.state != "open":
        return
    expected = stage.day(promise.expects) if is_newest and promise.expects is not None else None
    answer = CheckInDraft(standing=SAID[letter], expected_on=expected, note=promise.note if is_newest else "")
    check_in(actor=stage.people[promise.owner], at=at, commitment=commitment, answer=answer)


def _read(stage: Stage, measure: Measure, random: Random) -> Iterator[Act]:
    start = stage.story.starts
    for offset in range(start + measure.every_days, measure.last_reading + 1, measure.every_days):
        wobble = 1 + random.uniform(-0.006, 0.006)
        value = Decimal(str(round(measure.curve((offset - start) / -start) * wobble, 2)))
        at = stage.at(offset, 9, 15)
        yield (
            at,
            lambda at=at, value=value: record_reading(
                actor=stage.person_of(0),
                at=at,
                metric=stage.metrics[measure.name],
                on=at.date(),
                value=value,
            ),
        )


def _meet(stage: Stage) -> Iterator[Act]:
    days = [day for day in sync_days(stage) if day < stage.today]
    for day in days[: len(days) - stage.story.unheld]:
        at = local_moment(day, at=stage.story.sync_at, zone=zone(ZONE)) + timedelta(minutes=stage.story.minutes)
        yield at, lambda at=at, day=day: _hold(stage, day, at)


def _hold(stage: Stage, day: date, at: datetime) -> None:
    for sync in Sync.objects.filter(agreement=stage.agreement, slot_on=day):
        hold_sync(actor=stage.person_of(0), at=max(at, sync.starts_at), sync=sync)
