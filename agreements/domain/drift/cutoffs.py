"""From a moment to the days that the rules compare with: per agreement, in its zone, by its thresholds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from agreements.domain.cadence import (
    ROUND_DAYS_WITHOUT_CADENCE,
    ROUND_WORKING_DAYS,
    Round,
    round_without_cadence,
)
from agreements.domain.concerns import AGENDA_AFTER
from agreements.domain.drift.thresholds import Thresholds
from teams.domain.calendar import ONE_DAY, WorkingCalendar, local_date, local_moment

EARLIEST_ZONE = timedelta(hours=14)
ROUNDS_LOOKED_AT = 3
# Thresholds that facts are compared with as they are; the others go into days and instants.
NUMBERS = (
    "grace_percent",
    "readings_off_line",
    "syncs_not_held",
    "date_moves",
    "due_in_a_week",
    "reopenings",
    "reopened_days",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutoffs:
    """What one agreement's facts are compared with, as of one moment.

    `today` is the local date in `zone`. A commitment that came into force before `silent_since` and heard nothing
    from its owner since then is silent; since `silent_twice_since`, over two rounds. Both are None while no such
    round is over. `round_on` and `rhythm` name the round that passed, for the sentence. What ended before
    `grace_before` has had its working days of grace; `grace_percent` of its cadence is the other half. Nothing is
    asked for before `counts_from`: its activation, or the day on which its latest pause ended. `open_round_on` names
    the earliest round that is not over yet. What was raised before `concerns_before` has waited for an answer too long,
    and so has what was declared done before `declared_before`; None until a pause is over for as long as the grace.
    Topics opened since `reopened_since`, that is within `reopened_days`, count together. Of what is only proposed the
    zone and today count alone.
    """

    zone: str
    today: date
    day_began_at: datetime
    due_soon_until: date
    unsaid_since: datetime
    grace_before: date
    grace_percent: int
    readings_off_line: int
    syncs_not_held: int
    date_moves: int
    due_in_a_week: int
    reopenings: int
    reopened_days: int
    reopened_since: datetime
    counts_from: date
    concerns_before: date
    declared_before: datetime | None = None
    silent_since: datetime | None = None
    silent_twice_since: datetime | None = None
    round_on: date | None = None
    rhythm: str = ""
    open_round_on: date | None = None

    def local(self, at: datetime | None) -> str | None:
        """Return the agreement's local date of an instant, as the evidence keeps it."""
        return None if at is None else local_date(at, zone=ZoneInfo(self.zone)).isoformat()


