"""How well everything runs, in one sentence; the most pressing thing first."""

from dataclasses import dataclass
from datetime import timedelta

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
    plan = f"Last plan {span(state.last_plan)} ago" if state.last_plan is not None else "Nothing has been planned yet"
    return Summary(f"All is running. {plan}, nothing waits longer than a minute.", is_well=True)


def _what_is_wrong(state: State) -> str:
    if state.is_silent:
        return silence(state.last_start)
    if state.is_fence_closed:
        return f"The fence is closed, so nothing leaves. {_messages(state.held_back)} behind it."
    if state.broke_off:
        return f"The last run of {', '.join(state.broke_off)} broke off. It is tried again by itself."
    if state.oldest is not None and state.oldest >= LONG_WAIT:
        return f"Messages are slow to leave: the oldest has waited for {span(state.oldest)}."
    return ""


def silence(last_start: timedelta | None) -> str:
    """Return what to say of a scheduler that is silent."""
    if last_start is None:
        return "The scheduler has never run, so nothing is planned and nothing leaves."
    return f"The scheduler has been silent for {span(last_start)}, so nothing is planned and nothing leaves."


def span(time: timedelta) -> str:
    """Write an amount of time with one unit, rounded down: "12 s", "7 min", "5 h", "3 days"."""
    seconds = max(0, int(time.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min"
    return f"{seconds // 3600} h" if seconds < 48 * 3600 else f"{seconds // 86400} days"


def _messages(count: int) -> str:
    return "One message waits" if count == 1 else f"{count or 'No'} messages wait"
