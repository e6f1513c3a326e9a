"""The least that each answer costs: one statement, or a few, and JSON; no rights, no words, no history kept sealed."""

from datetime import date

import orjson
from django.db import connection, transaction

type Parameters = dict[str, int | date | None]

# The same columns as an entry of the API's list.
COMMITMENTS = """
SELECT c.id, a.number AS agreement, 'A-' || a.number || '.' || c.number AS label, c.deliverable, c.done_when,
  owner.email AS owner, team.slug AS team, for_team.slug AS for_team, accepter.email AS accepted_by, c.needed_by,
  c.due_on, c.original_due_on, c.moves, '{{}}'::text[] AS waits_on, c.state, c.outcome, c.standing,
  c.shown_health AS health, c.expected_on, c.delivered_at, c.accepted_at
FROM agreements_commitment c
JOIN agreements_agreement a ON a.id = c.agreement_id
JOIN teams_person owner ON owner.id = c.owner_id
JOIN teams_person accepter ON accepter.id = c.accepted_by_id
JOIN teams_team team ON team.id = c.team_id
JOIN teams_team for_team ON for_team.id = c.for_team_id
WHERE {condition} ORDER BY {order} LIMIT {limit}
"""
PAGE = COMMITMENTS.format(condition="TRUE", order="c.id", limit=100)
OWE = COMMITMENTS.format(condition="c.owner_id = %(person)s AND c.state = 'open'", order="c.due_on, c.id", limit=7)
OWED = COMMITMENTS.format(
    condition="c.for_team_id = %(team)s AND c.state = 'open'",
    order="c.shown_health = 'drifting' DESC, c.due_on, c.id",
    limit=7,
)
COUNTS = """
SELECT count(*) FILTER (WHERE owner_id = %(person)s) AS owe, count(*) FILTER (WHERE for_team_id = %(team)s) AS owed
FROM agreements_commitment WHERE state = 'open' AND (owner_id = %(person)s OR for_team_id = %(team)s)
"""
SYNCS = """
SELECT s.starts_at, s.number, a.title FROM agreements_sync s JOIN agreements_agreement a ON a.id = s.agreement_id
WHERE s.agreement_id IN (SELECT agreement_id FROM agreements_party WHERE team_id = %(team)s)
  AND s.starts_at > now() ORDER BY s.starts_at LIMIT 7
"""
# As the summaries hold it: every pair, the weeks shown, each team, and the soonest of what drifts.
MATRIX = """
SELECT team.name AS debtor, for_team.name AS creditor, owed.open, owed.drifting FROM (
  SELECT team_id, for_team_id, sum(open)::int AS open, sum(drifting)::int AS drifting
  FROM agreements_pairnow GROUP BY team_id, for_team_id
) owed JOIN teams_team team ON team.id = owed.team_id JOIN teams_team for_team ON for_team.id = owed.for_team_id
"""
WEEKS = """
SELECT week, sum(kept)::int AS kept, sum(adjusted_early)::int AS adjusted_early,
  sum(adjusted_late)::int AS adjusted_late, sum(lapsed)::int AS lapsed, sum(made)::int AS made
FROM agreements_teamweek WHERE week > %(from_on)s AND week <= %(until_on)s GROUP BY week
"""
TEAMS = """
SELECT team.name, sum(kept)::int AS kept, sum(adjusted_early)::int AS adjusted_early, sum(lapsed)::int AS lapsed
FROM agreements_teamweek week JOIN teams_team team ON team.id = week.team_id
WHERE week > %(from_on)s AND week <= %(until_on)s GROUP BY team.name
"""
DRIFTING = """
SELECT flag.sentence, flag.rule, c.deliverable, c.due_on, owner.name AS owner,
  team.name AS team, to_team.name AS for_team
FROM (
  SELECT * FROM agreements_commitment WHERE state = 'open' AND shown_health = 'drifting' ORDER BY due_on, id LIMIT 8
) c
JOIN agreements_driftflag flag ON flag.commitment_id = c.id AND flag.closed_at IS NULL
JOIN teams_person owner ON owner.id = c.owner_id
JOIN teams_team team ON team.id = c.team_id
JOIN teams_team to_team ON to_team.id = c.for_team_id
"""
IN_FORCE = "SELECT count(*) FROM agreements_agreement WHERE state = 'active'"
ROOM = """
SELECT s.revision,
  (SELECT max(e.number) FROM agreements_event e WHERE e.agreement_id = s.agreement_id) AS event
FROM agreements_sync s WHERE s.id = %(sync)s
"""

