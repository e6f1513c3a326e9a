"""The triggers that keep the summaries: one addition a statement, however many rows it changed.

After a statement the old rows of its transition table count minus one, the new ones plus one; what comes to nothing
adds no row. Every operation holds the agreement before its commitments, so that its state and who may read it cannot
change beside them.
"""

from typing import Final

import pgtrigger

# One row a commitment and sign; the columns of each table in the order in which it is filled.
NOW_COLUMNS: Final = (
    "team_id, for_team_id, is_public, open, watch, quiet, drifting, known_watch, known_quiet, known_drifting"
)
WEEK_COLUMNS: Final = "is_public, week, kept, adjusted_early, adjusted_late, lapsed, made"

# {rows}: sign, is_active, is_public and the columns of a commitment.
NOW: Final = """
    SELECT team_id, for_team_id, is_public, sum(sign) AS open,
      sum(sign) FILTER (WHERE shown_health = 'watch') AS watch,
      sum(sign) FILTER (WHERE shown_health = 'quiet') AS quiet,
      sum(sign) FILTER (WHERE shown_health = 'drifting') AS drifting,
      sum(sign) FILTER (WHERE health = 'watch') AS known_watch,
      sum(sign) FILTER (WHERE health = 'quiet') AS known_quiet,
      sum(sign) FILTER (WHERE health = 'drifting') AS known_drifting
    FROM ({rows}) one WHERE state = 'open' AND is_active
    GROUP BY team_id, for_team_id, is_public
"""
WEEKS: Final = """
    SELECT team_id, for_team_id, is_public, week, sum(kept) AS kept, sum(adjusted_early) AS adjusted_early,
      sum(adjusted_late) AS adjusted_late, sum(lapsed) AS lapsed, sum(made) AS made
    FROM ({rows}) one, LATERAL (
      SELECT date_trunc('week', due_on)::date AS week, sign * (outcome = 'kept')::int AS kept,
        sign * (outcome = 'adjusted_early')::int AS adjusted_early,
        sign * (outcome = 'adjusted_late')::int AS adjusted_late, sign * (outcome = 'lapsed')::int AS lapsed, 0 AS made
      WHERE outcome IN ('kept', 'adjusted_early', 'adjusted_late', 'lapsed')
      UNION ALL
      SELECT date_trunc('week', opened_at AT TIME ZONE 'UTC')::date, 0, 0, 0, 0, sign WHERE opened_at IS NOT NULL
    ) its
    GROUP BY team_id, for_team_id, is_public, week
"""
TEAM_WEEKS: Final = """
    SELECT team_id, is_public, week, sum(kept) AS kept, sum(adjusted_early) AS adjusted_early,
      sum(adjusted_late) AS adjusted_late, sum(lapsed) AS lapsed, sum(made) AS made
    FROM ({weeks}) pair GROUP BY team_id, is_public, week
"""
NOW_COUNTS: Final = ("open", "watch", "quiet", "drifting", "known_watch", "known_quiet", "known_drifting")
WEEK_COUNTS: Final = ("kept", "adjusted_early", "adjusted_late", "lapsed", "made")

# What was true before a change and is after it, of commitments c in agreements a.
ROWS: Final = """
      SELECT {sign} AS sign, c.team_id, c.for_team_id, c.state, c.health, c.shown_health, c.outcome, c.due_on,
        c.opened_at, {state} = 'active' AS is_active, {visibility} = 'organisation' AS is_public
      FROM {commitments} c JOIN agreements_agreement a ON a.id = c.agreement_id
"""
ALL_ROWS: Final = ROWS.format(sign=1, state="a.state", visibility="a.visibility", commitments="agreements_commitment")


