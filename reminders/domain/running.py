"""How well everything runs, in one sentence; the most pressing thing first."""

from dataclasses import dataclass
from datetime import timedelta

from teams.domain.language import say, say_many

LONG_WAIT = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is known of the machinery. Times are since then; None: never, or nothing waits.

    ``broke_off`` names jobs whose latest run did not come to its end.
    """

    last_start: timedelta | None
    last_plan: timedelta | None
    is_silent: bool
    is_fence_closed: bool
    held_back: int
    broke_off: tuple[str, ...]
    oldest: timedelta | None


@dataclass(frozen=True, slots=True)
class Summary:
    """``is_well``: nobody has to do anything."""

    sentence: str
    is_well: bool


def summary(state: State) -> Summary:
    """Return what an administrator should read first."""
    if said := _what_is_wrong(state):
        return Summary(said, is_well=False)
    if state.last_plan is None:
        said = say("All is running. Nothing has been planned yet, nothing waits longer than a minute.")
    else:
        said = say(
            "All is running. Last plan {span} ago, nothing waits longer than a minute.", span=span(state.last_plan)
        )
    return Summary(said, is_well=True)


def _what_is_wrong(state: State) -> str:
    if state.is_silent:
        return silence(state.last_start)
    if state.is_fence_closed:
        return _behind_the_fence(state.held_back)
    if state.broke_off:
        jobs = ", ".join(state.broke_off)
        return say("The last run of {jobs} broke off. It is tried again by itself.", jobs=jobs)
    if state.oldest is not None and state.oldest >= LONG_WAIT:
        return say("Messages are slow to leave: the oldest has waited for {span}.", span=span(state.oldest))
    return ""


def silence(last_start: timedelta | None) -> str:
    """Return what to say of a scheduler that is silent."""
    if last_start is None:
        return say("The scheduler has never run, so nothing is planned and nothing leaves.")
    return say(
        "The scheduler has been silent for {span}, so nothing is planned and nothing leaves.", span=span(last_start)
    )


def span(time: timedelta) -> str:
    """Write an amount of time with one unit, rounded down: "12 s", "7 min", "5 h", "3 days"."""
    seconds = max(0, int(time.total_seconds()))
    if seconds < 60:
        return say("{seconds} s", seconds=seconds)
    if seconds < 3600:
        return say("{minutes} min", minutes=seconds // 60)
    if seconds < 48 * 3600:
        return say("{hours} h", hours=seconds // 3600)
    return say("{days} days", days=seconds // 86400)


def _behind_the_fence(count: int) -> str:
    if not count:
        return say("The fence is closed, so nothing leaves. No messages wait behind it.")
    return say_many(
        count,
        "The fence is closed, so nothing leaves. One message waits behind it.",
        "The fence is closed, so nothing leaves. {count} messages wait behind it.",
    )
