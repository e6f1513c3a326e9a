"""Words said back, laid beside the recorded lines."""

import re
from collections.abc import Iterator
from datetime import date

from agreements.domain.readback.days import DayMonth, day_words
from agreements.domain.readback.findings import Field, Finding, Said
from agreements.domain.readback.recorded import Line, Recorded
from agreements.domain.readback.verdicts import Verdict

ISO = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")


def read_back(
    text: str,
    *,
    said: tuple[Said, ...],
    terms: Recorded,
    own: frozenset[int],
    today: date,  # noqa: ARG001
    order: DayMonth | None,  # noqa: ARG001
) -> tuple[Finding, ...]:
    """Return what `text` and `said` say about `terms`, the writer's `own` commitments first among the silent."""
    return tuple(finding for line in terms.lines for finding in _of_line(line, text, said, own))


def _of_line(line: Line, text: str, said: tuple[Said, ...], own: frozenset[int]) -> Iterator[Finding]:
    day = next((answer.due_on for answer in said if answer.commitment == line.commitment), None)
    found = ISO.search(text)
    if day:
        yield _due(line, day, ())
    elif found and line.commitment in own:
        yield _due(line, date.fromisoformat(found[0]), (found.span(),))


def _due(line: Line, heard: date, spans: tuple[tuple[int, int], ...]) -> Finding:
    assert line.due_on is not None
    verdict = Verdict.SAME if heard == line.due_on else Verdict.DIFFERS
    words = day_words(line.due_on), day_words(heard)
    why = f"You heard {day_words(heard, beside=line.due_on)}; the terms say {day_words(line.due_on, beside=heard)}."
    return Finding(line.commitment, Field.DUE_ON, verdict, words[0], words[1], why, spans)
