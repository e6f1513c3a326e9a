"""What no change of a row can tell: how things stand with each team at the end of a week, and who answered in time.

Counted once an hour for the present week and the one before it, and once for each week that has no count yet.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Min

from agreements.domain.counting import WEEK, week_of
from agreements.models import Agreement, TeamCount

WORKED_OUT_WEEKS = 24  # that are worked out when there is no count of them: those shown at first, and those before

# One row a team and visibility. A pause that is over by now is not known of any more: only the present one counts.
COUNT = """
    WITH open_then AS (
      SELECT c.id, c.agreement_id, c.team_id, c.shown_health, a.visibility = 'organisation' AS is_public
      FROM agreements_commitment c JOIN agreements_agreement a ON a.id = c.agreement_id
      WHERE c.opened_at <= %(ends_at)s AND c.agreement_id <> ALL(%(paused)s)
        AND (a.closed_at IS NULL OR a.closed_at > %(ends_at)s)
        AND (CASE WHEN %(is_present)s THEN c.state = 'open'
             ELSE COALESCE(LEAST(c.delivered_at, c.released_at, c.lapsed_at), 'infinity') > %(ends_at)s END)
    ), drifting_then AS (
      SELECT f.commitment_id AS id FROM agreements_driftflag f
      WHERE NOT %(is_present)s AND f.commitment_id IS NOT NULL AND f.shown_at <= %(ends_at)s
        AND (f.closed_at IS NULL OR f.closed_at > %(ends_at)s)
      GROUP BY f.commitment_id
      HAVING bool_or(f.strength = 'strong') OR count(*) > 1
    ), stood AS (
      SELECT o.team_id, o.is_public, count(*) AS open,
        count(*) FILTER (WHERE CASE WHEN %(is_present)s THEN o.shown_health = 'drifting' ELSE d.id IS NOT NULL END)
          AS drifting
      FROM open_then o LEFT JOIN drifting_then d ON d.id = o.id GROUP BY o.team_id, o.is_public
    ), met AS (
      SELECT s.agreement_id, s.slot_on, s.starts_at, a.visibility = 'organisation' AS is_public
      FROM agreements_sync s JOIN agreements_agreement a ON a.id = s.agreement_id
      WHERE s.starts_at >= %(begins_at)s AND s.starts_at <= %(ends_at)s AND s.cancelled_at IS NULL
        AND a.activated_at <= s.starts_at AND (a.closed_at IS NULL OR a.closed_at > s.starts_at)
        AND (a.paused_until IS NULL OR s.slot_on >= a.paused_until)
    ), answered AS (
      SELECT c.team_id, m.is_public, count(*) AS asked, count(*) FILTER (WHERE EXISTS (
          SELECT FROM agreements_checkin said WHERE said.commitment_id = c.id AND said.role = 'owner'
            AND said.round_on = m.slot_on AND said.at <= m.starts_at
        )) AS answered
      FROM met m JOIN agreements_commitment c ON c.agreement_id = m.agreement_id
      WHERE c.opened_at < m.starts_at
        AND COALESCE(LEAST(c.delivered_at, c.released_at, c.lapsed_at), 'infinity') > m.starts_at
      GROUP BY c.team_id, m.is_public
    ), synced AS (
      SELECT p.team_id, a.visibility = 'organisation' AS is_public, max(s.held_at) AS last_sync_at
      FROM agreements_sync s JOIN agreements_agreement a ON a.id = s.agreement_id
      JOIN agreements_party p ON p.agreement_id = a.id
      WHERE s.held_at <= %(ends_at)s GROUP BY p.team_id, a.visibility
    )
    INSERT INTO agreements_teamcount
      (team_id, is_public, week, open, drifting, asked, answered, last_sync_at, counted_at)
    SELECT team_id, is_public, %(week)s, COALESCE(open, 0), COALESCE(drifting, 0), COALESCE(asked, 0),
      COALESCE(answered, 0), last_sync_at, %(at)s
    FROM stood FULL JOIN answered USING (team_id, is_public) FULL JOIN synced USING (team_id, is_public)
    ON CONFLICT (week, team_id, is_public) DO UPDATE SET open = CASE WHEN %(is_present)s THEN EXCLUDED.open
        ELSE agreements_teamcount.open END,
      drifting = CASE WHEN %(is_present)s THEN EXCLUDED.drifting ELSE agreements_teamcount.drifting END,
      asked = EXCLUDED.asked, answered = EXCLUDED.answered, last_sync_at = EXCLUDED.last_sync_at,
      counted_at = EXCLUDED.counted_at
"""


def count_teams(*, at: datetime) -> int:
    """Count what is due to be counted; how many weeks."""
    weeks = list(_weeks_to_count(at))
    paused = _paused(at)
    with connection.cursor() as cursor:
        for week in weeks:
            cursor.execute(COUNT, _parameters(week, at, paused))
    return len(weeks)


def _weeks_to_count(at: datetime) -> Iterator[date]:
    """The present week and the last, and those without a count since the first agreement came into force."""
    present = week_of(at.astimezone(UTC).date())
    first = Agreement.objects.aggregate(at=Min("activated_at"))["at"]
    if first is None:
        return
    since = max(week_of(first.date()), present - WORKED_OUT_WEEKS * WEEK)
    counted = set(TeamCount.objects.filter(week__gte=since).values_list("week", flat=True).distinct())
    for back in range((present - since).days // 7, -1, -1):
        week = present - back * WEEK
        if back < 2 or week not in counted:
            yield week


def _paused(at: datetime) -> list[int]:
    running = Agreement.objects.running(at=at).values("pk")
    return list(Agreement.objects.active().exclude(pk__in=running).values_list("pk", flat=True))


def _parameters(week: date, at: datetime, paused: list[int]) -> dict[str, Any]:
    begins_at = datetime.combine(week, time(), tzinfo=UTC)
    is_present = at < begins_at + timedelta(days=7)
    return {
        "week": week,
        "begins_at": begins_at,
        "ends_at": at if is_present else begins_at + timedelta(days=7),
        "is_present": is_present,
        "paused": paused if is_present else [],
        "at": at,
    }
