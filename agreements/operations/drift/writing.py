"""Writes what was decided on flags: one statement for each kind of change, all its rows in one value."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from agreements.domain.drift.words import Evidence
from agreements.operations.drift.results import SweepResult
from agreements.operations.events import Entry, record_all

OPEN = """
INSERT INTO agreements_driftflag (rule, strength, agreement_id, commitment_id, metric_id, first_told_id, sentence,
  evidence, next_step, opened_at, shown_at, previous_id, snooze_reason)
SELECT rule, strength, agreement_id, commitment_id, metric_id, first_told_id, sentence,
  evidence, next_step, %(at)s, shown_at, previous_id, ''
FROM json_to_recordset(%(rows)s::json) AS opened(rule text, strength text, agreement_id bigint, commitment_id bigint,
  metric_id bigint, first_told_id bigint, sentence text, evidence jsonb, next_step text, shown_at timestamptz,
  previous_id bigint)
ON CONFLICT DO NOTHING
"""
CHANGE = """
UPDATE agreements_driftflag flag SET
  strength = changed.strength, sentence = changed.sentence, evidence = changed.evidence,
  snoozed_until = CASE WHEN NOT changed.wakes THEN flag.snoozed_until END,
  snoozed_at = CASE WHEN NOT changed.wakes THEN flag.snoozed_at END,
  snoozed_by_id = CASE WHEN NOT changed.wakes THEN flag.snoozed_by_id END,
  snooze_reason = CASE WHEN changed.wakes THEN '' ELSE flag.snooze_reason END
FROM json_to_recordset(%(rows)s::json)
  AS changed(pk bigint, strength text, sentence text, evidence jsonb, wakes boolean)
WHERE flag.id = changed.pk
"""
CLOSE = """
UPDATE agreements_driftflag flag SET closed_at = %(at)s
FROM json_to_recordset(%(rows)s::json) AS closed(pk bigint)
WHERE flag.id = closed.pk AND flag.closed_at IS NULL
"""


class Opened(NamedTuple):
    """A flag to open, by its columns; ``previous_id``: the one of its rule and subject that closed last."""

    rule: str
    strength: str
    agreement_id: int
    commitment_id: int | None
    metric_id: int | None
    first_told_id: int | None
    sentence: str
    evidence: Evidence
    next_step: str
    shown_at: str
    previous_id: int | None = None


class Changed(NamedTuple):
    """What an open flag says from now on, and whether that ends its snooze."""

    pk: int
    strength: str
    sentence: str
    evidence: Evidence
    wakes: bool = False


class Closed(NamedTuple):
    """A flag to close."""

    pk: int


@dataclass(slots=True)
class Changes:
    """What one pass is about to write."""

    opened: list[Opened] = field(default_factory=list)
    closed: list[Closed] = field(default_factory=list)
    strengthened: list[Changed] = field(default_factory=list)
    reworded: list[Changed] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


def write(changes: Changes, *, at: datetime) -> SweepResult:
    """Write it all, at most a statement for each kind of change. The caller holds the agreements."""
    _run(OPEN, changes.opened, at=at)
    _run(CLOSE, changes.closed, at=at)
    _run(CHANGE, [*changes.reworded, *changes.strengthened])
    record_all(entries=changes.entries, at=at)
    return SweepResult(
        opened=len(changes.opened),
        closed=len(changes.closed),
        strengthened=len(changes.strengthened),
        reworded=len(changes.reworded),
    )


def _run(statement: str, rows: Sequence[Opened] | Sequence[Changed] | Sequence[Closed], **parameters: Any) -> None:
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(statement, {"rows": json.dumps([row._asdict() for row in rows]), **parameters})
