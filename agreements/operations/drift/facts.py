"""How the facts of commitments and metrics are read: SQL whose columns are the fields of the domain's dataclasses.

Each text selects ``id, agreement_id, first_told, zone`` (of whoever is told first) and then the facts, from the
agreements that the relation ``cut`` holds. Those of commitments end with the health that is kept of them.
"""

# What is promised and open, or those of it asked for by name: gone through once, and what is read beside it is theirs
# alone. A word is sealed while its round is open and the receiver has not answered.
PROMISED = """
  SELECT c.id, c.agreement_id, c.owner_id, c.accepted_by_id, c.due_on, c.needed_by, c.original_due_on, c.moves,
    c.opened_at, c.standing, c.standing_at, c.expected_on, c.recent::text[] AS recent, c.is_disputed,
    c.health, c.shown_health, cut.today,
    COALESCE(c.half_answered_on >= cut.open_round_on AND c.standing <> 'off_track', FALSE) AS is_sealed
  FROM cut JOIN agreements_commitment c ON c.agreement_id = cut.agreement_id AND c.state = 'open'
  WHERE %(subjects)s::bigint[] IS NULL OR c.id = ANY(%(subjects)s::bigint[])
"""

COMMITMENTS = """
  SELECT c.id, c.agreement_id, c.owner_id AS first_told, owner.time_zone AS zone,
    c.due_on, c.opened_at, c.standing, c.standing_at, c.expected_on, c.is_disputed,
    CASE WHEN c.is_sealed THEN c.recent[cardinality(c.recent) - 1] ELSE c.standing END AS heard,
    CASE WHEN c.is_sealed THEN NULL ELSE c.standing_at END AS heard_at,
    CASE WHEN c.is_sealed THEN trim_array(c.recent, 1) ELSE c.recent END AS recent,
    owner.name AS owner_name, owner.is_active AS owner_is_active,
    accepter.name AS accepter_name, accepter.is_active AS accepter_is_active,
    upstream.lands_on, upstream.lands_name, upstream.drifting_lands_on, upstream.drifting_name,
    worry.concern_on, worry.concern_from, owner.away_until AS owner_away_until,
    c.needed_by, c.original_due_on, c.moves, COALESCE(busy.due_that_week, 0)::integer AS due_that_week,
    c.health, c.shown_health
  FROM promised c
  JOIN teams_person owner ON owner.id = c.owner_id
  JOIN teams_person accepter ON accepter.id = c.accepted_by_id
  LEFT JOIN upstream ON upstream.downstream_id = c.id
  LEFT JOIN worry ON worry.commitment_id = c.id
  LEFT JOIN busy ON busy.owner_id = c.owner_id AND busy.week = (c.due_on - DATE '0001-01-01') / 7
"""

# What was declared done: whoever is to confirm it is told first, and its owner has done their part.
DELIVERIES = """
  SELECT c.id, c.agreement_id, c.accepted_by_id AS first_told, accepter.time_zone AS zone,
    c.declared_at, owner.name AS owner_name, accepter.name AS accepter_name,
    TRUE AS owner_is_active, accepter.is_active AS accepter_is_active
  FROM cut
  JOIN agreements_commitment c ON c.agreement_id = cut.agreement_id
  JOIN teams_person owner ON owner.id = c.owner_id
  JOIN teams_person accepter ON accepter.id = c.accepted_by_id
  WHERE c.state = 'delivered'
"""

# What waits: few of all that was ever promised, so that what each waits on is looked up and not all gone through.
WAITING = """
  SELECT d.id, d.downstream_id, d.upstream_id, d.lag_days, c.agreement_id, c.today
  FROM promised c JOIN agreements_dependency d ON d.downstream_id = c.id
"""

# What is not delivered and still waited for, by what waits on it. Its name stays inside the circle that may read it.
UPSTREAM = """
  SELECT edge.downstream_id,
    max(edge.lands_on) AS lands_on,
    (array_agg(edge.name ORDER BY edge.lands_on DESC, edge.id))[1] AS lands_name,
    max(edge.lands_on) FILTER (WHERE edge.drifts) AS drifting_lands_on,
    (array_agg(edge.name ORDER BY edge.lands_on DESC, edge.id) FILTER (WHERE edge.drifts))[1] AS drifting_name
  FROM (
    SELECT d.id, d.downstream_id,
      GREATEST(u.due_on, u.expected_on, d.today) + d.lag_days AS lands_on,
      u.state = 'lapsed' OR u.health = 'drifting' AS drifts,
      CASE WHEN ua.id = d.agreement_id OR ua.visibility = 'organisation' THEN u.deliverable
           ELSE 'a commitment in another agreement' END AS name
    FROM waiting d
    CROSS JOIN LATERAL (
      SELECT * FROM agreements_commitment one WHERE one.id = d.upstream_id AND one.state IN ('open', 'lapsed') LIMIT 1
    ) u
    JOIN agreements_agreement ua ON ua.id = u.agreement_id AND ua.state = 'active'
  ) edge
  GROUP BY edge.downstream_id
"""

