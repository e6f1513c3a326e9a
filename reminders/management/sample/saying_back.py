"""Perform what the people of a story said back, and what they said of each other's words."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from agreements.domain.readback import DayMonth
from agreements.models import Readback
from agreements.operations.confirmations import confirm_readback
from agreements.operations.drafts import ConfirmationDraft, ReadbackDraft
from agreements.operations.readbacks import save_draft, write_readback
from reminders.management.sample.script import Heard, Word
from reminders.management.sample.stage import Stage

DAY = re.compile(r"<(-?\d+)>")


def say_back(stage: Stage) -> Iterator[tuple[datetime, Callable[[], object]]]:
    """Yield each act with the moment it has; everybody writes at ten and reads the others after lunch."""
    for heard in stage.story.heard:
        yield stage.at(heard.on, 10, 12), partial(_begin, stage, heard)
        yield stage.at(heard.on, 10, 20), partial(_write, stage, heard)
    for word in stage.story.words:
        yield stage.at(word.on, 14), partial(_speak, stage, word)


def _begin(stage: Stage, heard: Heard) -> None:
    at = stage.at(heard.on, 10, 12)
    save_draft(actor=stage.people[heard.who], at=at, agreement=stage.agreement, text="")


def _write(stage: Stage, heard: Heard) -> None:
    text = DAY.sub(lambda found: f"{stage.day(int(found[1])):%-d %B}", heard.text)
    write_readback(
        actor=stage.people[heard.who],
        at=stage.at(heard.on, 10, 20),
        agreement=stage.agreement,
        draft=ReadbackDraft(text=text, order=DayMonth.DAY_FIRST),
    )


def _speak(stage: Stage, word: Word) -> None:
    confirm_readback(
        actor=stage.people[word.who],
        at=stage.at(word.on, 14),
        readback=Readback.objects.get(agreement=stage.agreement, person=stage.people[word.of]),
        draft=ConfirmationDraft(matches=not word.where, where=frozenset(word.where), understood=word.understood),
    )
