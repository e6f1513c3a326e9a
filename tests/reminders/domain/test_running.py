from dataclasses import replace
from datetime import timedelta

import pytest

from reminders.domain.running import State, Summary, silence, span, summary

WELL = State(
    last_start=timedelta(seconds=4),
    last_plan=timedelta(seconds=12),
    is_silent=False,
    is_fence_closed=False,
    held_back=0,
    broke_off=(),
    oldest=timedelta(seconds=59),
)


@pytest.mark.parametrize("oldest", [None, timedelta(seconds=59)])
def test_all_is_running(oldest: timedelta | None) -> None:
    assert summary(replace(WELL, oldest=oldest)) == Summary(
        "All is running. Last plan 12 s ago, nothing waits longer than a minute.", is_well=True
    )


def test_a_first_minute_is_well_too() -> None:
    assert summary(replace(WELL, last_plan=None)).sentence == (
        "All is running. Nothing has been planned yet, nothing waits longer than a minute."
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"is_silent": True, "last_start": timedelta(minutes=7), "is_fence_closed": True, "broke_off": ("plan",)},
            "The scheduler has been silent for 7 min, so nothing is planned and nothing leaves.",
        ),
        (
            {"is_fence_closed": True, "held_back": 12, "broke_off": ("plan",)},
            "The fence is closed, so nothing leaves. 12 messages wait behind it.",
        ),
        (
            {"is_fence_closed": True, "held_back": 1},
            "The fence is closed, so nothing leaves. One message waits behind it.",
        ),
        ({"is_fence_closed": True}, "The fence is closed, so nothing leaves. No messages wait behind it."),
        (
            {"broke_off": ("plan", "hint"), "oldest": timedelta(hours=1)},
            "The last run of plan, hint broke off. It is tried again by itself.",
        ),
        ({"oldest": timedelta(minutes=1)}, "Messages are slow to leave: the oldest has waited for 1 min."),
    ],
)
def test_the_most_pressing_thing_comes_first(changes: dict[str, object], sentence: str) -> None:
    assert summary(replace(WELL, **changes)) == Summary(sentence, is_well=False)  # type: ignore[arg-type] # a table


def test_a_scheduler_that_never_ran() -> None:
    assert silence(None) == "The scheduler has never run, so nothing is planned and nothing leaves."


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(seconds=-1), "0 s"),
        (timedelta(seconds=59.9), "59 s"),
        (timedelta(minutes=1), "1 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=47), "47 h"),
        (timedelta(hours=48), "2 days"),
    ],
)
def test_a_span_of_time_has_one_unit(time: timedelta, words: str) -> None:
    assert span(time) == words