# How much each owner here has open, in all agreements in force, in a week in which that may be too much: Monday to
# Sunday, counted from Monday, 1 January 1. Closing an agreement releases what is open in it. For very many agreements,
# what is owed in them is counted with what is owed in all others; for a few, that of their owners in these weeks.
BUSY = """
  SELECT owed.owner_id, owed.week, count(*) AS due_that_week
  FROM (
    SELECT owner_id, (due_on - DATE '0001-01-01') / 7 AS week FROM promised WHERE %(is_many)s
    UNION ALL
    SELECT c.owner_id, (c.due_on - DATE '0001-01-01') / 7
    FROM agreements_agreement a JOIN agreements_commitment c ON c.agreement_id = a.id AND c.state = 'open'
    WHERE %(is_many)s AND a.id NOT IN (SELECT agreement_id FROM cut)
    UNION ALL
    SELECT c.owner_id, here.week
    FROM (SELECT DISTINCT owner_id, (due_on - DATE '0001-01-01') / 7 AS week FROM promised) here
    JOIN agreements_commitment c
      ON c.owner_id = here.owner_id AND c.state = 'open' AND NOT %(is_many)s
      AND c.due_on >= DATE '0001-01-01' + here.week * 7 AND c.due_on < DATE '0001-01-01' + here.week * 7 + 7
  ) owed
  GROUP BY 1, 2 HAVING count(*) > (SELECT min(cut.due_in_a_week) FROM cut)
"""

# The oldest open concern about the work on each open commitment, and on the agreement about all else. Others than the
# parties may read flags, so concerns about how they work together open none.
WORRIES = """
  SELECT DISTINCT ON (cut.agreement_id, about.id)
    cut.agreement_id, about.id AS commitment_id,
    (concern.raised_at AT TIME ZONE cut.zone)::date AS concern_on,
    COALESCE(side.name, raiser.name) AS concern_from
  FROM cut
  JOIN agreements_concern concern
    ON concern.agreement_id = cut.agreement_id AND concern.resolved_at IS NULL AND concern.about = 'work'
  JOIN teams_person raiser ON raiser.id = concern.raised_by_id
  LEFT JOIN agreements_commitment about ON about.id = concern.commitment_id AND about.state = 'open'
  LEFT JOIN LATERAL (
    SELECT team.name
    FROM agreements_party party
    JOIN teams_team team ON team.id = party.team_id
    WHERE party.agreement_id = cut.agreement_id AND (
      party.representative_id = raiser.id OR EXISTS (
        SELECT FROM teams_membership member WHERE member.team_id = team.id AND member.person_id = raiser.id
      )
    )
    ORDER BY party.id LIMIT 1
  ) side ON TRUE
  ORDER BY cut.agreement_id, about.id, concern.raised_at, concern.id
"""

METRICS = """
  SELECT m.id, m.agreement_id, m.reporter_id AS first_told, NULL::text AS zone,
    m.direction, m.baseline, m.starts_on, m.target, m.target_on, m.every_days, m.unit,
    m.forecast, m.readings_off, m.bound, m.bound_kind,
    latest.on AS read_on, latest.value,
    GREATEST(COALESCE(latest.on, m.starts_on), cut.counts_from) + m.every_days AS read_by,
    other.name AS bound_name, other.unit AS bound_unit, guarded.on AS bound_read_on, guarded.value AS bound_value
  FROM cut
  JOIN agreements_metric m ON m.agreement_id = cut.agreement_id AND m.joint_at IS NOT NULL
  JOIN agreements_metric other ON other.id = COALESCE(m.bound_on_id, m.id)
  LEFT JOIN LATERAL (
    SELECT r.on, r.value FROM agreements_reading r WHERE r.metric_id = m.id ORDER BY r.on DESC LIMIT 1
  ) latest ON TRUE
  LEFT JOIN LATERAL (
    SELECT r.on, r.value FROM agreements_reading r WHERE r.metric_id = other.id ORDER BY r.on DESC LIMIT 1
  ) guarded ON TRUE
"""
