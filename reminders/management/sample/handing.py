"""Perform the hand-overs of a story: somebody asks somebody else to own a promise."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from agreements.domain.handovers import HandoverRole
from agreements.operations.handovers import hand_over
from reminders.management.sample.script import Handing
from reminders.management.sample.stage import Stage


def hand(stage: Stage) -> Iterator[tuple[datetime, Callable[[], object]]]:
    """Yield each act with the moment it has; people ask in the afternoon, and nobody has answered yet."""
    for handing in stage.story.handings:
        yield stage.at(handing.on, 15, 45), partial(_ask, stage, handing)


def _ask(stage: Stage, handing: Handing) -> None:
    hand_over(
        actor=stage.people[handing.who],
        at=stage.at(handing.on, 15, 45),
        commitment=stage.commitments[handing.deliverable],
        role=HandoverRole.OWNER,
        to_person=stage.people[handing.to],
        reason=handing.reason,
    )