@dataclass(frozen=True, slots=True)
class PassedRound:
    """A round that is over: answers count from `opened_at` on; it ended on the local date `ended_on`."""

    opened_at: datetime
    ended_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often one agreement asks: `words` such as "biweekly sync", the days between, its rounds, newest first.

    `open_round_on` names the earliest round that is not over yet, None when there is none.
    """

    words: str
    cycle_days: int
    rounds: Sequence[PassedRound]
    open_round_on: date | None = None


def cutoffs(
    *,
    at: datetime,
    zone: ZoneInfo,
    activated_at: datetime,
    thresholds: Thresholds,
    calendar: WorkingCalendar,
    rhythm: Rhythm | None = None,
    resumed_on: date | None = None,
) -> Cutoffs:
    """Return what to compare the facts of one agreement with at the instant `at`.

    Without a `rhythm` the agreement has no cadence: it asks every 14 days from its activation. `resumed_on` is the
    day on which its latest pause ended; rounds that ended before do not count.
    """
    today = local_date(at, zone=zone)
    activated_on = local_date(activated_at, zone=zone)
    grace_before = _working_days_from(today, -thresholds.grace_working_days, calendar)
    rhythm = rhythm or fortnightly(today, activated_on=activated_on, zone=zone, calendar=calendar)
    counts_from = max(activated_on, resumed_on or activated_on)
    rounds = [asked for asked in rhythm.rounds if resumed_on is None or asked.ended_on >= resumed_on]
    latest = min(grace_before, today - share_of(rhythm.cycle_days, percent=thresholds.grace_percent) * ONE_DAY)
    silence = _silence(rounds, before=latest)
    return Cutoffs(
        zone=zone.key,
        today=today,
        day_began_at=local_moment(today, at=time.min, zone=zone),
        due_soon_until=_working_days_from(today, thresholds.due_soon_days, calendar),
        unsaid_since=at - timedelta(days=thresholds.unsaid_days),
        grace_before=grace_before,
        reopened_since=at - timedelta(days=thresholds.reopened_days),
        counts_from=counts_from,
        concerns_before=_working_days_from(today, -AGENDA_AFTER, calendar),
        declared_before=local_moment(latest, at=time.min, zone=zone) if counts_from < latest else None,
        silent_since=silence.since,
        silent_twice_since=silence.twice_since,
        round_on=silence.round_on,
        rhythm=rhythm.words,
        open_round_on=rhythm.open_round_on,
        **{name: getattr(thresholds, name) for name in NUMBERS},
    )


@dataclass(frozen=True, slots=True)
class _Silence:
    """No word since `since` is silence, since `twice_since` for two rounds; the one that tells ended `round_on`."""

    since: datetime | None = None
    twice_since: datetime | None = None
    round_on: date | None = None


def _silence(rounds: Sequence[PassedRound], *, before: date) -> _Silence:
    """Return from when on silence counts, among rounds (newest first) whose grace ran out `before` a day."""
    graced = [asked for asked in rounds if asked.ended_on < before]
    if not graced:
        return _Silence()
    is_twice = len(rounds) > 1 and rounds[1] in graced
    return _Silence(
        since=graced[0].opened_at,
        twice_since=rounds[1].opened_at if is_twice else None,
        round_on=(rounds if is_twice else graced)[0].ended_on,
    )


@lru_cache(maxsize=1024)
def passed_round(sync_day: date, *, calendar: WorkingCalendar) -> PassedRound:
    """Return the round of a sync that was held, or should have been, on the local date `sync_day`."""
    opens_on = calendar.add_working_days(sync_day, -ROUND_WORKING_DAYS)
    return PassedRound(opened_at=anywhere(opens_on), ended_on=sync_day)


@lru_cache(maxsize=1024)
def fortnightly(today: date, *, activated_on: date, zone: ZoneInfo, calendar: WorkingCalendar) -> Rhythm:
    """Return the rhythm of an agreement without a cadence, as of the local date `today`."""
    rounds, open_round_on = [], None
    for back in range(ROUNDS_LOOKED_AT + 1):
        day = today - back * ROUND_DAYS_WITHOUT_CADENCE * ONE_DAY
        asked = round_without_cadence(day, activated_on=activated_on, zone=zone, calendar=calendar)
        if asked is not None and _last_day(asked, zone) < today:
            rounds.append(PassedRound(opened_at=anywhere(asked.opens_on), ended_on=_last_day(asked, zone)))
        elif asked is not None:
            open_round_on = asked.opens_on
    return Rhythm(
        words="round of check-ins",
        cycle_days=ROUND_DAYS_WITHOUT_CADENCE,
        rounds=tuple(rounds),
        open_round_on=open_round_on,
    )


def anywhere(day: date) -> datetime:
    """Return the first instant of `day` anywhere on Earth: people are asked on their own mornings."""
    return datetime.combine(day, time.min, tzinfo=UTC) - EARLIEST_ZONE


def share_of(days: int, *, percent: int) -> int:
    """Return `percent` of a number of days, begun days counted whole."""
    return -(-days * percent // 100)


@lru_cache(maxsize=1024)
def _working_days_from(day: date, n: int, calendar: WorkingCalendar) -> date:
    """Count working days, once for all agreements that share the answer."""
    return calendar.add_working_days(day, n)


def _last_day(asked: Round, zone: ZoneInfo) -> date:
    return local_date(asked.ends_at, zone=zone) - ONE_DAY