def additions(rows: str) -> str:
    """Return the statements that add what ``rows`` come to."""
    return f"""
    INSERT INTO agreements_pairnow ({NOW_COLUMNS})
    SELECT team_id, for_team_id, is_public, {_counts(NOW_COUNTS)} FROM ({NOW.format(rows=rows)}) moved
    WHERE {_something(NOW_COUNTS)};
    WITH moved AS ({WEEKS.format(rows=rows)}), by_pair AS (
      INSERT INTO agreements_pairweek (team_id, for_team_id, {WEEK_COLUMNS})
      SELECT team_id, for_team_id, is_public, week, {_counts(WEEK_COUNTS)} FROM moved
      WHERE {_something(WEEK_COUNTS)}
    )
    INSERT INTO agreements_teamweek (team_id, {WEEK_COLUMNS})
    SELECT team_id, is_public, week, {_counts(WEEK_COUNTS)}
    FROM ({TEAM_WEEKS.format(weeks="SELECT * FROM moved")}) team
    WHERE {_something(WEEK_COUNTS)};
    RETURN NULL;
    """  # noqa: S608 - texts of this module


def _counts(columns: tuple[str, ...]) -> str:
    return ", ".join(f"COALESCE({column}, 0)" for column in columns)


def _something(columns: tuple[str, ...]) -> str:
    return f"({_counts(columns)}) <> ({', '.join('0' for _ in columns)})"


def _of_statement(*signed: tuple[int, str]) -> str:
    return " UNION ALL ".join(
        ROWS.format(sign=sign, state="a.state", visibility="a.visibility", commitments=rows) for sign, rows in signed
    )


def _of_agreement() -> str:
    """Of all commitments of one agreement, as it was and as it is."""
    return " UNION ALL ".join(
        ROWS.format(
            sign=sign, state=f"{row}.state", visibility=f"{row}.visibility", commitments="agreements_commitment"
        )
        + "WHERE c.agreement_id = NEW.id"
        for sign, row in ((-1, "OLD"), (1, "NEW"))
    )


# Most statements about commitments move no count: a check-in, evidence, a note. They end here.
UNMOVED: Final = """
    IF NOT EXISTS (
      SELECT FROM new_rows n JOIN old_rows o ON o.id = n.id
      WHERE (n.state, n.outcome, n.health, n.shown_health, n.due_on, n.team_id, n.for_team_id, n.opened_at)
        IS DISTINCT FROM (o.state, o.outcome, o.health, o.shown_health, o.due_on, o.team_id, o.for_team_id, o.opened_at)
    ) THEN
      RETURN NULL;
    END IF;
"""

OF_COMMITMENTS = [
    pgtrigger.Trigger(
        name="sum_inserted",
        level=pgtrigger.Statement,
        operation=pgtrigger.Insert,
        when=pgtrigger.After,
        referencing=pgtrigger.Referencing(new="new_rows"),  # type: ignore[no-untyped-call] # pgtrigger types it partly
        func=additions(_of_statement((1, "new_rows"))),
    ),
    pgtrigger.Trigger(
        name="sum_updated",
        level=pgtrigger.Statement,
        operation=pgtrigger.Update,
        when=pgtrigger.After,
        referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),  # type: ignore[no-untyped-call] # as above
        func=UNMOVED + additions(_of_statement((-1, "old_rows"), (1, "new_rows"))),
    ),
    pgtrigger.Trigger(
        name="sum_deleted",
        level=pgtrigger.Statement,
        operation=pgtrigger.Delete,
        when=pgtrigger.After,
        referencing=pgtrigger.Referencing(old="old_rows"),  # type: ignore[no-untyped-call] # as above
        func=additions(_of_statement((-1, "old_rows"))),
    ),
]
OF_AGREEMENT = pgtrigger.Trigger(
    name="sum_agreement",
    operation=pgtrigger.UpdateOf("state", "visibility"),  # type: ignore[no-untyped-call] # as above
    when=pgtrigger.After,
    condition=pgtrigger.Condition("((OLD.state, OLD.visibility) IS DISTINCT FROM (NEW.state, NEW.visibility))"),
    func=additions(_of_agreement()),
)