# Tables of its own, with the same indexes but without triggers: nothing is sealed.
SWEPT = """
DROP TABLE IF EXISTS floor_commitment, floor_flag, floor_event;
CREATE TABLE floor_commitment (LIKE agreements_commitment INCLUDING ALL) WITH (fillfactor = 90);
CREATE TABLE floor_flag (LIKE agreements_driftflag INCLUDING ALL);
CREATE TABLE floor_event (LIKE agreements_event INCLUDING ALL);
CREATE SEQUENCE IF NOT EXISTS floor_number;
INSERT INTO floor_commitment OVERRIDING SYSTEM VALUE SELECT * FROM agreements_commitment;
VACUUM ANALYZE floor_commitment
"""
# Six rules, which open nearly all there is in these data; a round is silent three days after its sync.
SWEEP = """
WITH round AS (
  SELECT agreement_id, max(slot_on) - 5 AS opened_on FROM agreements_sync
  WHERE slot_on < %(today)s - 3 AND cancelled_at IS NULL GROUP BY agreement_id
), due AS MATERIALIZED (
  SELECT c.id, c.agreement_id, c.owner_id, c.due_on, c.health AS was, array_remove(ARRAY[
    CASE WHEN c.due_on < %(today)s THEN 'past_due' END,
    CASE WHEN c.standing = 'off_track' THEN 'off_track' END,
    CASE WHEN c.expected_on > c.due_on THEN 'expected_after_due' END,
    CASE WHEN c.standing = 'at_risk' THEN 'at_risk' END,
    CASE WHEN COALESCE(c.standing_at < round.opened_on, TRUE) THEN 'silent' END,
    CASE WHEN c.due_on BETWEEN %(today)s AND %(today)s + 7 AND COALESCE(c.standing_at < %(today)s - 14, TRUE)
      THEN 'due_soon_unsaid' END], NULL) AS rules
  FROM floor_commitment c LEFT JOIN round ON round.agreement_id = c.agreement_id WHERE c.state = 'open'
), told AS (
  UPDATE floor_commitment c SET health = now.health, shown_health = now.health
  FROM (
    SELECT id, was, CASE
      WHEN rules && ARRAY['past_due', 'off_track', 'expected_after_due'] OR cardinality(rules) > 1 THEN 'drifting'
      WHEN rules[1] = 'silent' THEN 'quiet' WHEN rules <> '{}' THEN 'watch' ELSE 'on_track' END AS health
    FROM due
  ) now WHERE c.id = now.id AND now.health <> now.was
), opened AS (
  INSERT INTO floor_flag (rule, strength, agreement_id, commitment_id, first_told_id, sentence, evidence, next_step,
    opened_at, shown_at, snooze_reason)
  SELECT rule, 'strong', agreement_id, id, owner_id, 'Its date, ' || due_on || ', passed.',
    jsonb_build_object('due_on', due_on), 'Deliver it.', now(), now(), ''
  FROM due, unnest(due.rules) AS rule
  WHERE NOT EXISTS (SELECT FROM floor_flag f WHERE f.commitment_id = due.id AND f.rule = rule AND f.closed_at IS NULL)
  RETURNING agreement_id, commitment_id, rule, sentence
)
INSERT INTO floor_event (at, kind, data, number, previous_hash, hash, agreement_id, commitment_id)
SELECT now(), 'flagged', jsonb_build_object('rule', rule, 'sentence', sentence), nextval('floor_number'), '', '',
  agreement_id, commitment_id
FROM opened
"""


def make_sweep_tables() -> None:
    with connection.cursor() as cursor:
        for statement in SWEPT.split(";"):
            cursor.execute(statement)


def sweep(*, today: date) -> int:
    """Health, flags and entries of all that drifts, in one statement planned as the sweep's are; how many flags.

    It decides by rule, as the sweep does: one that knew health alone wrote a tenth of the flags that there were to
    write, since a round that ends unanswered in one night is most of what a night finds.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL work_mem = '64MB'"
        )
        cursor.execute(SWEEP, {"today": today})
        return int(cursor.rowcount)


def page_of_commitments() -> bytes:
    return orjson.dumps(_rows(PAGE))


def home(*, person: int, team: int) -> bytes:
    parameters: Parameters = {"person": person, "team": team}
    return orjson.dumps([_rows(statement, parameters) for statement in (OWE, OWED, COUNTS, SYNCS)])


def dashboard(*, from_on: date, until_on: date) -> bytes:
    window: Parameters = {"from_on": from_on, "until_on": until_on}
    return orjson.dumps([_rows(statement, window) for statement in (MATRIX, WEEKS, TEAMS, DRIFTING, IN_FORCE)])


def room(*, sync: int) -> bytes:
    """What tells whether anything has changed in it."""
    return orjson.dumps(_rows(ROOM, {"sync": sync}))


def _rows(statement: str, parameters: Parameters | None = None) -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
