"""What people promised one another, said about it, and what waits on what."""

from datetime import datetime, timedelta

from django.db import connection

from agreements.models import CheckIn, Commitment, Dependency
from reminders.management.load.rows import fill
from reminders.management.load.size import Size

CHECK_INS = 5
LOT = "(n %% 1000 * 919 %% 1000)"  # of a thousand; decides on all that varies


def load_commitments(at: datetime, size: Size) -> None:
    is_open = size.is_open
    here, there = size.team(size.agreement), size.other_team(size.agreement)
    team, for_team = (f"(CASE {size.number} %% 2 WHEN {odd} THEN {here} ELSE {there} END)" for odd in (1, 0))
    today = f"date '{at.date()}'"
    due = f"(CASE WHEN {is_open} THEN {today} - 3 + {size.due_in} ELSE {today} - 10 - n * 13 %% 700 END)"
    # Of what is closed, of a thousand: 40 lapsed, 20 released, 30 adjusted late, 110 adjusted early, the rest kept.
    not_kept = f"WHEN {LOT} < 40 THEN {{lapsed}} WHEN {LOT} < 60 THEN {{released}}"
    ends = f"CASE WHEN {is_open} THEN {{open}} {not_kept} {{rest}} END"
    delivered = f"WHEN {LOT} < 1000 THEN ({due} - 2 + time '12:00') AT TIME ZONE 'UTC'"
    adjusted = f"WHEN {LOT} < 90 THEN 'late' WHEN {LOT} < 200 THEN 'early'"
    outcome = f"WHEN {LOT} < 90 THEN 'adjusted_late' WHEN {LOT} < 200 THEN 'adjusted_early' ELSE 'kept'"
    on_track = f"WHEN {LOT} < 980 THEN 'on_track'"
    nothing = {"open": "NULL", "lapsed": "NULL", "released": "NULL"}
    standing = f"CASE WHEN {LOT} < 20 THEN 'off_track' WHEN {LOT} < 80 THEN 'at_risk' {on_track} END"
    said_at = f"CASE WHEN {LOT} < 980 THEN timestamptz '{at.isoformat()}' - n * 11 %% 12 * interval '1 day' END"
    fill(
        Commitment(done_when="It works for the first customer.", opened_at=at - timedelta(days=400)),
        size.commitments,
        agreement=size.agreement,
        number=size.number,
        deliverable="'Deliverable ' || n",
        team=team,
        for_team=for_team,
        owner=size.member(team, "n"),
        accepted_by=size.member(for_team, "(n + 3)"),
        due_on=due,
        original_due_on=due,
        state=ends.format(open="'open'", lapsed="'lapsed'", released="'released'", rest="ELSE 'accepted'"),
        outcome=ends.format(open="NULL", lapsed="'lapsed'", released="'released'", rest=outcome),
        adjusted=ends.format(**nothing, rest=adjusted),
        delivered_at=ends.format(**nothing, rest=delivered),
        declared_at=ends.format(**nothing, rest=delivered),
        accepted_at=ends.format(**nothing, rest=delivered),
        lapsed_at=ends.format(**nothing | {"lapsed": f"({due} + 3 + time '00:00') AT TIME ZONE 'UTC'"}, rest=""),
        released_at=ends.format(**nothing | {"released": f"({due} - 5 + time '09:00') AT TIME ZONE 'UTC'"}, rest=""),
        standing=standing,
        standing_at=said_at,
        recent=f"array_remove(ARRAY['on_track', 'on_track', {standing}], NULL)",
    )
    _check_ins()
    _dependencies(size)


def _check_ins() -> None:
    """Five each, a fortnight apart, the last one the standing that the commitment keeps."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {CheckIn._meta.db_table} (commitment_id, person_id, role, standing, note, round_on, at)
            SELECT c.id, c.owner_id, 'owner', CASE WHEN back = 0 THEN c.standing ELSE 'on_track' END, '',
              (c.standing_at - back * interval '14 days')::date, c.standing_at - back * interval '14 days'
            FROM agreements_commitment c, generate_series(%s, 0, -1) back
            WHERE c.standing_at IS NOT NULL
            """,  # noqa: S608 - the table's own name
            [CHECK_INS - 1],
        )


def _dependencies(size: Size) -> None:
    """One in twenty waits for the one before it in the same agreement."""
    waiting = max(0, size.commitments - size.agreements) // 20
    if waiting:
        row = Dependency(lag_days=1)
        fill(row, waiting, downstream=f"{size.agreements} + n * 20", upstream="n * 20")
